import Diagnostics
import Interpreter

/// Grades a submission against the lesson that it was made from.
///
/// Of the submission only the answers count, by the names of their exercises. Each runs at its place in
/// the pristine lesson, and then everything but what the exercise asks for is as the lesson left it.
/// The lesson itself goes on with its own solution.
public struct Grader {
  public struct Result: Sendable {
    public let name: String
    public let points: Double
    public let max: Double
    public let verdict: Verdict
    public let message: String
  }

  public struct Report: Sendable {
    public let results: [Result]
    /// What is wrong with the lesson itself: its own cells failed.
    public let problems: [Diagnostic]
    public var points: Double { results.reduce(0) { $0 + $1.points } }
    public var max: Double { results.reduce(0) { $0 + $1.max } }
  }

  /// Where an exercise's answer comes from.
  enum Answer {
    case cell(Cell)
    case none(Verdict, String)
  }

  /// Seconds for one answer.
  public static let patience = 10.0

  private let key: Notebook
  private let engine: any CellEngine
  /// For one answer, where its exercise does not say.
  private let seconds: Double
  private let answers: (Exercise) -> Answer
  private var results: [Result] = []
  private var problems: [Diagnostic] = []

  /// - Parameter engine: a fresh session.
  public static func grade(
    _ submission: Notebook, key: Notebook, in engine: any CellEngine,
    patience: Double = Grader.patience
  ) -> Report {
    let answers = SubmittedAnswers(submission, key: key)
    return grade(key, in: engine, patience) { answers.answer(to: $0) }
  }

  /// Grades the key's own solutions.
  static func gradeSolutions(of key: Notebook, in engine: any CellEngine) -> Report {
    grade(key, in: engine, patience) { exercise in
      guard let index = exercise.solutions.first else {
        return .none(.missing, "the exercise has no solution")
      }
      return .cell(key.cells[index])
    }
  }

  private static func grade(
    _ key: Notebook, in engine: any CellEngine, _ patience: Double,
    answers: @escaping (Exercise) -> Answer
  ) -> Report {
    var grader = Grader(key, engine, patience, answers)
    grader.run()
    return Report(results: grader.results, problems: grader.problems)
  }

  private init(
    _ key: Notebook, _ engine: any CellEngine, _ seconds: Double,
    _ answers: @escaping (Exercise) -> Answer
  ) {
    self.seconds = seconds
    self.key = key
    self.engine = engine
    self.answers = answers
  }

  // MARK: The lesson

  private mutating func run() {
    let exercises = key.exercises.filter { !$0.questions.isEmpty }
    defineParameters()
    for (index, cell) in key.cells.enumerated() {
      for exercise in exercises where exercise.questions.first == index {
        results.append(grade(exercise, at: index))
      }
      if cell.options.eval, !cell.isQuestion, !cell.isCheck { runLesson(cell) }
    }
  }

  private func defineParameters() {
    for parameter in key.frontMatter.parameters {
      switch parameter.value {
      case .number(let number): engine.define(parameter.name, .number(number))
      case .bool(let bool): engine.define(parameter.name, .bool(bool))
      case .text(let text): engine.define(parameter.name, .text(text))
      }
    }
  }

  private mutating func runLesson(_ cell: Cell) {
    let result = execute(cell)
    let policy = cell.options.error ?? key.frontMatter.execute.error ?? .fails
    if policy == .fails { problems += result.errors }
  }

  private func execute(_ cell: Cell) -> CellResult {
    engine.run(cell.source, label: cell.options.label, seed: cell.options.seed.map { UInt64($0) })
  }

  // MARK: One exercise

