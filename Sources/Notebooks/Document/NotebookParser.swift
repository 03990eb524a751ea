import Diagnostics

/// Splits a Markdown text into the pieces of a notebook.
///
/// cmark decides what is a fence, a paragraph or a table, so a notebook means here what it means on
/// any Markdown host; this only looks into what cmark found, and keeps the places.
public struct NotebookParser {
  private let file: SourceFile
  private let lines: TextLines
  private var pieces: [Piece] = []
  private var cells: [Cell] = []
  private var values: [InlineValue] = []
  private var errors: [Diagnostic] = []
  private var frontMatter = FrontMatter()

  /// Never fails: what is wrong stands in the notebook's `errors`.
  public static func parse(_ text: String, name: String) -> Notebook {
    var parser = NotebookParser(SourceFile(name: name, text: text))
    return parser.parse()
  }

  /// The same for bytes of which nobody knows yet that they are text.
  public static func parse(_ bytes: [UInt8], name: String) throws(Diagnostic) -> Notebook {
    if let text = String(validating: bytes, as: UTF8.self) { return parse(text, name: name) }
    let offset = TextProblems.firstInvalidByte(in: bytes)
    // What stands before it is text, so the offset is the same in this copy.
    let file = SourceFile(name: name, text: bytes[...].text)
    throw .notText(at: Place(file, Span(offset, offset + 3)), byte: bytes[offset])
  }

  private init(_ file: SourceFile) {
    self.file = file
    lines = TextLines(file.bytes)
  }

  private mutating func parse() -> Notebook {
    if let offset = TextProblems.firstControlCharacter(in: file.bytes) {
      errors.append(
        .controlCharacter(file.bytes[offset], at: Place(file, Span(offset, offset + 1))))
      return Notebook(
        file: file, frontMatter: frontMatter, pieces: [], cells: [], values: [], errors: errors)
    }
    let headLines = readFrontMatter()
    let mask = BlockMask(lines, frontMatterLines: headLines)
    let outline = BlockOutline(lines, masked: mask.bytes)
    addCells(outline)
    addOrphans(outline)
    for leaf in outline.leaves { addInline(leaf) }
    pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
    checkLabels()
    errors.sort { ($0.primary?.place.line ?? 0) < ($1.primary?.place.line ?? 0) }
    return Notebook(
      file: file, frontMatter: frontMatter, pieces: pieces, cells: cells, values: values,
      errors: errors)
  }

  // MARK: Front matter

  /// The number of lines that the front matter takes.
  private mutating func readFrontMatter() -> Int {
    guard lines[0].text.trimmedEnd == "---" else { return 0 }
    let end = lines.ranges.indices.dropFirst().first {
      ["---", "..."].contains(lines[$0].text.trimmedEnd)
    }
    guard let end else {
      if looksLikeKey(lines[1]) {
        errors.append(.unclosedFrontMatter(at: Place(file, Span(lines.ranges[0]))))
      }
      return 0
    }
    let inner = lines.ranges[0].upperBound..<lines.ranges[end].lowerBound
    let text = String(file.bytes[inner].text.drop { $0 != "\n" && $0 != "\r\n" }.dropFirst())
    let reader = FrontMatterReader(text, file: file, lines: lines, firstLine: 1)
    frontMatter = reader.result
    errors += reader.errors
    pieces.append(Piece(range: 0..<lines.ranges[end].upperBound, kind: .frontMatter))
    return end + 1
  }

  /// `title: …`
  private func looksLikeKey(_ line: ArraySlice<UInt8>) -> Bool {
    let key = line.prefix { isWordByte($0) || $0 == UInt8(ascii: "-") }
    let rest = line[key.endIndex...]
    return !key.isEmpty && rest.first == UInt8(ascii: ":")
      && (rest.count == 1 || isBlankByte(rest[rest.startIndex + 1]))
  }

  // MARK: Cells

