import Interpreter

/// Writes a run for a terminal: prose wrapped, math in Unicode, plots in braille.
public struct TextPage {
  private let run: NotebookRun
  private let columns: Int
  private let style: TextStyle
  private let figures: FigureNumbers
  private var out = TextBlocks()
  private var footnoteCount = 0

  /// - Parameter columns: the width that prose is wrapped to.
  public static func render(_ run: NotebookRun, columns: Int, color: Bool) -> String {
    var page = TextPage(
      run: run, columns: max(20, columns), style: TextStyle(color: color),
      figures: FigureNumbers(run))
    return page.text()
  }

  private init(run: NotebookRun, columns: Int, style: TextStyle, figures: FigureNumbers) {
    self.run = run
    self.columns = columns
    self.style = style
    self.figures = figures
  }

  private mutating func text() -> String {
    writeHeader()
    if let tree = MarkdownTree(Array(run.notebook.markedProse.utf8)) {
      for node in tree.root.children { writeBlock(node, TextIndent(), depth: 0) }
    }
    if let table = ExerciseTable(run) {
      out.add([style.title("Exercises: " + table.summary)])
      out.add(TextTable.lines([ExerciseTable.head] + table.rows, alignments: []))
    }
    return out.text
  }

  private mutating func writeHeader() {
    let matter = run.notebook.frontMatter
    guard let title = matter.title else { return }
    out.add([style.title(title), String(repeating: "═", count: min(displayWidth(title), columns))])
    let lines =
      [matter.subtitle].compactMap { $0 } + [
        (matter.authors + [matter.shownDate].compactMap { $0 })
          .joined(separator: " · ")
      ]
    out.add(lines.filter { !$0.isEmpty }.map(style.soft))
  }

  // MARK: Blocks

  /// Documents nested more deeply than this are cut.
  private static let maximumDepth = 60

  private mutating func writeBlock(_ node: MarkdownNode, _ indent: TextIndent, depth: Int) {
    guard depth < Self.maximumDepth else { return }
    switch node.kind {
    case .heading: writeHeading(node, indent)
    case .paragraph: writeParagraph(node, indent)
    case .codeBlock: writeCode(node, indent)
    case .blockQuote: writeQuotation(node, indent.adding("│ "), depth)
    case .list: writeList(node, indent, depth)
    case .table: writeTable(node, indent)
    case .thematicBreak: out.add([indent.next + "* * *"], gap: indent.gap)
    case .footnoteDefinition:
      // cmark puts the notes at the end, in the order of their numbers.
      footnoteCount += 1
      let mark = "[\(footnoteCount)] "
      writeChildren(node, indent.adding("    ", first: mark), depth)
    case .htmlBlock: writeHTML(node, indent)
    default: writeChildren(node, indent, depth)
    }
  }

  private mutating func writeChildren(_ node: MarkdownNode, _ indent: TextIndent, _ depth: Int) {
    var indent = indent
    for child in node.children {
      writeBlock(child, indent, depth: depth + 1)
      indent.moveOn()
    }
  }

  private mutating func writeQuotation(_ node: MarkdownNode, _ indent: TextIndent, _ depth: Int) {
    var indent = indent
    if let callout = Callout.take(from: node) {
      out.add([indent.first + style.strong(callout.title)], gap: indent.gap)
      indent.moveOn()
      out.isTight = true
    }
    for child in node.children {
      writeBlock(child, indent, depth: depth + 1)
      indent.moveOn()
      out.isTight = false
    }
  }

  private mutating func writeHeading(_ node: MarkdownNode, _ indent: TextIndent) {
    let text = inline(node)
    let rule: Character? = [1: "═", 2: "─"][node.headingLevel]
    var lines = [indent.first + style.title(text)]
    if let rule {
      lines.append(indent.next + String(repeating: rule, count: min(displayWidth(text), columns)))
    }
    out.add(lines, gap: indent.gap)
  }

  private mutating func writeParagraph(_ node: MarkdownNode, _ indent: TextIndent) {
    // A formula that is a paragraph of its own keeps its lines.
    if let child = node.firstChild, child.next == nil, child.kind == .text,
      let index = PieceMark.index(in: child.literal.trimmed),
      case .math(let tex, true) = run.notebook.pieces[index].kind
    {
      out.add(UnicodeMath.lines(tex).map { indent.next + "    " + $0 }, gap: indent.gap)
      return
    }
    out.add(TextWrap.wrap(inline(node), columns: columns, indent: indent), gap: indent.gap)
  }

  private mutating func writeList(_ node: MarkdownNode, _ indent: TextIndent, _ depth: Int) {
    var number = node.listStart
    let wasTight = out.isTight
    for (position, item) in node.children.enumerated() {
      let bullet = node.isOrdered ? "\(number). " : "• "
      let mark = item.kind == .taskItem ? (item.isChecked ? "☑ " : "☐ ") : bullet
      var inner = indent.adding(String(repeating: " ", count: mark.count), first: mark)
      if position > 0 { inner.first = indent.next + mark }
      out.isTight = position > 0 ? node.isTight : wasTight
      for child in item.children {
        writeBlock(child, inner, depth: depth + 1)
        inner.moveOn()
        out.isTight = node.isTight
      }
      number += 1
    }
    out.isTight = wasTight
  }

