/// The blank lines that usually stand around a piece of prose.
struct IPYNBGap {
  let before: String
  let after: String
  /// What stands between two cells without prose.
  let between: String

  init(isFirst: Bool, isLast: Bool) {
    before = isFirst ? "" : "\n\n"
    after = isLast ? "\n" : "\n\n"
    between = isLast ? "\n" : isFirst ? "" : "\n\n"
  }
}

/// How a cell's fence is written in Markdown.
struct IPYNBFence {
  var mark: String
  /// What each further line begins with.
  var prefix: String

  init(mark: String, prefix: String) {
    self.mark = mark
    self.prefix = prefix
  }

  init(of cell: Cell, in notebook: Notebook) {
    let bytes = notebook.file.bytes[cell.range]
    let length = bytes.isEmpty ? 0 : bytes.runLength(at: bytes.startIndex)
    self.init(mark: bytes.prefix(length).text, prefix: cell.prefix)
  }

  /// The mark that a source wants: longer than any that it holds.
  static func usualMark(for source: String) -> String {
    var longest = 2
    let bytes = Array(source.utf8)
    var index = 0
    while index < bytes.count {
      let run = bytes[index] == UInt8(ascii: "`") ? bytes.runLength(at: index) : 0
      longest = max(longest, run)
      index += max(run, 1)
    }
    return String(repeating: "`", count: longest + 1)
  }

  /// What is not usual about it.
  func metadata(for source: String) -> [(String, JSON)] {
    var result: [(String, JSON)] = []
    if mark != Self.usualMark(for: source) { result.append(("fence", .string(mark))) }
    if !prefix.isEmpty { result.append(("prefix", .string(prefix))) }
    return result
  }

  func markdown(_ source: String, info: String) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let body = source.isEmpty ? [] : lines.map { $0.isEmpty ? prefix.trimmedEnd : prefix + $0 }
    return ([mark + info] + body + [prefix + mark]).joined(separator: "\n")
  }
}
