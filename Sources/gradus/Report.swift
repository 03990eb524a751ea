import Diagnostics
import Interpreter
import Plotting

/// Shows what an input gave.
enum Report {
  /// Shows what a session gives as it comes.
  static func follow(_ session: Session) {
    let line = TrainingLine()
    session.onOutput = { output in
      line.clear()
      show(output)
    }
    session.onProgress = { line.show($0) }
  }

  private static func show(_ output: CellOutput) {
    switch output {
    case .printed(let text): Terminal.write(text)
    case .value(let presentation): show(presentation)
    }
  }

  /// Outputs were written as they came; here come notes and errors.
  static func diagnose(_ result: CellResult) {
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
    case nil where result.errors.isEmpty: Command.Code.fine
    // Recursion and nesting have their budgets too.
    case nil:
      result.errors.contains { $0.code.hasPrefix("E07") }
        ? Command.Code.budget : Command.Code.failed
    }
  }
}