  private mutating func writeTable(_ node: MarkdownNode, _ indent: TextIndent) {
    let rows = node.children.map { $0.children.map { inline($0) } }
    out.add(
      TextTable.lines(rows, alignments: node.columnAlignments).map { indent.next + $0 },
      gap: indent.gap)
  }

  private mutating func writeHTML(_ node: MarkdownNode, _ indent: TextIndent) {
    var filter = HTMLFilter(
      isTrusting: false, piece: { _ in .init(html: "", plain: "") }, image: { _ in nil })
    let text = TextPlain.strip(filter.filter(node.literal)).trimmed
    if !text.isEmpty {
      out.add(TextWrap.wrap(text, columns: columns, indent: indent), gap: indent.gap)
    }
  }

  // MARK: Cells

  private mutating func writeCode(_ node: MarkdownNode, _ indent: TextIndent) {
    let info = node.info.trimmed
    if let index = PieceMark.index(in: info), case .cell(let cell) = run.notebook.pieces[index].kind
    {
      writeCell(run.notebook.cells[cell], run.cells[cell], indent)
    } else if info == "math" {
      out.add(UnicodeMath.lines(node.literal).map { indent.next + "    " + $0 }, gap: indent.gap)
    } else {
      writeListing(node.literal.trimmedNewlines, indent)
    }
  }

  private mutating func writeListing(_ text: String, _ indent: TextIndent) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let room = columns - displayWidth(indent.next) - 4
    out.add(
      lines.flatMap { line in
        TextWrap.pieces(of: TextPlain.printable(line), columns: room).enumerated().map {
          // The mark of a line that goes on stands in the margin: the code keeps its columns.
          indent.next + ($0 == 0 ? "    " : style.soft("  ↪ ")) + style.code($1)
        }
      }, gap: indent.gap)
  }

  private mutating func writeCell(_ cell: Cell, _ result: CellRun, _ indent: TextIndent) {
    guard cell.options.include else { return }
    if let (name, points) = ExerciseTable.title(cell) {
      out.add([indent.next + style.soft("Exercise \(name)\(points)")], gap: indent.gap)
    }
    if result.showsCode { writeListing(cell.code, indent) }
    var isFirst = true
    for output in result.shown {
      out.isTight = !isFirst && output.isPlain
      switch output {
      case .printed(let text): writeOutput(text, indent)
      case .value(let value): writeValue(value, cell, indent)
      }
      isFirst = !output.isPlain
    }
    out.isTight = false
    for error in result.errors { writeOutput(error.plainText, indent) }
  }

  private mutating func writeOutput(_ text: String, _ indent: TextIndent) {
    let lines = text.trimmedNewlines.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    out.add(lines.map { indent.next + TextPlain.printable($0) }, gap: indent.gap)
  }

  private mutating func writeValue(_ value: Presentation, _ cell: Cell, _ indent: TextIndent) {
    guard let figure = value.figure else {
      writeOutput(value.text, indent)
      return
    }
    writeOutput(figure.text(columns: columns, charset: .braille, color: style.hasColor), indent)
    if let caption = figures.caption(of: cell) {
      out.add(TextWrap.wrap(style.soft(caption), columns: columns, indent: indent), gap: indent.gap)
    }
  }

  // MARK: Inline text

  private func inline(_ node: MarkdownNode) -> String {
    PieceMark.replace(in: styled(node, depth: 0)) { plain(of: $0) }
  }

  private func styled(_ node: MarkdownNode, depth: Int) -> String {
    guard depth < Self.maximumDepth else { return "" }
    let inner = { node.children.map { styled($0, depth: depth + 1) }.joined() }
    switch node.kind {
    case .text: return TextPlain.printable(node.literal)
    case .softBreak: return " "
    case .lineBreak: return "\n"
    case .code: return style.code(TextPlain.printable(node.literal))
    case .emphasis: return style.emphasis(inner())
    case .strong: return style.strong(inner())
    case .strikethrough: return "~" + inner() + "~"
    case .link:
      let text = inner()
      return node.url.hasPrefix("#") || node.url == text ? text : "\(text) (\(node.url))"
    case .image: return "[\(inner())]"
    case .footnoteReference: return "[\(node.literal)]"
    case .htmlInline: return ""
    default: return inner()
    }
  }

  private func plain(of index: Int) -> String {
    guard run.notebook.pieces.indices.contains(index) else { return "" }
    switch run.notebook.pieces[index].kind {
    case .math(let tex, _): return UnicodeMath.convert(tex)
    case .value(let value): return TextPlain.printable(run.values[value].plainText)
    case .reference(let label): return figures.title(of: label)
    case .cell, .frontMatter, .earlierOutput: return ""
    }
  }
}

extension CellOutput {
  /// It is shown as one or more lines of text and nothing else.
  fileprivate var isPlain: Bool {
    switch self {
    case .printed: true
    case .value(let value): value.figure == nil && value.blocks == nil && !value.text.contains("\n")
    }
  }
}
