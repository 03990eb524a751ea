/// The difference of two texts by lines: `-` for what was, `+` for what is, with lines around it.
enum LineDiff {
  private static let context = 2
  /// Beyond this many pairs of lines the texts are shown whole.
  private static let maximumPairs = 4_000_000

  static func lines(_ old: String, _ new: String) -> [String] {
    let a = split(old)
    let b = split(new)
    return abridge(edits(a, b))
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

  /// Leaves out lines that are far from any difference, and cuts lines that nobody could read.
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
        result.append(line.count > 160 ? line.prefix(159) + "…" : line)
      } else if index > 0, keep[index - 1] {
        result.append("  ⋮")
      }
    }
    return result
  }
}
