import Tensors

// Activation functions of networks.
extension Catalogue {
  static let activations: [Operation] = [
    sigmoid, relu, heaviside, leakyRelu, elu, selu, gelu, silu, softplus, logSigmoid, softmax,
    logSoftmax,
  ]

  public static let sigmoid: Operation = .unary(
    "sigmoid", aliases: ["σ"], group: .networks, .sigmoid, "The logistic function 1/(1 + ℯ⁻ˣ).",
    .local { $0.y * sigmoid(-$0.x) }, notation: .call(latex: "\\sigma"),
    examples: [.init("σ(0)", "0.5"), .init("σ([-1000, 1000])", "[0, 1]")])

  public static let relu: Operation = .unary(
    "relu", group: .networks, .relu, "x where it is positive, else 0.",
    .local { heaviside($0.x) }, domain: .positive, convention: "relu′(0) = 0.",
    examples: [.init("relu([-1, 2])", "[0, 2]")])

  public static let heaviside: Operation = .unary(
    "heaviside", group: .networks, .step, "1 where x is positive, else 0: the derivative of relu.",
    .zero("heaviside is constant on either side of 0"), domain: .positive,
    examples: [.init("heaviside([-1, 0, 2])", "[0, 0, 1]")])

  public static let leakyRelu: Operation = .activation(
    "leaky_relu", "x where it is positive, else slope·x.", parameter: ("slope", 0.01),
    kernel: { x, slope in
      try Kernels.select(x.isPositive(), x, BinaryOp.multiply.apply(x, .number(slope)))
    },
    .local {
      select($0.isPositive, $0.constant(1), $0.constant($0.attributes.number(0, default: 0.01)))
    },
    convention: "leaky_relu′(0) = slope.", examples: [.init("leaky_relu([-1, 2])", "[-0.01, 2]")])

  public static let elu: Operation = .activation(
    "elu", "x where it is positive, else α·(ℯˣ − 1).", parameter: ("alpha", 1),
    kernel: { x, alpha in
      let low = try BinaryOp.multiply.apply(UnaryOp.expm1.apply(x), .number(alpha))
      return try Kernels.select(x.isPositive(), x, low)
    },
    .local {
      select($0.isPositive, $0.constant(1), $0.attributes.number(0, default: 1) * exp($0.x))
    },
    convention: "elu′(0) = α.", examples: [.init("elu([-1, 2])", "[-0.632121, 2]")])

  public static let selu: Operation = .init(
    Entry(
      "selu", group: .networks, [.init("x")],
      doc: "elu, scaled so that deep networks keep mean 0 and variance 1.",
      examples: [.init("selu([-1, 1])", "[-1.11133, 1.0507]")]),
    type: TypeRules.elementwise,
    kernel: { operands, _ in
      let x = operands[0].asNumbers
      let low = try BinaryOp.multiply.apply(UnaryOp.expm1.apply(x), .number(Selu.alpha))
      return try BinaryOp.multiply.apply(
        Kernels.select(x.isPositive(), x, low), .number(Selu.scale))
    },
    derivative: .local {
      select($0.isPositive, $0.constant(Selu.scale), (Selu.scale * Selu.alpha) * exp($0.x))
    },
    domain: .positive, convention: "selu′(0) is the derivative from the left.")

  /// The fixed point of mean and variance: Klambauer et al., *Self-normalizing neural networks* (2017).
  private enum Selu {
    static let alpha = 1.6732632423543772848170429916717
    static let scale = 1.0507009873554804934193349852946
  }

  public static let gelu: Operation = .init(
    Entry(
      "gelu", group: .networks, [.init("x")],
      doc: "x·Φ(x), with Φ the distribution function of the standard normal distribution.",
      examples: [.init("gelu(1)", "0.841345")]),
    type: TypeRules.elementwise,
    kernel: { operands, _ in
      let scaled = try BinaryOp.multiply.apply(operands[0], .number(-0.5.squareRoot()))
      let twice = try BinaryOp.multiply.apply(operands[0], UnaryOp.erfc.apply(scaled))
      return try BinaryOp.multiply.apply(twice, .number(0.5))
    },
    derivative: .local { adjoint in
      let x = adjoint.x
      let distribution = 0.5 * erfc(x * -0.5.squareRoot())
      let density = exp(-0.5 * (x * x)) * 0.398942280401432677940
      return distribution + x * density
    })

