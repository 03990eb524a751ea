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
  /// Says why an answer is wrong, and looks whether a right one is so for other given numbers too.
  var isThorough = true

  /// The names that the exercise asks for: those that its own cell assigns, but for given ones. Where
  /// whole lines are blank the solution tells what is missing.
  var answerNames: [String] {
    var names = outline(exercise.questions.first).assigned
    if hasBlankLine {
      names += outline(exercise.solutions.first).assigned
      if exercise.solutions.isEmpty { names += namesOfChecks.filter { !names.contains($0) } }
    }
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

  /// What the checks read and the lesson does not know.
  private var namesOfChecks: [String] {
    let lesson = Set(Outline(notebook, cells: lessonCells).assigned)
    return exercise.checks.flatMap {
      Outline.names(in: Parser.parse(notebook.cells[$0].source).statements)
    }.filter { !lesson.contains($0) }
  }

  /// Names that the solution assigns more than once, or within a block.
  private var namesChangedBySolution: Set<String> {
    guard let index = exercise.solutions.first else {
      return hasBlankLine ? Set(namesOfChecks) : []
    }
    var seen: Set<String> = []
    var changed: Set<String> = []
    Parser.parse(notebook.cells[index].source).statements.walk(statement: { statement in
      for name in Outline(statement).assigned where !seen.insert(name).inserted {
        changed.insert(name)
      }
    })
    return changed
  }

  func outline(_ index: Int?) -> Outline {
    Outline(notebook, cells: [index].compactMap { $0 })
  }

  /// What a formula that is asked for takes, by its name.
  private var formulas: [String: [String]] {
    let asked = outline(exercise.questions.first).functions
    return asked.isEmpty ? outline(exercise.solutions.first).functions : asked
  }

  /// What runs after the answer: the checks, and what the lesson does before the last of them.
  var following: [Cell] {
    guard let question = exercise.questions.first, let last = exercise.checks.last else {
      return exercise.checks.map { notebook.cells[$0] }
    }
    return notebook.cells.indices.filter { $0 > question && $0 <= last }
      .filter {
        let options = notebook.cells[$0].options
        return exercise.checks.contains($0) || options.exerciseName == nil && options.eval
      }
      .map { notebook.cells[$0] }
  }

  func run(_ cell: Cell) -> CellResult {
    let answered = engine.state
    var result = compare(cell)
    guard isThorough, result.interruption == nil, !isSolution, let answered else { return result }
    if !result.errors.isEmpty {
      explainValues(&result, cell, answered)
    } else if let last = exercise.checks.last, notebook.cells[last].range == cell.range,
      let fault = givenNumbers(cell)?.fault()
    {
      result.errors = [Diagnostic("N0403", fault, at: Place(cell.source, Span(0, 0)))]
    }
    return result
  }

  private var isSolution: Bool {
    exercise.solutions.contains { notebook.cells[$0].range == answer.range }
  }

  private func compare(_ cell: Cell) -> CellResult {
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
        let step = part.map { run($0, formulas, cell) } ?? run(statement, of: cell)
        result.outputs += step.outputs
        result.notes += step.notes
        result.errors = step.errors
        result.interruption = step.interruption
      }
    }
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
    _ check: FormulaCheck, _ formulas: [String: [String]], _ cell: Cell
  ) -> CellResult {
    let parameters = formulas[check.name] ?? []
    let own = Outline(answer).functions[check.name] ?? parameters
    guard engine.text("typeof(\(check.name))") == "function" else {
      return failure(check, "`\(check.name)` should be a function of \(words(parameters))")
    }
    let lesson = Outline(notebook, cells: lessonCells)
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
      let slip = isThorough ? slip(check, probe, cell) : nil
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
  var lessonCells: [Int] {
    notebook.cells.indices.filter {
      let cell = notebook.cells[$0]
      return !cell.isQuestion && !cell.isSolution && !cell.isCheck
    }
  }

  private func words(_ parameters: [String]) -> String {
    parameters.isEmpty ? "its inputs" : "(\(parameters.joined(separator: ", ")))"
  }

  private func failure(
    _ check: FormulaCheck, _ message: String, _ example: String? = nil
  ) -> CellResult {
    CellResult(errors: [Diagnostic("N0401", message, at: check.place, hint: example)])
  }
}

/// `check E ≈ f "message"` where `f` is a formula that is asked for.
struct FormulaCheck {
  let name: String
  /// The other side, as it stands there.
  let truth: String
  let truthExpression: Expression
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
    truthExpression = other
    truthNames = Outline.names(in: other)
    place = Place(file, condition.span)
    if case .string(let pieces)? = message?.kind, case .text(let text)? = pieces.first {
      self.message = text
    } else {
      self.message = nil
    }
  }
}
