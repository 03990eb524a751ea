/// How far a minimization has come. It is told to whoever watches, and is part of no result.
public struct TrainingProgress: Sendable {
  public let step: Int
  public let steps: Int
  public let loss: Double
  /// Since the first step.
  public let seconds: Double
  /// One of the steps 1, 2, 5, 10, 20, …, at which a long run is worth a line.
  public let isMilestone: Bool
  public let isFinished: Bool

  /// `step 200 of 500, loss 0.0123`
  public var text: String {
    let number = Display(digits: 4).number(loss)
    return "step \(step) of \(steps), loss \(number)"
  }
}

/// Tells how far a minimization has come: at milestones, and else at most some times a second.
final class TrainingWatch {
  private let steps: Int
  private let tell: (TrainingProgress) -> Void
  private let start = monotonicSeconds()
  private var step = 0
  private var loss = Double.nan
  private var milestone = 1
  /// Steps until the clock is read again: steps may be far faster than the clock.
  private var patience = 1
  private var untilClock = 1
  private var lastClock: Double

  private static let interval = 0.05

  init(steps: Int, _ tell: @escaping (TrainingProgress) -> Void) {
    self.steps = steps
    self.tell = tell
    lastClock = start
  }

  func note(step: Int, loss: Double) {
    (self.step, self.loss) = (step, loss)
    let isMilestone = step == milestone
    untilClock -= 1
    guard isMilestone || untilClock <= 0 else { return }
    let now = monotonicSeconds()
    if isMilestone { milestone = LogarithmicSteps.following(step) }
    let isLate = now - lastClock >= TrainingWatch.interval
    if untilClock <= 0 {
      patience = isLate ? max(1, patience / 2) : min(patience * 2, 1024)
      untilClock = patience
    }
    guard isMilestone || isLate else { return }
    lastClock = now
    send(now, isMilestone: isMilestone)
  }

  func finish() {
    guard step > 0 else { return }
    send(monotonicSeconds(), isFinished: true)
  }

  private func send(_ now: Double, isMilestone: Bool = false, isFinished: Bool = false) {
    tell(
      TrainingProgress(
        step: step, steps: steps, loss: loss, seconds: now - start, isMilestone: isMilestone,
        isFinished: isFinished))
  }
}
