import Diagnostics
import Interpreter

/// How exercises look on a page.
enum ExerciseHTML {
  /// A question in its frame, a check folded behind its verdict; nil for any other cell.
  static func html(_ cell: Cell, _ run: CellRun, _ content: String, _ id: String) -> String? {
    if let (name, points) = ExerciseTable.title(cell) {
      return """
        <div class="cell question"\(id)>
        <p class="question-title">Exercise <b>\(escapeHTML(name))</b>\(points)</p>
        \(content)</div>

        """
    }
    guard cell.isCheck, !cell.isInDetails else { return nil }
    let verdict = run.outputs.last.map(verdictText) ?? ""
    return """
      <details class="cell fold check"\(id)\(run.status == .failed ? " open" : "")>\
      <summary>Check\(verdict.isEmpty ? "" : ": " + escapeHTML(verdict))</summary>
      \(content)</details>

      """
  }

  private static func verdictText(_ output: CellOutput) -> String {
    if case .value(let value) = output { value.text.oneLine } else { "" }
  }

  static func words(points: Double) -> String {
    let number = points == points.rounded() ? "\(Int(min(points, 1e9)))" : "\(points)"
    return number + (points == 1 ? " point" : " points")
  }

  /// The list of all exercises with what became of them.
  static func summary(of run: NotebookRun) -> String {
    guard let table = ExerciseTable(run) else { return "" }
    let head = ExerciseTable.head.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>" + row.map { "<td>\(escapeHTML($0))</td>" }.joined() + "</tr>\n"
    }
    return """
      <section class="exercises" aria-label="Exercises">
      <details class="fold"><summary>Exercises: \(escapeHTML(table.summary))</summary>
      <div class="table"><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table></div>
      </details>
      </section>

      """
  }

  /// Nothing where there are no exercises.
  static func style(for run: NotebookRun) -> String {
    guard run.notebook.cells.contains(where: { $0.options.exerciseName != nil }) else { return "" }
    return """
      .question{border:1px solid #8888;border-left:4px solid #0072b2;border-radius:6px;\
      padding:.4rem .8rem;margin:1rem 0}
      .question-title{margin:.2rem 0 .4rem;font-size:.9em}
      .exercises{margin-top:2.5rem}

      """
  }
}

extension ExerciseStatus {
  var words: String {
    switch verdict {
    case .passed: isSolution ? "not answered; the solution passes" : "passed"
    case .failed: isSolution ? "the solution fails" : "not yet"
    default: "not answered"
    }
  }
}

extension [ExerciseStatus] {
  /// `2 passed, 1 not yet, 3 not answered`
  var countWords: String {
    let passed = filter { $0.verdict == .passed && !$0.isSolution }.count
    let failed = filter { $0.verdict == .failed }.count
    let open = count - passed - failed
    let parts = [(passed, "passed"), (failed, "failed"), (open, "not answered")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}
