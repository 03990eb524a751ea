import Tensors

// Losses of (prediction, target). They never broadcast, since a vector against a column would silently
// compare every prediction with every target; they average over all elements.
extension Catalogue {
  static let losses: [Operation] = [
    mse, mae, huber, bce, bceLogits, crossEntropy, hinge, kl,
  ]

  public static let mse: Operation = .loss(
    "mse", "The mean squared error.",
    each: { p, t in UnaryOp.square.apply(try BinaryOp.subtract.apply(p, t)) },
    .local({ 2 * ($0.a - $0.b) / $0.elementCount }, { 2 * ($0.b - $0.a) / $0.elementCount }),
    examples: [.init("mse([1, 2], [1, 4])", "2")])

  public static let mae: Operation = .loss(
    "mae", "The mean absolute error.",
    each: { p, t in UnaryOp.abs.apply(try BinaryOp.subtract.apply(p, t)) },
    .local({ sign($0.a - $0.b) / $0.elementCount }, { sign($0.b - $0.a) / $0.elementCount }),
    domain: .each([.between(1, 2), .between(-2, -1)]),
    convention: "Where prediction and target agree the derivative is 0.",
    examples: [.init("mae([1, 2], [1, 4])", "1")])

  public static let huber: Operation = .init(
    Entry(
      "huber", group: .losses,
      [
        .init("prediction"), .init("target"),
        .init("delta", .attribute(.number), default: .number(1), isKeyword: true),
      ],
      doc: "Half the squared error up to delta, and delta times the distance beyond.",
      examples: [.init("huber([0, 0], [1, 3])", "1.5")]),
    type: lossType("huber"),
    kernel: { operands, attributes in
      let delta = Quantity.number(attributes.number(0, default: 1))
      try requireEqualShapes("huber", operands)
      let size = UnaryOp.abs.apply(try BinaryOp.subtract.apply(operands[0], operands[1]))
      // With c = min(size, δ) both branches are c·(size − c/2).
      let cut = try BinaryOp.min.apply(size, delta)
      let half = try BinaryOp.multiply.apply(cut, .number(0.5))
      return try average(BinaryOp.multiply.apply(cut, BinaryOp.subtract.apply(size, half)))
    },
    derivative: .local({ $0.huberSlope($0.a - $0.b) }, { $0.huberSlope($0.b - $0.a) }))

  // MARK: Probabilities

  public static let bce: Operation = .loss(
    "bce", "The binary cross entropy of probabilities.",
    each: { p, t in
      let (other, rest) = (try complement(p), try complement(t))
      let sum = try BinaryOp.add.apply(
        BinaryOp.xlogy.apply(t, p), BinaryOp.xlogy.apply(rest, other))
      return UnaryOp.negate.apply(sum)
    },
    .rules([
      // Each part by itself: where one probability is 0 its target most often is, too.
      {
        let miss = (1 - $0.b).absorbing / (1 - $0.a)
        return $0.g / $0.elementCount * (miss - $0.b.absorbing / $0.a)
      },
      { $0.g / $0.elementCount * (log(1 - $0.a) - log($0.a)) },
    ]),
    domain: .between(0.1, 0.9), isSingular: true,
    convention:
      "A target of 0 or 1 has one side only: at a certain and right prediction its slope is that from within.",
    examples: [.init("bce([0.5], [1])", "0.693147")])

  public static let bceLogits: Operation = .loss(
    "bce_logits", "The binary cross entropy of σ(prediction), without overflow.",
    each: { z, t in
      try BinaryOp.subtract.apply(UnaryOp.softplus.apply(z), BinaryOp.multiply.apply(z, t))
    },
    .local(
      { (sigmoid($0.a) - $0.b) / $0.elementCount }, { -$0.a / $0.elementCount }),
    examples: [.init("bce_logits([0], [1])", "0.693147")])

  public static let kl: Operation = .loss(
    "kl", "The Kullback–Leibler divergence t·log(t/p), averaged over all elements.",
    each: { p, t in
      try BinaryOp.subtract.apply(BinaryOp.xlogy.apply(t, t), BinaryOp.xlogy.apply(t, p))
    },
    .rules([
      { -$0.g / $0.elementCount * ($0.b.absorbing / $0.a) },
      { $0.g / $0.elementCount * (log($0.b) + 1 - log($0.a)) },
    ]),
    domain: .between(0.1, 0.9), isSingular: true,
    convention: "A target probability of 0 contributes 0.",
    examples: [.init("kl([0.5, 0.5], [1, 0])", "0.346574")])

  public static let hinge: Operation = .loss(
    "hinge", "The mean of max(0, 1 − t·p), for targets −1 and 1.",
    each: { p, t in UnaryOp.relu.apply(try complement(BinaryOp.multiply.apply(p, t))) },
    .local({ $0.hingeSlope($0.b) }, { $0.hingeSlope($0.a) }),
    domain: .between(-0.9, 0.9), convention: "On the margin the derivative is 0.",
    examples: [.init("hinge([0.5, 2], [1, 1])", "0.25")])

