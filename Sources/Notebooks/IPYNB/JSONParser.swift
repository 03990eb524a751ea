/// Reads JSON (RFC 8259).
struct JSONParser {
  struct Failure: Error {
    let message: String
    /// UTF-8 offset.
    let offset: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private static let maximumDepth = 500

  static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value()
    parser.skipBlanks()
    if parser.index < bytes.count { throw parser.failure("more than one value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ message: String) -> Failure { Failure(message: message, offset: index) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next, isBlankByte(byte) || byte == UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(Failure) -> JSON {
    skipBlanks()
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    switch next {
    case UInt8(ascii: "{"): return .object(try members())
    case UInt8(ascii: "["): return .array(try items())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(Failure) -> JSON {
    guard bytes.holds(word, at: index) else { throw failure("expected a value") }
    index += word.utf8CodeUnitCount
    return value
  }

  private mutating func number() throws(Failure) -> Double {
    let text = bytes[index...].prefix { isDigitByte($0) || "+-.eE".utf8.contains($0) }
    guard let value = Double(text.text) else { throw failure("expected a value") }
    index += text.count
    return value
  }

  private mutating func items() throws(Failure) -> [JSON] {
    index += 1
    var result: [JSON] = []
    if take(UInt8(ascii: "]")) { return result }
    while true {
      result.append(try value())
      if take(UInt8(ascii: "]")) { return result }
      guard take(UInt8(ascii: ",")) else { throw failure("expected `,` or `]`") }
    }
  }

  private mutating func members() throws(Failure) -> [(String, JSON)] {
    index += 1
    var result: [(String, JSON)] = []
    if take(UInt8(ascii: "}")) { return result }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("expected a name") }
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("expected `:`") }
      result.append((key, try value()))
      if take(UInt8(ascii: "}")) { return result }
      guard take(UInt8(ascii: ",")) else { throw failure("expected `,` or `}`") }
    }
  }

  // MARK: Strings

  private mutating func string() throws(Failure) -> String {
    index += 1
    var result: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): result += String(Character(try escape())).utf8
      default: result.append(byte)
      }
    }
    throw failure("a string without an end")
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard let byte = next else { throw failure("a string without an end") }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: return Unicode.Scalar(byte)
    }
  }

  private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
    let high = try hex()
    guard 0xD800...0xDBFF ~= high, bytes.holds("\\u", at: index) else {
      return Unicode.Scalar(high) ?? "\u{FFFD}"
    }
    index += 2
    let low = try hex()
    guard 0xDC00...0xDFFF ~= low else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hex() throws(Failure) -> UInt32 {
    guard index + 4 <= bytes.count, let value = UInt32(bytes[index..<(index + 4)].text, radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    index += 4
    return value
  }
}
