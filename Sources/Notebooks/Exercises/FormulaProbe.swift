import Diagnostics
import Interpreter
import Syntax

/// Compares a formula that somebody gave, `answer(y, O2, x2) = …`, with what the machine computes, at
/// random points.
///
/// Where the right side is a function (`f'`) the points are arguments. Where it is a value (`∂L/∂W2`)
/// they are values of the inputs that it depends on in the end, and the answer's arguments are what
/// the names stand for there. So an answer may use whatever holds between the names.
struct FormulaProbe {
  /// Where to compare, as source text.
  struct Point: Sendable {
    /// Assigns the inputs; may be empty.
    let setup: String
    let label: String
    /// For each parameter.
    let arguments: [(name: String, text: String)]
    let truth: String

    func call(_ function: String, order: [String]) -> String {
      let texts = order.compactMap { name in arguments.first { $0.name == name }?.text }
      return "\(function)(\(texts.joined(separator: ", ")))"
    }
  }

  let name: String
  let parameters: [String]
  /// The right side, as it stands in the check.
  let truth: String
  /// The answer's own order of the parameters.
  let order: [String]
  private let engine: any CellEngine
  private(set) var points: [Point] = []

  /// What the comparison found.
  enum Outcome {
    case agrees
    case differs(at: String, answer: String, truth: String)
    case failed(CellResult)
    /// The right side has no value at enough points: a mistake of the lesson's.
    case incomparable(Diagnostic?)
  }

  private static let wanted = 5
  private static let attempts = 16
  private var truthError: Diagnostic?

  /// - Parameter own: the parameters as the answer itself has them.
  init(
    name: String, parameters: [String], own: [String], truth: String, inputs: [String],
    seed: String, engine: any CellEngine
  ) {
    self.name = name
    self.parameters = parameters
    self.truth = truth
    self.engine = engine
    order = Set(own) == Set(parameters) ? own : parameters
    let isFunction = engine.text("typeof(\(truth))") == "function"
    var sampler = Sampler(seed)
    for attempt in 0..<Self.attempts where points.count < Self.wanted {
      let point =
        isFunction ? argumentPoint(attempt, &sampler) : inputPoint(attempt, inputs, &sampler)
      let error = tryTruth(point)
      if error == nil { points.append(point) }
      truthError = truthError ?? error
    }
  }

  // MARK: Points

  /// Arguments for a function. Every other point is positive, for logarithms and roots. A name that is
  /// a tensor in the lesson is one here, but where that does not work.
  private func argumentPoint(_ attempt: Int, _ sampler: inout Sampler) -> Point {
    let range = attempt % 2 == 0 ? -2.0...2.0 : 0.2...2.0
    let arguments = parameters.map { parameter -> (name: String, text: String) in
      let isShaped = attempt < Self.attempts / 2
      let size = isShaped ? engine.text("size(\(parameter))").flatMap(Self.shape) : nil
      let number = sampler.number(range)
      return (parameter, size.map { "randn(\($0))" } ?? "\(number)")
    }
    return bound(arguments, attempt)
  }

  /// Tensors are drawn by the engine, so they need names.
  private func bound(_ arguments: [(name: String, text: String)], _ attempt: Int) -> Point {
    var setup: [String] = []
    var shown: [(name: String, text: String)] = []
    for (index, argument) in arguments.enumerated() {
      guard argument.text.hasPrefix("randn") else {
        shown.append(argument)
        continue
      }
      setup.append("exercise_argument\(index) = \(argument.text)")
      shown.append((argument.name, "exercise_argument\(index)"))
    }
    let call = "(\(truth))(\(shown.map(\.text).joined(separator: ", ")))"
    return Point(
      setup: setup.joined(separator: "\n"), label: "exercise-point-\(attempt)", arguments: shown,
      truth: call)
  }

