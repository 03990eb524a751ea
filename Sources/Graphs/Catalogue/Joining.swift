import Tensors

// Joining tensors, and repeating them.
extension Catalogue {
  static let joining: [Operation] = [
    cat, stack, hcat, vcat, append, repeatElements, tile, pad, diff,
  ]

  public static let cat: Operation = .init(
    Entry(
      "cat", group: .shape,
      [
        .init("parts", .operands),
        .init("dim", .attribute(.axis), default: .whole(1), isKeyword: true),
      ],
      doc: "The tensors of a tuple, joined along an axis that they have.",
      examples: [.init("cat(([1, 2], [3]))", "[1, 2, 3]")]),
    type: { types, attributes in
      NodeType(jointType(types), try joinedShape("cat", types.map(\.shape), attributes.whole(0)))
    },
    kernel: { operands, attributes in
      try joined("cat", operands, axis: operands[0].shape.axis(attributes.whole(0)))
    },
    derivative: .rule { $0.part(along: $0.attributes.whole(0)) })

  public static let stack: Operation = .init(
    Entry(
      "stack", group: .shape,
      [
        .init("parts", .operands),
        .init("dim", .attribute(.newAxis), default: .whole(1), isKeyword: true),
      ],
      doc: "The numbers or tensors of a tuple, joined along a new axis.",
      examples: [
        .init("stack(([1, 2], [3, 4]))", "[1, 2; 3, 4]"), .init("stack((1, 2))", "[1, 2]"),
      ]),
    type: { types, attributes in
      guard let first = types.first else { throw TensorFault.empty(operation: "stack") }
      try requireEqualShapes("stack", types)
      var sizes = first.shape.sizes
      sizes.insert(types.count, at: try stackAxis(attributes, first.shape))
      return NodeType(jointType(types), try Shape(computed: sizes, for: "stack"))
    },
    kernel: { operands, attributes in
      let axis = try stackAxis(attributes, operands[0].shape)
      if axis == 0 { return .tensor(try Kernels.stack(operands)) }
      var sizes = operands[0].shape.sizes
      sizes.insert(1, at: axis)
      let parts = try operands.map { try Kernels.reshape($0, to: Shape(sizes)) }
      return try joined("stack", parts, axis: axis)
    },
    derivative: .rule { adjoint in
      let axis = (try? stackAxis(adjoint.attributes, adjoint.x.shape)) ?? 0
      return adjoint.g.taken(.at(adjoint.position), along: axis)
    })

  public static let hcat: Operation = .init(
    Entry(
      "hcat", group: .shape, [.init("parts", .operands)],
      doc: "Matrices side by side; a vector counts as one column.",
      examples: [.init("hcat([1, 2], [3, 4])", "[1, 3; 2, 4]")]),
    type: { types, _ in
      NodeType(jointType(types), try joinedShape("hcat", types.map { column($0.shape) }, 1))
    },
    kernel: { operands, _ in
      let columns = try operands.map { try Kernels.reshape($0, to: column($0.shape)) }
      return try joined("hcat", columns, axis: 1)
    },
    derivative: .rule { $0.part(along: 1, shape: column).reshaped(to: $0.x.shape) })

  public static let vcat: Operation = .init(
    Entry(
      "vcat", group: .shape, [.init("parts", .operands)],
      doc: "Matrices on top of each other, or vectors one after the other.",
      examples: [
        .init("vcat([1, 2], [3])", "[1, 2, 3]"), .init("vcat([1, 2;], [3, 4;])", "[1, 2; 3, 4]"),
      ]),
    type: { types, _ in
      NodeType(jointType(types), try joinedShape("vcat", types.map(\.shape), 0))
    },
    kernel: { operands, _ in try joined("vcat", operands, axis: 0) },
    derivative: .rule { $0.part(along: 0) })

  public static let append: Operation = .init(
    Entry(
      "append", group: .shape, [.init("xs"), .init("x")],
      doc: "The vector with one more element at its end.",
      examples: [.init("append([1, 2], 3)", "[1, 2, 3]")]),
    type: { types, _ in
      guard types[0].shape.rank == 1, types[1].isNumber else {
        throw TensorFault.shapes(
          operation: "append", types[0].shape, types[1].shape, canBroadcast: false)
      }
      return NodeType(.f64, Shape([types[0].shape[0] + 1]))
    },
    kernel: { operands, _ in
      guard case .tensor(var tensor) = operands[0], let value = operands[1].asNumber else {
        throw TensorFault.rank(operation: "append", expected: "a vector", operands[0].shape)
      }
      tensor.append(value)
      return .tensor(tensor)
    },
    derivative: .rules([
      { $0.g.taken(.slice(start: 0, step: 1, count: $0.a.shape[0]), along: 0) },
      { $0.g.taken(.at($0.a.shape[0]), along: 0) },
    ]))

