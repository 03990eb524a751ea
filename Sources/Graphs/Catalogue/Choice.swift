import Tensors

// Choosing between values: where, maximum and minimum, clamp.
extension Catalogue {
  static let choice: [Operation] = [select, maximum, minimum, preference, clamp]

  public static let select: Operation = .init(
    Entry(
      "where", group: .elementary, [.init("c"), .init("a"), .init("b")],
      doc: "a where c is true, b where it is false.",
      examples: [.init("where([true, false], [1, 2], 0)", "[1, 0]")]),
    type: { types, _ in
      guard types[0].dtype == .bool else { throw TensorFault.notBool(operation: "where") }
      let values = try broadcastShape("where", types[1].shape, types[2].shape)
      let shape = try broadcastShape("where", types[0].shape, values)
      return NodeType(chosenType(types[1], types[2]), shape)
    },
    kernel: { operands, _ in
      let (c, a, b) = (operands[0], operands[1], operands[2])
      if a.dtype == b.dtype { return try Kernels.select(c, a, b) }
      return try Kernels.select(c, a.asNumbers, b.asNumbers)
    },
    derivative: .rules([
      { $0.constant(0) },
      { select($0.a, $0.g, $0.constant(0)) },
      { select($0.a, $0.constant(0), $0.g) },
    ]),
    notation: .special, isSingular: true,
    convention: "The branch that is not taken contributes exactly 0.")

  /// A choice between bools is a bool; every other mixture is a number.
  private static func chosenType(_ a: NodeType, _ b: NodeType) -> DType {
    a.dtype == .bool && b.dtype == .bool ? .bool : .f64
  }

  public static let maximum: Operation = .binary(
    "maximum", group: .elementary, .max, "The greater of a and b.",
    .local({ preference($0.a, $0.b) }, { preference($0.b, $0.a) }),
    notation: .call(latex: "\\max"), convention: "Where a = b each gets half of the gradient.",
    isInternal: true)

  public static let minimum: Operation = .binary(
    "minimum", group: .elementary, .min, "The lesser of a and b.",
    .local({ preference($0.b, $0.a) }, { preference($0.a, $0.b) }),
    notation: .call(latex: "\\min"), convention: "Where a = b each gets half of the gradient.",
    isInternal: true)

  /// How much of the maximum of a and b is a: the derivative of `maximum` by its first operand.
  static let preference: Operation = .init(
    Entry(
      "preference", group: .elementary, [.init("a"), .init("b")],
      doc: "1 where a > b, 0 where a < b, 1/2 where they are equal: how much of max(a, b) is a.",
      examples: [.init("preference([1, 2, 3], 2)", "[0, 0.5, 1]")]),
    type: TypeRules.broadcasting("preference"),
    kernel: { operands, _ in
      let sign = UnaryOp.sign.apply(try BinaryOp.subtract.apply(operands[0], operands[1]))
      let isEqual = try CompareOp.equal.apply(operands[0], operands[1])
      let half = try BinaryOp.multiply.apply(sign, .number(0.5))
      return try BinaryOp.add.apply(Kernels.select(isEqual, .number(0), half), .number(0.5))
    },
    derivative: .zero("which operand is greater is constant between ties"))

  public static let clamp: Operation = .init(
    Entry(
      "clamp", aliases: ["clip"], group: .elementary, [.init("x"), .init("low"), .init("high")],
      doc: "x, but at least low and at most high.",
      examples: [.init("clamp([-1, 0.5, 3], 0, 1)", "[0, 0.5, 1]")]),
    type: TypeRules.broadcasting("clamp"),
    kernel: { operands, _ in
      try BinaryOp.min.apply(BinaryOp.max.apply(operands[0], operands[1]), operands[2])
    },
    derivative: .rules([
      { $0.g * preference($0.c, maximum($0.a, $0.b)) * preference($0.a, $0.b) },
      { $0.g * preference($0.c, maximum($0.a, $0.b)) * preference($0.b, $0.a) },
      { $0.g * preference(maximum($0.a, $0.b), $0.c) },
    ]),
    domain: .each([.between(0, 1), .between(-2, -1), .between(2, 3)]),
    convention: "At a bound half of the gradient passes, as with max and min.")
}
