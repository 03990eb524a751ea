/// The difference of two texts by lines: `-` for what was, `+` for what is, with lines around it.
enum LineDiff {
  private static let context = 2
  /// Beyond this many pairs of lines the texts are shown whole.
  private static let maximumPairs = 4_000_000

  static func lines(_ old: String, _ new: String) -> [String] {
    let a = split(old)
    let b = split(new)
    return cutAroundDifferences(abridge(edits(a, b)))
  }

  private static func split(_ text: String) -> [String] {
    text.trimmedNewlines.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
  }

  /// All lines with their marks, by a longest common subsequence.
  private static func edits(_ a: [String], _ b: [String]) -> [String] {
    guard a.count * b.count <= maximumPairs else {
      return a.map { "- " + $0 } + b.map { "+ " + $0 }
    }
    var length = [[Int32]](repeating: [Int32](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        length[i][j] =
          a[i] == b[j] ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var result: [String] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        result.append("  " + a[i])
        (i, j) = (i + 1, j + 1)
      } else if i < a.count, j == b.count || length[i + 1][j] >= length[i][j + 1] {
        result.append("- " + a[i])
        i += 1
      } else {
        result.append("+ " + b[j])
        j += 1
      }
    }
    return result
  }

  /// Leaves out lines that are far from any difference.
  private static func abridge(_ lines: [String]) -> [String] {
    let changed = lines.indices.filter { !lines[$0].hasPrefix("  ") }
    var keep = [Bool](repeating: false, count: lines.count)
    for index in changed {
      for near in max(0, index - context)...min(lines.count - 1, index + context) {
        keep[near] = true
      }
    }
    var result: [String] = []
    for (index, line) in lines.enumerated() {
      if keep[index] {
        result.append(line)
      } else if index > 0, keep[index - 1] {
        result.append("  ⋮")
      }
    }
    return result
  }

  // MARK: Long lines

  private static let width = 120

  /// Cuts lines that nobody could read: what was and what is to where they begin to differ, so that
  /// one sees it.
  private static func cutAroundDifferences(_ lines: [String]) -> [String] {
    var result = lines
    var index = 0
    while index < lines.count {
      let old = lines[index...].prefix { $0.hasPrefix("- ") }
      let new = lines[old.endIndex...].prefix { $0.hasPrefix("+ ") }
      for (first, second) in zip(old.indices, new.indices) {
        let shared = commonPrefix(lines[first].dropFirst(2), lines[second].dropFirst(2))
        result[first] = cut(lines[first], around: shared)
        result[second] = cut(lines[second], around: shared)
      }
      for rest in old.indices.dropFirst(new.count) { result[rest] = cut(lines[rest], around: 0) }
      for rest in new.indices.dropFirst(old.count) { result[rest] = cut(lines[rest], around: 0) }
      if new.endIndex == index { result[index] = cut(lines[index], around: 0) }
      index = max(new.endIndex, index + 1)
    }
    return result
  }

  private static func commonPrefix(_ first: Substring, _ second: Substring) -> Int {
    zip(first, second).prefix { $0 == $1 }.count
  }

  private static func cut(_ line: String, around position: Int) -> String {
    let text = line.dropFirst(2)
    guard text.count > width else { return line }
    let start = position < width / 2 ? 0 : min(position - width / 3, text.count - width)
    let part = text.dropFirst(start).prefix(width)
    return line.prefix(2) + (start > 0 ? "…" : "") + part
      + (start + width < text.count ? "…" : "")
  }
}
