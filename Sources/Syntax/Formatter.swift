import Diagnostics

/// Gives a program its usual layout: `gradus fmt`.
///
/// It moves spaces and indents only. Every token, every comment and every line break stays, so the tree
/// of what it writes is the tree of what it read; and what it wrote it leaves as it is.
public enum Formatter {
  /// The text laid out, or nil when it has syntax errors (what can't be read can't be laid out).
  public static func format(_ file: SourceFile) -> String? {
    let parsed = Parser.parse(file)
    guard !parsed.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
    let lexed = Lexer.lex(file)
    let lines = LineReader.lines(of: lexed)
    let indents = Indents(parsed.statements, lexed)
    var written: [WrittenLine] = []
    for line in lines { write(line, indents, Spacing(lexed), to: &written) }
    while written.last?.isBlank == true { written.removeLast() }
    alignSigns(&written)
    alignComments(&written)
    return written.map { $0.text + "\n" }.joined()
  }

  private static func write(
    _ line: SourceLine, _ indents: Indents, _ spacing: Spacing, to written: inout [WrittenLine]
  ) {
    if line.isBlank {
      // One blank line separates; none begins the text.
      if let last = written.last, !last.isBlank { written.append(WrittenLine()) }
      return
    }
    let indent = String(repeating: "  ", count: indents.level(of: line))
    guard let tokens = line.tokens else {
      return written.append(WrittenLine(code: indent, comment: line.comment, column: nil))
    }
    if spacing.text(tokens).contains("\n") {
      let comment = line.comment.map { "  " + $0 } ?? ""
      return written.append(WrittenLine(code: indent + spacing.text(tokens) + comment))
    }
    var result = WrittenLine(
      code: indent + spacing.text(tokens), comment: line.comment, column: line.commentColumn)
    if let sign = spacing.assignment(tokens) {
      result.sign = WrittenLine.Sign(
        before: (indent + spacing.text(tokens.lowerBound..<sign.token)).count,
        column: sign.column, isApart: sign.isApart)
    }
    written.append(result)
  }

  /// A run of lines whose `=` or `:=` stood below each other on purpose keeps them so.
  private static func alignSigns(_ lines: inout [WrittenLine]) {
    var start = 0
    while start < lines.count {
      var end = start
      while end < lines.count, let sign = lines[end].sign, sign.column == lines[start].sign?.column
      {
        end += 1
      }
      let signs = lines[start..<max(end, start)].compactMap(\.sign)
      if signs.count > 1, signs.contains(where: \.isApart) {
        let width = signs.map(\.before).max() ?? 0
        for index in start..<end { lines[index].padSign(to: width) }
      }
      start = max(end, start + 1)
    }
  }

  /// Comments behind code stay in their column where the code leaves them two spaces. A run of lines
  /// whose comments stood below each other keeps them so.
  private static func alignComments(_ lines: inout [WrittenLine]) {
    var start = 0
    while start < lines.count {
      var end = start
      while end < lines.count, lines[end].trailsComment, lines[end].column == lines[start].column {
        end += 1
      }
      if end == start {
        start += 1
        continue
      }
      let width = lines[start..<end].map(\.code.count).max() ?? 0
      let column = max(width + 2, lines[start].column ?? 0)
      for index in start..<end { lines[index].gap = column - lines[index].code.count }
      start = end
    }
  }
}

/// A line of the result.
private struct WrittenLine {
  var code = ""
  var comment: String?
  /// Where the comment stood, when code stands before it.
  var column: Int?
  var gap = 0
  var sign: Sign?

  /// The `=` or `:=` of a line.
  struct Sign {
    /// The characters of the result before it, without the space.
    let before: Int
    let column: Int
    /// More than one space stood before it.
    let isApart: Bool
  }

  mutating func padSign(to width: Int) {
    guard let sign, width > sign.before else { return }
    let place = code.index(code.startIndex, offsetBy: sign.before)
    code.insert(contentsOf: String(repeating: " ", count: width - sign.before), at: place)
  }

  var isBlank: Bool { code.isEmpty && comment == nil }
  var trailsComment: Bool { column != nil && comment != nil }
  var text: String { code + String(repeating: " ", count: gap) + (comment ?? "") }
}

/// A line of the source: its tokens, by number, and its comment.
struct SourceLine {
  var tokens: Swift.Range<Int>?
  var comment: String?
  var commentColumn: Int?
  /// Where the first token or the comment begins.
  var offset = 0

  var isBlank: Bool { tokens == nil && comment == nil }
}

/// Cuts a text into lines. A string whose holes go over several lines belongs to the line where it
/// begins, with what follows it.
struct LineReader {
  private let lexed: LexedSource
  private var starts: [Int] = [0]
  private var lines: [SourceLine]
  /// For each line of the text the one that it belongs to: itself, but within a string.
  private var owner: [Int]
  private var strings: [Span] = []

  /// All lines, also the blank ones.
  static func lines(of lexed: LexedSource) -> [SourceLine] {
    var reader = LineReader(lexed)
    reader.readTokens()
    reader.readComments()
    return reader.lines.indices.filter { reader.owner[$0] == $0 }.map { reader.lines[$0] }
  }

  private init(_ lexed: LexedSource) {
    self.lexed = lexed
    for (offset, byte) in lexed.file.bytes.enumerated() where byte == 0x0A {
      starts.append(offset + 1)
    }
    lines = [SourceLine](repeating: SourceLine(), count: starts.count)
    owner = Array(starts.indices)
  }

  private mutating func readTokens() {
    var line = 0
    var current = 0
    var depth = 0
    var begin = 0
    for (index, token) in lexed.tokens.enumerated() where token.kind != .endOfText {
      while line + 1 < starts.count, starts[line + 1] <= token.span.start { line += 1 }
      if token.isFirstOnLine, depth == 0 { current = line }
      if owner[line] != current { for part in (current + 1)...line { owner[part] = current } }
      if token.kind == .stringStart {
        if depth == 0 { begin = token.span.start }
        depth += 1
      } else if token.kind == .stringEnd {
        depth -= 1
        if depth == 0 { strings.append(Span(begin, token.span.end)) }
      }
      add(index, token, to: current)
    }
  }

  private mutating func add(_ index: Int, _ token: Token, to line: Int) {
    if let known = lines[line].tokens {
      lines[line].tokens = known.lowerBound..<index + 1
    } else {
      lines[line].tokens = index..<index + 1
      lines[line].offset = token.span.start
    }
  }

  private mutating func readComments() {
    let file = lexed.file
    var line = 0
    var string = 0
    for comment in lexed.comments {
      while string < strings.count, strings[string].end <= comment.start { string += 1 }
      // A comment within a string's hole is part of the string's text.
      if string < strings.count, strings[string].start < comment.start { continue }
      while line + 1 < starts.count, starts[line + 1] <= comment.start { line += 1 }
      var text = file.text(in: comment)
      while let last = text.last, last.isWhitespace { text.removeLast() }
      let own = owner[line]
      lines[own].comment = text
      if lines[own].tokens == nil {
        lines[own].offset = comment.start
      } else {
        lines[own].commentColumn = file.text(in: Span(starts[line], comment.start)).count
      }
    }
  }
}
