enum Smoothing {
  /// The exponential moving average mₖ = w·mₖ₋₁ + (1 − w)·yₖ from m₀ = 0, divided by 1 − wᵏ so that
  /// the first values are not pulled to zero. Values that are not finite are left out of the
  /// average and stay gaps in the result.
  static func exponential(_ values: [Double], weight: Double) -> [Double] {
    let weight = min(max(weight.isNaN ? 0 : weight, 0), 0.999999)
    var average = 0.0
    var remaining = 1.0
    return values.map { value in
      guard value.isFinite else { return .nan }
      average = weight * average + (1 - weight) * value
      remaining *= weight
      return average / (1 - remaining)
    }
  }
}
