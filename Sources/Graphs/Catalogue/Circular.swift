import Tensors

// Circular and hyperbolic functions with their inverses.
extension Catalogue {
  static let circular: [Operation] = [
    sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, sechSquared, asinh, acosh, atanh,
    oneMinusSquare, sinc, sincDerivative,
  ]

  // MARK: Circular

  public static let sin: Operation = .unary(
    "sin", .sin, "Sine of an angle in radians.",
    .local { cos($0.x) }, notation: .call(latex: "\\sin"),
    examples: [.init("sin(π/2)", "1")])

  public static let cos: Operation = .unary(
    "cos", .cos, "Cosine of an angle in radians.",
    .local { -sin($0.x) }, notation: .call(latex: "\\cos"),
    examples: [.init("cos(0)", "1")])

  public static let tan: Operation = .unary(
    "tan", .tan, "Tangent of an angle in radians.",
    .local { 1 + $0.y * $0.y }, notation: .call(latex: "\\tan"), domain: .between(-1, 1),
    examples: [.init("tan(π/4)", "1")])

  public static let asin: Operation = .unary(
    "asin", aliases: ["arcsin"], .asin, "The angle in [−π/2, π/2] whose sine is x.",
    .rule { $0.g / sqrt(oneMinusSquare($0.x)) }, notation: .call(latex: "\\arcsin"),
    domain: .between(-0.9, 0.9), examples: [.init("asin(1)", "1.5708")])

  public static let acos: Operation = .unary(
    "acos", aliases: ["arccos"], .acos, "The angle in [0, π] whose cosine is x.",
    .rule { -$0.g / sqrt(oneMinusSquare($0.x)) }, notation: .call(latex: "\\arccos"),
    domain: .between(-0.9, 0.9), examples: [.init("acos(1)", "0")])

  public static let atan: Operation = .unary(
    "atan", aliases: ["arctan"], .atan, "The angle in (−π/2, π/2) whose tangent is x.",
    .rule { $0.g / (1 + $0.x * $0.x) }, notation: .call(latex: "\\arctan"),
    examples: [.init("4*atan(1)", "3.14159")])

  public static let atan2: Operation = .binary(
    "atan2", group: .elementary, .atan2, "The angle of the point (x, y), in [−π, π].",
    // Divided by the distance twice, so that its square does not overflow.
    .local(
      { ($0.b.absorbing / hypot($0.a, $0.b)) / hypot($0.a, $0.b) },
      { -($0.a.absorbing / hypot($0.a, $0.b)) / hypot($0.a, $0.b) }),
    domain: .positive, isSingular: true,
    convention: "Both partial derivatives at (0, 0) are 0.", parameters: ("y", "x"),
    examples: [.init("atan2(1, -1)", "2.35619")])

  // MARK: Hyperbolic

  public static let sinh: Operation = .unary(
    "sinh", .sinh, "Hyperbolic sine.",
    .local { cosh($0.x) }, notation: .call(latex: "\\sinh"),
    examples: [.init("sinh(0)", "0")])

  public static let cosh: Operation = .unary(
    "cosh", .cosh, "Hyperbolic cosine.",
    .local { sinh($0.x) }, notation: .call(latex: "\\cosh"),
    examples: [.init("cosh(0)", "1")])

  public static let tanh: Operation = .unary(
    "tanh", .tanh, "Hyperbolic tangent.",
    .local { sechSquared($0.x) }, notation: .call(latex: "\\tanh"),
    examples: [.init("tanh(0.5)", "0.462117")])

  /// 1 − tanh², which as a difference has no digits left from |x| = 18 on.
  static let sechSquared: Operation = .init(
    Entry(
      "sech_squared", group: .elementary, [.init("x")],
      doc: "1/cosh(x)², the derivative of tanh, without overflow.", isInternal: true),
    type: TypeRules.elementwise,
    kernel: { operands, _ in
      // With e = exp(−2|x|) it is 4e/(1 + e)².
      let twice = try BinaryOp.multiply.apply(UnaryOp.abs.apply(operands[0]), .number(-2))
      let e = UnaryOp.exp.apply(twice)
      let square = UnaryOp.square.apply(try BinaryOp.add.apply(.number(1), e))
      return try BinaryOp.divide.apply(BinaryOp.multiply.apply(.number(4), e), square)
    },
    derivative: .local { -2 * ($0.y * tanh($0.x)) }, notation: .special)

