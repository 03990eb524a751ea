/// Where the lines of a text begin and end, as UTF-8 offsets.
struct TextLines: Sendable {
  let bytes: [UInt8]
  /// Each line without its line break.
  let ranges: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var ranges: [Range<Int>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      let isPair = offset > start && bytes[offset - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(isPair ? offset - 1 : offset))
      start = offset + 1
    }
    if start < bytes.count { ranges.append(start..<bytes.count) }
    self.ranges = ranges
  }

  subscript(line: Int) -> ArraySlice<UInt8> {
    ranges.indices.contains(line) ? bytes[ranges[line]] : []
  }

  /// The range of a line by its number from 1; the nearest one where there is none such.
  func range(ofLine number: Int) -> Range<Int> {
    ranges.isEmpty ? 0..<0 : ranges[min(max(number, 1), ranges.count) - 1]
  }

  func isBlank(_ line: Int) -> Bool { self[line].allSatisfy(isBlankByte) }

  /// The start of what a line holds behind blanks and quotation marks.
  func contentStart(_ line: Int) -> Int {
    let range = ranges[line]
    let content = bytes[range].firstIndex { !isBlankByte($0) && $0 != UInt8(ascii: ">") }
    return content ?? range.upperBound
  }
}

func isBlankByte(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}

func isDigitByte(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

func isLetterByte(_ byte: UInt8) -> Bool {
  UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
}

/// A letter of English, a digit or an underscore.
func isWordByte(_ byte: UInt8) -> Bool {
  isLetterByte(byte) || isDigitByte(byte) || byte == UInt8(ascii: "_")
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// Does `word` stand at `index`?
  func holds(_ word: StaticString, at index: Int) -> Bool {
    guard index >= startIndex, endIndex - index >= word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { buffer in
      buffer.indices.allSatisfy { self[index + $0] == buffer[$0] }
    }
  }

  /// The first place of `word` at `start` or behind it.
  func find(_ word: StaticString, from start: Int) -> Int? {
    let first = word.utf8Start[0]
    var index = start
    while endIndex - index >= word.utf8CodeUnitCount {
      if self[index] == first, holds(word, at: index) { return index }
      index += 1
    }
    return nil
  }

  /// The last place of `word`.
  func findLast(_ word: StaticString) -> Int? {
    var index = endIndex - word.utf8CodeUnitCount
    while index >= startIndex {
      if holds(word, at: index) { return index }
      index -= 1
    }
    return nil
  }

  /// How often the byte at `index` stands there in a row.
  func runLength(at index: Int) -> Int {
    var end = index
    while end < endIndex, self[end] == self[index] { end += 1 }
    return end - index
  }

  var text: String { String(decoding: self, as: UTF8.self) }
}
