/// Finds math, values and references to figures in one piece of inline text.
///
/// Markdown's own rules decide what is code, escaped or a tag, and those come first.
struct InlineScanner {
  enum Found {
    case math(String, isDisplay: Bool)
    case reference(String)
    /// An expression and where it begins; `committed` is the value of an earlier run.
    case value(String, at: Int, committed: String?)
    /// The same that is never closed: no more than the place of a mistake.
    case unclosedValue(String)
  }

  /// The text without what begins the lines of the enclosing list or quotation.
  private let bytes: [UInt8]
  private var index = 0
  private(set) var found: [(range: Range<Int>, what: Found)] = []
  /// Only values of an earlier run are looked for: the text is raw HTML.
  private let isHTML: Bool

  init(_ bytes: [UInt8], isHTML: Bool = false) {
    self.bytes = bytes
    self.isHTML = isHTML
    while index < bytes.count { step() }
  }

  /// Marks that do not occur from an offset on. Without this a text of nothing but openings would
  /// take time that grows with the square of its length.
  private var missing: [String: Int] = [:]

  private mutating func find(_ mark: StaticString, from start: Int) -> Int? {
    let key = mark.description
    if let known = missing[key], start >= known { return nil }
    if let found = bytes.find(mark, from: start) { return found }
    missing[key] = start
    return nil
  }

  private mutating func step() {
    switch bytes[index] {
    case UInt8(ascii: "<"): scanAngle()
    case _ where isHTML: index += 1
    case UInt8(ascii: "\\"): index += 2
    case UInt8(ascii: "`"): scanCode()
    case UInt8(ascii: "$"): scanMath()
    case UInt8(ascii: "@"): scanReference()
    default: index += 1
    }
  }

  private mutating func add(_ what: Found, from start: Int, to end: Int) {
    found.append((start..<end, what))
    index = end
  }

  // MARK: Code

  private mutating func scanCode() {
    let start = index
    let length = bytes.runLength(at: start)
    index = start + length
    guard let close = closingRun(length, from: index) else { return }
    let body = bytes[index..<close]
    if body.holds("{gradus} ", at: index) {
      let text = body.dropFirst(9).text
      let blanks = text.prefix { $0.isWhitespace }.utf8.count
      add(
        .value(oneLine(text), at: index + 9 + blanks, committed: nil), from: start,
        to: close + length)
    }
    index = close + length
  }

