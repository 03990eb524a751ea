/// Ticks at zero and at ± powers of ten from the threshold on.
enum SymlogTicks {
  static func ticks(_ scale: Scale, limit: Int) -> TickSet {
    let largest = max(scale.lower.magnitude, scale.upper.magnitude)
    let first = decimalExponent(scale.threshold)
    let last = decimalExponent(largest)
    guard last > first else {
      return LinearTicks.ticks(lower: scale.lower, upper: scale.upper, limit: limit)
    }
    let isTwoSided = scale.lower < 0 && scale.upper > 0
    let perSide = max(1, (max(limit, 3) - 1) / (isTwoSided ? 2 : 1))
    let step = max(1, (last - first + 1 + perSide - 1) / perSide)
    let exponents = stride(from: last, through: first, by: -step).reversed()
    let isPlain = exponents.allSatisfy { (-3...4).contains($0) }
    let positive = exponents.map { exponent in
      let value = powerOfTen(exponent)
      let text = isPlain ? NumberText.format(value) : NumberText.powerOfTen(exponent)
      return Tick(value: value, label: text)
    }
    let negative = positive.reversed().map {
      Tick(value: -$0.value, label: NumberText.minus + $0.label)
    }
    let all = negative + [Tick(value: 0, label: "0")] + positive
    return TickSet(major: all.filter { $0.value >= scale.lower && $0.value <= scale.upper })
  }
}
