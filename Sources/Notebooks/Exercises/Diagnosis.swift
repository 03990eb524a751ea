import Diagnostics
import Interpreter

/// Looks for a known slip that leads to the answer that somebody gave.
struct Diagnosis {
  let engine: any CellEngine
  /// A right answer.
  let solution: SourceFile
  /// What its short names stand for.
  var names: [(short: String, long: String)] = []
  /// What everything stood for before the exercise.
  let before: SessionSnapshot
  /// What everything stood for when the answer had run.
  let answered: SessionSnapshot
  private let clock = ContinuousClock()

  private static let given = "exercise_given"
  private static let right = "exercise_right"
  /// Looking for a slip may take no longer than this.
  private static let patience = Duration.seconds(4)

  init(
    engine: any CellEngine, solution: SourceFile, before: SessionSnapshot, answered: SessionSnapshot
  ) {
    self.engine = engine
    self.solution = solution
    self.before = before
    self.answered = answered
  }

  /// For an answer that is a number or a tensor.
  func slip(value name: String) -> Slip? {
    search(name) { isRight in
      let tolerance = isRight ? "1e-2" : "1e-3"
      let other = isRight ? Self.right : Self.given
      return engine.text("isapprox(\(other), \(name), tol=\(tolerance))") == "true"
    }
  }

  /// For an answer that is a formula.
  func slip(formula probe: FormulaProbe) -> Slip? {
    if isNothing(probe) { return nil }
    return search(probe.name) { isRight in
      let other = isRight ? Self.right : Self.given
      let otherOrder = isRight ? probe.parameters : probe.order
      for point in probe.points {
        guard probe.setUp(point) == nil else { return false }
        let a = point.call(other, order: otherOrder)
        let b = point.call(probe.name, order: probe.parameters)
        guard engine.text("isapprox(\(a), \(b), tol=1e-6)") == "true" else { return false }
      }
      return true
    }
  }

  /// Who answers 0 everywhere has made no slip, though some slips lead there.
  private func isNothing(_ probe: FormulaProbe) -> Bool {
    guard let now = engine.state else { return false }
    defer { engine.restore(now, keeping: [], keepsNew: false) }
    return probe.points.allSatisfy { point in
      probe.setUp(point) == nil
        && engine.text(point.call(probe.name, order: probe.order)) == "0"
    }
  }

  /// `agrees(false)` asks whether the slip's answer is the one that was given, `agrees(true)` whether
  /// it is the right one all the same.
  private func search(_ name: String, agrees: (Bool) -> Bool) -> Slip? {
    guard let now = engine.state else { return nil }
    let limits = engine.limits
    engine.limits.seconds = min(limits.seconds, 2)
    let start = clock.now
    defer {
      engine.restore(now, keeping: [], keepsNew: false)
      engine.limits = limits
    }
    engine.restore(answered, keeping: [], keepsNew: false)
    guard run("\(Self.given) = \(name)", keeping: nil),
      run(solution.text, keeping: [Self.given]), run("\(Self.right) = \(name)", keeping: nil)
    else { return nil }
    for slip in SlipFinder.slips(in: solution) {
      guard clock.now - start < Self.patience else { return nil }
      guard run(slip.made(in: solution), keeping: [Self.given, Self.right]), agrees(false),
        !agrees(true)
      else { continue }
      return slip.naming(names)
    }
    return nil
  }

  /// Runs a text, with `keeping` from where the exercise began; whether it went well.
  private func run(_ text: String, keeping names: Set<String>?) -> Bool {
    if let names { engine.restore(before, keeping: names, keepsNew: false) }
    let file = SourceFile(name: "exercise", text: text)
    return engine.run(file, label: "exercise-diagnosis", seed: nil).errors.isEmpty
  }
}
