/// From what the data ask to the interval an axis shows.
enum Domain {
  /// Room left beyond the data, as a part of the axis.
  static let padding = 0.04

  static func scale(kind: ScaleKind, extent: Extent, limits: AxisLimits?) -> Scale {
    switch kind {
    case .linear: linear(extent, limits)
    case .log: logarithmic(extent, limits)
    case .symlog: symmetric(extent, limits)
    }
  }

  private static func linear(_ extent: Extent, _ limits: AxisLimits?) -> Scale {
    let (low, high) = widened(extent)
    let pad = (high * 0.25 - low * 0.25) * padding * 4
    let lower = limits?.finiteLower ?? clamp(extent.padsLower ? low - pad : low)
    let upper = limits?.finiteUpper ?? clamp(extent.padsUpper ? high + pad : high)
    let (a, b) = separated(lower, upper)
    return Scale(kind: .linear, lower: a, upper: b)
  }

  private static func logarithmic(_ extent: Extent, _ limits: AxisLimits?) -> Scale {
    var low = extent.smallestPositive
    var high = extent.upper
    if !(low <= high) { (low, high) = (0.1, 10) }
    if low == high { (low, high) = (max(low / 3, .leastNonzeroMagnitude), high * 3) }
    high = min(max(high, low * 1.01), largest)
    let plain = Scale(kind: .log, lower: low, upper: high)
    // Bars have no zero to stand on: the foot lies below the least of them, so that it is seen.
    let start = extent.isBasedAtZero ? -0.15 : extent.padsLower ? -padding : 0
    let end = extent.padsUpper ? 1 + padding : 1
    let lower = limits?.positiveLower ?? max(plain.inverse(start), .leastNonzeroMagnitude)
    let upper = limits?.positiveUpper ?? min(plain.inverse(end), largest)
    let ordered = lower < upper ? (lower, upper) : (upper / 10, max(lower, upper))
    return Scale(kind: .log, lower: ordered.0, upper: ordered.1)
  }

  private static func symmetric(_ extent: Extent, _ limits: AxisLimits?) -> Scale {
    let (low, high) = widened(extent)
    let largest = max(low.magnitude, high.magnitude)
    let smallest = min(extent.smallestMagnitude, largest)
    // Four decades on each side at most: beyond that the linear part would be a hair's breadth.
    let exponent = max(decimalExponent(smallest), decimalExponent(largest) - 4)
    let threshold = powerOfTen(min(max(exponent, -300), 300))
    let plain = Scale(kind: .symlog, lower: low, upper: high, threshold: threshold)
    let (start, end) = (extent.padsLower ? -padding : 0, extent.padsUpper ? 1 + padding : 1)
    let lower = limits?.finiteLower ?? clamp(plain.inverse(start))
    let upper = limits?.finiteUpper ?? clamp(plain.inverse(end))
    let (a, b) = separated(lower, upper)
    return Scale(kind: .symlog, lower: a, upper: b, threshold: threshold)
  }

  /// The data's range, made wide enough to be an axis: nothing at all gives 0…1, one value gives an
  /// interval around it.
  private static func widened(_ extent: Extent) -> (Double, Double) {
    guard !extent.isEmpty else { return (0, 1) }
    let (low, high) = (clamp(extent.lower), clamp(extent.upper))
    let size = max(low.magnitude, high.magnitude)
    guard high * 0.25 - low * 0.25 <= size * 1e-13 else { return (low, high) }
    let half = size < 1e-300 ? 1 : size * 0.5
    return (clamp(low - half), clamp(high + half))
  }

  private static func separated(_ lower: Double, _ upper: Double) -> (Double, Double) {
    if lower == upper {
      let half = lower.magnitude < 1e-300 ? 1 : lower.magnitude * 0.5
      return (clamp(lower - half), clamp(upper + half))
    }
    return lower < upper ? (lower, upper) : (upper, lower)
  }

  /// The end of every axis; a little below the largest number, so that a half more is still finite.
  private static let largest = 1.7e308

  private static func clamp(_ value: Double) -> Double { min(max(value, -largest), largest) }
}

/// Limits given by the reader; an end that is nil follows the data. `lower > upper` turns the axis
/// around.
public struct AxisLimits: Sendable, Equatable {
  public var lower: Double?
  public var upper: Double?

  public init(_ lower: Double?, _ upper: Double?) {
    self.lower = lower
    self.upper = upper
  }

  var isReversed: Bool {
    if let lower, let upper { return lower > upper }
    return false
  }

  private func end(_ pick: (Double, Double) -> Double, _ own: Double?) -> Double? {
    if let lower, let upper { return pick(lower, upper) }
    return own
  }

  var finiteLower: Double? { end(min, lower).flatMap { $0.isFinite ? $0 : nil } }
  var finiteUpper: Double? { end(max, upper).flatMap { $0.isFinite ? $0 : nil } }
  var positiveLower: Double? { finiteLower.flatMap { $0 > 0 ? $0 : nil } }
  var positiveUpper: Double? { finiteUpper.flatMap { $0 > 0 ? $0 : nil } }
}
