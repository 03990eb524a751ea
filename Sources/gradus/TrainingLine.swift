import Diagnostics
import Interpreter

/// Shows how far a minimization has come, on standard error: on a terminal in one line that is written
/// anew and goes away at the end, elsewhere in lines spaced by their logarithm.
final class TrainingLine {
  private var isShown = false
  private var hasLines = false
  private var lastStep = 0

  /// What ends sooner than that needs no line.
  private static let patience = 0.2
  private static let quietTime = 1.0

  func show(_ progress: TrainingProgress) {
    if Terminal.errorMovesCursor { live(progress) } else { line(progress) }
  }

  /// Before anything else is written.
  func clear() {
    if isShown { Terminal.writeError("\r\u{1B}[K") }
    isShown = false
  }

  private func live(_ progress: TrainingProgress) {
    if progress.isFinished { return clear() }
    guard progress.seconds >= TrainingLine.patience else { return }
    let text = "minimize: \(progress.text), \(Int(progress.seconds)) s"
    Terminal.writeError("\r\u{1B}[K" + text.prefix(max(20, Terminal.errorColumns - 1)))
    isShown = true
  }

  private func line(_ progress: TrainingProgress) {
    let isLast = progress.isFinished && hasLines && progress.step != lastStep
    if progress.isFinished { hasLines = false }
    guard isLast || progress.isMilestone && progress.seconds >= TrainingLine.quietTime else {
      return
    }
    Terminal.writeError("minimize: \(progress.text)\n")
    hasLines = !progress.isFinished
    lastStep = progress.step
  }
}
