/// The last look at a derivative, as a person takes it before writing it down: the terms of a sum over one
/// denominator, what can be multiplied out multiplied out, no fractions within a denominator. Each form is
/// taken only if the whole formula gets shorter by it, so this ends.
enum Polish {
  /// More terms than anyone would multiply out.
  private static let termLimit = 16

  static func polished(_ formula: Formula) -> Formula {
    var best = formula.unbroadcast
    for _ in 0..<4 {
      let candidates = alternatives(best).filter { cost($0) < cost(best) }
      guard let next = candidates.min(by: { cost($0) < cost($1) }) else { break }
      best = next
    }
    return withContentOutside(best).fitted(to: formula.shape)
  }

  /// (2 − 2x²)/a = 2·(1 − x²)/a: a number that all terms of a factor share stands in front.
  private static func withContentOutside(_ formula: Formula) -> Formula {
    let (coefficient, factors) = formula.factored
    guard factors.count > 1 else { return formula }
    let parts = factors.map { factor -> Formula in
      guard factor.base.isSum, factor.exponent.rational?.isWhole == true,
        !factor.base.containsFunction
      else { return .monomial(.one, [factor]) }
      return .power(primitive(factor.base), factor.exponent)
    }
    return .product([.number(coefficient)] + parts)
  }

  /// Polynomials within polynomials are harder to read than their size says.
  private static func cost(_ formula: Formula) -> Int {
    let (_, factors) = formula.factored
    let nested = factors.flatMap(\.base.terms).reduce(0) { count, term in
      let inner = term.factored.factors.contains {
        $0.base.isSum && $0.exponent.isOne && !$0.base.containsFunction
      }
      return count + (inner && term.factored.factors.count > 1 ? 4 : 0)
    }
    // Several fractions where one would do.
    let fractions = formula.terms.filter { $0.factored.factors.contains { $0.isDivisor } }.count
    return formula.size + nested + 3 * max(0, fractions - 1)
  }

  /// The product with one factor in another form.
  private static func alternatives(_ formula: Formula) -> [Formula] {
    let (coefficient, factors) = formula.factored
    let divided = PolynomialDivision.cancelled(coefficient, factors)
    return [divided].compactMap { $0 }
      + factors.indices.flatMap { index -> [Formula] in
        var rest = factors
        let factor = rest.remove(at: index)
        return forms(of: factor).map { .product([.monomial(coefficient, rest), $0]) }
      }
  }

  private static func forms(of factor: Formula.Factor) -> [Formula] {
    guard case .sum(let terms) = factor.base.kind, terms.count <= termLimit,
      let exponent = factor.exponent.rational
    else { return [] }
    if exponent.isOne {
      // x·(1 − σ(x)) says more than x − x·σ(x): only polynomials are multiplied out for their own sake.
      let polynomial = factor.base.containsFunction ? nil : expanded(factor.base)
      let inner = Formula.sum(terms.map(polished))
      return [overCommonDenominator(terms), polynomial, inner].compactMap { $0 }
    }
    guard exponent.isNegative else { return [] }
    // 1/(1 + 1/x²) = x²/(x² + 1).
    let whole = exponent.isWhole ? overCommonDenominator(terms) : nil
    return [
      withoutFractions(terms, exponent), whole.map { .power($0, .number(exponent)) },
    ].compactMap { $0 }
  }

  // MARK: One denominator

  /// a/b + c = (a + b·c)/b, and √a + c/√a = (a + c)/√a.
  private static func overCommonDenominator(_ terms: [Formula]) -> Formula? {
    let powers = lowestPowers(terms)
    guard !powers.isEmpty else { return nil }
    let divisor = Formula.product(powers.map { .power($0.base, .number($0.exponent)) })
    guard let inner = expanded(.sum(terms.map { .quotient($0, divisor) })) else { return nil }
    return .product([divisor, primitive(inner)])
  }

  /// Of each base the lowest exponent in any term, where that is negative.
  private static func lowestPowers(_ terms: [Formula]) -> [(base: Formula, exponent: Rational)] {
    var powers: [(base: Formula, exponent: Rational)] = []
    for factor in terms.flatMap(\.factored.factors) {
      guard let exponent = factor.exponent.rational, exponent.isNegative else { continue }
      if let index = powers.firstIndex(where: { $0.base == factor.base }) {
        if exponent.value < powers[index].exponent.value { powers[index].exponent = exponent }
      } else {
        powers.append((factor.base, exponent))
      }
    }
    return powers
  }