  public static let asinh: Operation = .unary(
    "asinh", aliases: ["arsinh"], .asinh, "The inverse of sinh.",
    .rule { $0.g / hypot($0.x, $0.constant(1)) }, notation: .call(latex: "\\operatorname{arsinh}"),
    examples: [.init("asinh(0)", "0")])

  // √(x−1)·√(x+1) instead of √(x²−1) keeps the digits near 1 and does not overflow.
  public static let acosh: Operation = .unary(
    "acosh", aliases: ["arcosh"], .acosh, "The inverse of cosh, from 1 on.",
    .rule { $0.g / (sqrt($0.x - 1) * sqrt($0.x + 1)) },
    notation: .call(latex: "\\operatorname{arcosh}"), domain: .greaterThan(1),
    examples: [.init("acosh(1)", "0")])

  public static let atanh: Operation = .unary(
    "atanh", aliases: ["artanh"], .atanh, "The inverse of tanh, between −1 and 1.",
    .rule { $0.g / oneMinusSquare($0.x) }, notation: .call(latex: "\\operatorname{artanh}"),
    domain: .between(-0.9, 0.9), examples: [.init("atanh(0.5)", "0.549306")])

  /// Computed as (1 − x)·(1 + x), which keeps its digits near 1; written as it is known.
  static let oneMinusSquare: Operation = .init(
    Entry(
      "one_minus_square", group: .elementary, [.init("x")], doc: "1 − x², accurate near 1.",
      isInternal: true),
    type: TypeRules.elementwise,
    kernel: { operands, _ in
      try BinaryOp.multiply.apply(
        BinaryOp.subtract.apply(.number(1), operands[0]),
        BinaryOp.add.apply(.number(1), operands[0]))
    },
    derivative: .local { -2 * $0.x }, notation: .special)

  // MARK: Cardinal sine

  public static let sinc: Operation = .init(
    Entry(
      "sinc", group: .elementary, [.init("x")],
      doc: "sin(πx)/(πx), which is 1 at 0: the cardinal sine of signal processing.",
      examples: [.init("sinc(0)", "1"), .init("sinc(0.5)", "0.63662")]),
    type: TypeRules.elementwise,
    kernel: { operands, _ in operands[0].mapped { sincValue(order: 0, at: $0) } },
    derivative: .local { sincDerivative($0.x, with: .whole(1)) })

  /// A row of its own for the derivatives, since quotients of sines lose all digits near 0.
  static let sincDerivative: Operation = .init(
    Entry(
      "sinc_derivative", group: .elementary, [.init("x"), .init("order", .attribute(.whole))],
      doc: "The derivative of sinc of the given order.", isInternal: true),
    type: TypeRules.derivative(of: "sinc"),
    kernel: { operands, attributes in
      operands[0].mapped { sincValue(order: attributes.whole(0), at: $0) }
    },
    derivative: .local { sincDerivative($0.x, with: .whole($0.attributes.whole(0) + 1)) })
}

/// dⁿ/dxⁿ sin(πx)/(πx). With u = πx and f(u) = sin(u)/u, differentiating u·f = sin u n times gives
/// u·f⁽ⁿ⁾ = sin(u + nπ/2) − n·f⁽ⁿ⁻¹⁾. That loses digits where |u| is small against n; there
/// f = ∫₀¹ cos(tu) dt, differentiated, gives f⁽ⁿ⁾ = Σ over m of cos((n+m)π/2)·uᵐ / (m!·(n+m+1)).
private func sincValue(order: Int, at x: Double) -> Double {
  let u = Double.pi * x
  var scale = 1.0
  for _ in 0..<order { scale *= .pi }
  if x.isInfinite { return 0 }
  if u.magnitude < Double(order) + 1 { return scale * sincSeries(order, u) }
  // Whole numbers are zeros of sin(πx): remainder keeps them exact.
  let reduced = Double.pi * x.remainder(dividingBy: 2)
  let sine = UnaryOp.sin.apply(reduced)
  let cosine = UnaryOp.cos.apply(reduced)
  var value = sine / u
  for n in stride(from: 1, through: order, by: 1) {
    let shifted = [sine, cosine, -sine, -cosine][n % 4]
    value = (shifted - Double(n) * value) / u
  }
  return scale * value
}

private func sincSeries(_ order: Int, _ u: Double) -> Double {
  var power = 1.0
  var sum = 0.0
  for m in 0..<(40 + 4 * order) {
    if (order + m) % 2 == 0 {
      let sign: Double = (order + m) % 4 == 0 ? 1 : -1
      sum += sign * power / Double(order + m + 1)
    }
    power *= u / Double(m + 1)
  }
  return sum
}
