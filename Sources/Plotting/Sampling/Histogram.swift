#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Values counted in bins [eₖ, eₖ₊₁), the last one closed. A few whole numbers have a bin each, around
/// the number; else edges are round.
struct Histogram: Sendable {
  var edges: [Double] = []
  var counts: [Double] = []
  /// How many values were counted, and how many were left out as not finite.
  var total = 0
  var left = 0
  /// True where each bin stands for one whole number.
  var isOneEach = false

  private static let largest = Figure.mostBins

  /// - Parameter all: all samples that are compared: they have common edges, else the heights of their
  ///   bars could not be compared.
  init(_ values: [Double], bins: Int?, all: [[Double]]? = nil) {
    let finite = values.filter(\.isFinite)
    total = finite.count
    left = values.count - finite.count
    let pool = all?.flatMap { $0.filter(\.isFinite) } ?? finite
    guard !finite.isEmpty, let least = pool.min(), let most = pool.max() else { return }
    let size = pool.count / max(all?.count ?? 1, 1)
    edges = Histogram.edges(pool, least, most, bins: bins, size: size)
    isOneEach =
      bins == nil && edges.count > 2 && edges[1] - edges[0] == 1 && edges[0] != edges[0].rounded()
    counts = Array(repeating: 0, count: edges.count - 1)
    let scale = Double(counts.count) / ((edges[counts.count] * 0.25 - edges[0] * 0.25) * 4)
    for value in finite { counts[bin(of: value, scale)] += 1 }
    if all != nil { trim() }
  }

  /// Without the empty bins at both ends, where only others have values.
  private mutating func trim() {
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return }
    counts = Array(counts[first...last])
    edges = Array(edges[first...(last + 1)])
  }

  /// The bin by a division, and then by the edges as they are, which have been rounded.
  private func bin(of value: Double, _ scale: Double) -> Int {
    var bin = clampedInt((value - edges[0]) * scale, 0, counts.count - 1)
    while bin > 0, value < edges[bin] { bin -= 1 }
    while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
    return bin
  }

  private static func edges(
    _ values: [Double], _ least: Double, _ most: Double, bins: Int?, size: Int
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
    let wanted = min(max(automaticCount(values, span * 4, size: size), 5), largest / 3)
    let isWhole = values.allSatisfy { $0.magnitude < 1e9 && $0 == $0.rounded() }
    guard let step = roundWidth(least, most, wanted: wanted, isWhole: isWhole) else {
      return [least, most]
    }
    let first = (least / step).rounded(.down)
    // The last bin of whole numbers is as wide as the others: it doesn't take in what starts the next.
    let end = isWhole ? (most / step).rounded(.down) + 1 : (most / step).rounded(.up)
    let count = clampedInt(max(end, first + 1) - first, 1, largest)
    // A bin for each whole number has that number in its middle.
    let shift = isWhole && step == 1 ? -0.5 : 0
    return (0...count).map { (first + Double($0)) * step + shift }
  }

  /// The round width nearest to what the wanted number of bins asks for: to take the next greater one
  /// could halve their number, and hide a second peak.
  private static func roundWidth(
    _ least: Double, _ most: Double, wanted: Int, isWhole: Bool
  ) -> Double? {
    let ideal = most / Double(wanted) - least / Double(wanted)
    guard ideal.isFinite, ideal > 0 else { return nil }
    let exponent = decimalExponent(ideal)
    let digits = isWhole && exponent < 1 ? [10, 20, 50, 100] : [10, 20, 25, 50, 100]
    let widths = digits.compactMap {
      Double("\($0)e\(isWhole ? max(exponent, 0) - 1 : exponent - 1)")
    }
    func factor(_ width: Double) -> Double { max(width / ideal, ideal / width) }
    return widths.min { factor($0) < factor($1) }
  }

  /// The larger of Sturges' number (right for few, normal values) and Freedman and Diaconis'
  /// (bin width 2·IQR·n^(−1/3), right for many), for samples of n = `size` values.
  private static func automaticCount(_ values: [Double], _ span: Double, size: Int) -> Int {
    let count = Double(max(size, 1))
    // Of very many values every n-th is enough for the quartiles.
    let step = max(1, values.count / 20_000)
    let sorted = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    let sturges = log2(count) + 1
    let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let width = 2 * quartiles / cbrt(count)
    return clampedInt(max(sturges, width > 0 ? span / width : 0).rounded(.up), 1, largest)
  }
}
