/// (x² − 4x + 4)/(x − 2)² = 1: a polynomial in one name that a denominator divides without a rest.
enum PolynomialDivision {
  /// Nil where nothing cancels.
  static func cancelled(_ coefficient: Rational, _ factors: [Formula.Factor]) -> Formula? {
    for (above, numerator) in factors.enumerated() {
      guard numerator.exponent.isOne, let p = Polynomial(numerator.base) else { continue }
      for (below, denominator) in factors.enumerated() {
        guard let n = denominator.exponent.rational, n.isWhole, n.isNegative,
          let q = Polynomial(denominator.base), q.name == p.name, let quotient = p.divided(by: q),
          let less = n.plus(.one)
        else { continue }
        var parts = factors
        parts[above] = .init(base: quotient.formula, exponent: .one)
        parts[below] = .init(base: denominator.base, exponent: .number(less))
        return .product(
          [.number(coefficient)] + parts.map { .power($0.base, $0.exponent) })
      }
    }
    return nil
  }
}

/// A polynomial in one name with exact coefficients, the constant one first.
private struct Polynomial {
  private static let highestDegree = 24

  let name: Formula
  private let coefficients: [Rational]

  private init(_ name: Formula, _ coefficients: [Rational]) {
    self.name = name
    self.coefficients = coefficients
  }

  init?(_ formula: Formula) {
    guard case .sum(let terms) = formula.kind else { return nil }
    var name: Formula?
    var coefficients: [Rational] = []
    for term in terms {
      let (coefficient, factors) = term.factored
      guard factors.count <= 1, !coefficient.isDecimal else { return nil }
      var degree = 0
      if let factor = factors.first {
        guard case .symbol = factor.base.kind, name == nil || name == factor.base,
          let power = factor.exponent.rational, power.isWhole,
          (1...Polynomial.highestDegree).contains(power.numerator)
        else { return nil }
        name = factor.base
        degree = power.numerator
      }
      while coefficients.count <= degree { coefficients.append(.zero) }
      coefficients[degree] = coefficient
    }
    guard let name else { return nil }
    self.init(name, coefficients)
  }

  /// Nil where there is a rest.
  func divided(by divisor: Polynomial) -> Polynomial? {
    var rest = coefficients
    let other = divisor.coefficients
    guard rest.count >= other.count, let lead = other.last?.inverse else { return nil }
    var quotient = [Rational](repeating: .zero, count: rest.count - other.count + 1)
    for degree in quotient.indices.reversed() {
      guard let factor = rest[degree + other.count - 1].times(lead) else { return nil }
      quotient[degree] = factor
      for (index, coefficient) in other.enumerated() {
        guard let product = coefficient.times(factor.negated),
          let sum = rest[degree + index].plus(product)
        else { return nil }
        rest[degree + index] = sum
      }
    }
    return rest.allSatisfy(\.isZero) ? Polynomial(name, quotient) : nil
  }

  /// By falling degree.
  var formula: Formula {
    .sum(
      coefficients.enumerated().reversed().map { degree, coefficient in
        .scaled(.power(name, .number(Rational(degree))), by: coefficient)
      })
  }
}
