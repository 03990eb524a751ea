import Tensors

/// Rewrites a graph as plan values. An operation that is made of kernels which plans know is written out,
/// step by step as its own kernel computes it, so that the bits stay; any other keeps its kernel.
struct PlanLowering {
  typealias Rule = (inout PlanBuilder, [PlanValue], Attributes) -> PlanValue?

  private(set) var builder = PlanBuilder()
  private(set) var outputs: [PlanValue] = []

  init(_ graph: Graph) {
    let isNeeded = graph.reachable(from: graph.outputs)
    var values = [PlanValue](repeating: -1, count: graph.nodes.count)
    for (id, node) in graph.nodes.enumerated() where isNeeded[id] {
      switch node.kind {
      case .input(let number): values[id] = builder.add(.input(number), node.type)
      case .constant(let quantity): values[id] = builder.constant(quantity)
      case .operation(let operation, let operands, let attributes):
        values[id] = lower(operation, operands.map { values[$0] }, attributes, node.type)
      }
    }
    outputs = graph.outputs.map { builder.storedExactly(values[$0]) }
  }

  private mutating func lower(
    _ operation: Operation, _ operands: [PlanValue], _ attributes: Attributes, _ type: NodeType
  ) -> PlanValue {
    if let constant = folded(operation, operands, attributes, type) {
      return builder.constant(constant)
    }
    if let value = written(operation, operands, attributes), builder.shape(value) == type.shape {
      return builder.view(value, as: type)
    }
    return builder.kernel(operation, operands, attributes, type)
  }

  private mutating func written(
    _ operation: Operation, _ operands: [PlanValue], _ attributes: Attributes
  ) -> PlanValue? {
    switch operation.elementwise {
    case .unary(let op)?: builder.unary(op, operands[0])
    case .binary(let op)?: builder.binary(op, operands[0], operands[1])
    case nil:
      PlanLowering.rules[ObjectIdentifier(operation)]?(&builder, operands, attributes)
    }
  }

  /// Constants are computed once, here. Not where broadcasting would only make them larger.
  private func folded(
    _ operation: Operation, _ operands: [PlanValue], _ attributes: Attributes, _ type: NodeType
  ) -> Quantity? {
    guard !operands.isEmpty, operation !== Catalogue.broadcastTo else { return nil }
    var constants: [Quantity] = []
    var count = 1
    for operand in operands {
      guard let constant = builder.constants[operand] else { return nil }
      constants.append(constant)
      count = max(count, constant.shape.count)
    }
    guard type.shape.count <= count,
      // A kernel that fails on its constants fails when the plan runs.
      let value = try? operation.kernel(constants, attributes),
      value.shape == type.shape, value.dtype == type.dtype
    else { return nil }
    return value
  }
}

extension PlanBuilder {
  /// The mean of all elements, as the losses take it.
  fileprivate mutating func average(_ value: PlanValue) -> PlanValue? {
    let count = number(Double(nodes[value].count))
    return binary(.divide, reduce(.sum, value, axes: nil, keep: false), count)
  }

  fileprivate mutating func complement(_ value: PlanValue) -> PlanValue? {
    binary(.subtract, number(1), value)
  }

  /// Where x is positive itself, else `low`.
  fileprivate mutating func positive(_ x: PlanValue, else low: PlanValue?) -> PlanValue? {
    guard let low, let mask = compare(.greater, x, number(0)) else { return nil }
    return select(mask, x, low)
  }

  // The rules' notation: nil, an operand that could not be written, gives nil.

  fileprivate mutating func apply(_ op: BinaryOp, _ a: PlanValue?, _ b: PlanValue?) -> PlanValue? {
    guard let a, let b else { return nil }
    return binary(op, a, b)
  }

  fileprivate mutating func apply(_ op: UnaryOp, _ a: PlanValue?) -> PlanValue? {
    guard let a else { return nil }
    return unary(op, a)
  }

  fileprivate func hasEqualShapes(_ operands: [PlanValue]) -> Bool {
    operands.allSatisfy { shape($0) == shape(operands[0]) }
  }
}

// MARK: The rules

extension PlanLowering {
  nonisolated(unsafe) fileprivate static let rules: [ObjectIdentifier: Rule] =
    [shapeRules, choiceRules, stableRules, reductionRules, productRules, lossRules].reduce(into: [:]
    ) {
      table, rows in
      for row in rows { table[ObjectIdentifier(row.operation)] = row.rule }
    }

  private struct Row {
    let operation: Operation
    let rule: Rule

    init(_ operation: Operation, _ rule: @escaping Rule) {
      self.operation = operation
      self.rule = rule
    }
  }