  // MARK: Repeating

  public static let repeatElements: Operation = .init(
    Entry(
      "repeat", group: .shape,
      [
        .init("x"), .init("n", .attribute(.whole)),
        .init("dim", .attribute(.axis), default: .absent),
      ],
      doc: "Every element n times, along dim.",
      examples: [.init("repeat([1, 2], 2)", "[1, 1, 2, 2]")]),
    type: { types, attributes in
      let axis = try singleAxis("repeat", attributes[1], types[0].shape)
      var sizes = types[0].shape.sizes
      sizes[axis] = try sizeProduct("repeat", sizes[axis], attributes.whole(0))
      return NodeType(types[0].dtype, Shape(sizes))
    },
    kernel: { operands, attributes in
      let axis = try singleAxis("repeat", attributes[1], operands[0].shape)
      return .tensor(
        try Kernels.repeatElements(
          operands[0].tensor(for: "repeat"), count: attributes.whole(0), axis: axis))
    },
    derivative: .rule { adjoint in
      let axis = (try? singleAxis("repeat", adjoint.attributes[1], adjoint.x.shape)) ?? 0
      var split = adjoint.x.shape.sizes
      split.insert(adjoint.attributes.whole(0), at: axis + 1)
      return sum(adjoint.g.reshaped(to: Shape(split)), with: .whole(axis + 1), .flag(false))
    })

  public static let tile: Operation = .init(
    Entry(
      "tile", group: .shape, [.init("x"), .init("counts", .attribute(.shape))],
      doc: "Copies of x side by side: counts of them along each axis.",
      examples: [
        .init("tile([1, 2], 2)", "[1, 2, 1, 2]"), .init("tile([1, 2], 2, 1)", "[1, 2; 1, 2]"),
      ]),
    type: { types, attributes in
      let (own, counts) = tiling(types[0].shape, attributes.shape(0))
      let sizes = try zip(own, counts).map { try sizeProduct("tile", $0, $1) }
      guard !sizes.isEmpty else {
        throw TensorFault.rank(operation: "tile", expected: "counts", .scalar)
      }
      return NodeType(types[0].dtype, Shape(sizes))
    },
    kernel: { operands, attributes in
      let (own, counts) = tiling(operands[0].shape, attributes.shape(0))
      let x = try Kernels.reshape(operands[0], to: Shape(own)).tensor(for: "tile")
      return .tensor(try Kernels.tile(x, counts))
    },
    // Axis by axis, so that no more than one axis is added at a time.
    derivative: .rule { adjoint in
      let (own, counts) = tiling(adjoint.x.shape, adjoint.attributes.shape(0))
      var gradient = adjoint.g
      for axis in own.indices where counts[axis] != 1 {
        var split = gradient.shape.sizes
        split.replaceSubrange(axis...axis, with: [counts[axis], own[axis]])
        gradient = sum(
          gradient.reshaped(to: Shape(split)), with: .whole(axis), .flag(false))
      }
      return gradient.reshaped(to: adjoint.x.shape)
    })

  public static let pad: Operation = .init(
    Entry(
      "pad", group: .shape,
      [
        .init("x"), .init("widths", .attribute(.wholes)),
        .init("value", .attribute(.number), default: .number(0)),
      ],
      doc:
        "x with value around it; widths are those before and after each axis, or one for all sides.",
      examples: [
        .init("pad([1, 2], 1)", "[0, 1, 2, 0]"), .init("pad([1, 2], (0, 2))", "[1, 2, 0, 0]"),
      ]),
    type: { types, attributes in
      guard types[0].shape.rank > 0 else {
        throw TensorFault.rank(operation: "pad", expected: "a tensor", types[0].shape)
      }
      let widths = try padding(attributes, rank: types[0].shape.rank)
      let sizes = types[0].shape.sizes
      let padded = sizes.indices.map { sizes[$0] + widths[2 * $0] + widths[2 * $0 + 1] }
      return NodeType(.f64, Shape(padded))
    },
    kernel: { operands, attributes in
      let widths = try padding(attributes, rank: operands[0].shape.rank)
      let axes = 0..<operands[0].shape.rank
      return .tensor(
        try Kernels.pad(
          operands[0].tensor(for: "pad"), before: axes.map { widths[2 * $0] },
          after: axes.map { widths[2 * $0 + 1] }, value: attributes.number(1)))
    },
    derivative: .rule { adjoint in
      let shape = adjoint.x.shape
      guard let widths = try? padding(adjoint.attributes, rank: shape.rank) else {
        return adjoint.g
      }
      let inside = (0..<shape.rank).map {
        AxisIndex.slice(start: widths[2 * $0], step: 1, count: shape[$0])
      }
      return take(adjoint.g, with: .selection(inside))
    })