  private static func complement(_ x: Quantity) throws -> Quantity {
    try BinaryOp.subtract.apply(.number(1), x)
  }

  // MARK: Classes

  public static let crossEntropy: Operation = .init(
    Entry(
      "cross_entropy", group: .losses, [.init("logits"), .init("target")],
      doc:
        "The cross entropy of softmax(logits), averaged over rows; the target gives class numbers "
        + "from 1, or a row of probabilities for each row.",
      examples: [
        .init("cross_entropy([0, 0; 0, 0], [1, 2])", "0.693147"),
        .init("cross_entropy([0, 0], [1, 0])", "0.693147"),
      ]),
    type: { types, _ in
      _ = try hasLabels(types[0].shape, types[1].shape)
      return .number
    },
    kernel: { operands, _ in
      let shape = operands[0].shape
      var target = operands[1]
      if try hasLabels(shape, target.shape) {
        target = try oneHot.kernel([target], Attributes(.whole(shape[shape.rank - 1])))
      }
      let logits = try operands[0].tensor(for: "cross_entropy")
      let logs = Quantity.tensor(try Kernels.logSoftmax(logits, axis: shape.rank - 1))
      let sum = try ReduceOp.sum.apply(
        BinaryOp.multiply.apply(target, logs), axes: nil, keep: false)
      return try BinaryOp.divide.apply(sum, .number(-rowCount(shape)))
    },
    derivative: .local(
      { adjoint in
        let rows = adjoint.targetRows
        // Rows of one-hot or other probabilities sum to 1, but nothing forces them to.
        let mass =
          adjoint.hasLabels
          ? adjoint.constant(1) : sum(rows, with: .whole(adjoint.a.shape.rank - 1), .flag(true))
        return (softmax(adjoint.a) * mass - rows) / rowCount(adjoint.a.shape)
      },
      { $0.hasLabels ? $0.constant(0) : -logSoftmax($0.a) / rowCount($0.a.shape) }),
    convention: "Class numbers are constant; rows of probabilities are not.")

  /// Whether targets are class numbers, one for each row of logits.
  fileprivate static func hasLabels(_ logits: Shape, _ target: Shape) throws -> Bool {
    if logits.rank > 0, logits == target { return false }
    guard logits.rank > 0, Shape(Array(logits.sizes.dropLast())) == target else {
      throw TensorFault.shapes(operation: "cross_entropy", logits, target, canBroadcast: false)
    }
    return true
  }
}

extension Operation {
  /// A mean of a function of every prediction with its target.
  fileprivate static func loss(
    _ name: String, _ doc: String,
    each: @escaping @Sendable (Quantity, Quantity) throws -> Quantity, _ derivative: Derivative,
    domain: Domain = .reals, isSingular: Bool = false, convention: String? = nil,
    examples: [Entry.Example]
  ) -> Operation {
    Operation(
      Entry(
        name, group: .losses, [.init("prediction"), .init("target")], doc: doc,
        examples: examples),
      type: lossType(name),
      kernel: { operands, _ in
        try requireEqualShapes(name, operands)
        return try average(each(operands[0], operands[1]))
      },
      derivative: derivative, domain: domain, isSingular: isSingular, convention: convention)
  }
}

private func lossType(_ name: String) -> Operation.TypeRule {
  { types, _ in
    try requireEqualShapes(name, types)
    return .number
  }
}

private func requireEqualShapes(_ name: String, _ operands: [Quantity]) throws {
  try requireEqualShapes(name, operands.map { NodeType($0.dtype, $0.shape) })
}

private func average(_ x: Quantity) throws -> Quantity {
  let sum = try ReduceOp.sum.apply(x, axes: nil, keep: false)
  return try BinaryOp.divide.apply(sum, .number(Double(x.shape.count)))
}

private func rowCount(_ logits: Shape) -> Double {
  Double(logits.sizes.dropLast().reduce(1, *))
}

extension Adjoint {
  fileprivate var elementCount: Double { Double(a.shape.count) }

  fileprivate func huberSlope(_ error: Term) -> Term {
    let delta = attributes.number(0, default: 1)
    return Catalogue.clamp(error, error.constant(-delta), error.constant(delta)) / elementCount
  }

  fileprivate func hingeSlope(_ other: Term) -> Term {
    let isInside = Catalogue.greater(1 - a * b, a.constant(0))
    return -(isInside * other) / elementCount
  }

  fileprivate var hasLabels: Bool { a.shape != b.shape }

  /// The target as a row of probabilities for each row of logits.
  fileprivate var targetRows: Term {
    hasLabels ? Catalogue.oneHot(b, with: .whole(a.shape[a.shape.rank - 1])) : b
  }
}
