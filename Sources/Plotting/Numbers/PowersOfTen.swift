/// 10^exponent as the nearest double: read from decimal text, so exact where one exists; `pow` is not
/// the same in every C library.
func powerOfTen(_ exponent: Int) -> Double {
  Double("1e\(exponent)") ?? .infinity
}

/// ⌊log₁₀ value⌋ for a positive finite value, exact at powers of ten.
func decimalExponent(_ value: Double) -> Int {
  Decimal(value).exponent
}

/// `Int(value)` that never traps: NaN gives `lower`.
@inline(__always)
func clampedInt(_ value: Double, _ lower: Int, _ upper: Int) -> Int {
  if value >= Double(upper) { return upper }
  return value > Double(lower) ? Int(value) : lower
}
