@_spi(_Unicode) import Swift

/// Which characters may stand in a name, and how names are made comparable.
enum Characters {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// A letter of ASCII or `_`.
  static func isASCIIName(_ byte: UInt8) -> Bool {
    (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || byte == 0x5F
  }

  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    if isSuperscriptLetter(scalar) { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      return true
    default:
      return false
    }
  }

  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return isASCIIName(UInt8(scalar.value)) || isDigit(UInt8(scalar.value))
    }
    if isNameStart(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    // Subscript digits ₀…₉; the superscript ones are powers.
    default: return scalar.value >= 0x2080 && scalar.value <= 0x2089
    }
  }

  /// Raised letters: `ᵀ` is an operator, and `xⁿ` has to be written `x^n`.
  static func isSuperscriptLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2071, 0x207F, 0x1D2C...0x1D61, 0x2B0...0x2B8: true
    default: false
    }
  }

  /// The digit or sign that a superscript stands for.
  static func superscript(_ scalar: Unicode.Scalar) -> Character? {
    switch scalar.value {
    case 0x2070: "0"
    case 0xB9: "1"
    case 0xB2: "2"
    case 0xB3: "3"
    case 0x2074...0x2079: Character(Unicode.Scalar(UInt8(scalar.value - 0x2070 + 0x30)))
    case 0x207A: "+"
    case 0x207B: "-"
    default: nil
    }
  }

  /// Space that people don't see: no-break and other spaces, zero-width marks, the byte order mark.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF: true
    default: false
    }
  }

  /// A name as it is compared and shown: look-alikes folded, then Unicode's normal form C.
  static func canonicalName(_ text: Substring) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      folded.append(nameLookAlikes[scalar] ?? scalar)
    }
    var normal = String.UnicodeScalarView()
    for scalar in String(folded)._nfc { normal.append(scalar) }
    return String(normal)
  }

  private static let nameLookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{B5}": "\u{3BC}",  // micro sign µ → mu μ
    "\u{25B}": "\u{3B5}",  // open e ɛ → epsilon ε
    "\u{3F5}": "\u{3B5}",  // lunate ϵ → epsilon ε
    "\u{3D5}": "\u{3C6}",  // stroked ϕ → phi φ
  ]
}
