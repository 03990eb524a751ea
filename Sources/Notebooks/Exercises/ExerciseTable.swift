/// The exercises of a run with what became of them, as rows: each form draws them in its own way.
struct ExerciseTable {
  static let head = ["exercise", "worth", "verdict"]
  let rows: [[String]]
  /// `2 passed, 1 not yet`
  let summary: String

  /// nil where there are no exercises.
  init?(_ run: NotebookRun) {
    let all = run.exercises
    if all.isEmpty { return nil }
    rows = all.map { [$0.name, ExerciseHTML.words(points: $0.points), $0.words] }
    summary = all.countWords
  }

  /// What stands over a student's cell: `Exercise` and its name, and what it is worth.
  static func title(_ cell: Cell) -> (name: String, points: String)? {
    guard let name = cell.options.exercise else { return nil }
    return (name, cell.options.points.map { " · " + ExerciseHTML.words(points: $0) } ?? "")
  }
}
