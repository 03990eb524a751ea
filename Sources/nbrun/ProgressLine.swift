import Notebooks

/// One line of a terminal that shows which cell runs. It is written when a cell begins; the elapsed
/// time is that of the cells before it.
final class ProgressLine {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var cell = ""

  init() { start = clock.now }

  func show(_ event: RunEvent) {
    switch event {
    case .started(let number, let count, let cell):
      self.cell = "cell \(number)/\(count)  "
      show(self.cell + cell.firstLine)
    case .training(let progress):
      // What ends sooner needs no line.
      if progress.seconds >= 0.2, !progress.isFinished { show(cell + progress.text) }
    case .finished: clear()
    }
  }

  func show(_ text: String) {
    let seconds = (clock.now - start).components.seconds
    let line = "\(text)  \(seconds) s"
    Console.error("\r\u{1B}[K" + line.prefix(max(20, Console.columns - 1)))
  }

  func clear() { Console.error("\r\u{1B}[K") }
}