  private mutating func addCells(_ outline: BlockOutline) {
    for fence in outline.fences {
      let closing = fence.line + fence.content.count + 1
      let isClosed = closes(closing, fence)
      if !isClosed {
        let mark = String(
          repeating: Character(Unicode.Scalar(fence.character)), count: fence.length)
        errors.append(.unclosedFence(at: place(of: fence), fence: mark))
      } else if isCell(fence.info) {
        addCell(fence, closing: closing, outline)
      } else {
        warnIfNearlyACell(fence)
      }
    }
    if cells.isEmpty, let shown = outline.fences.first(where: { $0.info == "gradus" }) {
      // Most likely the first notebook of someone who knows other hosts' fences.
      errors.append(.nothingRuns(at: place(of: shown)))
    }
  }

  private func place(of fence: BlockOutline.Fence) -> Place {
    Place(file, Span(fence.start, lines.ranges[fence.line].upperBound))
  }

  /// `{gradus}`, and what is meant for it but says more: `{gradus .class}`, `{gradus, echo=false}`.
  private func isCell(_ info: String) -> Bool {
    guard info.hasPrefix("{gradus"), let next = info.dropFirst(7).first else { return false }
    return !(next.isLetter || next.isNumber || next == "_")
  }

  private mutating func warnIfNearlyACell(_ fence: BlockOutline.Fence) {
    let name = fence.info.dropFirst().dropLast()
    guard fence.info.hasPrefix("{"), fence.info.hasSuffix("}"), name != "{gradus}",
      Suggestion.nearest(to: name.lowercased(), among: ["gradus"]) != nil
        || name.trimmed.lowercased() == "gradus"
    else { return }
    errors.append(.nearlyACell(fence.info, at: place(of: fence)))
  }

  private func closes(_ line: Int, _ fence: BlockOutline.Fence) -> Bool {
    guard lines.ranges.indices.contains(line) else { return false }
    let content = lines.bytes[lines.contentStart(line)..<lines.ranges[line].upperBound]
    guard content.first == fence.character else { return false }
    let run = content.runLength(at: content.startIndex)
    return run >= fence.length && content.dropFirst(run).allSatisfy(isBlankByte)
  }

  private mutating func addCell(
    _ fence: BlockOutline.Fence, closing: Int, _ outline: BlockOutline
  ) {
    if fence.info != "{gradus}" {
      let place = Place(file, Span(fence.start, lines.ranges[fence.line].upperBound))
      errors.append(.fenceWithMore(at: place))
    }
    let source = cellSource(fence)
    let reader = OptionReader(source)
    errors += reader.errors
    let prefixRange = lines.ranges[closing].lowerBound..<lines.contentStart(closing)
    let index = cells.count
    let cell = Cell(
      id: reader.options.label ?? "cell-\(index + 1)", source: source, options: reader.options,
      optionLines: reader.lineCount, range: fence.start..<lines.ranges[closing].upperBound,
      prefix: file.bytes[prefixRange].text, committed: committed(after: closing, outline),
      isInDetails: isInDetails(fence.start))
    cells.append(cell)
    pieces.append(Piece(range: cell.range, kind: .cell(index)))
    if let committed = cell.committed {
      pieces.append(Piece(range: committed.range, kind: .earlierOutput))
    }
  }

  private func isInDetails(_ offset: Int) -> Bool {
    let before = file.bytes[..<offset]
    guard let opening = before.findLast("<details") else { return false }
    return before.findLast("</details>").map { $0 < opening } ?? true
  }

  /// The cell's text as Markdown sees it, each line with the width of what stands before it.
  private func cellSource(_ fence: BlockOutline.Fence) -> SourceFile {
    var text = ""
    var indents: [Int] = []
    for (offset, seen) in fence.content.enumerated() {
      let line = lines[fence.line + 1 + offset]
      let width = seen.hasSuffix("\r") ? seen.utf8.count - 1 : seen.utf8.count
      text += line.suffix(width).text + "\n"
      indents.append(line.dropLast(width).text.count)
    }
    return SourceFile(name: file.name, text: text, firstLine: fence.line + 2, indents: indents)
  }

