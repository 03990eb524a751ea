/// The shortest decimal digits that read back as a double: ±0.d₁d₂d₃… × 10^point.
struct Decimal {
  var isNegative: Bool
  /// Digits 0…9 with no leading or trailing zero; empty for zero.
  var digits: [UInt8]
  var point: Int

  /// Reads what `Double.description` prints ("-12.5", "1e-300"), the only formatter of the standard
  /// library that is free of locale. The value must be finite.
  init(_ value: Double) {
    var digits: [UInt8] = []
    var point = 0
    var seenPoint = false
    var exponent = 0
    var text = Substring(value.magnitude.description)
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...]) ?? 0
      text = text[..<mark]
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
      } else {
        digits.append(byte &- UInt8(ascii: "0"))
        if !seenPoint { point += 1 }
      }
    }
    self.init(isNegative: value.sign == .minus, digits: digits, point: point + exponent)
  }

  init(isNegative: Bool, digits: [UInt8], point: Int) {
    let leading = digits.prefix { $0 == 0 }.count
    let trailing = digits.dropFirst(leading).reversed().prefix { $0 == 0 }.count
    self.digits = Array(digits.dropFirst(leading).dropLast(trailing))
    self.point = self.digits.isEmpty ? 0 : point - leading
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  /// Half away from zero, on the decimal digits.
  func rounded(significant count: Int) -> Decimal {
    guard digits.count > count else { return self }
    var kept = Array(digits.prefix(count))
    var carry: UInt8 = digits[count] >= 5 ? 1 : 0
    for index in kept.indices.reversed() where carry == 1 {
      carry = kept[index] == 9 ? 1 : 0
      kept[index] = kept[index] == 9 ? 0 : kept[index] + 1
    }
    if carry == 1 { kept.insert(1, at: 0) }
    return Decimal(isNegative: isNegative, digits: kept, point: point + Int(carry))
  }

  /// The exponent when written with one digit before the point.
  var exponent: Int { point - 1 }

  /// All digits written out around the point, without a sign. At least `decimals` places.
  func plain(decimals: Int = 0) -> String {
    let whole = point > 0 ? padded(from: 0, to: point) : "0"
    let places = max(decimals, digits.count - point)
    guard places > 0 else { return whole }
    return whole + "." + padded(from: point, to: point + places)
  }

  /// Digits at positions `from ..< to` counted from the first digit, zero outside.
  private func padded(from: Int, to: Int) -> String {
    var text = ""
    for index in from..<to {
      let digit = digits.indices.contains(index) ? digits[index] : 0
      text.append(Character(UnicodeScalar(UInt8(ascii: "0") + digit)))
    }
    return text
  }
}
