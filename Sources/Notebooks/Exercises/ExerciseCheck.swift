import Diagnostics
import Interpreter
import Syntax

/// Runs the check cells of one exercise on an answer.
///
/// A check cell is a cell like any other, but for `check E ≈ f` where `f` is a formula that the
/// exercise asks for: that is compared at many points. What differs is explained where it can be.
struct ExerciseCheck {
  let notebook: Notebook
  let exercise: Exercise
  /// The cell that the answer comes from.
  let answer: Cell
  /// What everything stood for before the answer.
  let before: SessionSnapshot?
  let engine: any CellEngine

  /// The names that the exercise asks for: those that its own cell assigns, but for given ones. Where
  /// whole lines are blank the solution tells what is missing.
  var answerNames: [String] {
    var names = outline(exercise.questions.first).assigned
    if hasBlankLine { names += outline(exercise.solutions.first).assigned }
    let given = Set(given.flatMap(\.names))
    return names.filter { !given.contains($0) }
  }

  private var hasBlankLine: Bool {
    let lines = exercise.questions.first.map { notebook.cells[$0].code } ?? ""
    return lines.split(separator: "\n").contains { $0.trimmed == "____" }
  }

  /// Lines of the exercise's cell that have no blank and don't rest on one, as `η = 0.5`: they hold
  /// whatever an answer makes of them.
  var given: [(source: String, names: [String])] {
    guard let index = exercise.questions.first else { return [] }
    let cell = notebook.cells[index]
    var asked = namesChangedBySolution
    var result: [(source: String, names: [String])] = []
    for statement in Parser.parse(cell.source).statements {
      let text = cell.source.text(in: statement.span)
      let names = Outline(statement).assigned
      if case .assign(_, let value) = statement.kind, !text.contains("____"),
        asked.isDisjoint(with: names), asked.isDisjoint(with: Outline.names(in: value))
      {
        result.append((text, names))
      } else {
        asked.formUnion(names)
      }
    }
    return result
  }

  /// Names that the solution assigns more than once, or within a block.
  private var namesChangedBySolution: Set<String> {
    guard let index = exercise.solutions.first else { return [] }
    var seen: Set<String> = []
    var changed: Set<String> = []
    Parser.parse(notebook.cells[index].source).statements.walk(statement: { statement in
      for name in Outline(statement).assigned where !seen.insert(name).inserted {
        changed.insert(name)
      }
    })
    return changed
  }

  private func outline(_ index: Int?) -> Outline {
    Outline(notebook, cells: [index].compactMap { $0 })
  }

  /// What a formula that is asked for takes, by its name.
  private var formulas: [String: [String]] {
    let asked = outline(exercise.questions.first).functions
    return asked.isEmpty ? outline(exercise.solutions.first).functions : asked
  }

  func run(_ cell: Cell) -> CellResult {
    let diagnosis = diagnosis(answered: engine.state)
    let parsed = Parser.parse(cell.source)
    let formulas = formulas
    let parts = parsed.statements.map { FormulaCheck($0, formulas: formulas, in: cell.source) }
    var result = CellResult()
    if parsed.diagnostics.contains(where: { $0.severity == .error })
      || parts.allSatisfy({ $0 == nil })
    {
      result = engine.run(cell.source, label: cell.options.label, seed: nil)
    } else {
      for (statement, part) in zip(parsed.statements, parts) where result.errors.isEmpty {
        let step = part.map { run($0, formulas, diagnosis) } ?? run(statement, of: cell)
        result.outputs += step.outputs
        result.notes += step.notes
        result.errors = step.errors
        result.interruption = step.interruption
      }
    }
    if result.interruption == nil { explainValues(&result, diagnosis) }
    return result
  }

  /// One statement of a cell, at its place.
  private func run(_ statement: Statement, of cell: Cell) -> CellResult {
    let bytes = cell.source.bytes.enumerated().map { offset, byte in
      let isOutside = offset < statement.span.start || offset >= statement.span.end
      return isOutside && byte != UInt8(ascii: "\n") ? UInt8(ascii: " ") : byte
    }
    let file = SourceFile(
      name: cell.source.name, text: String(decoding: bytes, as: UTF8.self),
      firstLine: cell.source.firstLine, indents: cell.source.indents)
    return engine.run(file, label: cell.options.label, seed: nil)
  }

