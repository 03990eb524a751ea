import Diagnostics
import Interpreter
import Plotting

/// The figures of a run: those with a caption are numbered in the order of the text.
struct FigureNumbers {
  /// By label.
  private(set) var numbers: [String: Int] = [:]
  /// References to figures that there are not.
  private(set) var warnings: [Diagnostic] = []

  init(_ run: NotebookRun) {
    for (cell, result) in zip(run.notebook.cells, run.cells) where cell.options.figCap != nil {
      let hasFigure = result.shown.contains { $0.figure != nil }
      // A cell that did not come to its figure keeps its number: others must not change theirs.
      if hasFigure || result.status != .ran { numbers[cell.id] = numbers.count + 1 }
    }
    let file = run.notebook.file
    for piece in run.notebook.pieces {
      guard case .reference(let label) = piece.kind, numbers[label] == nil else { continue }
      let nearest = Suggestion.nearest(to: label, among: numbers.keys.sorted())
      warnings.append(
        .unknownReference(label, at: Place(file, Span(piece.range)), nearest: nearest))
    }
  }

  /// `Figure 2`, or the reference itself when there is no such figure.
  func title(of label: String) -> String { numbers[label].map { "Figure \($0)" } ?? "@\(label)" }

  /// `Figure 2: The loss`
  func caption(of cell: Cell) -> String? {
    guard let caption = cell.options.figCap else { return nil }
    return numbers[cell.id].map { "Figure \($0): \(caption)" } ?? caption
  }
}

extension CellOutput {
  var figure: Figure? {
    guard case .value(let value) = self else { return nil }
    return value.figure
  }
}
