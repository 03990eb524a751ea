import Tensors

// Products and powers in normal form. Each rule says its identity.
extension Formula {
  /// The elementwise product of formulas, of their common shape.
  static func product(_ parts: [Formula]) -> Formula {
    let shape = broadcastShape(of: parts)
    var collector = FactorCollector()
    for part in parts { collector.multiply(by: part.unbroadcast) }
    return collector.result.fitted(to: shape)
  }

  static func quotient(_ a: Formula, _ b: Formula) -> Formula {
    product([a, power(b, .number(.minusOne))])
  }

  static func oneMinusSquare(_ a: Formula) -> Formula {
    .difference(Formula.one.fitted(to: a.shape), .power(a, .number(Rational(2))))
  }

  /// −(−a) = a.
  static func negative(_ a: Formula) -> Formula { scaled(a, by: .minusOne) }

  static func scaled(_ a: Formula, by coefficient: Rational) -> Formula {
    if coefficient.isOne { return a }
    let (own, factors) = a.unbroadcast.factored
    guard let product = own.times(coefficient) else {
      return Formula.product([.number(coefficient), a])
    }
    return monomial(product, factors).fitted(to: a.shape)
  }

  /// A product whose factors are in normal form already: 0·a = 0, 1·a = a.
  static func monomial(_ coefficient: Rational, _ factors: [Factor]) -> Formula {
    if coefficient.isZero || factors.isEmpty { return .number(coefficient) }
    if coefficient.isOne, factors.count == 1, factors[0].exponent.isOne { return factors[0].base }
    if let distributed = distributed(coefficient, factors) { return distributed }
    let shape = broadcastShape(of: factors.flatMap { [$0.base, $0.exponent] })
    return Formula(.product(coefficient, factors), shape: shape)
  }

  /// (2·a + 4·b)/2 = a + 2·b, where all coefficients become whole.
  private static func distributed(_ coefficient: Rational, _ factors: [Factor]) -> Formula? {
    guard !coefficient.isWhole, factors.count == 1, factors[0].exponent.isOne,
      case .sum(let terms) = factors[0].base.kind
    else { return nil }
    for term in terms where term.split.coefficient.times(coefficient)?.isWhole != true {
      return nil
    }
    return sum(terms.map { scaled($0, by: coefficient) })
  }

  /// The elementwise power, by the first rule that fits.
  static func power(_ base: Formula, _ exponent: Formula) -> Formula {
    let shape = broadcastShape(of: [base, exponent])
    let (base, exponent) = (base.unbroadcast, exponent.unbroadcast)
    let rules = [
      trivialPower, powerOfNumber, powerOfProduct, rootOfSquare, powerOfMagnitude, powerOfDistance,
    ]
    for rule in rules {
      if let result = rule(base, exponent) { return result.fitted(to: shape) }
    }
    return monomial(.one, [Factor(base: base, exponent: exponent)]).fitted(to: shape)
  }

  /// a⁰ = 1, a¹ = a, 1ᵃ = 1.
  private static func trivialPower(_ base: Formula, _ exponent: Formula) -> Formula? {
    if exponent.isZero || base.isOne { return .one }
    return exponent.isOne ? base : nil
  }

  /// 2³ = 8, 4^(1/2) = 2, where the result is exact.
  private static func powerOfNumber(_ base: Formula, _ exponent: Formula) -> Formula? {
    guard let number = base.rational, let power = exponent.rational else { return nil }
    if power.isWhole { return number.power(power.numerator).map { .number($0) } }
    guard power.denominator == 2 else { return nil }
    return number.exactSquareRoot?.power(power.numerator).map { .number($0) }
  }

  /// (a·b)ⁿ = aⁿ·bⁿ and (aᵖ)ⁿ = aᵖⁿ for whole n.
  private static func powerOfProduct(_ base: Formula, _ exponent: Formula) -> Formula? {
    guard case .product(let coefficient, let factors) = base.kind,
      let n = exponent.rational, n.isWhole, let scale = coefficient.power(n.numerator)
    else { return nil }
    let powers = factors.map { power($0.base, scaled($0.exponent, by: n)) }
    return product([.number(scale)] + powers)
  }

  /// √(c²·a) = c·√a for c > 0.
  private static func rootOfSquare(_ base: Formula, _ exponent: Formula) -> Formula? {
    guard case .product(let coefficient, let factors) = base.kind, !coefficient.isOne,
      !coefficient.isNegative, let p = exponent.rational, p.denominator == 2,
      let scale = coefficient.exactSquareRoot?.power(p.numerator)
    else { return nil }
    return product([.number(scale), power(monomial(.one, factors), exponent)])
  }

