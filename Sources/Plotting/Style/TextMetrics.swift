/// How wide a text will be, without a font at hand.
///
/// The figures ask for Helvetica or a face with the same advance widths (Arial, Liberation Sans); the
/// table holds those widths in thousandths of the font size for U+0020…U+007E.
enum TextMetrics {
  private static let advances: [UInt16] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  static func width(_ text: String, size: Double) -> Double {
    var thousandths = 0
    for scalar in text.unicodeScalars { thousandths += advance(scalar) }
    return Double(thousandths) * size / 1000
  }

  private static func advance(_ scalar: Unicode.Scalar) -> Int {
    let code = scalar.value
    if code >= 32, code < 127 { return Int(advances[Int(code) - 32]) }
    switch DisplayWidth.columns(scalar) {
    case 0: return 0
    case 2: return 1000
    default: break
    }
    if code >= 0x2070 && code <= 0x209f || (0xb2...0xb3).contains(code) || code == 0xb9 {
      return 360
    }
    return 640
  }

  /// `text`, cut with "…" where it is wider than `limit`.
  static func fitted(_ text: String, size: Double, limit: Double) -> String {
    guard width(text, size: size) > limit else { return text }
    let room = limit - width("…", size: size)
    var used = 0.0
    let kept = text.prefix { character in
      used += width(String(character), size: size)
      return used <= room
    }
    return kept.isEmpty ? "…" : kept + "…"
  }

  /// `text` in lines no wider than `limit`, broken at spaces; the last line is cut if need be.
  static func wrapped(_ text: String, size: Double, limit: Double, lines: Int) -> [String] {
    var result: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || result.count == lines - 1 || width(longer, size: size) <= limit {
        line = longer
      } else {
        result.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { result.append(line) }
    return result.map { fitted($0, size: size, limit: limit) }
  }
}
