import Tensors

// Sorting, and picking elements by positions that are values.
extension Catalogue {
  static let ordering: [Operation] = [sort, argsort, gather, scatterAlong, oneHot, searchsorted]

  private static let orderParameters: [Entry.Parameter] = [
    .init("x"), .init("dim", .attribute(.axis), default: .absent),
    .init("descending", .attribute(.flag), default: .flag(false), isKeyword: true),
  ]

  public static let sort: Operation = .init(
    Entry(
      "sort", group: .shape, orderParameters, doc: "The elements in ascending order along dim.",
      examples: [
        .init("sort([3, 1, 2])", "[1, 2, 3]"),
        .init("sort([3, 1, 2], descending=true)", "[3, 2, 1]"),
      ]),
    type: orderType("sort"),
    kernel: { operands, attributes in
      try ordered("sort", operands[0], attributes) { x, axis, isDescending in
        let sorted = try Kernels.sort(isDescending ? UnaryOp.negate.apply(x) : x, axis: axis)
        return isDescending ? UnaryOp.negate.apply(sorted) : sorted
      }
    },
    derivative: .rule { adjoint in
      let axis = adjoint.axis(0)
      let order = argsort(adjoint.x, with: .whole(axis), adjoint.attributes[1])
      return scatterAlong(adjoint.g, order, with: .whole(axis), .whole(adjoint.x.shape[axis]))
    },
    convention: "Equal elements keep their order, and so do their gradients.")

  public static let argsort: Operation = .init(
    Entry(
      "argsort", group: .shape, orderParameters,
      doc: "The positions, from 1, of the elements in ascending order along dim.",
      examples: [.init("argsort([30, 10, 20])", "[2, 3, 1]")]),
    type: orderType("argsort"),
    kernel: { operands, attributes in
      try ordered("argsort", operands[0], attributes) { x, axis, isDescending in
        try Kernels.argsort(isDescending ? UnaryOp.negate.apply(x) : x, axis: axis)
      }
    },
    derivative: .zero("positions are whole numbers"))

  private static func orderType(_ name: String) -> Operation.TypeRule {
    { types, attributes in
      _ = try singleAxis(name, attributes[0], types[0].shape)
      return NodeType(.f64, types[0].shape)
    }
  }

  private static func ordered(
    _ name: String, _ x: Quantity, _ attributes: Attributes,
    _ body: (Tensor, Int, Bool) throws -> Tensor
  ) throws -> Quantity {
    let axis = try singleAxis(name, attributes[0], x.shape)
    return .tensor(try body(x.tensor(for: name), axis, attributes.flag(1)))
  }

  // MARK: Positions that are values

  public static let gather: Operation = .init(
    Entry(
      "gather", group: .shape,
      [.init("x"), .init("index"), .init("dim", .attribute(.axis), default: .absent)],
      doc: "x[index[i, j], j] for dim 1, x[i, index[i, j]] for dim 2, …: elements by positions.",
      examples: [.init("gather([10, 20, 30], [3, 1])", "[30, 10]")]),
    type: { types, attributes in
      let axis = try singleAxis("gather", attributes[0], types[0].shape)
      return NodeType(.f64, try alignedShape("gather", types[0].shape, types[1].shape, axis))
    },
    kernel: { operands, attributes in
      let axis = try singleAxis("gather", attributes[0], operands[0].shape)
      let length = operands[1].shape[axis]
      return try operands[0].zippedAlong(axis: axis, length: length, operands[1]) {
        line, positions in
        try positions.map { line[try checkedPosition($0, axis: axis, size: line.count)] }
      }
    },
    derivative: .rules([
      { adjoint in
        let axis = adjoint.axis(0)
        let size = adjoint.x.shape[axis]
        return scatterAlong(adjoint.g, adjoint.b, with: .whole(axis), .whole(size))
      },
      { $0.constant(0) },
    ]), domain: .skipped("the positions are whole numbers; probed through sort"))

