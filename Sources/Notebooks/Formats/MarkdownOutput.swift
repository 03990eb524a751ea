import Diagnostics
import Interpreter

/// What a cell gave, as Markdown that reads well on any host.
struct MarkdownOutput {
  /// A file that goes with the Markdown.
  struct Attachment: Sendable {
    let name: String
    let content: String
  }

  private let figures: FigureNumbers
  /// The link to a figure, by its name and its drawing.
  private let link: (Attachment) -> String
  private(set) var attachments: [Attachment] = []

  init(figures: FigureNumbers, link: @escaping (Attachment) -> String) {
    self.figures = figures
    self.link = link
  }

  /// The blocks of a cell's output; empty when there is nothing to show.
  mutating func blocks(_ cell: Cell, _ run: CellRun) -> [String] {
    guard cell.options.include else { return [] }
    var result: [String] = []
    if cell.options.output == .asis {
      let text = run.markdown.trimmedNewlines
      if !text.isEmpty {
        result.append(Self.isSelfContained(text) ? text : MarkdownText.fenced(text))
      }
    } else {
      result = outputs(cell, run)
    }
    return result + run.errors.map { MarkdownText.fenced($0.plainText) }
  }

  private mutating func outputs(_ cell: Cell, _ run: CellRun) -> [String] {
    var result: [String] = []
    var printed = ""
    for (output, name) in zip(run.shown, cell.figureNames(for: run.shown)) {
      switch output {
      case .printed(let text): printed += text
      case .value(let value):
        if !printed.isEmpty { result.append(MarkdownText.fenced(printed)) }
        printed = ""
        result += blocks(of: value.sized(for: cell), name: name, cell)
      }
    }
    if !printed.isEmpty { result.append(MarkdownText.fenced(printed)) }
    return result
  }

  private mutating func blocks(of value: Presentation, name: String, _ cell: Cell) -> [String] {
    if let figure = value.figure {
      let file = Attachment(name: "\(name).svg", content: figure.svg(idPrefix: name) + "\n")
      attachments.append(file)
      let alt = cell.options.figAlt ?? figure.description
      let image = "![\(MarkdownText.escape(alt.oneLine))](\(link(file)))"
      guard let caption = figures.caption(of: cell) else { return [image] }
      return [image, "*\(MarkdownText.escape(caption.oneLine))*"]
    }
    if let blocks = value.blocks { return blocks.flatMap(Self.markdown) }
    if let latex = value.latex { return [MarkdownText.displayMath(latex)] }
    return [MarkdownText.fenced(value.text)]
  }

  static func markdown(_ block: Presentation.Block) -> [String] {
    switch block {
    case .paragraph(let inlines): return [paragraph(inlines)]
    case .math(let latex): return [MarkdownText.displayMath(latex)]
    case .table(let header, let rows): return [table(header, rows)]
    case .details(let summary, let blocks):
      let title = summary.map(plain).joined()
      return ["<details><summary>\(escapeHTML(title.oneLine))</summary>"] + blocks.flatMap(markdown)
        + ["</details>"]
    }
  }

  private static func paragraph(_ inlines: [Presentation.Inline]) -> String {
    let text = inlines.map(markdown).joined().oneLine
    // A number with a dot, a plus or a minus would begin a list here.
    guard let first = text.first, first.isNumber || "+-=>".contains(first) else { return text }
    return "&#8203;" + text
  }

  private static func table(
    _ header: [[Presentation.Inline]], _ rows: [[[Presentation.Inline]]]
  ) -> String {
    func line(_ cells: [[Presentation.Inline]]) -> String {
      "| " + cells.map { $0.map(tableCell).joined().oneLine }.joined(separator: " | ") + " |"
    }
    let rule = "|" + header.map { _ in "---|" }.joined()
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// A bar ends a cell even within code and math.
  private static func tableCell(_ inline: Presentation.Inline) -> String {
    switch inline {
    case .math(let latex): MarkdownText.inlineMath(latex.replacing("|", with: "\\vert "))
    case .code(let text): MarkdownText.code(text.oneLine).replacing("|", with: "\\|")
    case .text: markdown(inline)
    }
  }

  private static func markdown(_ inline: Presentation.Inline) -> String {
    switch inline {
    case .text(let text): MarkdownText.escape(text)
    case .code(let text): MarkdownText.code(text.oneLine)
    case .math(let latex): MarkdownText.inlineMath(latex)
    }
  }

  private static func plain(_ inline: Presentation.Inline) -> String {
    switch inline {
    case .text(let text), .code(let text): text
    case .math(let latex): UnicodeMath.convert(latex)
    }
  }

  /// Does a text that a cell wrote as Markdown end where it ends? One that leaves a fence or a comment
  /// open would swallow what follows.
  private static func isSelfContained(_ text: String) -> Bool {
    if text.contains("<!-- nb:") { return false }
    let end = "<!-- nb:end -->"
    guard let tree = MarkdownTree(Array((text + "\n\n" + end + "\n").utf8)) else { return false }
    guard let last = tree.root.children.last else { return false }
    return last.kind == .htmlBlock && last.literal.trimmed == end
  }
}

extension ValueRun {
  /// The value as inline Markdown.
  var markdown: String {
    if case .value(let value) = self, let latex = value.latex {
      return MarkdownText.inlineMath(latex)
    }
    return MarkdownText.escape(plainText)
  }
}
