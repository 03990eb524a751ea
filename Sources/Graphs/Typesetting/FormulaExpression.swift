import Tensors

extension Formula {
  /// The formula as it is written: quotients as fractions, half powers as roots, signs in front.
  var expression: Expression {
    switch kind {
    case .number(let value): value.expression
    case .real(let value): .number(value)
    case .symbol(let symbol): symbol.expression
    case .sum(let terms): .sum(Self.terms(terms))
    case .product(let coefficient, let factors): Self.fraction(coefficient, factors)
    case .apply(let application): application.expression
    case .broadcast(let inner): inner.repeated(to: shape)
    }
  }

  private static func terms(_ terms: [Formula]) -> [Expression.Term] {
    var shape = terms[0].shape
    return terms.enumerated().map { index, term in
      let isDotted = index > 0 && shape != term.shape && shape.rank > 0 && !term.isScalar
      shape = Shape.broadcast(shape, term.shape) ?? shape
      return Expression.Term(
        isNegative: term.isNegative, isDotted: isDotted,
        value: (term.isNegative ? negative(term) : term).expression)
    }
  }

  private static func fraction(_ coefficient: Rational, _ factors: [Factor]) -> Expression {
    let scale = coefficient.magnitude
    var above = Multiplied()
    var below = Multiplied()
    if scale.isShownAsDecimal {
      above.append(.number(scale.value), .scalar)
    } else {
      if scale.numerator != 1 { above.append(.number(Double(scale.numerator)), .scalar) }
      if !scale.isWhole { below.append(.number(Double(scale.denominator)), .scalar) }
    }
    for factor in factors {
      if factor.exponent.rational?.isNegative == true {
        below.append(factor.inverted.expression, factor.shape)
      } else {
        above.append(factor.expression, factor.shape)
      }
    }
    let value =
      below.factors.isEmpty
      ? above.expression
      : .quotient(above.expression, below.expression, isElementwise: below.shape.rank > 0)
    return coefficient.isNegative ? .negative(value) : value
  }

  /// `c*ones(3)`: how the language writes a number repeated.
  private func repeated(to shape: Shape) -> Expression {
    let sizes = shape.sizes.map { Expression.number(Double($0)) }
    if isZero { return .call(.init(name: "zeros", latex: nil, arguments: sizes)) }
    let ones = Expression.call(.init(name: "ones", latex: nil, arguments: sizes))
    if isOne { return ones }
    return .product([
      .init(isElementwise: false, value: expression),
      .init(isElementwise: !isScalar, value: ones),
    ])
  }
}

/// Factors on one side of a fraction bar. Scalars come first, so that only signs between tensors are
/// elementwise.
private struct Multiplied {
  private(set) var factors: [Expression.Factor] = []
  private(set) var shape = Shape.scalar

  mutating func append(_ factor: Expression, _ shape: Shape) {
    let isElementwise = self.shape.rank > 0 && shape.rank > 0
    self.shape = Shape.broadcast(self.shape, shape) ?? self.shape
    factors.append(.init(isElementwise: isElementwise, value: factor))
  }

  var expression: Expression {
    if factors.isEmpty { return .number(1) }
    return factors.count == 1 ? factors[0].value : .product(factors)
  }
}

extension Formula.Factor {
  fileprivate var shape: Shape { Formula.broadcastShape(of: [base, exponent]) }

  fileprivate var expression: Expression {
    if exponent.isOne { return base.expression }
    if exponent.rational == .half {
      return .call(.init(name: "sqrt", latex: nil, arguments: [base.expression]))
    }
    return .power(base.expression, exponent.expression, isElementwise: shape.rank > 0)
  }
}

extension Formula.Symbol {
  fileprivate var expression: Expression {
    name.first.map { $0.isLetter } == true && name != "true" && name != "false"
      ? .name(name) : .literal(name)
  }
}

extension Rational {
  /// What was written with a decimal point stays so: as long as it can, and always where the fraction would
  /// be one of long numbers.
  fileprivate var isShownAsDecimal: Bool {
    isDecimal && (hasFiniteDecimal || max(numerator.magnitude, denominator.magnitude) > 10_000)
  }

  fileprivate var expression: Expression {
    let absolute: Expression =
      isWhole || isShownAsDecimal
      ? .number(magnitude.value)
      : .quotient(
        .number(Double(magnitude.numerator)), .number(Double(denominator)), isElementwise: false)
    return isNegative ? .negative(absolute) : absolute
  }
}

extension Formula.Application {
  var expression: Expression {
    .applying(operation, to: operands.map(\.expression), attributes, operands.map(\.shape))
  }
}
