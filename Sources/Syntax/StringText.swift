import Diagnostics

/// What the characters of a string literal stand for.
enum StringText {
  /// Replaces escapes. A wrong one stays as written, and its offset and length are given.
  static func decode(_ bytes: ArraySlice<UInt8>) -> (text: String, wrong: [Range<Int>]) {
    guard bytes.contains(UInt8(ascii: "\\")) else {
      return (String(decoding: bytes, as: UTF8.self), [])
    }
    var result: [UInt8] = []
    var wrong: [Range<Int>] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let (decoded, length) = escape(bytes[index...])
      if let decoded {
        result.append(contentsOf: decoded.utf8)
      } else {
        wrong.append(index..<(index + length))
        result.append(contentsOf: bytes[index..<(index + length)])
      }
      index += length
    }
    return (String(decoding: result, as: UTF8.self), wrong)
  }

  /// The way back: a text as it is written between quotes.
  static func encode(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\"", "\\", "{":
        result.append("\\")
        result.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result.append(
          contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> (String?, length: Int) {
    guard let letter = bytes.dropFirst().first else { return (nil, 1) }
    switch letter {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "{"): return ("{", 2)
    case UInt8(ascii: "}"): return ("}", 2)
    case UInt8(ascii: "u"): return unicode(bytes)
    default: return (nil, letter < 0x80 ? 2 : 1)
    }
  }

  /// `\u{3b7}`. The lexer reads its brace as a hole unless it is told apart there.
  private static func unicode(_ bytes: ArraySlice<UInt8>) -> (String?, length: Int) {
    let digits = bytes.dropFirst(3).prefix { $0 != UInt8(ascii: "}") }.prefix(8)
    let length = digits.count + 4
    guard bytes.dropFirst(2).first == UInt8(ascii: "{"), length <= bytes.count,
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return (nil, 2) }
    return (String(Character(scalar)), length)
  }
}
