import Tensors

// Indexing and functional updates. The selection is an attribute: where a program computes its indexes,
// a trace holds those that it saw.
extension Catalogue {
  static let indexing: [Operation] = [
    take, scatterAdd, replace, maskSelect, maskScatter, maskReplace,
  ]

  /// `A[i, j]`
  public static let take: Operation = .init(
    Entry(
      "take", group: .shape, [.init("x"), .init("selection", .attribute(.text))],
      doc: "The selected elements.", isInternal: true),
    type: { types, attributes in
      NodeType(types[0].dtype, try types[0].shape.selected(attributes.selection(0)))
    },
    kernel: { operands, attributes in
      try operands[0].tensor(for: "indexing").take(attributes.selection(0))
    },
    derivative: .rule {
      scatterAdd($0.g, with: .shape($0.x.shape), $0.attributes[0])
    }, notation: .special, domain: .skipped("probed with selections of its own"))

  /// The adjoint of `take`.
  public static let scatterAdd: Operation = .init(
    Entry(
      "scatter_add", group: .shape,
      [
        .init("x"), .init("shape", .attribute(.shape)), .init("selection", .attribute(.text)),
      ],
      doc: "Zeros of the shape, to which x is added at the selected places.", isInternal: true),
    type: { types, attributes in
      let selected = try attributes.shape(0).selected(attributes.selection(1))
      guard Shape.broadcast(types[0].shape, selected) == selected else {
        throw TensorFault.shapes(
          operation: "scatter_add", selected, types[0].shape, canBroadcast: false)
      }
      return NodeType(.f64, attributes.shape(0))
    },
    kernel: { operands, attributes in
      .tensor(
        try Tensor.scatterAdd(into: attributes.shape(0), attributes.selection(1), operands[0]))
    },
    derivative: .rule { take($0.g, with: $0.attributes[1]) }, notation: .special,
    domain: .skipped("probed through indexing"))

  /// `A[i, j] = v` as a value: x with v at the selected places.
  public static let replace: Operation = .init(
    Entry(
      "replace", group: .shape,
      [.init("x"), .init("v"), .init("selection", .attribute(.text))],
      doc: "x with v at the selected places.", isInternal: true),
    type: { types, attributes in
      let selected = try types[0].shape.selected(attributes.selection(0))
      guard types[1].isNumber || types[1].shape == selected else {
        throw TensorFault.shapes(
          operation: "assignment", selected, types[1].shape, canBroadcast: false)
      }
      return NodeType(types[1].dtype == .bool ? types[0].dtype : .f64, types[0].shape)
    },
    kernel: { operands, attributes in
      .tensor(
        try operands[0].tensor(for: "indexing")
          .replacing(attributes.selection(0), with: operands[1]))
    },
    derivative: .rules([
      { replace($0.g, $0.constant(0), with: $0.attributes[0]) },
      { adjoint in
        // A place that is selected twice holds the later value only, so the earlier one gets nothing.
        let kept = adjoint.attributes.selection(0).withoutRepetitions(in: adjoint.a.shape)
        guard let kept else { return take(adjoint.g, with: adjoint.attributes[0]) }
        return take(adjoint.g, with: adjoint.attributes[0]) * adjoint.constant(kept)
      },
    ]), notation: .special, domain: .skipped("probed with selections of its own"))

  // MARK: Masks

  /// `A[m]` for a mask m: how many are true is known only when it runs, so tracing states it.
  public static let maskSelect: Operation = .init(
    Entry(
      "mask_select", group: .shape,
      [.init("x"), .init("mask"), .init("count", .attribute(.whole))],
      doc: "The elements (or, for a vector mask of a matrix, rows) where the mask is true.",
      isInternal: true),
    type: { types, attributes in
      try requireMask(types[0].shape, types[1])
      let rest = types[0].shape == types[1].shape ? [] : Array(types[0].shape.sizes.dropFirst())
      return NodeType(types[0].dtype, Shape([attributes.whole(0)] + rest))
    },
    kernel: { operands, attributes in
      let mask = try operands[1].tensor(for: "indexing")
      let chosen = try operands[0].tensor(for: "indexing").select(mask: mask)
      guard chosen.shape[0] == attributes.whole(0) else {
        throw CatalogueFault.mask(count: chosen.shape[0], traced: attributes.whole(0))
      }
      return .tensor(chosen)
    },
    derivative: .rules([
      { maskScatter($0.g, $0.b, with: .shape($0.a.shape)) }, { $0.constant(0) },
    ]), notation: .special, domain: .skipped("probed with masks of its own"))

