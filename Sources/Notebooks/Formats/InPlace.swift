import Diagnostics

/// Writes a run into its own source: outputs right behind their cells, values beside their
/// expressions. The prose and the cells are not touched, and writing again changes nothing.
public struct InPlace {
  public static func render(_ run: NotebookRun, folder: String) -> MarkdownPage.Document {
    let figures = FigureNumbers(run)
    var output = MarkdownOutput(figures: figures, link: { MarkdownPage.link($0, folder) })
    let notebook = run.notebook
    // What the run did not come to keeps what it has.
    let kept = zip(notebook.cells, run.cells).filter { $1.status == .notReached }
      .compactMap { $0.0.committed?.range }
    let text = notebook.splicing { piece in
      switch piece.kind {
      case .cell(let index):
        let cell = notebook.cells[index]
        let source = notebook.file.bytes[cell.range].text
        return source + region(cell, run.cells[index], &output, notebook.newline)
      case .value(let index):
        if case .notReached = run.values[index] { return nil }
        return inline(notebook.values[index], run.values[index])
      case .earlierOutput: return kept.contains(piece.range) ? nil : ""
      case .frontMatter, .math, .reference: return nil
      }
    }
    let files = output.attachments.map { (name: $0.name, content: $0.content) }
    return MarkdownPage.Document(text: text, attachments: files, warnings: figures.warnings)
  }

  /// What follows a cell's fence: the output between its marks, or nothing.
  static func region(
    _ cell: Cell, _ run: CellRun, _ output: inout MarkdownOutput, _ newline: String
  ) -> String {
    let blocks = output.blocks(cell, run)
    guard !blocks.isEmpty else { return "" }
    let all = ["", "<!-- nb:output \(cell.id) -->"] + blocks + ["<!-- nb:end -->"]
    return MarkdownPage.indent(all.joined(separator: "\n\n"), prefix: cell.prefix, newline)
  }

  /// A value with its expression in a comment. A comment that begins a line would make the line raw
  /// HTML, so there a `<wbr>`, which shows nothing, comes first.
  static func inline(_ value: InlineValue, _ run: ValueRun) -> String {
    let code = CommentCoding.encode(value.source.text, isInTable: value.isInTable)
    return (value.startsLine ? "<wbr>" : "")
      + "<!-- nb:= \(code) -->\(run.markdown)<!-- nb:end -->"
  }
}
