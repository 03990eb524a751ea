import Diagnostics
import Notebooks

/// Tells the user what goes on: diagnostics and notes on standard error, and on a terminal one line
/// that shows the running cell.
struct TerminalReporter: JobReporter {
  private let isQuiet: Bool
  private let logsJSON: Bool
  private let progress: ProgressLine?

  init(_ arguments: Arguments) {
    isQuiet = arguments.isQuiet
    logsJSON = arguments.logsJSON
    let hasLine =
      Console.errorIsTerminal && arguments.showsProgress && !isQuiet && !arguments.logsJSON
    progress = hasLine ? ProgressLine() : nil
  }

  func report(_ event: RunEvent) {
    progress?.show(event)
    if case .training(let training) = event {
      // In place of the line that is written anew: a line at milestones, should it take so long.
      guard training.isMilestone, training.seconds >= 1, progress == nil, !isQuiet else { return }
      Console.error((logsJSON ? JSONLog.line(event) : "minimize: \(training.text)") + "\n")
    } else if logsJSON {
      Console.error(JSONLog.line(event) + "\n")
    }
  }

  func report(_ diagnostic: Diagnostic) {
    if isQuiet, diagnostic.severity != .error { return }
    progress?.clear()
    if logsJSON {
      Console.error(JSONLog.line(diagnostic) + "\n")
    } else {
      Console.error(TextRenderer(color: Console.errorHasColor).render(diagnostic) + "\n")
    }
  }

  func note(_ text: String) {
    if isQuiet { return }
    progress?.clear()
    Console.error((logsJSON ? JSONLog.line("note", text) : text) + "\n")
  }

  func fail(_ text: String) {
    progress?.clear()
    Console.error((logsJSON ? JSONLog.line("failure", text) : "nbrun: \(text)") + "\n")
  }

  func report(_ difference: Checker.Difference) {
    progress?.clear()
    if logsJSON {
      Console.error(JSONLog.line("difference", difference.title) + "\n")
    } else {
      Console.error(([difference.title] + difference.lines).joined(separator: "\n") + "\n")
    }
  }
}

extension TerminalReporter: BookReporter {
  func report(_ progress: BookProgress) {
    if logsJSON {
      Console.error(
        JSONLog.line("page", "\(progress.page) \(progress.done)/\(progress.count)") + "\n")
    }
    self.progress?.show("page \(progress.done)/\(progress.count)  \(progress.page)")
  }

  func relay(_ text: String) {
    progress?.clear()
    Console.error(logsJSON ? JSONLog.line("log", text) + "\n" : text)
  }
}