  /// The adjoint of `gather`: adds each element to the position that its index names.
  static let scatterAlong: Operation = .init(
    Entry(
      "scatter_along", group: .shape,
      [
        .init("x"), .init("index"), .init("dim", .attribute(.axis)),
        .init("size", .attribute(.whole)),
      ],
      doc: "Zeros, of the given size along dim, to which the elements are added by position.",
      isInternal: true),
    type: { types, attributes in
      try requireEqualShapes("scatter_along", types)
      let axis = try singleAxis("scatter_along", attributes[0], types[0].shape)
      var sizes = types[0].shape.sizes
      sizes[axis] = attributes.whole(1)
      return NodeType(.f64, try Shape(computed: sizes, for: "scatter_along"))
    },
    kernel: { operands, attributes in
      let axis = try singleAxis("scatter_along", attributes[0], operands[0].shape)
      let size = attributes.whole(1)
      if operands[0].shape.count == 0 {
        var sizes = operands[0].shape.sizes
        sizes[axis] = size
        return .tensor(try Tensor.filled(0, shape: Shape(sizes)))
      }
      return try operands[0].zippedAlong(axis: axis, length: size, operands[1]) { line, positions in
        var result = [Double](repeating: 0, count: size)
        for (value, position) in zip(line, positions) {
          result[try checkedPosition(position, axis: axis, size: size)] += value
        }
        return result
      }
    },
    derivative: .rules([
      { gather($0.g, $0.b, with: .whole($0.axis(0))) }, { $0.constant(0) },
    ]), domain: .skipped("the positions are whole numbers; probed through sort"))

  public static let oneHot: Operation = .init(
    Entry(
      "one_hot", group: .shape, [.init("labels"), .init("classes", .attribute(.whole))],
      doc: "For each label, a whole number from 1, a row with 1 at that position and 0 elsewhere.",
      examples: [.init("one_hot([2, 1], 3)", "[0, 1, 0; 1, 0, 0]")]),
    type: { types, attributes in
      let sizes = types[0].shape.sizes + [attributes.whole(0)]
      return NodeType(.f64, try Shape(computed: sizes, for: "one_hot"))
    },
    kernel: { operands, attributes in
      let classes = attributes.whole(0)
      let shape = try Shape(computed: operands[0].shape.sizes + [classes], for: "one_hot")
      return .tensor(
        try Tensor.make(shape: shape) { elements in
          try elements.fill { _ in 0 }
          for (row, label) in operands[0].elements.enumerated() {
            guard label == label.rounded(), label >= 1, label <= Double(classes) else {
              throw CatalogueFault.label(label, classes: classes)
            }
            elements[row * classes + Int(label) - 1] = 1
          }
        })
    },
    derivative: .zero("labels are whole numbers"),
    domain: .skipped("labels are whole numbers"))

  public static let searchsorted: Operation = .init(
    Entry(
      "searchsorted", group: .shape, [.init("sorted"), .init("x")],
      doc: "The first position, from 1, at which x could be put into a sorted vector.",
      examples: [.init("searchsorted([10, 20, 30], 20)", "2")]),
    type: { types, _ in
      guard types[0].shape.rank == 1 else {
        throw TensorFault.rank(operation: "searchsorted", expected: "a vector", types[0].shape)
      }
      return NodeType(.f64, types[1].shape)
    },
    kernel: { operands, _ in
      let sorted = operands[0].elements
      return operands[1].mapped { Double(firstPosition(of: $0, in: sorted) + 1) }
    },
    derivative: .zero("positions are whole numbers"))
}

extension Adjoint {
  /// The axis that an attribute names, from 0; the type rule has accepted it before.
  func axis(_ position: Int) -> Int {
    (try? singleAxis("", attributes[position], inputs[0].shape)) ?? 0
  }
}

private func alignedShape(_ name: String, _ x: Shape, _ index: Shape, _ axis: Int) throws -> Shape {
  guard x.rank == index.rank,
    (0..<x.rank).allSatisfy({ $0 == axis || x[$0] == index[$0] })
  else { throw TensorFault.shapes(operation: name, x, index, canBroadcast: false) }
  return index
}

/// From 1 to from 0.
private func checkedPosition(_ position: Double, axis: Int, size: Int) throws -> Int {
  guard let index = Int(exactly: position), index >= 1, index <= size else {
    throw TensorFault.index(Int(exactly: position.rounded()) ?? 0, axis: axis + 1, size: size)
  }
  return index - 1
}

private func firstPosition(of x: Double, in sorted: [Double]) -> Int {
  var (low, high) = (0, sorted.count)
  while low < high {
    let middle = (low + high) / 2
    if sorted[middle] < x { low = middle + 1 } else { high = middle }
  }
  return low
}
