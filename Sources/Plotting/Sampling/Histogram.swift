#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Values counted in bins [eₖ, eₖ₊₁), the last one closed.
struct Histogram: Sendable {
  var edges: [Double] = []
  var counts: [Double] = []
  /// How many values were counted, and how many were left out as not finite.
  var total = 0
  var left = 0

  static let largest = 400

  init(_ values: [Double], bins: Int?) {
    let sorted = values.filter(\.isFinite).sorted()
    total = sorted.count
    left = values.count - sorted.count
    guard let least = sorted.first, let most = sorted.last else { return }
    edges = Histogram.edges(sorted, least, most, bins: bins)
    counts = Array(repeating: 0, count: edges.count - 1)
    var bin = 0
    for value in sorted {
      while bin < counts.count - 1 && value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
  }

  private static func edges(
    _ sorted: [Double], _ least: Double, _ most: Double, bins: Int?
  ) -> [Double] {
    let span = most * 0.25 - least * 0.25
    guard span > max(least.magnitude, most.magnitude) * 1e-13 else {
      let half = least == 0 ? 0.5 : least.magnitude * 0.25
      return [least - half, least + half]
    }
    if let bins {
      let count = min(max(bins, 1), largest)
      return (0...count).map { index in
        let part = Double(index) / Double(count)
        return least * (1 - part) + most * part
      }
    }
    let wanted = min(max(automaticCount(sorted, span * 4), 5), largest / 3)
    guard
      let step = LinearTicks.step(lower: least, upper: most, limit: wanted + 1)?.size
    else { return [least, most] }
    let first = (least / step).rounded(.down)
    let last = max((most / step).rounded(.up), first + 1)
    return (0...clampedInt(last - first, 1, largest)).map { (first + Double($0)) * step }
  }

  /// The larger of Sturges' number (right for few, normal values) and Freedman and Diaconis'
  /// (bin width 2·IQR·n^(−1/3), right for many).
  private static func automaticCount(_ sorted: [Double], _ span: Double) -> Int {
    let count = Double(sorted.count)
    let sturges = log2(count) + 1
    let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let width = 2 * quartiles / cbrt(count)
    return clampedInt(max(sturges, width > 0 ? span / width : 0).rounded(.up), 1, largest)
  }
}
