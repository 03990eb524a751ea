import Diagnostics

/// Compares what a run gave with what is committed.
public struct Checker {
  /// One thing that is not as it was.
  public struct Difference: Sendable {
    /// `lesson.md:14: the output of \`loss\` differs`
    public let title: String
    public let lines: [String]
  }

  /// Compares outputs and values with those that stand in the notebook itself, and figures with their
  /// files. `readFile` gives the text of a committed figure.
  public static func inPlace(
    _ run: NotebookRun, folder: String, readFile: (String) -> String?
  ) -> [Difference] {
    let figures = FigureNumbers(run)
    var output = MarkdownOutput(figures: figures, link: { MarkdownPage.link($0, folder) })
    let notebook = run.notebook
    var result: [Difference] = []
    for piece in notebook.pieces {
      switch piece.kind {
      case .cell(let index):
        let cell = notebook.cells[index]
        let known = output.attachments.count
        let new = InPlace.region(cell, run.cells[index], &output, notebook.newline)
        if run.cells[index].usesClock { continue }
        let old = cell.committed.map { notebook.file.bytes[$0.range].text } ?? ""
        let place = "\(notebook.file.name):\(cell.source.firstLine - 1)"
        result += compare(old, new, cell, title: "\(place): the output of `\(cell.id)`")
        for file in output.attachments[known...] {
          let title = "\(place): the figure \(folder)/\(file.name)"
          result += compare(readFile(file.name) ?? "", file.content, cell, title: title)
        }
      case .value(let index):
        result += compare(notebook.values[index], run.values[index])
      case .earlierOutput where !isOfCell(piece, notebook):
        let line = notebook.file.position(at: piece.range.upperBound).line
        result.append(
          Difference(
            title: "\(notebook.file.name):\(line): an output stands here without its cell",
            lines: []))
      default: break
      }
    }
    return result
  }

  /// Compares a whole file with what would be written now.
  public static func file(
    _ path: String, old: String, new: String, tolerance: Double
  ) -> [Difference] {
    if NumericComparison.agree(old, new, tolerance: tolerance) { return [] }
    return [Difference(title: "\(path) differs", lines: LineDiff.lines(old, new))]
  }

  private static func compare(
    _ old: String, _ new: String, _ cell: Cell, title: String
  ) -> [Difference] {
    if NumericComparison.agree(old, new, tolerance: cell.options.tol ?? 0) { return [] }
    let verb = old.isEmpty ? "is not there yet" : new.isEmpty ? "should not be there" : "differs"
    return [Difference(title: "\(title) \(verb)", lines: LineDiff.lines(old, new))]
  }

  private static func compare(_ value: InlineValue, _ run: ValueRun) -> [Difference] {
    if value.committed == run.markdown { return [] }
    let place = "\(value.source.name):\(value.source.firstLine)"
    return [
      Difference(
        title: "\(place): the value of `\(value.source.text)` differs",
        lines: LineDiff.lines(value.committed ?? "", run.markdown))
    ]
  }

  private static func isOfCell(_ piece: Piece, _ notebook: Notebook) -> Bool {
    notebook.cells.contains { $0.committed?.range == piece.range }
  }
}