  private static var shapeRules: [Row] {
    [
      Row(Catalogue.reshape) { builder, x, attributes in builder.reshaped(x[0], attributes.shape(0))
      },
      Row(Catalogue.flatten) { builder, x, _ in
        builder.reshaped(x[0], Shape([builder.shape(x[0]).count]))
      },
      Row(Catalogue.broadcastTo) { builder, x, attributes in
        builder.expanded(x[0], attributes.shape(0))
      },
      Row(Catalogue.transpose) { builder, x, _ in
        builder.shape(x[0]).rank == 2 ? builder.transpose(x[0]) : nil
      },
      Row(Catalogue.stopGradient) { _, x, _ in x[0] },
    ]
  }

  private static var choiceRules: [Row] {
    [
      Row(Catalogue.equal) { builder, x, _ in builder.compare(.equal, x[0], x[1]) },
      Row(Catalogue.notEqual) { builder, x, _ in builder.compare(.notEqual, x[0], x[1]) },
      Row(Catalogue.less) { builder, x, _ in builder.compare(.less, x[0], x[1]) },
      Row(Catalogue.lessEqual) { builder, x, _ in builder.compare(.lessEqual, x[0], x[1]) },
      Row(Catalogue.greater) { builder, x, _ in builder.compare(.greater, x[0], x[1]) },
      Row(Catalogue.greaterEqual) { builder, x, _ in builder.compare(.greaterEqual, x[0], x[1]) },
      Row(Catalogue.select) { builder, x, _ in builder.select(x[0], x[1], x[2]) },
      Row(Catalogue.zeroDivide) { builder, x, _ in
        guard let isZero = builder.compare(.equal, x[0], builder.number(0)),
          let quotient = builder.apply(.divide, x[0], x[1])
        else { return nil }
        return builder.select(isZero, builder.number(0), quotient)
      },
      Row(Catalogue.clamp) { builder, x, _ in
        builder.apply(.min, builder.apply(.max, x[0], x[1]), x[2])
      },
      Row(Catalogue.leakyRelu) { builder, x, attributes in
        let slope = builder.number(attributes.number(0, default: 0.01))
        return builder.positive(x[0], else: builder.apply(.multiply, x[0], slope))
      },
      Row(Catalogue.elu) { builder, x, attributes in
        let alpha = builder.number(attributes.number(0, default: 1))
        let low = builder.apply(.multiply, builder.apply(.expm1, x[0]), alpha)
        return builder.positive(x[0], else: low)
      },
      Row(Catalogue.silu) { builder, x, _ in
        builder.apply(.multiply, x[0], builder.apply(.sigmoid, x[0]))
      },
    ]
  }

  private static var stableRules: [Row] {
    [
      Row(Catalogue.sechSquared) { builder, x, _ in
        let twice = builder.apply(.multiply, builder.apply(.abs, x[0]), builder.number(-2))
        let e = builder.apply(.exp, twice)
        let square = builder.apply(.square, builder.apply(.add, builder.number(1), e))
        return builder.apply(.divide, builder.apply(.multiply, builder.number(4), e), square)
      },
      Row(Catalogue.oneMinusSquare) { builder, x, _ in
        let below = builder.apply(.subtract, builder.number(1), x[0])
        return builder.apply(.multiply, below, builder.apply(.add, builder.number(1), x[0]))
      },
    ]
  }

  private static var reductionRules: [Row] {
    [
      Row(Catalogue.sum) { builder, x, attributes in builder.summed(x[0], attributes) },
      Row(Catalogue.mean) { builder, x, attributes in
        guard let sum = builder.summed(x[0], attributes),
          let axes = try? reducedAxes(attributes, builder.shape(x[0]))
        else { return nil }
        let count = builder.number(Double(reducedCount(builder.shape(x[0]), axes)))
        return builder.apply(.divide, sum, count)
      },
      Row(Catalogue.sumTo) { builder, x, attributes in
        let (from, shape) = (builder.shape(x[0]), attributes.shape(0))
        if from == shape { return builder.view(x[0], as: NodeType(.f64, shape)) }
        let added = from.rank - shape.rank
        let repeated = (0..<from.rank).filter { axis in
          axis < added || (shape[axis - added] == 1 && from[axis] != 1)
        }
        let sum = builder.reduce(.sum, x[0], axes: repeated, keep: true)
        return builder.view(sum, as: NodeType(.f64, shape))
      },
      Row(Catalogue.softmax) { builder, x, attributes in
        builder.rowwise(x[0], attributes, log: false)
      },
      Row(Catalogue.logSoftmax) { builder, x, attributes in
        builder.rowwise(x[0], attributes, log: true)
      },
    ]
  }

  private static var productRules: [Row] {
    [
      Row(Catalogue.matmul) { builder, x, attributes in builder.matmul(x[0], x[1], attributes) },
      Row(Catalogue.dot) { builder, x, _ in
        builder.hasEqualShapes(x) ? builder.dot(x[0], x[1]) : nil
      },
      Row(Catalogue.outer) { builder, x, _ in
        let column = Shape([builder.shape(x[0]).count, 1])
        return builder.apply(.multiply, builder.reshaped(x[0], column), x[1])
      },
    ]
  }

