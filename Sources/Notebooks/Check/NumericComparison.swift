/// Compares texts in which numbers may differ a little.
enum NumericComparison {
  /// Are two texts equal when numbers count as equal that differ by at most `tolerance`, relative to
  /// the larger one, or absolutely where both are below 1?
  static func agree(_ first: String, _ second: String, tolerance: Double) -> Bool {
    if first == second { return first.utf8.elementsEqual(second.utf8) }
    guard tolerance > 0 else { return false }
    var left = NumberReader(first)
    var right = NumberReader(second)
    while true {
      switch (left.next(), right.next()) {
      case (nil, nil): return true
      case (.text(let a)?, .text(let b)?) where a == b: continue
      case (.number(let a)?, .number(let b)?) where near(a, b, tolerance): continue
      default: return false
      }
    }
  }

  private static func near(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(1, abs(a), abs(b))
  }
}

/// Splits a text into numbers and what stands between them.
private struct NumberReader {
  enum Part {
    case number(Double)
    case text(UInt8)
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    // The typographic minus is a minus.
    bytes = Array(text.replacing("−", with: "-").utf8)
  }

  mutating func next() -> Part? {
    guard index < bytes.count else { return nil }
    let start = index
    var end = start
    if bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") { end += 1 }
    let digits = end
    while end < bytes.count, isDigitByte(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
    if end > digits { end = endOfExponent(from: end) }
    if end > digits, let value = Double(bytes[start..<end].text) {
      index = end
      return .number(value)
    }
    index = start + 1
    return .text(bytes[start])
  }

  private func endOfExponent(from end: Int) -> Int {
    guard end + 1 < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") else { return end }
    var next = end + 1
    if bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") { next += 1 }
    let digits = next
    while next < bytes.count, isDigitByte(bytes[next]) { next += 1 }
    return next > digits ? next : end
  }
}