  /// |a|ⁿ = aⁿ for even n.
  private static func powerOfMagnitude(_ base: Formula, _ exponent: Formula) -> Formula? {
    guard case .apply(let application) = base.kind, application.operation.name == "abs",
      let n = exponent.rational, n.isWhole, n.numerator.isMultiple(of: 2)
    else { return nil }
    return power(application.operands[0], exponent)
  }
}

extension Formula {
  /// hypot(a, b)ⁿ = (a² + b²)^(n/2): as it is written where nothing can overflow.
  fileprivate static func powerOfDistance(_ base: Formula, _ exponent: Formula) -> Formula? {
    guard case .apply(let application) = base.kind, application.operation.name == "hypot",
      let n = exponent.rational, n.isWhole, !n.isOne
    else { return nil }
    let squares = application.operands.map { power($0, .number(Rational(2))) }
    return power(.sum(squares), .number(n.times(.half) ?? n))
  }
}

/// Collects like factors: aᵖ·a^q = a^(p+q), and (a − b)·(b − a) = −(a − b)².
private struct FactorCollector {
  private var coefficient = Rational.one
  private var factors: [Formula.Factor] = []
  private var position: [Formula: Int] = [:]
  /// Multiplying merged powers out again shortens the product each time; this bounds it all the same.
  private var depth = 0

  mutating func multiply(by formula: Formula) {
    let (scale, powers) = formula.factored
    multiply(by: scale)
    for power in powers { multiply(by: power) }
  }

  private mutating func multiply(by scale: Rational) {
    if let product = coefficient.times(scale) {
      coefficient = product
    } else {
      multiply(by: Formula.Factor(base: .number(scale.magnitude), exponent: .one))
      if scale.isNegative { coefficient = coefficient.negated }
    }
  }

  private mutating func multiply(by factor: Formula.Factor) {
    if let index = position[factor.base] {
      merge(factor.exponent, at: index)
    } else if let n = factor.exponent.rational, n.isWhole, let index = negatedPosition(factor.base)
    {
      if !n.numerator.isMultiple(of: 2) { coefficient = coefficient.negated }
      merge(factor.exponent, at: index)
    } else {
      position[factor.base] = factors.count
      factors.append(factor)
    }
  }

  private mutating func merge(_ exponent: Formula, at index: Int) {
    factors[index] = Formula.Factor(
      base: factors[index].base, exponent: .sum([factors[index].exponent, exponent]))
  }

  /// sgn(a)·aᵖ = |a|·aᵖ⁻¹ for p ≥ 1, and sgn(a)/|a| = 1/a.
  private mutating func joinSigns() {
    for (index, sign) in factors.enumerated() where sign.exponent.isOne {
      guard case .apply(let application) = sign.base.kind, application.operation.name == "sign"
      else { continue }
      let operand = application.operands[0]
      let size = application.counterpart(Catalogue.abs)
      if let other = position[size], factors[other].exponent.rational == .minusOne {
        factors[index] = Formula.Factor(base: operand, exponent: .number(.minusOne))
        factors.remove(at: other)
      } else if let other = position[operand], let p = factors[other].exponent.rational,
        p.value >= 1, let less = p.plus(.minusOne)
      {
        factors[index] = Formula.Factor(base: size, exponent: .one)
        factors[other] = Formula.Factor(base: operand, exponent: .number(less))
      } else {
        continue
      }
      // What is left may join with other factors.
      var next = FactorCollector()
      next.coefficient = coefficient
      for factor in factors where !factor.exponent.isZero { next.multiply(by: factor) }
      self = next
      return joinSigns()
    }
  }

  /// Where −a is, for a sum a.
  private func negatedPosition(_ base: Formula) -> Int? {
    guard case .sum(let terms) = base.kind else { return nil }
    return position[.sum(terms.map(Formula.negative))]
  }

  var result: Formula {
    if coefficient.isZero { return .zero }
    var joined = self
    joined.joinSigns()
    return joined.product
  }

  private var product: Formula {
    let powers = factors.map { Formula.power($0.base, $0.exponent).unbroadcast }
    if depth < 4, zip(powers, factors).contains(where: { !$0.isExactly($1) }) {
      var next = FactorCollector()
      next.depth = depth + 1
      next.coefficient = coefficient
      for power in powers { next.multiply(by: power) }
      return next.result
    }
    return .monomial(coefficient, FactorOrder.sorted(factors))
  }
}

extension Formula {
  /// Whether this formula is just that factor, so that nothing is left to multiply out.
  fileprivate func isExactly(_ factor: Factor) -> Bool {
    if isOne { return false }
    let (scale, powers) = factored
    if scale.isOne, powers.count == 1 { return powers[0] == factor }
    return rational != nil && factor.exponent.isOne && factor.base == self
  }
}
