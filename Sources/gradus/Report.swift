import Diagnostics
import Interpreter
import Plotting

/// Shows what an input gave.
enum Report {
  /// Printed text was written as it came; here come values and diagnostics.
  static func show(_ result: CellResult) {
    for case .value(let presentation) in result.outputs { show(presentation) }
    let renderer = TextRenderer(color: Terminal.errorHasColor)
    for diagnostic in result.notes + result.errors {
      Terminal.writeError(renderer.render(diagnostic) + "\n")
    }
  }

  private static func show(_ presentation: Presentation) {
    guard let figure = presentation.figure else {
      return Terminal.write(presentation.text + "\n")
    }
    let text = figure.text(
      columns: Terminal.columns, charset: Terminal.showsUnicode ? .braille : .ascii,
      color: Terminal.hasColor)
    Terminal.write(text.hasSuffix("\n") ? text : text + "\n")
  }

  static func exitCode(_ result: CellResult) -> Int32 {
    switch result.interruption {
    case .user?: Command.Code.interrupted
    case .budget?: Command.Code.budget
    case nil: result.errors.isEmpty ? Command.Code.fine : Command.Code.failed
    }
  }
}
