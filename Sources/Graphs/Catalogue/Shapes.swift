import Tensors

// The same elements in another shape.
extension Catalogue {
  static let shapes: [Operation] = [
    reshape, flatten, transpose, permute, squeeze, unsqueeze, broadcastTo, flip, roll,
  ]

  public static let reshape: Operation = .init(
    Entry(
      "reshape", group: .shape, [.init("x"), .init("shape", .attribute(.shape))],
      doc: "The same elements, in row-major order, in another shape.",
      examples: [.init("reshape([1, 2, 3, 4], 2, 2)", "[1, 2; 3, 4]")]),
    type: { types, attributes in
      let shape = attributes.shape(0)
      guard shape.count == types[0].shape.count else {
        throw CatalogueFault.reshape(types[0].shape, shape)
      }
      return NodeType(types[0].dtype, shape)
    },
    kernel: { operands, attributes in try Kernels.reshape(operands[0], to: attributes.shape(0)) },
    derivative: .rule { $0.g.reshaped(to: $0.x.shape) })

  public static let flatten: Operation = .init(
    Entry(
      "flatten", group: .shape, [.init("x")], doc: "All elements, in row-major order, as a vector.",
      examples: [.init("flatten([1, 2; 3, 4])", "[1, 2, 3, 4]")]),
    type: { types, _ in NodeType(types[0].dtype, Shape([types[0].shape.count])) },
    kernel: { operands, _ in
      try Kernels.reshape(operands[0], to: Shape([operands[0].shape.count]))
    },
    derivative: .rule { $0.g.reshaped(to: $0.x.shape) })

  public static let transpose: Operation = .init(
    Entry(
      "transpose", group: .shape, [.init("A")],
      doc: "The matrix with rows and columns exchanged: Aᵀ.",
      examples: [
        .init("transpose([1, 2; 3, 4])", "[1, 3; 2, 4]"), .init("[1, 2; 3, 4]ᵀ", "[1, 3; 2, 4]"),
      ]),
    type: { types, _ in
      guard types[0].shape.rank == 2 else {
        throw TensorFault.rank(operation: "transpose", expected: "a matrix", types[0].shape)
      }
      return NodeType(types[0].dtype, Shape(types[0].shape.sizes.reversed()))
    },
    kernel: { operands, _ in .tensor(Kernels.transpose(try operands[0].tensor(for: "transpose"))) },
    derivative: .rule { transpose($0.g) }, notation: .postfix("ᵀ", latex: "^\\top"))

  private static func axisOrder(_ attributes: Attributes, rank: Int) throws -> [Int] {
    let order = attributes.wholes(0) ?? []
    guard order.sorted() == Array(0..<rank) else {
      throw CatalogueFault.permutation(order.map { $0 &+ 1 }, rank: rank)
    }
    return order
  }

  /// The attribute counts axes from 0.
  public static let permute: Operation = .init(
    Entry(
      "permute", group: .shape, [.init("x"), .init("order", .attribute(.axes))],
      doc: "The axes in another order: axis i of the result is axis order[i] of x.",
      examples: [.init("size(permute(zeros(2, 3, 4), (3, 1, 2)))", "(4, 2, 3)")]),
    type: { types, attributes in
      let order = try axisOrder(attributes, rank: types[0].shape.rank)
      return NodeType(types[0].dtype, Shape(order.map { types[0].shape.sizes[$0] }))
    },
    kernel: { operands, attributes in
      try operands[0].permuted(try axisOrder(attributes, rank: operands[0].shape.rank))
    },
    derivative: .rule { adjoint in
      let order = adjoint.attributes.wholes(0) ?? []
      return adjoint.g.permuted(order.indices.map { order.firstIndex(of: $0) ?? 0 })
    })

  public static let squeeze: Operation = .init(
    Entry(
      "squeeze", group: .shape,
      [.init("x"), .init("dim", .attribute(.axes), default: .absent)],
      doc: "x without its axes of size 1, or without the one that dim names.",
      examples: [.init("squeeze([1, 2; 3, 4][1:1, :])", "[1, 2]")]),
    type: { types, attributes in
      NodeType(types[0].dtype, try squeezed(types[0].shape, attributes))
    },
    kernel: { operands, attributes in
      try Kernels.reshape(operands[0], to: squeezed(operands[0].shape, attributes))
    },
    derivative: .rule { $0.g.reshaped(to: $0.x.shape) })

