#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How an axis maps numbers to places.
public enum ScaleKind: String, Sendable, Hashable, CaseIterable {
  case linear
  case log
  /// Logarithmic on both sides of zero and linear close to it: asinh(v / 2c).
  case symlog
}

/// A monotone map from the domain `lower…upper` to 0…1.
public struct Scale: Sendable, Equatable {
  public let kind: ScaleKind
  public let lower: Double
  public let upper: Double
  /// Where a symlog scale turns from linear to logarithmic.
  public let threshold: Double
  private let offset: Double
  private let factor: Double

  /// `lower < upper`, both finite, and positive for `.log`: `Domain` sees to that.
  public init(kind: ScaleKind, lower: Double, upper: Double, threshold: Double = 1) {
    self.kind = kind
    self.lower = lower
    self.upper = upper
    self.threshold = threshold
    let start = Scale.transform(lower, kind, threshold)
    offset = start
    factor = 1 / (Scale.transform(upper, kind, threshold) - start)
  }

  /// The place of `value`: 0 at `lower`, 1 at `upper`; NaN where the scale has no place for it.
  @inline(__always)
  public func unit(_ value: Double) -> Double {
    (Scale.transform(value, kind, threshold) - offset) * factor
  }

  public func inverse(_ unit: Double) -> Double {
    let place = offset + unit / factor
    switch kind {
    case .linear: return place * 4
    case .log: return pow(10, place)
    case .symlog: return 2 * threshold * sinh(place)
    }
  }

  /// Linear places are kept at a quarter so that ±1.7e308 still has a finite distance.
  @inline(__always)
  private static func transform(_ value: Double, _ kind: ScaleKind, _ threshold: Double) -> Double {
    switch kind {
    case .linear: value * 0.25
    case .log: value > 0 ? log10(value) : .nan
    case .symlog: asinh(value / (2 * threshold))
    }
  }
}
