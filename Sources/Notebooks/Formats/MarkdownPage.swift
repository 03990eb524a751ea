import Diagnostics
import HostFiles

/// Writes a run as Markdown for readers: outputs behind their cells, options gone.
public struct MarkdownPage {
  /// A text with the files that go with it, by name.
  public struct Document: Sendable {
    public var text: String
    public var attachments: [(name: String, content: String)]
    public var warnings: [Diagnostic] = []
  }

  /// - Parameter folder: how the text calls the folder of its figures, as `lesson_files`; nil puts
  ///   the figures into the text.
  public static func render(_ run: NotebookRun, folder: String?) -> Document {
    let figures = FigureNumbers(run)
    var output = MarkdownOutput(figures: figures, link: { link($0, folder) })
    let notebook = run.notebook
    let text = notebook.splicing { piece in
      switch piece.kind {
      case .frontMatter: return header(notebook.frontMatter)
      case .earlierOutput: return ""
      case .cell(let index):
        return cell(notebook.cells[index], run.cells[index], &output, notebook.newline)
      case .value(let index): return run.values[index].markdown
      case .reference(let label):
        return figures.numbers[label] == nil ? nil : figures.title(of: label)
      case .math: return nil
      }
    }
    let files = folder == nil ? [] : output.attachments.map { (name: $0.name, content: $0.content) }
    let page = String(text.drop(while: \.isNewline)) + exercises(run, notebook.newline)
    return Document(
      text: page, attachments: files, warnings: figures.warnings)
  }

  static func link(_ file: MarkdownOutput.Attachment, _ folder: String?) -> String {
    guard let folder else {
      return "data:image/svg+xml;base64," + base64(Array(file.content.utf8))
    }
    return PathNames.encodePercents(folder + "/" + file.name)
  }

  private static func cell(
    _ cell: Cell, _ run: CellRun, _ output: inout MarkdownOutput, _ newline: String
  ) -> String {
    var blocks: [String] = []
    if let (name, points) = ExerciseTable.title(cell) {
      blocks.append("**Exercise \(MarkdownText.escape(name))**\(points)")
    }
    if run.showsCode { blocks.append(MarkdownText.fenced(cell.code, info: "gradus")) }
    let outputs = output.blocks(cell, run)
    if let fold = cell.fold, !(blocks + outputs).isEmpty {
      blocks = ["<details><summary>\(fold)</summary>"] + blocks + outputs + ["</details>"]
    } else {
      blocks += outputs
    }
    return indent(blocks.joined(separator: "\n\n"), prefix: cell.prefix, newline)
  }

  /// The list of all exercises at the end; nothing where there are none.
  private static func exercises(_ run: NotebookRun, _ newline: String) -> String {
    guard let table = ExerciseTable(run) else { return "" }
    let rows = [ExerciseTable.head, ExerciseTable.head.map { _ in "---" }] + table.rows
    let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
    return (["", "**Exercises**: \(table.summary)", ""] + lines + [""]).joined(separator: newline)
  }

  /// Each line but the first behind what the lines of the enclosing list or quotation begin with.
  static func indent(_ text: String, prefix: String, _ newline: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let bare = prefix.trimmedEnd
    var result = ""
    for (number, line) in lines.enumerated() {
      if number > 0 { result += newline + (line.isEmpty ? bare : prefix) }
      result += line
    }
    return result
  }

  private static func header(_ matter: FrontMatter) -> String {
    var blocks: [String] = []
    if let title = matter.title { blocks.append("# " + MarkdownText.escape(title.oneLine)) }
    if let subtitle = matter.subtitle {
      blocks.append("*\(MarkdownText.escape(subtitle.oneLine))*")
    }
    let byline = matter.authors + (matter.shownDate.map { [$0] } ?? [])
    if !byline.isEmpty {
      blocks.append(MarkdownText.escape(byline.joined(separator: " · ").oneLine))
    }
    return blocks.joined(separator: "\n\n")
  }
}
