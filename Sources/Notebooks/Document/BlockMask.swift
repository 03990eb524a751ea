/// A copy of a notebook in which nothing but Markdown is left for the block parser.
///
/// Display math and values that an earlier run wrote may begin a line with something that Markdown
/// takes for a list, a heading or an HTML block. They are replaced by letters, byte for byte, so that
/// places in the copy are places in the original; blanks and quotation marks that begin a line stay.
struct BlockMask {
  private let lines: TextLines
  private(set) var bytes: [UInt8]
  private var fence: (character: UInt8, length: Int)?
  /// Behind this no committed value can end.
  private let lastValueEnd: Int

  init(_ lines: TextLines, frontMatterLines: Int) {
    self.lines = lines
    bytes = lines.bytes
    lastValueEnd = Self.lastValueEnd(in: lines.bytes)
    for line in 0..<frontMatterLines { fill(lines.ranges[line], with: UInt8(ascii: " ")) }
    var line = frontMatterLines
    while line < lines.ranges.count { line = maskBlock(at: line) }
  }

  /// Masks what begins at a line; the line to go on with.
  private mutating func maskBlock(at line: Int) -> Int {
    if isInFence(line) { return line + 1 }
    if let last = endOfMath(openedAt: line) {
      for inner in line...last { fill(from: lines.contentStart(inner), in: inner) }
      return last + 1
    }
    return maskValues(at: line)
  }

  // MARK: Fences

  /// Is the line a fence or inside one? Containers are taken loosely here; the block parser has the
  /// last word on what a fence is.
  private mutating func isInFence(_ line: Int) -> Bool {
    let content = lines.bytes[Self.skipMarkers(lines, line)..<lines.ranges[line].upperBound]
    let first = content.first ?? 0
    let run = content.isEmpty ? 0 : content.runLength(at: content.startIndex)
    if let open = fence {
      let rest = content.dropFirst(run)
      if first == open.character, run >= open.length, rest.allSatisfy(isBlankByte) { fence = nil }
      return true
    }
    guard first == UInt8(ascii: "`") || first == UInt8(ascii: "~"), run >= 3 else { return false }
    if first == UInt8(ascii: "`"), content.dropFirst(run).contains(first) { return false }
    fence = (first, run)
    return true
  }

  /// The start of a line's content behind quotation marks and list markers.
  static func skipMarkers(_ lines: TextLines, _ line: Int) -> Int {
    var index = lines.contentStart(line)
    let end = lines.ranges[line].upperBound
    while index < end {
      var next = index
      if "-+*".utf8.contains(lines.bytes[index]) {
        next = index + 1
      } else {
        while next < end, isDigitByte(lines.bytes[next]) { next += 1 }
        guard next > index, next < end, ".)".utf8.contains(lines.bytes[next]) else { return index }
        next += 1
      }
      guard next < end, isBlankByte(lines.bytes[next]) else { return index }
      while next < end, isBlankByte(lines.bytes[next]) || lines.bytes[next] == UInt8(ascii: ">") {
        next += 1
      }
      index = next
    }
    return index
  }

  // MARK: Math

  /// The last line of display math that the line leaves open.
  private func endOfMath(openedAt line: Int) -> Int? {
    let content = lines.bytes[lines.contentStart(line)..<lines.ranges[line].upperBound]
    let isLone = content.text.trimmed == "$"
    guard isLone || Self.dollarPairs(in: content) % 2 == 1 else { return nil }
    var next = line + 1
    while next < lines.ranges.count, !lines.isBlank(next) {
      let closes = isLone ? lines[next].text.trimmed == "$" : Self.dollarPairs(in: lines[next]) > 0
      if closes { return next }
      next += 1
    }
    return nil
  }

  private static func dollarPairs(in content: ArraySlice<UInt8>) -> Int {
    var count = 0
    var index = content.startIndex
    while index < content.endIndex {
      if content[index] == UInt8(ascii: "\\") { index += 1 }
      if content.holds("$$", at: index) {
        count += 1
        index += 1
      }
      index += 1
    }
    return count
  }

  // MARK: Values

  /// Masks the committed values that begin in a line; the line to go on with.
  private mutating func maskValues(at line: Int) -> Int {
    var index = lines.ranges[line].lowerBound
    var last = line
    while index < lines.ranges[last].upperBound {
      guard index < lastValueEnd, lines.bytes.holds("<!-- nb:=", at: index) else {
        index += 1
        continue
      }
      guard let end = lines.bytes.find("<!-- nb:end -->", from: index + 9) else { break }
      var reached = last
      while lines.ranges[reached].upperBound < end, reached + 1 < lines.ranges.count,
        !lines.isBlank(reached)
      {
        reached += 1
      }
      guard end < lines.ranges[reached].upperBound else { break }
      let stop = end + 15
      for inner in last...reached {
        let start = inner == last ? index : lines.contentStart(inner)
        fill(start..<max(start, min(stop, lines.ranges[inner].upperBound)), with: Self.letter)
      }
      last = reached
      index = stop
    }
    return last + 1
  }

  private static func lastValueEnd(in bytes: [UInt8]) -> Int {
    var last = 0
    while let next = bytes.find("<!-- nb:end -->", from: last) { last = next + 15 }
    return last
  }

  private static let letter = UInt8(ascii: "x")

  private mutating func fill(from start: Int, in line: Int) {
    fill(start..<max(start, lines.ranges[line].upperBound), with: Self.letter)
  }

  private mutating func fill(_ range: Range<Int>, with byte: UInt8) {
    for index in range { bytes[index] = byte }
  }
}

extension StringProtocol {
  /// Without blanks and line breaks at either end.
  var trimmed: String {
    var slice = self[...]
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
