import Tensors

// Layers that shift and scale their input to mean 0 and variance 1, and table look-up.
extension Catalogue {
  static let normalisation: [Operation] = [layerNorm, batchNorm, embedding]

  public static let layerNorm: Operation = .standardising(
    "layer_norm", "x with mean 0 and variance 1 along dim; eps keeps constant rows finite.",
    more: [.init("dim", .attribute(.axis), default: .whole(-1))],
    example: .init("layer_norm([1, 3], eps=0)", "[-1, 1]")
  ) { shape, attributes in
    guard shape.rank > 0 else {
      throw TensorFault.rank(operation: "layer_norm", expected: "a tensor", shape)
    }
    return [try shape.axis(attributes.whole(0, default: -1))]
  } eps: {
    $0.number(1, default: 1e-5)
  }

  public static let batchNorm: Operation = .standardising(
    "batch_norm",
    "x with mean 0 and variance 1 over the batch (and space): all axes but the second.",
    more: [], example: .init("batch_norm([1; 3], eps=0)", "[-1; 1]")
  ) { shape, _ in
    guard shape.rank > 1 else {
      throw TensorFault.rank(operation: "batch_norm", expected: "batch and channels", shape)
    }
    return [0] + (2..<shape.rank)
  } eps: {
    $0.number(0, default: 1e-5)
  }

  /// `table[ids, :]` for ids that are values.
  public static let embedding: Operation = .init(
    Entry(
      "embedding", group: .networks, [.init("table"), .init("ids")],
      doc: "The rows of a table that whole numbers from 1 name.",
      examples: [.init("embedding([1, 2; 3, 4], [2, 2])", "[3, 4; 3, 4]")]),
    type: { types, _ in
      guard types[0].shape.rank == 2 else {
        throw TensorFault.rank(operation: "embedding", expected: "a table", types[0].shape)
      }
      let sizes = types[1].shape.sizes + [types[0].shape[1]]
      return NodeType(.f64, try Shape(computed: sizes, for: "embedding"))
    },
    kernel: { operands, _ in
      let table = operands[0].shape
      let ids = operands[1]
      let rows = try ids.elements.map { id in
        guard let row = Int(exactly: id), row >= 1, row <= table[0] else {
          throw CatalogueFault.label(id, classes: table[0])
        }
        return row - 1
      }
      let chosen = try operands[0].tensor(for: "embedding").take([.list(rows), .all])
      return try Kernels.reshape(chosen.asNumbers, to: Shape(ids.shape.sizes + [table[1]]))
    },
    derivative: .rules([
      { adjoint in
        let (table, ids) = (adjoint.a.shape, adjoint.b)
        let rows = ids.shape.count
        let gradient = adjoint.g.reshaped(to: Shape([rows, table[1]]))
        let index = ids.reshaped(to: Shape([rows, 1])).fitted(to: gradient.type)
        return scatterAlong(gradient, index, with: .whole(0), .whole(table[0]))
      },
      { $0.constant(0) },
    ]))
}

extension Operation {
  fileprivate static func standardising(
    _ name: String, _ doc: String, more parameters: [Entry.Parameter], example: Entry.Example,
    axes: @escaping @Sendable (Shape, Attributes) throws -> [Int],
    eps: @escaping @Sendable (Attributes) -> Double
  ) -> Operation {
    let parameter = Entry.Parameter(
      "eps", .attribute(.number), default: .number(1e-5), isKeyword: true)
    return Operation(
      Entry(
        name, group: .networks, [.init("x")] + parameters + [parameter], doc: doc,
        examples: [example]),
      type: { types, attributes in
        _ = try axes(types[0].shape, attributes)
        return NodeType(.f64, types[0].shape)
      },
      kernel: { operands, attributes in
        try standardised(operands[0], axes(operands[0].shape, attributes), eps(attributes))
      },
      // With y = (x − m)/s: ∂/∂x is (g − mean(g) − y·mean(g·y))/s, means over the same axes.
      derivative: .rule { adjoint in
        let (g, y, x) = (adjoint.g, adjoint.y, adjoint.x)
        let along = Attribute.wholes((try? axes(x.shape, adjoint.attributes)) ?? [])
        func mean(_ value: Term) -> Term { Catalogue.mean(value, with: along, .flag(true)) }
        let centred = x - mean(x)
        let scale = Catalogue.sqrt(mean(centred * centred) + eps(adjoint.attributes))
        return (g - mean(g) - y * mean(g * y)).absorbing / scale
      }, isSingular: true,
      convention: "Where all elements are equal and eps is 0 the derivative is 0.")
  }
}

private func standardised(_ x: Quantity, _ axes: [Int], _ eps: Double) throws -> Quantity {
  let count = Quantity.number(Double(reducedCount(x.shape, axes)))
  func mean(_ value: Quantity) throws -> Quantity {
    try BinaryOp.divide.apply(ReduceOp.sum.apply(value, axes: axes, keep: true), count)
  }
  let centred = try BinaryOp.subtract.apply(x, mean(x))
  let variance = try mean(UnaryOp.square.apply(centred))
  let scale = UnaryOp.sqrt.apply(try BinaryOp.add.apply(variance, .number(eps)))
  return try BinaryOp.divide.apply(centred, scale)
}
