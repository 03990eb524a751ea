import Diagnostics

/// What the first line of a block begins with, and what all further ones do.
struct TextIndent {
  var first = ""
  var next = ""
  /// What stands on the blank line before the block.
  var gap = ""

  /// One level deeper: `mark` before all lines, or `first` before the first one.
  func adding(_ mark: String, first: String? = nil) -> TextIndent {
    TextIndent(first: self.first + (first ?? mark), next: next + mark, gap: gap)
  }

  /// For the block that follows within the same container.
  mutating func moveOn() {
    first = next
    gap = next.trimmedEnd
  }
}

/// Blocks of lines, a blank line between two of them.
struct TextBlocks {
  private(set) var text = ""
  /// No blank line before the next block.
  var isTight = false

  mutating func add(_ lines: [String], gap: String = "") {
    guard !lines.isEmpty else { return }
    if !text.isEmpty, !isTight { text += gap + "\n" }
    for line in lines { text += line.trimmedEnd + "\n" }
  }
}

/// Colours and weights for a terminal that has them; plain marks otherwise.
struct TextStyle {
  let hasColor: Bool

  init(color: Bool) { hasColor = color }

  func title(_ text: String) -> String { hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func soft(_ text: String) -> String { hasColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func code(_ text: String) -> String { hasColor ? "\u{1B}[36m\(text)\u{1B}[0m" : text }
  func emphasis(_ text: String) -> String { hasColor ? "\u{1B}[3m\(text)\u{1B}[0m" : "_\(text)_" }
  func strong(_ text: String) -> String { hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : "*\(text)*" }
}

enum TextWrap {
  /// A text as lines of at most `columns`, indent included; longer words stand alone.
  static func wrap(_ text: String, columns: Int, indent: TextIndent) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = lines.isEmpty ? indent.first : indent.next
      var isEmpty = true
      for word in paragraph.split(separator: " ") {
        if !isEmpty, displayWidth(line) + 1 + displayWidth(word) > columns {
          lines.append(line)
          line = indent.next
          isEmpty = true
        }
        line += isEmpty ? String(word) : " " + word
        isEmpty = false
      }
      lines.append(line)
    }
    return lines
  }

  /// A line of code cut into pieces of at most `columns`, at blanks where there are any in the second
  /// half of a piece. Together they are the line.
  static func pieces(of line: String, columns: Int) -> [String] {
    let columns = max(columns, 16)
    guard displayWidth(line) > columns else { return [line] }
    var pieces: [String] = []
    var piece = ""
    var width = 0
    // As far as the piece goes when it ends at its last blank.
    var lastBlank: String.Index?
    for character in line {
      let size = displayWidth(String(character))
      if width + size > columns, character != " " {
        let cut = lastBlank.flatMap { displayWidth(piece[..<$0]) * 2 > columns ? $0 : nil }
        pieces.append(String(piece[..<(cut ?? piece.endIndex)]))
        piece = cut.map { String(piece[$0...]) } ?? ""
        width = displayWidth(piece)
        lastBlank = nil
      }
      piece.append(character)
      width += size
      if character == " " { lastBlank = piece.endIndex }
    }
    return pieces + [piece]
  }
}

enum TextTable {
  /// Rows with their columns under each other; the first row is the head.
  static func lines(_ rows: [[String]], alignments: [UInt8]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    var result = rows.map { row in
      (0..<count).map { column in
        let side = alignments.count > column ? alignments[column] : 0
        return pad(row.count > column ? row[column] : "", to: widths[column], side: side)
      }.joined(separator: "  ")
    }
    if !result.isEmpty {
      result.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    }
    return result
  }

  private static func pad(_ text: String, to width: Int, side: UInt8) -> String {
    let missing = max(0, width - displayWidth(text))
    switch side {
    case UInt8(ascii: "r"): return String(repeating: " ", count: missing) + text
    case UInt8(ascii: "c"):
      let left = missing / 2
      return String(repeating: " ", count: left) + text
        + String(repeating: " ", count: missing - left)
    default: return text + String(repeating: " ", count: missing)
    }
  }
}

enum TextPlain {
  /// Without control characters, which could do anything to a terminal.
  static func printable(_ text: some StringProtocol) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          scalar == "\t" || scalar == "\n" || scalar.properties.generalCategory != .control
        }))
  }

  /// HTML's text.
  static func strip(_ html: String) -> String {
    var result = ""
    var isTag = false
    for character in html {
      if character == "<" { isTag = true }
      if !isTag { result.append(character) }
      if character == ">" { isTag = false }
    }
    return HTMLEntities.decode(result)
  }
}

/// How many columns a text takes in a terminal, escape sequences left out.
func displayWidth(_ text: some StringProtocol) -> Int {
  guard text.unicodeScalars.contains("\u{1B}") else { return DisplayWidth.of(text) }
  var visible = String.UnicodeScalarView()
  var isEscape = false
  for scalar in text.unicodeScalars {
    if scalar == "\u{1B}" { isEscape = true }
    if !isEscape { visible.append(scalar) }
    if scalar == "m" { isEscape = false }
  }
  return DisplayWidth.of(String(visible))
}
