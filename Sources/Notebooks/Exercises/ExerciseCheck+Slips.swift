import Diagnostics
import Interpreter
import Syntax

// Why an answer is wrong. First the known slips are made in the solution, or where the key has none in what
// the check compares with; then known slips of the answer are undone, until it passes.
extension ExerciseCheck {
  /// Trying repairs may take no longer than this.
  private static let patience = Duration.seconds(4)

  func slip(_ check: FormulaCheck, _ probe: FormulaProbe, _ cell: Cell) -> Slip? {
    let parameters = probe.parameters
    if let slip = known?.slip(formula: probe) { return slip }
    if let slip = repair(parameters, only: .learningRate) { return slip }
    let derived = derived(cell) { $0.formula(of: check, parameters: parameters) }
    return derived.flatMap(diagnosis)?.slip(formula: probe) ?? repair(parameters)
  }

  /// Where a plain check failed, the slip that would give the answer's numbers.
  func explainValues(_ result: inout CellResult, _ cell: Cell, _ answered: SessionSnapshot) {
    guard let error = result.errors.first, error.code == "E0802" else { return }
    guard let now = engine.state else { return }
    engine.restore(answered, keeping: [], keepsNew: false)
    defer { engine.restore(now, keeping: [], keepsNew: false) }
    guard let (name, slip) = valueSlip(cell) else { return }
    result.errors[0].hint = "\(name) matches the right answer \(slip.description)"
  }

  private func valueSlip(_ cell: Cell) -> (name: String, slip: Slip)? {
    let names = valueNames
    func slip(_ diagnosis: Diagnosis?) -> (name: String, slip: Slip)? {
      guard let diagnosis else { return nil }
      return names.lazy.compactMap { name in
        diagnosis.slip(value: name).map { ("`\(name)`", $0) }
      }.first
    }
    let all = names.first.map { "`\($0)`" } ?? "the answer"
    if let found = slip(known) { return found }
    if let repair = repair([], only: .learningRate) { return (all, repair) }
    let derived = derived(cell) { $0.values(of: names) }
    return slip(derived.flatMap(diagnosis)) ?? repair([]).map { (all, $0) }
  }

  private var valueNames: [String] {
    answerNames.filter { engine.text("typeof(\($0))") != "function" }
  }

  // MARK: Right answers

  /// With the key's own solution.
  private var known: Diagnosis? {
    exercise.solutions.first.flatMap {
      diagnosis(DerivedSolution.Code(text: notebook.cells[$0].source.text, names: []))
    }
  }

  private func diagnosis(_ code: DerivedSolution.Code) -> Diagnosis? {
    guard let before, let answered = engine.state else { return nil }
    var result = Diagnosis(
      engine: engine, solution: SourceFile(name: "exercise", text: code.text), before: before,
      answered: answered)
    result.names = code.names
    return result
  }

  /// A right answer that is made from the check, if it passes.
  private func derived(
    _ cell: Cell, _ make: (inout DerivedSolution) -> DerivedSolution.Code?
  ) -> DerivedSolution.Code? {
    guard let before, let now = engine.state else { return nil }
    engine.restore(before, keeping: [], keepsNew: false)
    defer { engine.restore(now, keeping: [], keepsNew: false) }
    let others = lessonCells.map { notebook.cells[$0].source }
    var maker = DerivedSolution(engine: engine, source: cell.source, lesson: others)
    guard let code = make(&maker), passes(code.text) else { return nil }
    return code
  }

  private func repair(_ parameters: [String], only kind: Slip.Kind? = nil) -> Slip? {
    let clock = ContinuousClock()
    let start = clock.now
    let lesson = Outline(notebook, cells: lessonCells)
    let own = Outline(answer).functions.values.flatMap { $0 }
    let read = Outline.names(in: Parser.parse(answer.source).statements)
    let rates = (lesson.assigned + outline(exercise.questions.first).assigned)
      .filter(RepairFinder.rateNames.contains)
    let known = (parameters + own + lesson.inputs(of: read) + inputs + rates).uniqued
    let limits = engine.limits
    engine.limits.seconds = min(limits.seconds, 1)
    defer { engine.limits = limits }
    for repair in RepairFinder.repairs(
      of: answer.source, known: known, lesson: lessonCells.map { notebook.cells[$0].source })
    where kind == nil || repair.slip.kind == kind {
      guard clock.now - start < Self.patience else { return nil }
      if passes(repair.text) { return repair.slip }
    }
    return nil
  }

  // MARK: Trying

  /// Whether a text would pass as an answer, beginning with the given numbers that `setup` assigns.
  func passes(_ text: String, at setup: String = "") -> Bool {
    guard let before, let now = engine.state else { return false }
    defer { engine.restore(now, keeping: [], keepsNew: false) }
    engine.restore(before, keeping: [], keepsNew: false)
    guard run(setup), let start = engine.state, run(text) else { return false }
    engine.restore(start, keeping: Set(answerNames), keepsNew: true)
    for line in given where !run(line.source) { return false }
    var plain = self
    plain.isThorough = false
    return following.allSatisfy { cell in
      let result =
        cell.isCheck
        ? plain.run(cell)
        : engine.run(cell.source, label: cell.options.label, seed: nil)
      return result.errors.isEmpty
    }
  }

  private func run(_ text: String) -> Bool {
    if text.isEmpty { return true }
    let file = SourceFile(name: "exercise", text: text)
    return engine.run(file, label: "exercise-given", seed: nil).errors.isEmpty
  }

  // MARK: Given numbers

  /// What the exercise's numbers rest on: names that the lesson gave values.
  private var inputs: [String] {
    let lesson = Outline(notebook, cells: lessonCells)
    let cells = exercise.solutions + exercise.checks
    let read = cells.flatMap {
      Outline.names(in: Parser.parse(notebook.cells[$0].source).statements)
    }
    let own = Set(outline(exercise.questions.first).assigned)
    let all = lesson.inputs(of: read).uniqued.filter { lesson.assigned.contains($0) }
    return all.filter { !own.contains($0) || lesson.assigned.contains($0) }
  }

  /// nil where the exercise asks for a number.
  func givenNumbers(_ cell: Cell) -> GivenNumbers? {
    let names = valueNames
    guard !names.isEmpty, asksForFormula, let before else { return nil }
    let own = exercise.solutions.first.map { notebook.cells[$0].source.text }
    guard let reference = own ?? derived(cell, { $0.values(of: names) })?.text else { return nil }
    return GivenNumbers(
      names: names, reference: reference, answer: answer.source, inputs: inputs,
      seed: exercise.name, engine: engine, before: before,
      passes: { passes($0, at: $1) })
  }

  /// As the exercise says with `answer:`; else a check with a tolerance of its own asks for a number.
  private var asksForFormula: Bool {
    let cells = (exercise.questions + exercise.checks).map { notebook.cells[$0] }
    if let kind = cells.compactMap(\.options.answer).first { return kind == .formula }
    var isTolerant = false
    for cell in cells where cell.isCheck {
      Parser.parse(cell.source).statements.walk(expression: { part in
        guard case .call(let callee, let arguments, _) = part.kind,
          case .name("isapprox") = callee.kind
        else { return }
        if arguments.count > 2 { isTolerant = true }
      })
    }
    return !isTolerant
  }
}

extension [String] {
  /// Each once, in order.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
