import Interpreter
import Plotting

// What all writers derive from a cell and its outputs in the same way.

extension Cell {
  /// The name of each output's figure: `loss-1`, or a name that is not used where it has none.
  func figureNames(for outputs: [CellOutput]) -> [String] {
    var number = 0
    return outputs.map { output in
      if output.figure != nil { number += 1 }
      return "\(id)-\(max(number, 1))"
    }
  }

  /// The title under which a page folds the cell.
  var fold: String? {
    if isInDetails { return nil }
    if options.solution != nil { return "Solution" }
    if options.hint != nil { return "Hint" }
    return nil
  }
}

extension Presentation {
  /// With the size and the description that the cell gives its figures.
  func sized(for cell: Cell) -> Presentation {
    guard let figure else { return self }
    let options = cell.options
    guard options.figWidth != nil || options.figHeight != nil || options.figAlt != nil else {
      return self
    }
    var result = self
    result.figure = figure.with(
      FigureOptions(width: options.figWidth, height: options.figHeight, alt: options.figAlt))
    return result
  }
}

extension CellRun {
  /// What the cell wrote, as Markdown of its own (`output: asis`).
  var markdown: String {
    shown.map {
      switch $0 {
      case .printed(let text): text
      case .value(let value): value.text + "\n"
      }
    }.joined()
  }
}