  private func committed(after closing: Int, _ outline: BlockOutline) -> Cell.Committed? {
    var next = closing + 1
    while next < lines.ranges.count, isBlankInContainer(next) { next += 1 }
    let output = outline.outputs.first { $0.lines.lowerBound == next && $0.isClosed }
    return output.map {
      Cell.Committed(
        range: lines.ranges[closing].upperBound..<lines.ranges[$0.lines.upperBound].upperBound,
        label: $0.label)
    }
  }

  private func isBlankInContainer(_ line: Int) -> Bool {
    lines.contentStart(line) == lines.ranges[line].upperBound
  }

  /// Outputs whose cell is gone.
  private mutating func addOrphans(_ outline: BlockOutline) {
    let taken = cells.compactMap { $0.committed?.range.upperBound }
    for output in outline.outputs {
      let line = output.lines.lowerBound
      guard output.isClosed else {
        errors.append(
          .unclosedOutput(output.label, at: Place(file, Span(lines.ranges[line]))))
        continue
      }
      let end = lines.ranges[output.lines.upperBound].upperBound
      guard !taken.contains(end) else { continue }
      var before = line - 1
      while before >= 0, isBlankInContainer(before) { before -= 1 }
      let start = before >= 0 ? lines.ranges[before].upperBound : 0
      pieces.append(Piece(range: start..<end, kind: .earlierOutput))
    }
  }

  private mutating func checkLabels() {
    var first: [String: Place] = [:]
    for cell in cells {
      guard let label = cell.options.label else { continue }
      let offset = cell.source.bytes.find("label:", from: 0) ?? 0
      let place = Place(cell.source, Span(offset, offset + 7 + label.utf8.count))
      if let earlier = first[label] {
        errors.append(.duplicateLabel(label, at: place, first: earlier))
      } else {
        first[label] = place
      }
    }
  }

  // MARK: Inline pieces

  private mutating func addInline(_ leaf: BlockOutline.Leaf) {
    var bytes: [UInt8] = []
    var origins: [Int] = []
    for line in leaf.lines {
      let start = line == leaf.lines.lowerBound ? leaf.start : lines.contentStart(line)
      let range = min(start, lines.ranges[line].upperBound)..<lines.ranges[line].upperBound
      bytes += file.bytes[range]
      origins += range
      guard line < leaf.lines.upperBound else { break }
      bytes.append(UInt8(ascii: "\n"))
      origins.append(lines.ranges[line].upperBound)
    }
    let scanner = InlineScanner(bytes, isHTML: leaf.isHTML)
    for (range, what) in scanner.found {
      let source = origins[range.lowerBound]..<(origins[range.upperBound - 1] + 1)
      switch what {
      case .math(let tex, let isDisplay):
        pieces.append(Piece(range: source, kind: .math(tex, isDisplay: isDisplay)))
      case .reference(let label):
        pieces.append(Piece(range: source, kind: .reference(label)))
      case .unclosedValue(let code):
        errors.append(.unclosedValue(code, at: Place(file, Span(source))))
      case .value(let text, let at, let committed):
        let start = at < origins.count ? origins[at] : source.lowerBound
        addValue(text, at: start, source, committed, leaf)
      }
    }
  }

  private mutating func addValue(
    _ text: String, at start: Int, _ range: Range<Int>, _ committed: String?,
    _ leaf: BlockOutline.Leaf
  ) {
    let isEscaped = leaf.isInTable && committed == nil
    let code = isEscaped ? text.replacing("\\|", with: "|") : text
    let place = Place(file, Span(range.lowerBound, range.upperBound))
    if code.isEmpty { errors.append(.emptyValue(at: place)) }
    let position = file.position(at: start)
    let line = lines.ranges[position.lineIndex]
    let marker = BlockMask.skipMarkers(lines, position.lineIndex)
    pieces.append(Piece(range: range, kind: .value(values.count)))
    values.append(
      InlineValue(
        source: SourceFile(
          name: file.name, text: code, firstLine: position.line, indents: [position.column - 1]),
        range: range, committed: committed,
        startsLine: range.lowerBound <= max(marker, line.lowerBound), isInTable: leaf.isInTable))
  }
}

extension Span {
  init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }
}

extension Place {
  var line: Int { file.position(at: span.start).line }
}

extension String {
  var trimmedEnd: String {
    var slice = self[...]
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
