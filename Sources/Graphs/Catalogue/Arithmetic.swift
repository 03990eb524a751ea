import Tensors

// The operators of the language on numbers and, element by element, on tensors.
extension Catalogue {
  static let arithmetic: [Operation] = [
    add, subtract, multiply, divide, power, negate, mod, div, lerp, zeroMultiply, zeroDivide,
    stopGradient,
  ]

  public static let add: Operation = .binary(
    "add", .add, "Sum, element by element.",
    .rules([{ $0.g }, { $0.g }]),
    notation: .infix("+", latex: "+", level: 5), isInternal: true)

  public static let subtract: Operation = .binary(
    "subtract", .subtract, "Difference, element by element.",
    .rules([{ $0.g }, { -$0.g }]),
    notation: .infix("-", latex: "-", level: 5), isInternal: true)

  public static let multiply: Operation = .binary(
    "multiply", .multiply, "Product, element by element.",
    .local({ $0.b }, { $0.a }),
    notation: .special, isInternal: true)

  public static let divide: Operation = .binary(
    "divide", .divide, "Quotient, element by element.",
    .rules([{ $0.g / $0.b }, { -$0.g * $0.y / $0.b }]),
    notation: .special, domain: .each([.reals, .positive]), isInternal: true)

  public static let power: Operation = .binary(
    "power", .power, "aᵇ, element by element.",
    .rules([powerByBase, { $0.g * ($0.y.absorbing * log($0.a)) }]),
    notation: .special, domain: .each([.positive, .reals]), isSingular: true,
    convention: "∂(x^p)/∂x at 0^0 is 0; ∂(x^p)/∂p at x = 0, p > 0 is 0; 0·Inf is 0.",
    isInternal: true)

  /// p·x^(p−1). The exponent is most often a constant, and then the formula is the one of textbooks.
  private static let powerByBase: Rule = { adjoint in
    let (x, p) = (adjoint.a, adjoint.b)
    switch p.constantNumber {
    case 0: return adjoint.constant(0)
    case 1: return adjoint.g
    case let exponent?: return adjoint.g * (exponent * (x ^ (exponent - 1)))
    case nil: return adjoint.g * (p.absorbing * (x ^ (p - 1)))
    }
  }

  public static let negate: Operation = .unary(
    "negate", group: .arithmetic, .negate, "The negative.",
    .rule { -$0.g },
    notation: .prefix("-", latex: "-", level: 3), isInternal: true)

  public static let mod: Operation = .binary(
    "mod", .mod, "The remainder a − b·⌊a/b⌋, with the sign of b.",
    .rules([{ $0.g }, { -$0.g * div($0.a, $0.b) }]),
    domain: .each([.between(2.1, 2.9), .between(1.1, 1.9)]),
    convention: "At multiples of b the derivative is that of the smooth pieces.",
    examples: [.init("mod(7, 3)", "1"), .init("mod(-1, 3)", "2")])

  public static let div: Operation = .binary(
    "div", .floorDivide, "The whole quotient ⌊a/b⌋, so that a is b*div(a, b) + mod(a, b).",
    .zero("div is constant between whole quotients"),
    domain: .each([.between(2.1, 2.9), .between(1.1, 1.9)]), convention: "div′ = 0.",
    examples: [.init("div(7, 3)", "2"), .init("div(-1, 3)", "-1")])

  public static let lerp: Operation = .init(
    Entry(
      "lerp", group: .arithmetic, [.init("a"), .init("b"), .init("t")],
      doc: "a + t·(b − a): the point at t on the way from a to b.",
      examples: [.init("lerp(10, 20, 0.25)", "12.5")]),
    type: TypeRules.broadcasting("lerp"),
    kernel: { operands, _ in
      let way = try BinaryOp.subtract.apply(operands[1], operands[0])
      return try BinaryOp.add.apply(operands[0], BinaryOp.multiply.apply(operands[2], way))
    },
    derivative: .local({ 1 - $0.c }, { $0.c }, { $0.b - $0.a }))

  // MARK: Products in the chain rule

  /// Where an incoming gradient meets an infinite derivative: see `Term.absorbing`.
  public static let zeroMultiply: Operation = .binary(
    "zero_multiply", .zeroMultiply, "Product, element by element, where 0·Inf is 0.",
    .local({ $0.b }, { $0.a }),
    notation: .special, isSingular: true, isInternal: true)

  public static let zeroDivide: Operation = .init(
    Entry(
      "zero_divide", group: .arithmetic, [.init("a"), .init("b")],
      doc: "Quotient, element by element, where 0/0 is 0.", isInternal: true),
    type: TypeRules.broadcasting("zero_divide"),
    kernel: { operands, _ in
      let isZero = try CompareOp.equal.apply(operands[0], .number(0))
      return try Kernels.select(
        isZero, .number(0), BinaryOp.divide.apply(operands[0], operands[1]))
    },
    derivative: .rules([{ $0.g / $0.b }, { -$0.g * $0.y / $0.b }]), notation: .special,
    domain: .each([.reals, .positive]), isSingular: true)

  public static let stopGradient: Operation = .init(
    Entry(
      "stop_gradient", group: .derivatives, [.init("x")],
      doc: "x itself, seen as constant by every derivative.",
      examples: [.init("(x -> x*stop_gradient(x))'(3)", "3")]),
    type: TypeRules.same, kernel: { operands, _ in operands[0] },
    derivative: .zero("stop_gradient says so"))
}