  // MARK: Formulas

  private func run(
    _ check: FormulaCheck, _ formulas: [String: [String]], _ diagnosis: Diagnosis?
  ) -> CellResult {
    let parameters = formulas[check.name] ?? []
    let own = Outline(answer).functions[check.name] ?? parameters
    guard engine.text("typeof(\(check.name))") == "function" else {
      return failure(check, "`\(check.name)` should be a function of \(words(parameters))")
    }
    let lesson = Outline(notebook, cells: notebook.cells.indices.filter(isOfLesson))
    let probe = FormulaProbe(
      name: check.name, parameters: parameters, own: own, truth: check.truth,
      inputs: lesson.inputs(of: check.truthNames + parameters), seed: exercise.name,
      engine: engine)
    switch probe.compare() {
    case .agrees: return CellResult()
    case .failed(let result): return result
    case .incomparable(let reason):
      let why = reason.map { ": \($0.message)" } ?? ""
      return failure(check, "`\(check.truth)` could not be compared with `\(check.name)`\(why)")
    case .differs(let place, let given, let truth):
      let slip = diagnosis?.slip(formula: probe)
      let message =
        slip.map { "`\(check.name)` matches the right answer \($0.description)" }
        ?? "`\(check.name)` is not `\(check.truth)`"
      let example =
        "at \(place) your formula gives \(given), and \(check.truth) is \(truth)"
      return failure(
        check, [check.message, message].compactMap { $0 }.joined(separator: ": "), example)
    }
  }

  /// Cells whose definitions the lesson itself rests on.
  private func isOfLesson(_ index: Int) -> Bool {
    let cell = notebook.cells[index]
    return !cell.isQuestion && !cell.isSolution && !cell.isCheck
  }

  private func words(_ parameters: [String]) -> String {
    parameters.isEmpty ? "its inputs" : "(\(parameters.joined(separator: ", ")))"
  }

  private func failure(
    _ check: FormulaCheck, _ message: String, _ example: String? = nil
  ) -> CellResult {
    CellResult(errors: [Diagnostic("N0401", message, at: check.place, hint: example)])
  }

  // MARK: Values

  private func diagnosis(answered: SessionSnapshot?) -> Diagnosis? {
    guard let before, let answered, let index = exercise.solutions.first else { return nil }
    let solution = notebook.cells[index]
    if solution.range == answer.range { return nil }
    return Diagnosis(engine: engine, solution: solution, before: before, answered: answered)
  }

  /// Where a plain check failed, the slip that would give the answer's numbers.
  private func explainValues(_ result: inout CellResult, _ diagnosis: Diagnosis?) {
    guard let error = result.errors.first, error.code == "E0802", let diagnosis else { return }
    for name in answerNames where engine.text("typeof(\(name))") != "function" {
      guard let slip = diagnosis.slip(value: name) else { continue }
      result.errors[0].hint = "`\(name)` matches the right answer \(slip.description)"
      return
    }
  }
}

/// `check E ≈ f "message"` where `f` is a formula that is asked for.
struct FormulaCheck {
  let name: String
  /// The other side, as it stands there.
  let truth: String
  let truthNames: [String]
  let message: String?
  let place: Place

  init?(_ statement: Statement, formulas: [String: [String]], in file: SourceFile) {
    guard case .check(let condition, let message) = statement.kind,
      case .comparison(let sides, [.approximately]) = condition.kind, sides.count == 2
    else { return nil }
    func formula(_ side: Expression) -> String? {
      if case .name(let name) = side.kind, formulas[name] != nil { name } else { nil }
    }
    let isRight = formula(sides[1]) != nil
    guard let name = formula(sides[isRight ? 1 : 0]) else { return nil }
    let other = sides[isRight ? 0 : 1]
    self.name = name
    truth = file.text(in: other.span)
    truthNames = Outline.names(in: other)
    place = Place(file, condition.span)
    if case .string(let pieces)? = message?.kind, case .text(let text)? = pieces.first {
      self.message = text
    } else {
      self.message = nil
    }
  }
}