  private func closingRun(_ length: Int, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = bytes.runLength(at: index)
      if run == length { return index }
      index += run
    }
    return nil
  }

  // MARK: Math

  private mutating func scanMath() {
    let start = index
    if bytes.holds("$$", at: start) {
      close("$$", opened: 2, isDisplay: true, from: start)
    } else if bytes.holds("$`", at: start) {
      close("`$", opened: 2, isDisplay: false, from: start)
    } else if bytes.holds("$\n", at: start) {
      close("\n$", opened: 1, isDisplay: true, from: start)
    } else if let end = endOfInlineMath(from: start + 1) {
      add(
        .math(bytes[(start + 1)..<end].text, isDisplay: false), from: start, to: end + 1)
    } else {
      index += 1
    }
  }

  private mutating func close(
    _ mark: StaticString, opened: Int, isDisplay: Bool, from start: Int
  ) {
    guard let end = find(mark, from: start + opened), end > start + opened else {
      index += opened
      return
    }
    let tex = bytes[(start + opened)..<end].text.trimmed
    guard !tex.isEmpty else {
      index += opened
      return
    }
    add(.math(tex, isDisplay: isDisplay), from: start, to: end + mark.utf8CodeUnitCount)
  }

  /// The rule of Pandoc and GitHub, so that `$5 and $6` is money: no blank inside the dollars, no
  /// digit behind the second.
  private mutating func endOfInlineMath(from start: Int) -> Int? {
    guard start < bytes.count, !isSpace(bytes[start]) else { return nil }
    if let known = missing["closing $"], start >= known { return nil }
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if bytes[index] == UInt8(ascii: "$"), index > start, !isSpace(bytes[index - 1]),
        index + 1 == bytes.count || !isDigitByte(bytes[index + 1])
      {
        return index
      }
      index += 1
    }
    missing["closing $"] = start
    return nil
  }

  private func isSpace(_ byte: UInt8) -> Bool { isBlankByte(byte) || byte == UInt8(ascii: "\n") }

  // MARK: References

  private mutating func scanReference() {
    let start = index
    index += 1
    guard bytes.holds("fig-", at: start + 1), start == 0 || !isWordByte(bytes[start - 1]) else {
      return
    }
    var end = start + 5
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
    while bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    if end > start + 5 {
      add(.reference(bytes[(start + 1)..<end].text), from: start, to: end)
    }
  }

  // MARK: Tags

  private mutating func scanAngle() {
    let start = index
    if bytes.holds("<!-- nb:=", at: start), scanCommitted(from: start) { return }
    if bytes.holds("<!--", at: start), let end = find("-->", from: start + 4) {
      index = end + 3
    } else {
      index = isHTML ? start + 1 : (endOfTag(from: start) ?? start + 1)
    }
  }

  /// `<!-- nb:= L -->0.123<!-- nb:end -->`, with the `<wbr>` that keeps it from beginning a line.
  private mutating func scanCommitted(from start: Int) -> Bool {
    guard let arrow = find(" -->", from: start + 9) else { return false }
    let end = find("<!-- nb:end -->", from: arrow + 4)
    guard let end, bytes[(arrow + 4)..<end].find("<!-- nb:=", from: arrow + 4) == nil else {
      let code = CommentCoding.decode(oneLine(bytes[(start + 9)..<arrow].text))
      add(.unclosedValue(code), from: start, to: arrow + 4)
      return true
    }
    let coded = bytes[(start + 9)..<arrow].text
    let blanks = coded.prefix { $0.isWhitespace }.utf8.count
    let hasBreak = start >= 5 && bytes.holds("<wbr>", at: start - 5)
    add(
      .value(
        CommentCoding.decode(oneLine(coded)), at: start + 9 + blanks,
        committed: oneLine(bytes[(arrow + 4)..<end].text)),
      from: hasBreak ? start - 5 : start, to: end + 15)
    return true
  }

  /// The end of an HTML tag or an autolink, by CommonMark's rules.
  private func endOfTag(from start: Int) -> Int? {
    var index = start + 1
    guard index < bytes.count, isLetterByte(bytes[index]) || bytes[index] == UInt8(ascii: "/")
    else { return nil }
    var quote: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "$")
      {
        return nil
      } else if "\"'".utf8.contains(byte), bytes[index - 1] == UInt8(ascii: "=") {
        quote = byte
      }
      index += 1
    }
    return nil
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map(\.trimmed).joined(separator: " ").trimmed
  }
}

/// How an expression is written in an HTML comment, which can't hold two hyphens in a row, and in a
/// table, where a bar would end the cell.
enum CommentCoding {
  static func encode(_ text: String, isInTable: Bool) -> String {
    var result = text.replacing("&", with: "&amp;").replacing("--", with: "-&#45;")
    result = result.replacing("--", with: "-&#45;")
    return isInTable ? result.replacing("|", with: "&#124;") : result
  }

  static func decode(_ text: String) -> String {
    text.replacing("&#124;", with: "|").replacing("&#45;", with: "-").replacing("&amp;", with: "&")
  }
}

extension String {
  /// With each `word` replaced.
  func replacing(_ word: String, with replacement: String) -> String {
    guard !word.isEmpty, utf8.count >= word.utf8.count else { return self }
    let pattern = Array(word.utf8)
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: pattern) {
        result += replacement.utf8
        index += pattern.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
