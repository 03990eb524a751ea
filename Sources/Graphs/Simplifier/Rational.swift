/// An exact coefficient. Operations give nil instead of a rounded or overflowing result, and the
/// formula then keeps both numbers, so that folding constants never changes a value.
struct Rational: Sendable {
  let numerator: Int
  /// Positive, without a common factor with the numerator.
  let denominator: Int
  /// Written with a decimal point: 0.5 stays 0.5 where x/2 stays x/2.
  let isDecimal: Bool

  static let zero = Rational(0)
  static let one = Rational(1)
  static let minusOne = Rational(-1)
  static let half = Rational(1, 2, false)

  init(_ whole: Int) {
    (numerator, denominator, isDecimal) = (whole, 1, false)
  }

  /// Nil when the reduced fraction does not fit, or for a denominator of 0.
  init?(_ numerator: Int, over denominator: Int, isDecimal: Bool = false) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int(divisor)
    self.denominator = sign * denominator / Int(divisor)
    self.isDecimal = isDecimal && self.denominator > 1
  }

  /// The decimal fraction that a number is written as: 0.1 is 1/10. Nil when the number has no such
  /// fraction of at most 2⁵³ / 10¹⁸, whose quotient is the number itself again.
  init?(_ value: Double) {
    if let whole = Int(exactly: value), whole.magnitude <= 1 << 53 {
      self.init(whole)
      return
    }
    if let simple = Self.simpleFraction(value) {
      self = simple
      return
    }
    guard value.isFinite, let (digits, scale) = Self.decimal(value.magnitude.description) else {
      return nil
    }
    self.init(value < 0 ? -digits : digits, over: scale, isDecimal: true)
    guard self.value == value else { return nil }
  }

  /// 0.3333333333333333 was 1/3, and so was what is one rounding off. Denominators that decimal fractions
  /// can have are left to those.
  private static func simpleFraction(_ value: Double) -> Rational? {
    for denominator in [3, 6, 7, 9, 11, 12, 13, 15] {
      let scaled = value * Double(denominator)
      let numerator = scaled.rounded()
      guard numerator != 0, numerator.magnitude < 100 else { continue }
      let isClose = (value - numerator / Double(denominator)).magnitude <= 2 * value.ulp
      guard isClose, let fraction = Rational(Int(numerator), over: denominator) else { continue }
      if !fraction.hasFiniteDecimal { return fraction }
    }
    // Of series: x⁵/120.
    for denominator in [24, 60, 120, 720, 5040] {
      let scaled = value * Double(denominator)
      let numerator = scaled.rounded()
      guard numerator != 0, numerator.magnitude < 10,
        (value - numerator / Double(denominator)).magnitude <= value.ulp,
        let fraction = Rational(Int(numerator), over: denominator)
      else { continue }
      if !fraction.hasFiniteDecimal { return fraction }
    }
    return nil
  }

  /// The same number, written as a fraction; nil where that is nothing that anyone writes.
  var asFraction: Rational? {
    guard denominator <= 64, denominator & (denominator - 1) == 0 else { return nil }
    return Rational(numerator, denominator, false)
  }

  var value: Double { Double(numerator) / Double(denominator) }
  var isWhole: Bool { denominator == 1 }
  var isZero: Bool { numerator == 0 }
  var isOne: Bool { numerator == 1 && denominator == 1 }
  var isNegative: Bool { numerator < 0 }
  var negated: Rational {
    Rational(-numerator, denominator, isDecimal)
  }
  var magnitude: Rational { isNegative ? negated : self }

  func plus(_ other: Rational) -> Rational? {
    let (a, overflowA) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, overflowB) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (sum, overflowSum) = a.addingReportingOverflow(b)
    let (scale, overflowScale) = denominator.multipliedReportingOverflow(by: other.denominator)
    if overflowA || overflowB || overflowSum || overflowScale { return nil }
    return Rational(sum, over: scale, isDecimal: isDecimal || other.isDecimal)
  }

  func times(_ other: Rational) -> Rational? {
    let (product, overflow) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (scale, overflowScale) = denominator.multipliedReportingOverflow(by: other.denominator)
    if overflow || overflowScale { return nil }
    return Rational(product, over: scale, isDecimal: isDecimal || other.isDecimal)
  }

  /// Nil for 0.
  var inverse: Rational? { Rational(denominator, over: numerator, isDecimal: isDecimal) }

  func power(_ exponent: Int) -> Rational? {
    guard exponent.magnitude <= 64 else { return isOne ? self : nil }
    guard let base = exponent < 0 ? inverse : self else { return nil }
    var result: Rational? = .one
    for _ in 0..<exponent.magnitude { result = result?.times(base) }
    return result
  }

  /// The square root, if it is a fraction too.
  var exactSquareRoot: Rational? {
    let (n, d) = (Double(numerator).squareRoot(), Double(denominator).squareRoot())
    guard let a = Int(exactly: n), let b = Int(exactly: d), a * a == numerator,
      b * b == denominator
    else { return nil }
    return Rational(a, over: b, isDecimal: isDecimal)
  }

  /// The last digits of a denominator that is written with a decimal point end: only 2 and 5 divide it.
  var hasFiniteDecimal: Bool {
    var rest = denominator
    for prime in [2, 5] { while rest % prime == 0 { rest /= prime } }
    return rest == 1
  }

  static func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  private init(_ numerator: Int, _ denominator: Int, _ isDecimal: Bool) {
    (self.numerator, self.denominator, self.isDecimal) = (numerator, denominator, isDecimal)
  }

  /// "1.25e-05" → (125, 10⁷).
  private static func decimal(_ text: String) -> (digits: Int, scale: Int)? {
    let parts = text.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction.count
    guard let digits = Int(mantissa[0] + fraction), digits <= 1 << 53, (-18...0).contains(exponent)
    else { return nil }
    return (digits, (0..<(-exponent)).reduce(1) { scale, _ in scale * 10 })
  }
}

extension Rational: Hashable {
  static func == (a: Rational, b: Rational) -> Bool {
    a.numerator == b.numerator && a.denominator == b.denominator
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(numerator)
    hasher.combine(denominator)
  }
}