  /// The adjoint of `mask_select`.
  static let maskScatter: Operation = .init(
    Entry(
      "mask_scatter", group: .shape,
      [.init("x"), .init("mask"), .init("shape", .attribute(.shape))],
      doc: "Zeros of the shape, with the elements of x in order where the mask is true.",
      isInternal: true),
    type: { types, attributes in
      try requireMask(attributes.shape(0), types[1])
      return NodeType(.f64, attributes.shape(0))
    },
    kernel: { operands, attributes in
      .tensor(
        try Tensor.scatter(
          mask: operands[1].tensor(for: "indexing"), values: operands[0],
          into: attributes.shape(0)))
    },
    derivative: .rules([
      { maskSelect($0.g, $0.b, with: .whole($0.a.shape.rank > 0 ? $0.a.shape[0] : 1)) },
      { $0.constant(0) },
    ]), notation: .special, domain: .skipped("probed with masks of its own"))

  /// `A[m] = v` as a value.
  public static let maskReplace: Operation = .init(
    Entry(
      "mask_replace", group: .shape, [.init("x"), .init("mask"), .init("v")],
      doc: "x with v, a number or values in order, where the mask is true.", isInternal: true),
    type: { types, _ in
      try requireMask(types[0].shape, types[1])
      return NodeType(types[2].dtype == .bool ? types[0].dtype : .f64, types[0].shape)
    },
    kernel: { operands, _ in
      .tensor(
        try operands[0].tensor(for: "indexing")
          .replacing(mask: operands[1].tensor(for: "indexing"), with: operands[2]))
    },
    derivative: .rules([
      { maskReplace($0.g, $0.b, $0.constant(0)) },
      { $0.constant(0) },
      { adjoint in
        if adjoint.c.type.isNumber {
          let outside = maskReplace(adjoint.g, adjoint.b, adjoint.constant(0))
          return sum(adjoint.g - outside, with: .absent, .flag(false))
        }
        return maskSelect(adjoint.g, adjoint.b, with: .whole(adjoint.c.shape[0]))
      },
    ]), notation: .special, domain: .skipped("probed with masks of its own"))

  private static func requireMask(_ shape: Shape, _ mask: NodeType) throws {
    guard mask.dtype == .bool else { throw TensorFault.notBool(operation: "mask") }
    guard
      mask.shape == shape || (mask.shape.rank == 1 && shape.rank > 0 && mask.shape[0] == shape[0])
    else { throw TensorFault.shapes(operation: "mask", shape, mask.shape, canBroadcast: false) }
  }
}

extension Shape {
  /// The shape of what a selection selects.
  func selected(_ selection: [AxisIndex]) throws -> Shape {
    guard selection.count == rank else {
      throw TensorFault.indexCount(given: selection.count, rank: rank)
    }
    var sizes: [Int] = []
    for (axis, index) in selection.enumerated() {
      switch index {
      case .at: break
      case .slice(_, _, let count): sizes.append(Swift.max(count, 0))
      case .all: sizes.append(self[axis])
      case .list(let positions): sizes.append(positions.count)
      }
    }
    return Shape(sizes)
  }
}

extension [AxisIndex] {
  /// 1 for each selected place that no later one repeats, 0 for the others; nil where none repeat.
  fileprivate func withoutRepetitions(in shape: Shape) -> Quantity? {
    let lists = compactMap { if case .list(let positions) = $0 { positions } else { nil } }
    if lists.allSatisfy({ Set($0).count == $0.count }) { return nil }
    let places = Quantity.make((0..<shape.count).map(Double.init), shape)
    guard case .tensor(let tensor) = places, let chosen = try? tensor.take(self) else { return nil }
    var seen = Set<Double>()
    let isLast = chosen.elements.reversed().map { seen.insert($0).inserted ? 1.0 : 0.0 }
    return .make(isLast.reversed(), chosen.shape)
  }
}
