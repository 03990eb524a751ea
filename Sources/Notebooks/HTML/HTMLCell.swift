import Diagnostics
import Interpreter
import Syntax

/// A cell with its outputs as HTML.
struct HTMLCell {
  let math: HTMLMath
  let figures: FigureNumbers

  func html(_ cell: Cell, _ run: CellRun) -> String {
    guard cell.options.include else { return "" }
    var content = ""
    if run.showsCode { content += Self.code(cell.code) }
    content += outputs(cell, run)
    if content.isEmpty { return "" }
    let id = cell.options.label.map { " id=\"\(escapeHTML($0))\"" } ?? ""
    if let html = ExerciseHTML.html(cell, run, content, id) { return html }
    guard let fold = cell.fold else { return "<div class=\"cell\"\(id)>\n\(content)</div>\n" }
    return """
      <details class="cell fold"\(id)><summary>\(fold)</summary>
      \(content)</details>

      """
  }

  /// A listing with its syntax told apart.
  static func code(_ text: String) -> String {
    let attributes = ScrollArea.attributes("Code", width: ScrollArea.width(of: text))
    let code = "<code class=\"language-gradus\">\(highlight(text))</code>"
    return "<pre class=\"code\"\(attributes)>\(code)</pre>\n"
  }

  private static func highlight(_ text: String) -> String {
    let file = SourceFile(name: "", text: text)
    var result = ""
    var position = 0
    for (span, category) in Highlighter.spans(in: file) where span.start >= position {
      // Most words are names, and look like the text around them.
      if category == .name || category == .operator { continue }
      result += escapeHTML(file.text(in: Span(position, span.start)))
      let word = escapeHTML(file.text(in: span))
      result += "<span class=\"\(category.rawValue)\">\(word)</span>"
      position = span.end
    }
    return result + escapeHTML(file.text(in: Span(position, file.bytes.count)))
  }

  private func outputs(_ cell: Cell, _ run: CellRun) -> String {
    if cell.options.output == .asis { return asis(cell, run) }
    var content = ""
    var printed = ""
    var caption = figures.caption(of: cell)
    for (output, name) in zip(run.shown, cell.figureNames(for: run.shown)) {
      switch output {
      case .printed(let text): printed += text
      case .value(let value):
        content += flush(&printed)
        let shown = value.sized(for: cell)
        content += HTMLPresentation(math: math).html(
          of: shown, figureName: name, caption: value.figure == nil ? nil : caption)
        if value.figure != nil { caption = nil }
      }
    }
    content += flush(&printed)
    content += Self.errors(run.errors)
    return content.isEmpty ? "" : "<div class=\"output\">\n\(content)</div>\n"
  }

  private func flush(_ printed: inout String) -> String {
    defer { printed = "" }
    return printed.isEmpty ? "" : HTMLPresentation.text(printed)
  }

  /// What the cell printed is Markdown; it goes through the page's filter like all prose.
  private func asis(_ cell: Cell, _ run: CellRun) -> String {
    guard let tree = MarkdownTree(Array(PieceMark.sanitize(run.markdown).utf8)) else { return "" }
    var filter = HTMLFilter(
      isTrusting: false, piece: { _ in .init(html: "", plain: "") }, image: { _ in nil })
    return filter.filter(MarkdownTree.html(of: tree.root)) + Self.errors(run.errors)
  }

  static func errors(_ errors: [Diagnostic]) -> String {
    errors.map { HTMLRenderer().render($0) + "\n" }.joined()
  }
}