  public static let unsqueeze: Operation = .init(
    Entry(
      "unsqueeze", group: .shape, [.init("x"), .init("dim", .attribute(.whole))],
      doc: "x with one more axis of size 1, which becomes axis dim.",
      examples: [.init("size(unsqueeze([1, 2, 3], 1))", "(1, 3)")]),
    type: { types, attributes in
      NodeType(types[0].dtype, try unsqueezed(types[0].shape, attributes.whole(0)))
    },
    kernel: { operands, attributes in
      try Kernels.reshape(operands[0], to: unsqueezed(operands[0].shape, attributes.whole(0)))
    },
    derivative: .rule { $0.g.reshaped(to: $0.x.shape) })

  /// Also the adjoint of sums.
  public static let broadcastTo: Operation = .init(
    Entry(
      "expand", group: .shape, [.init("x"), .init("shape", .attribute(.shape))],
      doc: "x repeated along new or size-1 axes until it has the shape.",
      examples: [.init("expand([1, 2], 2, 2)", "[1, 2; 1, 2]")]),
    type: { types, attributes in
      let shape = attributes.shape(0)
      guard Shape.broadcast(types[0].shape, shape) == shape else {
        throw TensorFault.shapes(
          operation: "expand", types[0].shape, shape, canBroadcast: false)
      }
      return NodeType(types[0].dtype, shape)
    },
    kernel: { operands, attributes in
      try Kernels.broadcast(operands[0], to: attributes.shape(0))
    },
    derivative: .rule { $0.g }, notation: .invisible)

  // MARK: Reversing and rotating

  public static let flip: Operation = .alongAxis(
    "flip", group: .shape, "The elements in reverse order along dim.",
    kernel: { x, axis in .tensor(try Kernels.flip(x.tensor(for: "flip"), axes: [axis])) },
    .rule { flip($0.g, with: $0.attributes[0]) },
    examples: [.init("flip([1, 2, 3])", "[3, 2, 1]")], keepsBools: true)

  public static let roll: Operation = .init(
    Entry(
      "roll", group: .shape,
      [
        .init("x"), .init("shift", .attribute(.whole)),
        .init("dim", .attribute(.axis), default: .absent),
      ],
      doc: "The elements moved along dim by shift; what leaves at the end comes in at the start.",
      examples: [.init("roll([1, 2, 3, 4], 1)", "[4, 1, 2, 3]")]),
    type: { types, attributes in
      _ = try singleAxis("roll", attributes[1], types[0].shape)
      return types[0]
    },
    kernel: { operands, attributes in
      let axis = try singleAxis("roll", attributes[1], operands[0].shape)
      return .tensor(
        try Kernels.roll(operands[0].tensor(for: "roll"), shift: attributes.whole(0), axis: axis))
    },
    derivative: .rule { roll($0.g, with: .whole(0 &- $0.attributes.whole(0)), $0.attributes[1]) })
}

private func squeezed(_ shape: Shape, _ attributes: Attributes) throws -> Shape {
  let all = shape.sizes.indices.filter { shape.sizes[$0] == 1 }
  let axes = try attributes.wholes(0)?.map { try shape.axis($0) } ?? all
  for axis in axes where shape.sizes[axis] != 1 {
    throw CatalogueFault.squeeze(shape, axis: axis + 1)
  }
  return Shape(shape.sizes.indices.filter { !axes.contains($0) }.map { shape.sizes[$0] })
}

/// `dim` counts from 1 in the result.
private func unsqueezed(_ shape: Shape, _ dim: Int) throws -> Shape {
  let position = dim > 0 ? dim - 1 : shape.rank &+ 1 &+ dim
  guard dim != 0, (0...shape.rank).contains(position) else {
    throw TensorFault.axis(dim, rank: shape.rank + 1)
  }
  var dims = shape.sizes
  dims.insert(1, at: position)
  return try Shape(computed: dims, for: "unsqueeze")
}
