/// Unicode's mathematical letters (the block U+1D400, and the letters that stood elsewhere before).
enum MathLetters {
  /// A text in one of MathML's variants: `bold`, `double-struck`, `script` …
  static func convert(_ text: String, to variant: String) -> String {
    var result = String.UnicodeScalarView()
    var isEntity = false
    for scalar in text.unicodeScalars {
      if scalar == "&" { isEntity = true }
      result.append(isEntity ? scalar : letter(scalar, variant) ?? scalar)
      if scalar == ";" { isEntity = false }
    }
    return String(result)
  }

  /// One letter in a variant; nil when Unicode has none.
  static func letter(_ scalar: Unicode.Scalar, _ variant: String) -> Unicode.Scalar? {
    if let early = earlier[variant]?[scalar] { return early }
    guard let base = bases[variant] else { return nil }
    switch scalar {
    case "A"..."Z": return Unicode.Scalar(base.latin + scalar.value - 0x41)
    case "a"..."z": return Unicode.Scalar(base.latin + 26 + scalar.value - 0x61)
    case "Α"..."Ω": return base.greek.flatMap { Unicode.Scalar($0 + scalar.value - 0x391) }
    case "α"..."ω": return base.greek.flatMap { Unicode.Scalar($0 + 26 + scalar.value - 0x3B1) }
    case "∂": return base.greek.flatMap { Unicode.Scalar($0 + 51) }
    case "ϵ": return base.greek.flatMap { Unicode.Scalar($0 + 52) }
    case "ϑ": return base.greek.flatMap { Unicode.Scalar($0 + 53) }
    case "ϕ": return base.greek.flatMap { Unicode.Scalar($0 + 55) }
    case "ϱ": return base.greek.flatMap { Unicode.Scalar($0 + 56) }
    case "ϖ": return base.greek.flatMap { Unicode.Scalar($0 + 57) }
    case "0"..."9": return base.digit.flatMap { Unicode.Scalar($0 + scalar.value - 0x30) }
    default: return nil
    }
  }

  /// Where a variant's `A`, `Α` and `0` stand.
  private static let bases: [String: (latin: UInt32, greek: UInt32?, digit: UInt32?)] = [
    "bold": (0x1D400, 0x1D6A8, 0x1D7CE),
    "italic": (0x1D434, 0x1D6E2, nil),
    "bold-italic": (0x1D468, 0x1D71C, nil),
    "script": (0x1D49C, nil, nil),
    "bold-script": (0x1D4D0, nil, nil),
    "fraktur": (0x1D504, nil, nil),
    "double-struck": (0x1D538, nil, 0x1D7D8),
    "bold-fraktur": (0x1D56C, nil, nil),
    "sans-serif": (0x1D5A0, nil, 0x1D7E2),
    "bold-sans-serif": (0x1D5D4, 0x1D756, 0x1D7EC),
    "sans-serif-italic": (0x1D608, nil, nil),
    "sans-serif-bold-italic": (0x1D63C, 0x1D790, nil),
    "monospace": (0x1D670, nil, 0x1D7F6),
  ]

  /// Letters that Unicode had before the block.
  private static let earlier: [String: [Unicode.Scalar: Unicode.Scalar]] = [
    "italic": ["h": "ℎ"],
    "script": [
      "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ",
      "g": "ℊ", "o": "ℴ",
    ],
    "fraktur": ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"],
    "double-struck": [
      "C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ",
    ],
  ]
}
