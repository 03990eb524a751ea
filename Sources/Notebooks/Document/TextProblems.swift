/// Bytes that make a file no text, or one of which nobody knows where its lines end.
enum TextProblems {
  /// The first byte that belongs to no character of UTF-8; 0 when there is none.
  static func firstInvalidByte(in bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar): offset += scalar.count
      case .error: return min(offset, max(bytes.count - 1, 0))
      case .emptyInput: return 0
      }
    }
  }

  /// The first control character other than a tab, a form feed and the ends of lines. A carriage
  /// return alone is one: Markdown takes it for the end of a line, editors and diagnostics do not.
  static func firstControlCharacter(in bytes: [UInt8]) -> Int? {
    bytes.indices.first { index in
      let byte = bytes[index]
      guard byte < 0x20 else { return false }
      switch byte {
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"), 0x0C: return false
      case UInt8(ascii: "\r"):
        return index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n")
      default: return true
      }
    }
  }
}
