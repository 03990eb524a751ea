import Dispatch
import Interpreter
import Synchronization

/// Asks several times a second whether something has changed, and stops the running cell when it has.
final class ChangeWatcher: Sendable {
  private struct State {
    var isStopped = false
    var hasFired = false
  }

  private let state = Mutex(State())
  private let done = DispatchSemaphore(value: 0)

  var hasFired: Bool { state.withLock { $0.hasFired } }

  init(_ isChanged: @escaping @Sendable () -> Bool) {
    DispatchQueue(label: "changes").async { [self] in
      while !state.withLock({ $0.isStopped }) {
        if isChanged() {
          fire()
          break
        }
        _ = done.wait(timeout: .now() + .milliseconds(100))
      }
    }
  }

  private func fire() {
    state.withLock {
      // After the end nobody may be stopped any more.
      guard !$0.isStopped else { return }
      $0.hasFired = true
      Interrupt.request()
    }
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    done.signal()
  }
}
