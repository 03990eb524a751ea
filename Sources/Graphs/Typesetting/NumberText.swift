/// Numbers in formulas: the shortest of at most six significant digits, in a form that the language
/// reads.
enum NumberText {
  private static let significantDigits = 6

  /// `0.1`, `1e-7`, `-2`, `Inf`.
  static func plain(_ value: Double) -> String {
    let sign = value.sign == .minus && value != 0 ? "-" : ""
    if value.isNaN { return "NaN" }
    guard value.isFinite else { return sign + "Inf" }
    let (digits, exponent) = decimal(value.magnitude)
    if isWritten(exponent, digits) { return sign + positional(digits, exponent) }
    return "\(sign)\(mantissa(digits))e\(exponent)"
  }

  /// `0.1`, `1.5 \cdot 10^{-7}`, `-2`, `\infty`.
  static func latex(_ value: Double) -> String {
    let sign = value.sign == .minus && value != 0 ? "-" : ""
    if value.isNaN { return "\\mathrm{NaN}" }
    guard value.isFinite else { return sign + "\\infty" }
    let (digits, exponent) = decimal(value.magnitude)
    if isWritten(exponent, digits) { return sign + positional(digits, exponent) }
    let power = "10^{\(exponent)}"
    return sign + (digits == [1] ? power : "\(mantissa(digits)) \\cdot \(power)")
  }

  /// Without a power of ten: whole numbers up to 10¹⁵, fractions from 0.0001 on.
  private static func isWritten(_ exponent: Int, _ digits: [Int]) -> Bool {
    let isWhole = exponent >= digits.count - 1
    return isWhole ? (0..<15).contains(exponent) : (-4..<significantDigits).contains(exponent)
  }

  /// d₀.d₁d₂… · 10^exponent, without zeros at the end; [0] for zero. Whole numbers keep all digits.
  private static func decimal(_ value: Double) -> (digits: [Int], exponent: Int) {
    let parts = value.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    var digits = (mantissa[0] + (mantissa.count > 1 ? mantissa[1] : "")).utf8
      .map { Int($0) - Int(UInt8(ascii: "0")) }
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + mantissa[0].count - 1
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    if value != value.rounded() || value >= 1e15 { round(&digits, &exponent) }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, digits == [0] ? 0 : exponent)
  }

  private static func round(_ digits: inout [Int], _ exponent: inout Int) {
    guard digits.count > significantDigits else { return }
    let roundsUp = digits[significantDigits] >= 5
    digits.removeLast(digits.count - significantDigits)
    guard roundsUp else { return }
    while let last = digits.popLast() {
      if last < 9 {
        digits.append(last + 1)
        return
      }
    }
    digits = [1]
    exponent += 1
  }

  private static func mantissa(_ digits: [Int]) -> String {
    let fraction = digits.dropFirst().map(String.init).joined()
    return "\(digits[0])" + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func positional(_ digits: [Int], _ exponent: Int) -> String {
    let text = digits.map(String.init)
    if exponent < 0 {
      return "0." + String(repeating: "0", count: -exponent - 1) + text.joined()
    }
    let padded = text + [String](repeating: "0", count: max(0, exponent + 1 - text.count))
    let fraction = padded[(exponent + 1)...].joined()
    return padded[...exponent].joined() + (fraction.isEmpty ? "" : "." + fraction)
  }
}