  /// Values for the inputs. Whole numbers may be counts, so every other point leaves them.
  private func inputPoint(_ attempt: Int, _ inputs: [String], _ sampler: inout Sampler) -> Point {
    var setup: [String] = []
    for input in inputs where attempt > 0 {
      let keepsCounts = attempt % 2 == 1
      if let line = Self.change(of: input, in: engine, &sampler, keepsCounts: keepsCounts) {
        setup.append(line)
      }
    }
    return Point(
      setup: setup.joined(separator: "\n"), label: "exercise-point-\(attempt)",
      arguments: parameters.map { ($0, $0) }, truth: "(\(truth))")
  }

  /// Assigns an input another value of its kind; nil for what has none.
  static func change(
    of input: String, in engine: any CellEngine, _ sampler: inout Sampler, keepsCounts: Bool = false
  ) -> String? {
    switch engine.text("typeof(\(input))") {
    case "number":
      guard let value = engine.text("\"{\(input):.17g}\"").flatMap(Double.init) else { return nil }
      let isCount = value >= 2 && value == value.rounded()
      let factor = sampler.number(0.4...1.7)
      if isCount, keepsCounts { return nil }
      let fresh = value == 0 ? sampler.number(-1...1) : (value * factor * 1000).rounded() / 1000
      return "\(input) = \(fresh)"
    case "tensor":
      guard let shape = engine.text("size(\(input))").flatMap(shape) else { return nil }
      return "\(input) = randn(\(shape))"
    default: return nil
    }
  }

  /// `(3, 2)` as `3, 2`; nil for what has no shape.
  private static func shape(_ text: String) -> String? {
    let inner = text.filter { !"() ".contains($0) }
    let sizes = inner.split(separator: ",")
    guard !sizes.isEmpty, sizes.allSatisfy({ Int($0) != nil }) else { return nil }
    return sizes.joined(separator: ", ")
  }

  // MARK: Asking

  /// Why the right side says nothing at a point; nil when it does.
  private func tryTruth(_ point: Point) -> Diagnostic? {
    preserving {
      if let error = setUp(point) { return error }
      let result = engine.ask("isapprox(\(point.truth), \(point.truth))")
      if let error = result.errors.first { return error }
      return result.valueText == "true"
        ? nil : Diagnostic("N0402", "`\(truth)` is not a number at a point of the comparison")
    }
  }

  func setUp(_ point: Point) -> Diagnostic? {
    if point.setup.isEmpty { return nil }
    let file = SourceFile(name: "exercise", text: point.setup)
    return engine.run(file, label: point.label, seed: nil).errors.first
  }

  func compare() -> Outcome {
    guard points.count >= 2 else { return .incomparable(truthError) }
    for point in points {
      let outcome = preserving { compare(at: point) }
      if case .agrees = outcome { continue }
      return outcome
    }
    return .agrees
  }

  private func compare(at point: Point) -> Outcome {
    if let error = setUp(point) { return .incomparable(error) }
    let call = point.call(name, order: order)
    let given = engine.ask(call)
    guard given.errors.isEmpty else { return .failed(given) }
    let same = engine.ask("isapprox(\(call), \(point.truth), tol=1e-6)")
    if same.valueText == "true" { return .agrees }
    return .differs(
      at: place(point), answer: given.valueText ?? "nothing",
      truth: engine.text(point.truth) ?? "?")
  }

  /// `x = 0.3, O2 = 0.61`
  private func place(_ point: Point) -> String {
    point.arguments.map { name, text in "\(name) = \(engine.text(text) ?? text)" }
      .joined(separator: ", ")
  }

  private func preserving<Result>(_ body: () -> Result) -> Result {
    let state = engine.state
    defer { if let state { engine.restore(state, keeping: [], keepsNew: false) } }
    return body()
  }
}

extension CellEngine {
  /// Evaluates one expression.
  func ask(_ text: String) -> CellResult { inline(SourceFile(name: "exercise", text: text)) }

  /// The text of one expression's value; nil when it has none.
  func text(_ expression: String) -> String? {
    let result = ask(expression)
    return result.errors.isEmpty ? result.valueText : nil
  }
}

extension CellResult {
  /// The text of the last value.
  var valueText: String? {
    guard case .value(let value)? = outputs.last else { return nil }
    return value.text
  }
}
