/// Moves things apart along a line until they don't overlap, as little as can be.
enum Spread {
  /// Places p₀ ≤ p₁ ≤ … for things of the given sizes, in the order given, with the least sum of
  /// squared distances from where they want to be.
  ///
  /// With the sizes before it taken off, each place only has to be no less than the one before: an
  /// isotonic regression, solved by pooling neighbours that are out of order.
  static func places(
    wanted: [Double], sizes: [Double], within limits: ClosedRange<Double>? = nil
  ) -> [Double] {
    var offsets: [Double] = []
    var total = 0.0
    for (index, size) in sizes.enumerated() {
      if index > 0 { total += (sizes[index - 1] + size) / 2 }
      offsets.append(total)
    }
    var pools: [(sum: Double, count: Int)] = []
    for (place, offset) in zip(wanted, offsets) {
      pools.append((place - offset, 1))
      while pools.count > 1, mean(pools[pools.count - 2]) > mean(pools[pools.count - 1]) {
        let last = pools.removeLast()
        pools[pools.count - 1].sum += last.sum
        pools[pools.count - 1].count += last.count
      }
    }
    let base = pools.flatMap { pool in Array(repeating: mean(pool), count: pool.count) }
    let (least, most) = bounds(limits, sizes, total)
    return zip(base, offsets).map { max(min($0, most), least) + $1 }
  }

  private static func mean(_ pool: (sum: Double, count: Int)) -> Double {
    pool.sum / Double(pool.count)
  }

  private static func bounds(
    _ limits: ClosedRange<Double>?, _ sizes: [Double], _ total: Double
  ) -> (Double, Double) {
    guard let limits, let first = sizes.first, let last = sizes.last else {
      return (-.infinity, .infinity)
    }
    return (limits.lowerBound + first / 2, limits.upperBound - last / 2 - total)
  }
}
