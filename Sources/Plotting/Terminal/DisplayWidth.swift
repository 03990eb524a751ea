/// How many columns of a terminal a text takes.
enum DisplayWidth {
  /// 0 for combining marks and controls, 2 for East Asian wide characters and pictographs, else 1.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    let code = scalar.value
    if code < 0x300 { return code < 0x20 || (0x7f..<0xa0).contains(code) ? 0 : 1 }
    if isZeroWidth(scalar) { return 0 }
    return wide.contains { $0.contains(code) } ? 2 : 1
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
    0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
    0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]

  static func columns(_ text: String) -> Int {
    var total = 0
    for character in text { total += columns(character) }
    return total
  }

  /// The widest scalar counts: a base with its marks is one cell, a joined emoji two.
  static func columns(_ character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars { widest = max(widest, columns(scalar)) }
    return widest
  }

  /// The longest beginning of `text` that takes at most `limit` columns.
  static func prefix(_ text: String, _ limit: Int) -> String {
    var used = 0
    return String(
      text.prefix { character in
        used += columns(character)
        return used <= limit
      })
  }
}
