#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ticks at powers of ten, with 2…9 as the fine grid; below two decades at 1, 2, 5 or linear ones.
enum LogTicks {
  static func ticks(lower: Double, upper: Double, limit: Int) -> TickSet {
    let first = Int((log10(lower) - 1e-9).rounded(.up))
    let last = Int((log10(upper) + 1e-9).rounded(.down))
    let minor = minorGrid(lower: lower, upper: upper)
    if last - first + 1 >= 2 {
      let major = decades(first, last, limit: limit)
      return TickSet(major: major, minor: minor.count > 90 ? [] : minor)
    }
    return TickSet(major: withinDecade(lower, upper, limit: limit), minor: minor)
  }

  private static func decades(_ first: Int, _ last: Int, limit: Int) -> [Tick] {
    let strides = [1, 2, 3, 5, 10, 20, 25, 50, 100, 200]
    let step = strides.first { (last - first) / $0 + 1 <= max(limit, 2) } ?? 500
    let start = first + ((step - first % step) % step)
    let exponents = Array(stride(from: start, through: last, by: step))
    let isPlain = exponents.allSatisfy { (-3...4).contains($0) }
    return exponents.map { exponent in
      let value = powerOfTen(exponent)
      let label = isPlain ? NumberText.format(value) : NumberText.powerOfTen(exponent)
      return Tick(value: value, label: label)
    }
  }

  private static func withinDecade(_ lower: Double, _ upper: Double, limit: Int) -> [Tick] {
    let start = decimalExponent(lower)
    var ticks: [Tick] = []
    for exponent in start...(start + 2) {
      for digit in [1, 2, 5] {
        let value = Double("\(digit)e\(exponent)") ?? 0
        guard value >= lower * (1 - 1e-12), value <= upper * (1 + 1e-12) else { continue }
        ticks.append(Tick(value: value, label: NumberText.format(value)))
      }
    }
    if ticks.count >= 3 && ticks.count <= limit { return ticks }
    return LinearTicks.ticks(lower: lower, upper: upper, limit: limit).major
  }

  private static func minorGrid(lower: Double, upper: Double) -> [Double] {
    let start = decimalExponent(lower)
    let end = decimalExponent(upper)
    guard end - start <= 12 else { return [] }
    return (start...end).flatMap { exponent in
      (2...9).compactMap { digit in
        let value = Double("\(digit)e\(exponent)") ?? 0
        return value >= lower && value <= upper ? value : nil
      }
    }
  }
}
