/// A JSON value. Objects keep the order of their members, so that equal data gives equal bytes.
public indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var items: [JSON]? {
    guard case .array(let items) = self else { return nil }
    return items
  }

  var members: [(String, JSON)]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  var double: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }
}

// MARK: - Writing

extension JSON {
  /// On one line.
  public var compact: String {
    switch self {
    case .array(let items): "[" + items.map(\.compact).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quote($0.0) + ":" + $0.1.compact }.joined(separator: ",") + "}"
    default: scalar
    }
  }

  /// Indented by one blank a level, as Jupyter writes its files.
  func pretty(_ indent: String = "") -> String {
    let inner = indent + " "
    switch self {
    case .array(let items) where !items.isEmpty:
      let lines = items.map { inner + $0.pretty(inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { inner + Self.quote($0.0) + ": " + $0.1.pretty(inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
    default: return compact
    }
  }

  private var scalar: String {
    switch self {
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): Self.digits(number)
    case .string(let text): Self.quote(text)
    default: "null"
    }
  }

  private static func digits(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    return abs(number) < 1e15 && number == number.rounded() ? String(Int64(number)) : "\(number)"
  }

  private static func quote(_ text: String) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 10: result += "\\n".utf8
      case 13: result += "\\r".utf8
      case 9: result += "\\t".utf8
      case 0..<32, 127:
        let hex = String(byte, radix: 16)
        result += ("\\u00" + (hex.count == 1 ? "0" : "") + hex).utf8
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }
}