  private static var lossRules: [Row] {
    [
      Row(Catalogue.mse) { builder, x, _ in
        guard builder.hasEqualShapes(x) else { return nil }
        let error = builder.apply(.square, builder.apply(.subtract, x[0], x[1]))
        return error.flatMap { builder.average($0) }
      },
      Row(Catalogue.mae) { builder, x, _ in
        guard builder.hasEqualShapes(x) else { return nil }
        let error = builder.apply(.abs, builder.apply(.subtract, x[0], x[1]))
        return error.flatMap { builder.average($0) }
      },
      Row(Catalogue.bce) { builder, x, _ in
        guard builder.hasEqualShapes(x) else { return nil }
        let (p, t) = (x[0], x[1])
        let hit = builder.apply(.xlogy, t, p)
        let miss = builder.apply(.xlogy, builder.complement(t), builder.complement(p))
        let error = builder.apply(.negate, builder.apply(.add, hit, miss))
        return error.flatMap { builder.average($0) }
      },
      Row(Catalogue.bceLogits) { builder, x, _ in
        guard builder.hasEqualShapes(x) else { return nil }
        let product = builder.apply(.multiply, x[0], x[1])
        let error = builder.apply(.subtract, builder.apply(.softplus, x[0]), product)
        return error.flatMap { builder.average($0) }
      },
      Row(Catalogue.crossEntropy) { builder, x, _ in builder.crossEntropy(x[0], x[1]) },
    ]
  }
}

extension PlanBuilder {
  fileprivate mutating func reshaped(_ value: PlanValue, _ shape: Shape) -> PlanValue? {
    guard nodes[value].count == shape.count else { return nil }
    return view(value, as: NodeType(nodes[value].type.dtype, shape))
  }

  fileprivate mutating func expanded(_ value: PlanValue, _ shape: Shape) -> PlanValue? {
    guard Shape.broadcast(self.shape(value), shape) == shape else { return nil }
    return expand(value, to: shape)
  }

  fileprivate mutating func summed(_ value: PlanValue, _ attributes: Attributes) -> PlanValue? {
    guard let axes = try? reducedAxes(attributes, shape(value)) else { return nil }
    let all = attributes.wholes(0) == nil
    return reduce(.sum, value, axes: all ? nil : axes, keep: attributes.flag(1))
  }

  /// Softmax along the last axis; other axes keep their kernel.
  fileprivate mutating func rowwise(
    _ value: PlanValue, _ attributes: Attributes, log: Bool
  ) -> PlanValue? {
    let shape = shape(value)
    guard shape.rank > 0, shape.count > 0,
      (try? shape.axis(attributes.whole(0, default: -1))) == shape.rank - 1
    else { return nil }
    return softmax(value, log: log)
  }

  /// Matrices and vectors; stacks of matrices keep their kernel.
  fileprivate mutating func matmul(
    _ a: PlanValue, _ b: PlanValue, _ attributes: Attributes
  ) -> PlanValue? {
    let (left, right) = (shape(a), shape(b))
    guard (1...2).contains(left.rank), (1...2).contains(right.rank) else { return nil }
    let row = left.rank == 1 ? reshaped(a, Shape([1, left[0]])) : a
    let column = right.rank == 1 ? reshaped(b, Shape([right[0], 1])) : b
    guard let row, let column else { return nil }
    let transposeA = left.rank == 2 && attributes.flag(0)
    let transposeB = right.rank == 2 && attributes.flag(1)
    let depth = (
      shape(row)[transposeA ? 0 : 1], shape(column)[transposeB ? 1 : 0]
    )
    guard depth.0 == depth.1 else { return nil }
    let result = product(row, column, transposeA: transposeA, transposeB: transposeB)
    let sizes =
      (left.rank == 2 ? [shape(result)[0]] : []) + (right.rank == 2 ? [shape(result)[1]] : [])
    return reshaped(result, Shape(sizes))
  }

  /// Rows of probabilities, or labels that are turned into them by their own kernel.
  fileprivate mutating func crossEntropy(_ logits: PlanValue, _ target: PlanValue) -> PlanValue? {
    let shape = shape(logits)
    guard shape.rank > 0, shape.count > 0 else { return nil }
    var rows = target
    if self.shape(target) != shape {
      guard Shape(Array(shape.sizes.dropLast())) == self.shape(target) else { return nil }
      let classes = Attributes(.whole(shape[shape.rank - 1]))
      rows = kernel(Catalogue.oneHot, [target], classes, NodeType(.f64, shape))
    }
    let logs = softmax(logits, log: true)
    let count = Double(shape.sizes.dropLast().reduce(1, *))
    guard let products = apply(.multiply, rows, logs) else { return nil }
    return apply(.divide, reduce(.sum, products, axes: nil, keep: false), number(-count))
  }
}
