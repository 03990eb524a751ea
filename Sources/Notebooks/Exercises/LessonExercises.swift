import Diagnostics
import Interpreter

/// What a run of a notebook knows of its exercises while it is under way.
///
/// The answer is the exercise's own cell once its blanks are filled in, else the solution; the checks
/// run on whichever it is. So a lesson can't ship a wrong solution, and a student's copy of it checks
/// the student.
struct LessonExercises {
  private let notebook: Notebook
  private let exercises: [String: Exercise]
  private var before: [String: SessionSnapshot] = [:]

  init(_ notebook: Notebook) {
    self.notebook = notebook
    var table: [String: Exercise] = [:]
    for exercise in notebook.exercises { table[exercise.name] = exercise }
    exercises = table
  }

  private func answer(to exercise: Exercise) -> Cell? {
    let cells = exercise.questions.map { notebook.cells[$0] }
    if let answered = cells.first(where: { !$0.hasBlank }) { return answered }
    return exercise.solutions.first.map { notebook.cells[$0] }
  }

  /// Cells that do not run: blanks, solutions of what was answered, checks of what was not.
  func skips(_ cell: Cell) -> Bool {
    guard let name = cell.options.exerciseName, let exercise = exercises[name] else { return false }
    if cell.isQuestion { return cell.hasBlank }
    if cell.isSolution { return answer(to: exercise)?.isQuestion == true }
    if cell.isCheck { return answer(to: exercise) == nil && !exercise.questions.isEmpty }
    return false
  }

  /// Runs a cell that is part of an exercise; nil for any other, which runs as usual.
  mutating func run(_ cell: Cell, in engine: any CellEngine) -> CellResult? {
    guard let name = cell.options.exerciseName, let exercise = exercises[name] else { return nil }
    if !cell.isCheck {
      if before[name] == nil { before[name] = engine.state }
      return nil
    }
    guard let answer = answer(to: exercise) else { return nil }
    let check = ExerciseCheck(
      notebook: notebook, exercise: exercise, answer: answer, before: before[name],
      engine: engine)
    return check.run(cell)
  }

  /// The line that a check cell shows about the answer.
  func verdictLine(_ cell: Cell, _ status: CellRun.Status) -> CellOutput? {
    guard cell.isCheck, let name = cell.options.check, let exercise = exercises[name],
      !exercise.questions.isEmpty
    else { return nil }
    let isSolution = answer(to: exercise)?.isSolution == true
    switch status {
    case .ran: return .value(Presentation(text: isSolution ? "✓ the solution passes" : "✓ passed"))
    case .failed:
      return .value(Presentation(text: isSolution ? "✗ the solution fails" : "✗ not yet"))
    case .skipped: return .value(Presentation(text: "☐ not answered yet"))
    case .notReached: return nil
    }
  }
}

/// What became of an exercise in a run of its notebook.
public struct ExerciseStatus: Sendable {
  public let name: String
  public let points: Double
  public let verdict: Verdict
  /// It was the solution that was checked, since nothing was filled in.
  public let isSolution: Bool
}

extension NotebookRun {
  /// One for each exercise that has a check.
  public var exercises: [ExerciseStatus] {
    notebook.exercises.compactMap { exercise in
      guard !exercise.questions.isEmpty, !exercise.checks.isEmpty else { return nil }
      let checks = exercise.checks.map { cells[$0].status }
      let isAnswered = exercise.questions.contains { cells[$0].status == .ran }
      let hasFailed = (exercise.questions + exercise.checks).contains {
        cells[$0].status == .failed
      }
      let verdict: Verdict =
        hasFailed ? .failed : checks.allSatisfy { $0 == .ran } ? .passed : .unanswered
      return ExerciseStatus(
        name: exercise.name, points: exercise.points, verdict: verdict, isSolution: !isAnswered)
    }
  }
}