  public static let silu: Operation = .init(
    Entry(
      "silu", aliases: ["swish"], group: .networks, [.init("x")], doc: "x·σ(x).",
      examples: [.init("silu(1)", "0.731059")]),
    type: TypeRules.elementwise,
    kernel: { operands, _ in
      try BinaryOp.multiply.apply(operands[0], UnaryOp.sigmoid.apply(operands[0]))
    },
    derivative: .local { sigmoid($0.x) * (1 + $0.x * sigmoid(-$0.x)) })

  public static let softplus: Operation = .unary(
    "softplus", group: .networks, .softplus, "log(1 + ℯˣ), without overflow: a smooth relu.",
    .local { sigmoid($0.x) }, examples: [.init("softplus(0)", "0.693147")])

  public static let logSigmoid: Operation = .unary(
    "log_sigmoid", group: .networks, .logSigmoid, "log σ(x), without underflow.",
    .local { sigmoid(-$0.x) }, examples: [.init("log_sigmoid(-1000)", "-1000")])

  // MARK: Softmax

  public static let softmax: Operation = .normalisation(
    "softmax", "exp(xᵢ)/Σ exp(xⱼ) along dim: positive, with sum 1.", Kernels.softmax,
    .rule { adjoint in
      let (y, g) = (adjoint.y, adjoint.g)
      return y * (g - sum(g * y, with: .whole(adjoint.lastAxis), .flag(true)))
    }, examples: [.init("softmax([0, 0])", "[0.5, 0.5]")])

  public static let logSoftmax: Operation = .normalisation(
    "log_softmax", "log softmax(x), without underflow.", Kernels.logSoftmax,
    .rule { adjoint in
      let axis = Attribute.whole(adjoint.lastAxis)
      return adjoint.g - softmax(adjoint.x, with: axis) * sum(adjoint.g, with: axis, .flag(true))
    }, examples: [.init("log_softmax([0, 0])", "[-0.693147, -0.693147]")])
}

extension Operation {
  /// An activation with one parameter that shapes it.
  fileprivate static func activation(
    _ name: String, _ doc: String, parameter: (name: String, value: Double),
    kernel: @escaping @Sendable (Quantity, Double) throws -> Quantity, _ derivative: Derivative,
    convention: String, examples: [Entry.Example]
  ) -> Operation {
    let value = parameter.value
    return Operation(
      Entry(
        name, group: .networks,
        [.init("x"), .init(parameter.name, .attribute(.number), default: .number(value))],
        doc: doc, examples: examples),
      type: TypeRules.elementwise,
      kernel: { operands, attributes in
        try kernel(operands[0].asNumbers, attributes.number(0, default: value))
      },
      derivative: derivative, domain: .positive, convention: convention)
  }

  fileprivate static func normalisation(
    _ name: String, _ doc: String,
    _ kernel: @escaping @Sendable (Tensor, Int) throws -> Tensor, _ derivative: Derivative,
    examples: [Entry.Example]
  ) -> Operation {
    Operation(
      Entry(
        name, group: .networks,
        [.init("x"), .init("dim", .attribute(.axis), default: .whole(-1))], doc: doc,
        examples: examples),
      type: { types, attributes in
        _ = try lastAxis(attributes, types[0].shape, name)
        return NodeType(.f64, types[0].shape)
      },
      kernel: { operands, attributes in
        let axis = try lastAxis(attributes, operands[0].shape, name)
        return .tensor(try kernel(operands[0].tensor(for: name), axis))
      },
      derivative: derivative)
  }
}

/// The axis that the attribute names; absent, the last one.
private func lastAxis(_ attributes: Attributes, _ shape: Shape, _ name: String) throws -> Int {
  guard shape.rank > 0 else {
    throw TensorFault.rank(operation: name, expected: "a tensor", shape)
  }
  return try shape.axis(attributes.whole(0, default: -1))
}

extension Adjoint {
  fileprivate var lastAxis: Int { (try? Graphs.lastAxis(attributes, x.shape, "")) ?? 0 }
  fileprivate var isPositive: Term { Catalogue.greater(x, x.constant(0)) }
}

extension Quantity {
  fileprivate func isPositive() throws -> Quantity {
    try CompareOp.greater.apply(self, .number(0))
  }
}