  private func grade(_ exercise: Exercise, at index: Int) -> Result {
    func result(_ verdict: Verdict, _ message: String) -> Result {
      Result(
        name: exercise.name, points: verdict == .passed ? exercise.points : 0,
        max: exercise.points, verdict: verdict, message: message)
    }
    guard exercise.checks.contains(where: { $0 > index }) else {
      return result(.failed, "the exercise has no check")
    }
    let answer: Cell
    switch answers(exercise) {
    case .none(let verdict, let message): return result(verdict, message)
    case .cell(let cell): answer = cell
    }
    let isSubmitted = !answer.isSolution
    let defined = Set(Outline(key, cells: key.cells.indices).assigned)
    if isSubmitted,
      let use = ForbiddenUse.find(exercise.forbidden, in: answer.source, defined: defined)
    {
      return result(.forbidden, "`\(use.word)` may not be used here (line \(use.place.line))")
    }
    let failure = check(answer, exercise, at: index)
    return failure.map { result($0.verdict, $0.message) } ?? result(.passed, "")
  }

  /// What is wrong with an answer; nil when all checks passed. Leaves no trace in the session.
  private func check(
    _ answer: Cell, _ exercise: Exercise, at index: Int
  ) -> (verdict: Verdict, message: String)? {
    guard let before = engine.state else { return (.failed, "the answer can't be set apart") }
    let limits = engine.limits
    let files = engine.files
    engine.limits = patient(exercise, at: index, limits)
    defer {
      engine.restore(before, keeping: [], keepsNew: false)
      engine.limits = limits
      engine.files = files
    }
    engine.files = .none
    let given = engine.run(answer.source, label: exercise.name, seed: nil)
    engine.files = files
    if let failure = failure(given, in: "your answer") { return failure }
    let check = ExerciseCheck(
      notebook: key, exercise: exercise, answer: answer, before: before, engine: engine)
    engine.restore(before, keeping: Set(check.answerNames), keepsNew: true)
    for line in check.given {
      _ = engine.run(SourceFile(name: key.file.name, text: line.source), label: nil, seed: nil)
    }
    for cell in check.following {
      let isCheck = cell.isCheck
      let place = isCheck ? "when it is checked" : "the lesson after your answer"
      let result = isCheck ? check.run(cell) : execute(cell)
      if let failure = failure(result, in: place) { return failure }
    }
    return nil
  }

  private func patient(_ exercise: Exercise, at index: Int, _ limits: Limits) -> Limits {
    var limits = limits
    let own = ([index] + exercise.checks).compactMap { key.cells[$0].options.timeout }.max()
    limits.seconds = own ?? seconds
    limits.memory = min(limits.memory, 1 << 30)
    return limits
  }

  private func failure(
    _ result: CellResult, in place: String
  ) -> (verdict: Verdict, message: String)? {
    guard let error = result.errors.first else { return nil }
    let message = [error.message, error.hint].compactMap { $0 }.joined(separator: "; ")
    if result.interruption != nil || error.code.hasPrefix("E07") {
      return (.budget, "\(place): \(message)")
    }
    let isVerdict = ["N0401", "N0403", "E0802"].contains(error.code)
    return (.failed, isVerdict ? message : "\(place): \(message)")
  }
}

/// The answers of a submission, by the names of their exercises.
struct SubmittedAnswers {
  private let cells: [Cell]
  /// The names that the lesson has for its exercises.
  private let known: Set<String>

  init(_ submission: Notebook, key: Notebook) {
    cells = submission.cells
    known = Set(key.exercises.map(\.name))
  }

  func answer(to exercise: Exercise) -> Grader.Answer {
    let own = cells.filter { $0.options.exercise == exercise.name }
    guard let cell = own.first else { return .none(.missing, missing(exercise)) }
    if own.count > 1 {
      let lines = own.map { "\($0.source.firstLine - 1)" }.joined(separator: " and ")
      return .none(.doubled, "there are \(own.count) answers, in lines \(lines)")
    }
    if cell.hasBlank { return .none(.unanswered, "`____` is still to be filled in") }
    if cell.code.isEmpty { return .none(.unanswered, "the cell is empty") }
    return .cell(cell)
  }

  private func missing(_ exercise: Exercise) -> String {
    let names = cells.compactMap(\.options.exercise).filter { !known.contains($0) }
    let nearest = Suggestion.nearest(to: exercise.name, among: names)
    return "there is no cell `#| exercise: \(exercise.name)`"
      + (nearest.map { "; is `\($0)` the one?" } ?? "")
  }
}
