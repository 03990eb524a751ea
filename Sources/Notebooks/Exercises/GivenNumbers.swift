import Diagnostics
import Interpreter
import Syntax

/// Whether an answer that is right for the given numbers is right for others too: a number that was typed
/// in, or copied from the solution's output, is not.
///
/// The given names get other values, drawn with the exercise's name as the seed; then the answer runs
/// again, and its check. A point counts only where the right answer passes and is another than before, so
/// that an exercise that asks for a number, or a check that rests on the lesson's own numbers, is not
/// touched. A given number that stands in the answer itself was plugged in, which is fair; it stays.
struct GivenNumbers {
  /// The answer's names.
  let names: [String]
  /// A right answer.
  let reference: String
  let answer: SourceFile
  let inputs: [String]
  let seed: String
  let engine: any CellEngine
  /// What everything stood for before the answer.
  let before: SessionSnapshot
  /// Whether an answer passes when it starts from the given numbers that a text assigns.
  let passes: (_ answer: String, _ setup: String) -> Bool

  private static let wanted = 2
  private static let attempts = 6
  private static let patience = Duration.seconds(3)

  /// What is wrong with an answer that holds for the given numbers only; nil when nothing is.
  func fault() -> String? {
    let limits = engine.limits
    engine.limits.seconds = min(limits.seconds, 1)
    defer { engine.limits = limits }
    let clock = ContinuousClock()
    let start = clock.now
    let base = values(reference, "")
    var inputs = inputs.filter { !isPluggedIn($0) }
    var sampler = Sampler(seed)
    var found = 0
    for attempt in 0..<Self.attempts where found < Self.wanted && !inputs.isEmpty {
      guard clock.now - start < Self.patience else { return nil }
      var setup = changes(inputs, &sampler)
      if attempt == 0, !passes(reference, lines(setup)) {
        // Some may not change: the check sets them back, or they count something.
        inputs = setup.filter { passes(reference, $0.line) }.map(\.name)
        setup = setup.filter { inputs.contains($0.name) }
      }
      let text = lines(setup)
      guard passes(reference, text) else { continue }
      let right = values(reference, text)
      guard right != base else { continue }
      found += 1
      if passes(answer.text, text) { continue }
      return message(setup, right, values(answer.text, text))
    }
    return nil
  }

  private func lines(_ setup: [(name: String, line: String)]) -> String {
    setup.map(\.line).joined(separator: "\n")
  }

  /// Its value stands in the answer as a number, and its name does not.
  private func isPluggedIn(_ input: String) -> Bool {
    guard let value = engine.text("\"{\(input):.17g}\"").flatMap(Double.init) else { return false }
    var literals: Set<Double> = []
    var isRead = false
    Parser.parse(answer).statements.walk(expression: { part in
      if case .number(let number) = part.kind { literals.insert(number) }
      if case .name(input) = part.kind { isRead = true }
    })
    return !isRead && (literals.contains(value) || literals.contains(-value))
  }

  private func changes(
    _ inputs: [String], _ sampler: inout Sampler
  ) -> [(name: String, line: String)] {
    inputs.compactMap { input in
      FormulaProbe.change(of: input, in: engine, &sampler).map { (input, $0) }
    }
  }

  /// The texts of what an answer gives.
  private func values(_ answer: String, _ setup: String) -> [String] {
    guard let now = engine.state else { return [] }
    defer { engine.restore(now, keeping: [], keepsNew: false) }
    engine.restore(before, keeping: [], keepsNew: false)
    for text in [setup, answer] {
      let file = SourceFile(name: "exercise", text: text)
      guard engine.run(file, label: "exercise-given", seed: nil).errors.isEmpty else { return [] }
    }
    return names.map { engine.text($0) ?? "nothing" }
  }

  private func message(
    _ setup: [(name: String, line: String)], _ right: [String], _ given: [String]
  ) -> String {
    // Tensors were drawn, and say nothing.
    let numbers = setup.map(\.line).filter { !$0.contains("randn") }
    let place = (numbers.isEmpty ? ["other ones"] : numbers.prefix(4)).joined(separator: ", ")
    let more = numbers.count < setup.count || numbers.count > 4 ? ", …" : ""
    guard !given.isEmpty else {
      return "right for the given numbers only: with \(place)\(more) the answer fails"
    }
    let index = zip(right, given).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
    return "right for the given numbers only: with \(place)\(more) `\(names[index])` should be "
      + "\(right[index]), and yours is \(given[index])"
  }
}
