import Diagnostics
import Interpreter
import Syntax

/// What must hold of a lesson before it goes to students.
public struct AssignmentProof: Sendable {
  /// Why the instructor's copy does not pass all; empty when it does.
  public let instructor: [String]
  /// Why the untouched student's copy does not score 0 and run to its end.
  public let student: [String]
  /// Solution text that the student's copy still holds.
  public let leaks: [String]

  public var holds: Bool { instructor.isEmpty && student.isEmpty && leaks.isEmpty }

  /// - Parameter makeEngine: a fresh session for each of the runs.
  static func prove(
    _ key: Notebook, student text: String, makeEngine: () -> any CellEngine
  ) -> (proof: AssignmentProof, run: NotebookRun) {
    let copy = NotebookParser.parse(text, name: key.file.name)
    let run = Runner.run(copy, in: makeEngine())
    let proof = AssignmentProof(
      instructor: instructorFaults(key, makeEngine),
      student: studentFaults(copy, run, key, makeEngine), leaks: leaks(of: key, in: text))
    return (proof, run)
  }

  private static func instructorFaults(
    _ key: Notebook, _ makeEngine: () -> any CellEngine
  ) -> [String] {
    var faults: [String] = []
    for exercise in key.exercises {
      if exercise.questions.count != 1 {
        faults.append("`\(exercise.name)` has \(exercise.questions.count) exercise cells")
      }
      if exercise.solutions.isEmpty { faults.append("`\(exercise.name)` has no solution") }
      if let index = exercise.questions.first, !key.cells[index].hasBlank {
        faults.append("`\(exercise.name)` has no blank `____`")
      }
    }
    let report = Grader.gradeSolutions(of: key, in: makeEngine())
    for result in report.results where result.verdict != .passed {
      faults.append("`\(result.name)`: \(result.message)")
    }
    return faults + report.problems.map(\.message)
  }

  private static func studentFaults(
    _ copy: Notebook, _ run: NotebookRun, _ key: Notebook, _ makeEngine: () -> any CellEngine
  ) -> [String] {
    var faults = copy.errors.map(\.message)
    if run.status != .fine { faults += run.diagnostics.map(\.message) }
    if run.cells.contains(where: { $0.status == .notReached }) {
      faults.append("it does not run to its end")
    }
    let report = Grader.grade(copy, key: key, in: makeEngine())
    for result in report.results where result.points > 0 {
      faults.append("`\(result.name)` scores \(result.points) untouched")
    }
    for status in run.exercises where status.verdict == .passed {
      faults.append("the check of `\(status.name)` passes untouched")
    }
    return faults
  }

  // MARK: Leaks

  /// Statements of solutions, and values in them that are long enough to tell something.
  private static func leaks(of key: Notebook, in text: String) -> [String] {
    let hay = squeeze(text)
    var found: [String] = []
    for exercise in key.exercises {
      let shown = squeeze(exercise.questions.map { key.cells[$0].code }.joined(separator: "\n"))
      for index in exercise.solutions {
        for piece in pieces(of: key.cells[index].source) {
          let needle = squeeze(piece)
          let isLeak = needle.count >= 8 && hay.contains(needle) && !shown.contains(needle)
          if isLeak, !found.contains(piece) { found.append(piece) }
        }
      }
    }
    return found
  }

  private static func pieces(of source: SourceFile) -> [String] {
    var result: [String] = []
    let statements = Parser.parse(source).statements
    statements.walk(statement: { statement in
      result.append(source.text(in: statement.span))
      switch statement.kind {
      case .assign(_, let value), .equation(_, let value), .returnValue(let value?):
        result.append(source.text(in: value.span))
      case .function(let definition):
        if case .expression(let value) = definition.body {
          result.append(source.text(in: value.span))
        }
      default: break
      }
    })
    return result
  }

  /// Without blanks, which say nothing.
  private static func squeeze(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
