/// Numbers as a reader of a textbook expects them: a true minus sign, 1.5×10⁶ for the very large and
/// the very small, never a locale.
enum NumberText {
  static let minus = "\u{2212}"

  /// Exponents that are written out in full: 0.001 to 999 999.
  static let plainExponents = -3...5

  static func format(_ value: Double, significant: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "\(minus)∞" : "∞" }
    let exact = Decimal(value)
    if exact.digits.isEmpty { return "0" }
    // Whole numbers keep all their digits: "in 1500 steps", not "in 1500" by luck and "1501 ≈ 1500".
    let isSmallWhole = exact.digits.count <= exact.point && exact.point <= 6
    let decimal = isSmallWhole ? exact : exact.rounded(significant: significant)
    let sign = decimal.isNegative ? minus : ""
    return plainExponents.contains(decimal.exponent)
      ? sign + decimal.plain() : sign + scientific(decimal)
  }

  /// `decimal` as 1.5×10⁶, without its sign.
  static func scientific(_ decimal: Decimal, decimals: Int = 0) -> String {
    let mantissa = Decimal(isNegative: false, digits: decimal.digits, point: 1)
    return mantissa.plain(decimals: decimals) + "×10" + superscript(decimal.exponent)
  }

  static func powerOfTen(_ exponent: Int) -> String { "10" + superscript(exponent) }

  static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let text = String(number.magnitude).utf8.map { digits[Int($0 - UInt8(ascii: "0"))] }
    return (number < 0 ? "⁻" : "") + String(text)
  }

  /// The same text for a terminal that shows ASCII only: "-1.5e6".
  static func ascii(_ text: String) -> String {
    var out = ""
    for character in text.replacingPowers() {
      switch character {
      case "\u{2212}", "–", "—": out.append("-")
      case "×": out.append("x")
      case "…": out += "..."
      case "∞": out += "inf"
      case _ where character.isASCII: out.append(character)
      default: out.append("?")
      }
    }
    return out
  }
}

extension String {
  /// "1.5×10⁻⁶" → "1.5e-6", "10³" → "1e3".
  fileprivate func replacingPowers() -> String {
    let superscripts: [Character: Character] = [
      "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
      "⁹": "9", "⁻": "-",
    ]
    var out = ""
    for character in self {
      guard let digit = superscripts[character] else {
        out.append(character)
        continue
      }
      if out.hasSuffix("×10") {
        out.removeLast(3)
        out += "e"
      } else if out.hasSuffix("10") {
        out.removeLast(2)
        out += "1e"
      }
      out.append(digit)
    }
    return out
  }
}
