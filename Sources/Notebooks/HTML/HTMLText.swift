/// A text as HTML shows it, also within a quoted attribute.
func escapeHTML(_ text: some StringProtocol) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "&"): result += "&amp;".utf8
    case UInt8(ascii: "<"): result += "&lt;".utf8
    case UInt8(ascii: ">"): result += "&gt;".utf8
    case UInt8(ascii: "\""): result += "&quot;".utf8
    // Control characters are not allowed in HTML.
    case 0..<9, 11, 12, 14..<32, 127: result += "\u{FFFD}".utf8
    default: result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