  public static let diff: Operation = .init(
    Entry(
      "diff", group: .shape, [.init("x"), .init("dim", .attribute(.axis), default: .absent)],
      doc: "The differences of neighbours along dim.",
      examples: [.init("diff([1, 4, 9])", "[3, 5]")]),
    type: { types, attributes in
      let axis = try singleAxis("diff", attributes[0], types[0].shape)
      var sizes = types[0].shape.sizes
      sizes[axis] = Swift.max(sizes[axis] - 1, 0)
      return NodeType(.f64, Shape(sizes))
    },
    kernel: { operands, attributes in
      let axis = try singleAxis("diff", attributes[0], operands[0].shape)
      return .tensor(try Kernels.diff(operands[0].tensor(for: "diff"), axis: axis))
    },
    derivative: .rule { adjoint in
      let rank = adjoint.x.shape.rank
      let axis = (try? singleAxis("diff", adjoint.attributes[0], adjoint.x.shape)) ?? 0
      guard adjoint.x.shape[axis] > 0 else { return adjoint.g }
      func padded(_ side: Int) -> Term {
        let widths = (0..<2 * rank).map { $0 == 2 * axis + side ? 1 : 0 }
        return pad(adjoint.g, with: .wholes(widths), .number(0))
      }
      return padded(0) - padded(1)
    })
}

extension Adjoint {
  /// The part of the incoming gradient that belongs to the operand in question, of several that were
  /// joined along an axis. `shape` is how the operands were seen when they were joined.
  fileprivate func part(along given: Int, shape: (Shape) -> Shape = { $0 }) -> Term {
    let axis = (try? shape(x.shape).axis(given)) ?? 0
    let start = inputs[..<position].reduce(0) { $0 + shape($1.shape)[axis] }
    return g.taken(.slice(start: start, step: 1, count: shape(x.shape)[axis]), along: axis)
  }
}

extension Term {
  /// Indexed along one axis, all others whole.
  func taken(_ index: AxisIndex, along axis: Int) -> Term {
    let selection = (0..<shape.rank).map { $0 == axis ? index : .all }
    return Catalogue.take(self, with: .selection(selection))
  }
}

private func joined(_ name: String, _ parts: [Quantity], axis: Int) throws -> Quantity {
  .tensor(try Kernels.concatenate(parts.map { try $0.tensor(for: name) }, axis: axis))
}

private func jointType(_ types: [NodeType]) -> DType {
  types.allSatisfy { $0.dtype == .bool } ? .bool : .f64
}

private func joinedShape(_ operation: String, _ shapes: [Shape], _ given: Int) throws -> Shape {
  guard let first = shapes.first else { throw TensorFault.empty(operation: operation) }
  guard first.rank > 0 else {
    throw TensorFault.rank(operation: operation, expected: "tensors", first)
  }
  let axis = try first.axis(given)
  var sizes = first.sizes
  for shape in shapes.dropFirst() {
    guard shape.rank == first.rank,
      sizes.indices.allSatisfy({ $0 == axis || shape[$0] == first[$0] })
    else { throw TensorFault.shapes(operation: operation, first, shape, canBroadcast: false) }
    sizes[axis] += shape[axis]
  }
  return Shape(sizes)
}

private func stackAxis(_ attributes: Attributes, _ shape: Shape) throws -> Int {
  try Shape([1] + shape.sizes).axis(attributes.whole(0))
}

private func column(_ shape: Shape) -> Shape {
  shape.rank == 1 ? Shape([shape[0], 1]) : shape
}

/// The operand's sizes and the counts, filled up with 1 in front to one length.
private func tiling(_ shape: Shape, _ counts: Shape) -> (own: [Int], counts: [Int]) {
  let rank = max(shape.rank, counts.rank)
  func filled(_ sizes: [Int]) -> [Int] { Array(repeating: 1, count: rank - sizes.count) + sizes }
  return (filled(shape.sizes), filled(counts.sizes))
}

/// Widths before and after each axis; given as such, or as one pair or one number for all axes.
private func padding(_ attributes: Attributes, rank: Int) throws -> [Int] {
  let given = attributes.wholes(0) ?? []
  if let negative = given.first(where: { $0 < 0 }) {
    throw TensorFault.negativeSize(operation: "pad", negative)
  }
  // Far beyond any memory, and far from an overflow of sums.
  if let wide = given.first(where: { $0 >= 1 << 48 }) {
    throw TensorFault.tooLarge(elements: Double(wide))
  }
  switch given.count {
  case 2 * rank: return given
  case 1, 2: return (0..<2 * rank).map { given[$0 % given.count] }
  default: throw TensorFault.indexCount(given: given.count, rank: 2 * rank)
  }
}
