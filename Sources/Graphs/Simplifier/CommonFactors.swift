/// a·f + b·f = (a + b)·f, where f is a function or a sum and the result is shorter.
///
/// A common variable alone is left alone: nobody rewrites x·y + x·z. Denominators are tried in two
/// ways, with what is common to all terms, and with the least common multiple: x/(1 + x²) differentiates
/// to 1/(1 + x²) − 2x²/(1 + x²)², which is (1 − x²)/(1 + x²)².
enum CommonFactors {
  /// More terms than anyone would factor by eye.
  private static let termLimit = 12

  static func collected(_ formula: Formula) -> Formula {
    let (coefficient, core) = formula.split
    if !coefficient.isOne { return .scaled(collected(core), by: coefficient) }
    guard case .sum(let terms) = formula.kind, terms.count <= termLimit else { return formula }
    let candidates = [\CommonPower.nearest, \CommonPower.lowest].compactMap { exponent in
      factored(terms, common: commonPowers(terms), exponent)
    }
    let shortest = candidates.min { $0.size < $1.size }
    guard let shortest, shortest.size < formula.size else { return formula }
    return shortest.fitted(to: formula.shape)
  }

  private struct CommonPower {
    let base: Formula
    /// The power that is a factor of each term, with all of the same sign.
    var nearest: Rational
    /// The least exponent: a common denominator where it is negative.
    var lowest: Rational
  }

  /// The bases that occur in every term, with fixed exponents of one sign.
  private static func commonPowers(_ terms: [Formula]) -> [CommonPower] {
    terms[0].factored.factors.compactMap { factor in
      guard let first = factor.exponent.rational else { return commonVariablePower(factor, terms) }
      var common = CommonPower(base: factor.base, nearest: first, lowest: first)
      for term in terms.dropFirst() {
        guard
          let exponent = term.factored.factors.first(where: { $0.base == factor.base })?
            .exponent.rational, exponent.isNegative == first.isNegative
        else { return nil }
        if exponent.magnitude.value < common.nearest.magnitude.value { common.nearest = exponent }
        if exponent.value < common.lowest.value { common.lowest = exponent }
      }
      return common
    }
  }

  /// x^x and the like in every term, up to whole powers: of x^sin(x) and x^(sin(x) − 1) the former.
  private static func commonVariablePower(
    _ factor: Formula.Factor, _ terms: [Formula]
  ) -> CommonPower? {
    var highest = (difference: Rational.zero, factor: factor)
    for term in terms {
      let differences = term.factored.factors.compactMap { other -> (Rational, Formula.Factor)? in
        guard other.base == factor.base else { return nil }
        return Formula.difference(other.exponent, factor.exponent).rational.map { ($0, other) }
      }
      guard let (difference, other) = differences.first, difference.isWhole else { return nil }
      if difference.value > highest.difference.value { highest = (difference, other) }
    }
    return CommonPower(base: .monomial(.one, [highest.factor]), nearest: .one, lowest: .one)
  }

  private static func factored(
    _ terms: [Formula], common: [CommonPower], _ exponent: KeyPath<CommonPower, Rational>
  ) -> Formula? {
    guard common.contains(where: { !$0.base.isSymbol }) else { return nil }
    let divisor = Formula.product(
      [.number(commonCoefficient(terms))]
        + common.map { Formula.power($0.base, .number($0[keyPath: exponent])) })
    let inner = Formula.sum(terms.map { .quotient($0, divisor) }, distributing: true)
    return .product([divisor, inner])
  }

  /// The greatest common divisor of whole coefficients, with the sign of the first.
  private static func commonCoefficient(_ terms: [Formula]) -> Rational {
    var divisor: UInt = 0
    for term in terms {
      let coefficient = term.split.coefficient
      guard coefficient.isWhole else { return .one }
      divisor = Rational.greatestCommonDivisor(divisor, coefficient.numerator.magnitude)
    }
    return Rational(Int(exactly: divisor) ?? 1)
  }
}

extension Formula {
  fileprivate var isSymbol: Bool {
    if case .symbol = kind { true } else { false }
  }
}
