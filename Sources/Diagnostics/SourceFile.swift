/// A piece of source text with the place that it has for the user.
///
/// A cell of a notebook is a source file of its own whose lines are shifted: its first line is, say,
/// line 14 of `lesson.md`, and each line may stand behind an indent (a cell in a list or a quotation).
/// The shift lives here, so that nothing above has to know that it looks at a cell.
public final class SourceFile: Sendable {
  /// The name to print: a path as the user gave it, `lesson.md`, or `input`.
  public let name: String
  public let text: String
  public let bytes: [UInt8]
  /// The number of the first line, counted from 1, in the file that `name` names.
  public let firstLine: Int
  /// The columns that stand before the text on each line of the enclosing file.
  public let indents: [Int]
  private let lineStarts: [Int]

  public init(name: String, text: String, firstLine: Int = 1, indents: [Int] = []) {
    self.name = name
    self.text = text
    self.firstLine = firstLine
    self.indents = indents
    let bytes = Array(text.utf8)
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.lineStarts = starts
  }

  /// The line and column (both from 1, the column in characters) of a byte offset.
  public func position(at offset: Int) -> Position {
    let index = lineIndex(at: offset)
    let start = lineStarts[index]
    let clamped = min(max(offset, start), bytes.count)
    let before = String(decoding: bytes[start..<clamped], as: UTF8.self).count
    let indent = index < indents.count ? indents[index] : 0
    return Position(line: firstLine + index, column: before + 1 + indent, lineIndex: index)
  }

  /// The text of a line (`lineIndex` counts from 0 within this piece), without its newline.
  public func line(_ lineIndex: Int) -> String {
    guard lineStarts.indices.contains(lineIndex) else { return "" }
    let start = lineStarts[lineIndex]
    var end = lineIndex + 1 < lineStarts.count ? lineStarts[lineIndex + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// The text that a span covers.
  public func text(in span: Span) -> String {
    let lower = min(max(span.start, 0), bytes.count)
    let upper = min(max(span.end, lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  public var lineCount: Int { lineStarts.count }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// A place in a source file as people count it.
public struct Position: Hashable, Sendable {
  public let line: Int
  public let column: Int
  /// The line counted from 0 within its `SourceFile`.
  public let lineIndex: Int
}

/// A half-open range of UTF-8 offsets within one source file.
public struct Span: Hashable, Sendable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  public static let none = Span(0, 0)

  /// The smallest span that covers both.
  public func union(_ other: Span) -> Span { Span(min(start, other.start), max(end, other.end)) }
}

/// A span together with the file that it is in.
public struct Place: Sendable {
  public let file: SourceFile
  public let span: Span

  public init(_ file: SourceFile, _ span: Span) {
    self.file = file
    self.span = span
  }

  /// `lesson.md:14:3`
  public var description: String {
    let position = file.position(at: span.start)
    return "\(file.name):\(position.line):\(position.column)"
  }
}
