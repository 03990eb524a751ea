import Notebooks

/// One line of a terminal that shows which cell runs. It is written when a cell begins; the elapsed
/// time is that of the cells before it.
final class ProgressLine {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init() { start = clock.now }

  func show(_ event: RunEvent) {
    guard case .started(let number, let count, let cell) = event else {
      clear()
      return
    }
    show("cell \(number)/\(count)  \(cell.firstLine)")
  }

  func show(_ text: String) {
    let seconds = (clock.now - start).components.seconds
    let line = "\(text)  \(seconds) s"
    Console.error("\r\u{1B}[K" + line.prefix(max(20, Console.columns - 1)))
  }

  func clear() { Console.error("\r\u{1B}[K") }
}
