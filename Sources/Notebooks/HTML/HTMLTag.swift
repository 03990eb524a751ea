/// A start or end tag, read by the rules of the HTML standard's tokenizer.
struct HTMLTag {
  /// In lower case.
  let name: String
  let isClosing: Bool
  private(set) var isSelfClosing = false
  /// Names in lower case, values with their entities decoded; the first of a name counts.
  private(set) var attributes: [(key: String, value: String?)] = []
  /// The offset behind its `>`.
  private(set) var end = 0

  /// The value of an attribute; empty when it has none.
  subscript(key: String) -> String? {
    attributes.first { $0.key == key }.map { $0.value ?? "" }
  }

  /// nil when no tag begins at `start`. A tag that never ends takes the rest.
  init?(_ source: [UInt8], at start: Int) {
    var index = start + 1
    isClosing = index < source.count && source[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    guard index < source.count, isLetterByte(source[index]) else { return nil }
    let nameStart = index
    while index < source.count, !Self.endsName(source[index]) { index += 1 }
    name = source[nameStart..<index].text.lowercased()
    end = source.count
    readAttributes(source, from: index)
  }

  private mutating func readAttributes(_ source: [UInt8], from start: Int) {
    var index = start
    while index < source.count {
      if source[index] == UInt8(ascii: ">") {
        end = index + 1
        return
      }
      if source[index] == UInt8(ascii: "/") || Self.isSpace(source[index]) {
        isSelfClosing = source.holds("/>", at: index)
        index += 1
        continue
      }
      let keyStart = index
      index += 1
      while index < source.count, !Self.endsName(source[index]), source[index] != UInt8(ascii: "=")
      {
        index += 1
      }
      let key = source[keyStart..<index].text.lowercased()
      let value = Self.readValue(source, &index)
      if !attributes.contains(where: { $0.key == key }) { attributes.append((key, value)) }
    }
  }

  private static func readValue(_ source: [UInt8], _ index: inout Int) -> String? {
    var next = index
    while next < source.count, isSpace(source[next]) { next += 1 }
    guard next < source.count, source[next] == UInt8(ascii: "=") else { return nil }
    next += 1
    while next < source.count, isSpace(source[next]) { next += 1 }
    guard next < source.count else {
      index = next
      return nil
    }
    let quote = source[next]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let close = source[(next + 1)...].firstIndex(of: quote) ?? source.count
      index = min(close + 1, source.count)
      return HTMLEntities.decode(source[(next + 1)..<close].text)
    }
    let start = next
    while next < source.count, !isSpace(source[next]), source[next] != UInt8(ascii: ">") {
      next += 1
    }
    index = next
    return HTMLEntities.decode(source[start..<next].text)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte && byte != 11 }

  private static func endsName(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
  }
}

/// Character references in attribute values: the numeric ones, and those names that matter for
/// reading a link. An unknown one stays as it is, its `&` escaped when it is written again.
enum HTMLEntities {
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, at: index) {
        result += String(Character(scalar)).utf8
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func reference(_ bytes: [UInt8], at start: Int) -> (Unicode.Scalar, Int)? {
    var end = start + 1
    if bytes.holds("#", at: end) {
      end += 1
      let isHex = end < bytes.count && bytes[end] | 0x20 == UInt8(ascii: "x")
      if isHex { end += 1 }
      let digits = bytes[end...].prefix { isDigitByte($0) || isHex && isLetterByte($0) }
      guard let value = UInt32(digits.text, radix: isHex ? 16 : 10) else { return nil }
      end += digits.count
      if end < bytes.count, bytes[end] == UInt8(ascii: ";") { end += 1 }
      return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
    }
    let name = bytes[end...].prefix(while: isLetterByte)
    guard let scalar = names[name.text] else { return nil }
    end += name.count
    guard end < bytes.count, bytes[end] == UInt8(ascii: ";") else { return nil }
    return (scalar, end + 1)
  }

  private static let names: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "colon": ":",
    "Tab": "\t", "NewLine": "\n", "sol": "/", "lpar": "(", "rpar": ")",
  ]
}
