import Syntax

#if canImport(Glibc)
  import Glibc
#endif

/// Decimal texts of numbers, without any locale.
enum NumberText {
  /// At most `digits` significant digits, trailing zeros dropped; in positional notation for
  /// exponents from -5 to 14, else `1.5e-7`.
  static func significant(_ value: Double, digits: Int) -> String {
    let precision = min(max(digits, 1), 17)
    let text = shortest(value, digits: precision)
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { return text }
    var mantissa = String(text[..<mark])
    while mantissa.contains("."), mantissa.hasSuffix("0") { mantissa.removeLast() }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    if exponent < -5 || exponent >= max(precision, 6) { return "\(mantissa)e\(exponent)" }
    return positional(mantissa, exponent)
  }

  /// Rounded to so many digits; all that there are (17) means the shortest that give the value back.
  private static func shortest(_ value: Double, digits: Int) -> String {
    if digits == 17 {
      for fewer in 15..<17 {
        let text = c("%.\(fewer - 1)e", value)
        if Double(text) == value { return text }
      }
    }
    return c("%.\(digits - 1)e", value)
  }

  /// `1.2345` with exponent 2 is `123.45`.
  private static func positional(_ mantissa: String, _ exponent: Int) -> String {
    let isNegative = mantissa.hasPrefix("-")
    var figures = mantissa.filter { $0 != "." && $0 != "-" }
    if exponent < 0 {
      figures = "0." + String(repeating: "0", count: -exponent - 1) + figures
    } else if figures.count <= exponent + 1 {
      figures += String(repeating: "0", count: exponent + 1 - figures.count)
    } else {
      figures.insert(".", at: figures.index(figures.startIndex, offsetBy: exponent + 1))
    }
    return (isNegative ? "-" : "") + figures
  }

  static func fixed(_ value: Double, decimals: Int) -> String { c("%.\(decimals)f", value) }
  static func exponent(_ value: Double, decimals: Int) -> String { c("%.\(decimals)e", value) }

  /// The C library's formatting, in the C locale.
  private static func c(_ format: String, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 512)
    let written = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(
      decoding: buffer.prefix(max(0, min(Int(written), buffer.count - 1))).map {
        UInt8(bitPattern: $0)
      }, as: UTF8.self)
  }
}

extension StringPiece.Format {
  /// `{x:8.3f}`
  func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return padded(Display(digits: digits).number(value)) }
    let decimals = min(precision ?? 6, 300)
    switch style {
    case .fixed: return padded(NumberText.fixed(value, decimals: decimals))
    case .exponent: return padded(NumberText.exponent(value, decimals: decimals))
    case .percent: return padded(NumberText.fixed(value * 100, decimals: precision ?? 0) + "%")
    case .general, nil:
      let display = Display(digits: precision ?? digits)
      if let precision, value == value.rounded(), abs(value) >= 1 {
        return padded(NumberText.significant(value, digits: precision))
      }
      return padded(display.number(value))
    }
  }

  func padded(_ text: String) -> String {
    guard let width, text.count < width else { return text }
    return String(repeating: " ", count: width - text.count) + text
  }
}
