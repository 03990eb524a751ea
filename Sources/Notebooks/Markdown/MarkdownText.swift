/// Text made safe to stand in Markdown.
enum MarkdownText {
  /// A plain text as inline Markdown.
  static func escape(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if special.contains(byte) { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let special = Set(#"\`*_{}[]<>#|~$&"#.utf8)

  /// A code span; its fence is longer than any run of backticks within.
  static func code(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let needsBlank = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty
    return needsBlank ? "\(fence) \(text) \(fence)" : "\(fence)\(text)\(fence)"
  }

  /// A fenced block; its fence is longer than any run of backticks within.
  static func fenced(_ text: String, info: String = "text") -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)\(info)\n\(text.trimmedNewlines)\n\(fence)"
  }

  private static func longestRun(of character: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// A formula on lines of its own. A blank line would end it.
  static func displayMath(_ latex: String) -> String {
    let lines = latex.split(whereSeparator: \.isNewline).filter { !$0.trimmed.isEmpty }
    return "$$\n" + lines.joined(separator: "\n") + "\n$$"
  }

  static func inlineMath(_ latex: String) -> String { "$\(latex.oneLine.trimmed)$" }
}
