/// Ticks at multiples of 1, 2, 2.5 or 5 times a power of ten.
///
/// Each tick is a whole number of steps and its label is written from that whole number, so "0.3" is
/// never 0.30000000000000004.
enum LinearTicks {
  /// A step of `mantissa` × 10^`exponent`.
  struct Step: Equatable {
    var mantissa: Int
    var exponent: Int
    var size: Double { Double("\(mantissa)e\(exponent)") ?? .infinity }
  }

  /// At most `limit` ticks within `lower…upper` (at least one step is always tried).
  static func ticks(lower: Double, upper: Double, limit: Int, wholeOnly: Bool = false) -> TickSet {
    let limit = max(limit, 2)
    guard let step = step(lower: lower, upper: upper, limit: limit, wholeOnly: wholeOnly) else {
      return TickSet()
    }
    let multiples = multiples(of: step.size, lower: lower, upper: upper)
    if multiples.count == 1, Double(multiples.lowerBound) * step.size > upper { return TickSet() }
    guard let first = multiples.first, let last = multiples.last else { return TickSet() }
    let values = multiples.map { Double("\($0 * step.mantissa)e\(step.exponent)") ?? 0 }
    let largest = max(first.magnitude, last.magnitude) * UInt(step.mantissa)
    if String(largest).utf8.count > 6, first != 0, (last - first) < Int(largest) / 10_000 {
      return offsetTicks(multiples, values, step)
    }
    let labels = labels(multiples.map { $0 * step.mantissa }, exponent: step.exponent)
    return TickSet(major: zip(values, labels).map { Tick(value: $0, label: $1) })
  }

  /// The smallest step with at most `limit` multiples in the interval.
  static func step(lower: Double, upper: Double, limit: Int, wholeOnly: Bool = false) -> Step? {
    let quarter = (upper * 0.25 - lower * 0.25) / Double(limit)
    guard quarter > 0, quarter.isFinite else { return nil }
    let start = decimalExponent(quarter) - 1
    for exponent in start...(start + 4) {
      for mantissa in [10, 20, 25, 50] {
        let step = Step(mantissa: mantissa, exponent: exponent).reduced
        if wholeOnly && step.exponent < 0 { continue }
        if step.size.isFinite && fits(step.size, lower, upper, limit) { return step }
      }
    }
    return nil
  }

  private static func fits(_ size: Double, _ lower: Double, _ upper: Double, _ limit: Int) -> Bool {
    guard lower.magnitude / size < 1e15, upper.magnitude / size < 1e15 else { return false }
    return multiples(of: size, lower: lower, upper: upper).count <= limit
  }

  /// Whole k with k·size in the interval, forgiving a rounding error at its ends.
  private static func multiples(of size: Double, lower: Double, upper: Double) -> ClosedRange<Int> {
    let slack = 1e-9
    let first = (lower / size - slack).rounded(.up)
    let last = (upper / size + slack).rounded(.down)
    return Int(first)...max(Int(first), Int(last))
  }

  /// Labels for whole × 10^exponent, all with the same number of decimals.
  private static func labels(_ wholes: [Int], exponent: Int) -> [String] {
    let decimals = wholes.map { whole in decimal(whole, exponent) }
    let largest = decimals.map(\.exponent).max() ?? 0
    let isPlain = largest <= 5 && exponent >= -5
    return zip(wholes, decimals).map { whole, decimal in
      if whole == 0 { return "0" }
      let sign = whole < 0 ? NumberText.minus : ""
      if isPlain { return sign + decimal.plain(decimals: max(0, -exponent)) }
      return sign + NumberText.scientific(decimal)
    }
  }

  private static func decimal(_ whole: Int, _ exponent: Int) -> Decimal {
    let digits = String(whole.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    return Decimal(isNegative: whole < 0, digits: digits, point: digits.count + exponent)
  }

  /// Ticks like 1000000.1, 1000000.2 are labelled 0.1, 0.2 with a note "+ 1000000".
  private static func offsetTicks(
    _ multiples: ClosedRange<Int>, _ values: [Double], _ step: Step
  ) -> TickSet {
    let base = multiples.lowerBound
    let offset = decimal(base * step.mantissa, step.exponent)
    let wholes = multiples.map { ($0 - base) * step.mantissa }
    let ticks = zip(values, labels(wholes, exponent: step.exponent))
    let sign = offset.isNegative ? NumberText.minus : "+"
    let text =
      offset.exponent > 8 ? NumberText.scientific(offset) : offset.plain()
    return TickSet(
      major: ticks.map { Tick(value: $0, label: $1 == "0" ? "0" : "+" + $1) },
      offset: "\(sign) \(text)")
  }
}

extension LinearTicks.Step {
  /// 20 × 10⁻¹ is 2 × 10⁰: fewer decimals in the labels.
  fileprivate var reduced: LinearTicks.Step {
    mantissa % 10 == 0 ? .init(mantissa: mantissa / 10, exponent: exponent + 1) : self
  }
}
