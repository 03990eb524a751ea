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
    let finite = values.filter(\.isFinite)
    total = finite.count
    left = values.count - finite.count
    guard let least = finite.min(), let most = finite.max() else { return }
    edges = Histogram.edges(finite, least, most, bins: bins)
    counts = Array(repeating: 0, count: edges.count - 1)
    let scale = Double(counts.count) / ((edges[counts.count] * 0.25 - edges[0] * 0.25) * 4)
    for value in finite { counts[bin(of: value, scale)] += 1 }
  }

  /// The bin by a division, and then by the edges as they are, which have been rounded.
  private func bin(of value: Double, _ scale: Double) -> Int {
    var bin = clampedInt((value - edges[0]) * scale, 0, counts.count - 1)
    while bin > 0, value < edges[bin] { bin -= 1 }
    while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
    return bin
  }

  private static func edges(
    _ values: [Double], _ least: Double, _ most: Double, bins: Int?
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
    let wanted = min(max(automaticCount(values, span * 4), 5), largest / 3)
    guard
      let step = LinearTicks.step(lower: least, upper: most, limit: wanted + 1)?.size
    else { return [least, most] }
    let first = (least / step).rounded(.down)
    let last = max((most / step).rounded(.up), first + 1)
    return (0...clampedInt(last - first, 1, largest)).map { (first + Double($0)) * step }
  }

  /// The larger of Sturges' number (right for few, normal values) and Freedman and Diaconis'
  /// (bin width 2·IQR·n^(−1/3), right for many).
  private static func automaticCount(_ values: [Double], _ span: Double) -> Int {
    let count = Double(values.count)
    // Of very many values every n-th is enough for the quartiles.
    let step = max(1, values.count / 20_000)
    let sorted = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    let sturges = log2(count) + 1
    let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let width = 2 * quartiles / cbrt(count)
    return clampedInt(max(sturges, width > 0 ? span / width : 0).rounded(.up), 1, largest)
  }
}