  /// 2·a + 4·b = 2·(a + 2·b), and a/2 + b = (a + 2·b)/2.
  private static func primitive(_ formula: Formula) -> Formula {
    guard case .sum(let terms) = formula.unbroadcast.kind else { return formula }
    let coefficients = terms.map(\.split.coefficient)
    guard !coefficients.contains(where: \.isDecimal), let scale = commonDenominator(coefficients)
    else { return formula }
    let wholes = coefficients.compactMap { $0.times(Rational(scale))?.numerator.magnitude }
    let divisor = wholes.reduce(0, Rational.greatestCommonDivisor)
    guard wholes.count == terms.count, let content = Rational(Int(divisor), over: scale),
      let inverse = content.inverse, !content.isOne
    else { return formula }
    return .product([.number(content), .sum(terms.map { .scaled($0, by: inverse) })])
  }

  /// Nil where it would be no number that anyone writes.
  private static func commonDenominator(_ coefficients: [Rational]) -> Int? {
    var scale = 1
    for denominator in coefficients.map(\.denominator) {
      let common = Rational.greatestCommonDivisor(scale.magnitude, denominator.magnitude)
      scale *= denominator / Int(common)
      if scale > 1000 { return nil }
    }
    return scale
  }

  /// 1/(1 + x²/4) = 4/(4 + x²), and the same under roots of squares.
  private static func withoutFractions(_ terms: [Formula], _ exponent: Rational) -> Formula? {
    let coefficients = terms.map(\.split.coefficient)
    guard !coefficients.contains(where: \.isDecimal),
      let scale = commonDenominator(coefficients), scale > 1
    else { return nil }
    let number = Formula.number(Rational(scale))
    let outside = Formula.power(number, .number(exponent.negated))
    guard outside.rational != nil else { return nil }
    let base = Formula.sum(terms.map { .scaled($0, by: Rational(scale)) })
    return .product([outside, .power(base, .number(exponent))])
  }

  // MARK: Multiplying out

  /// a·(b + c) = a·b + a·c in every term, with like terms collected; nil where it gets too long.
  private static func expanded(_ formula: Formula) -> Formula? {
    var terms: [Formula] = []
    for term in formula.terms {
      guard let part = multipliedOut(term), terms.count + part.count <= termLimit else {
        return nil
      }
      terms += part
    }
    let sum = Formula.sum(terms.map(withOneExponential))
    return CommonFactors.collected(sum)
  }

  /// The terms of a product with whole powers of sums.
  private static func multipliedOut(_ term: Formula) -> [Formula]? {
    let (coefficient, factors) = term.factored
    var result = [Formula.number(coefficient)]
    for factor in factors {
      guard case .sum(let inner) = factor.base.kind, let n = factor.exponent.rational, n.isWhole,
        (1...3).contains(n.numerator)
      else {
        let power = Formula.monomial(.one, [factor])
        result = result.map { .product([$0, power]) }
        continue
      }
      for _ in 0..<n.numerator {
        guard result.count * inner.count <= termLimit else { return nil }
        result = result.flatMap { left in inner.map { .product([left, $0]) } }
      }
    }
    return result
  }

  /// exp(a)·exp(b) = exp(a + b), which is 1 for b = −a.
  private static func withOneExponential(_ term: Formula) -> Formula {
    let (coefficient, factors) = term.factored
    var exponents: [Formula] = []
    var rest: [Formula.Factor] = []
    var exponential: Formula.Application?
    for factor in factors {
      guard case .apply(let application) = factor.base.kind, application.name == "exp",
        let n = factor.exponent.rational, n.isWhole
      else {
        rest.append(factor)
        continue
      }
      exponential = application
      exponents.append(.scaled(application.operands[0], by: n))
    }
    guard let exponential, exponents.count > 1 else { return term }
    let sum = Formula.sum(exponents)
    return .product([.monomial(coefficient, rest), exponential.applied(to: [sum], sum.shape)])
  }
}

extension Formula.Factor {
  fileprivate var isDivisor: Bool { exponent.rational?.isNegative == true }
}

extension Formula {
  fileprivate var isSum: Bool { if case .sum = kind { true } else { false } }
}
