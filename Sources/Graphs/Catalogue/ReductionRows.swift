import Tensors

// What all rows that reduce axes share: attributes are `dim` and `keep`, further ones come after.

extension Operation {
  /// A row that reduces all axes, or those of `dim`.
  static func reduction(
    _ name: String, group: Entry.Group = .reductions, _ doc: String, result: DType? = nil,
    more parameters: [Entry.Parameter] = [],
    kernel: @escaping @Sendable (Quantity, [Int]?, Bool) throws -> Quantity,
    _ derivative: Derivative, notation: Notation = .call(latex: nil), domain: Domain = .reals,
    isSingular: Bool = false, convention: String? = nil, examples: [Entry.Example] = []
  ) -> Operation {
    .reduction(
      name, group: group, doc, result: result, more: parameters,
      attributed: { x, axes, keep, _ in try kernel(x, axes, keep) }, derivative,
      notation: notation, domain: domain, isSingular: isSingular, convention: convention,
      examples: examples)
  }

  /// As above, for a kernel that reads further attributes.
  static func reduction(
    _ name: String, group: Entry.Group = .reductions, _ doc: String, result: DType? = nil,
    more parameters: [Entry.Parameter],
    attributed kernel: @escaping @Sendable (Quantity, [Int]?, Bool, Attributes) throws -> Quantity,
    _ derivative: Derivative, notation: Notation = .call(latex: nil), domain: Domain = .reals,
    isSingular: Bool = false, convention: String? = nil, examples: [Entry.Example] = []
  ) -> Operation {
    Operation(
      Entry(
        name, group: group,
        [
          .init("x"), .init("dim", .attribute(.axes), default: .absent),
          .init("keep", .attribute(.flag), default: .flag(false), isKeyword: true),
        ] + parameters,
        doc: doc, examples: examples),
      type: { types, attributes in
        let axes = try reducedAxes(attributes, types[0].shape)
        let shape = types[0].shape.reduced(axes: axes, keep: attributes.flag(1))
        return NodeType(result ?? .f64, shape)
      },
      kernel: { operands, attributes in
        let axes = try reducedAxes(attributes, operands[0].shape)
        let isFull = attributes.wholes(0) == nil
        return try kernel(operands[0], isFull ? nil : axes, attributes.flag(1), attributes)
      },
      derivative: derivative, notation: notation, domain: domain, isSingular: isSingular,
      convention: convention)
  }

  /// `argmax` and its like: a position along one axis, or in the whole tensor in row-major order.
  static func position(
    _ name: String, _ doc: String,
    _ kernel: @escaping @Sendable (Tensor, Int?) throws -> Quantity, examples: [Entry.Example]
  ) -> Operation {
    Operation(
      Entry(
        name, group: .reductions,
        [.init("x"), .init("dim", .attribute(.axis), default: .absent)], doc: doc,
        examples: examples),
      type: { types, attributes in
        let shape = types[0].shape
        guard shape.rank > 0 else {
          throw TensorFault.rank(operation: name, expected: "a tensor", shape)
        }
        if attributes[0] == .absent { return .number }
        return NodeType(
          .f64, shape.reduced(axes: [try shape.axis(attributes.whole(0))], keep: false))
      },
      kernel: { operands, attributes in
        let x = try operands[0].tensor(for: name)
        let axis = attributes[0] == .absent ? nil : try x.shape.axis(attributes.whole(0))
        return try kernel(x, axis)
      },
      derivative: .zero("positions are whole numbers"))
  }
}

/// The axes that a reduction runs over, from 0 and in order; all where `dim` is absent.
func reducedAxes(_ attributes: Attributes, _ shape: Shape) throws -> [Int] {
  guard let given = attributes.wholes(0) else { return Array(0..<shape.rank) }
  let axes = try given.map { try shape.axis($0) }.sorted()
  for (one, next) in zip(axes, axes.dropFirst()) where one == next {
    throw TensorFault.axis(one + 1, rank: shape.rank)
  }
  return axes
}

/// How many elements go into one result; `axes` nil for all.
func reducedCount(_ shape: Shape, _ axes: [Int]?) -> Int {
  Shape((axes ?? Array(0..<shape.rank)).map { shape[$0] }).count
}

extension Adjoint {
  private var axes: [Int] { (try? reducedAxes(attributes, x.shape)) ?? [] }

  /// How many elements go into one result.
  var reducedCount: Int { Graphs.reducedCount(x.shape, axes) }

  /// A value of the result's shape, so shaped that it broadcasts against the operand.
  func spread(_ value: Term) -> Term {
    if attributes.flag(1) || value.shape.rank == 0 { return value }
    return value.reshaped(to: x.shape.reduced(axes: axes, keep: true))
  }

  /// A value of the operand's shape, reduced over the same axes by another reduction.
  func reduced(_ value: Term, by operation: Operation) -> Term {
    operation(value, with: attributes[0], attributes[1])
  }

  /// A value of the operand's shape, computed from the operand along one axis: the reduced axes, moved
  /// last and merged where there are several.
  func alongLast(_ body: (Term, Int) -> Term) -> Term {
    if x.shape.rank == 0 { return body(x.reshaped(to: Shape([1])), 0).reshaped(to: .scalar) }
    if axes.count == 1 { return body(x, axes[0]) }
    let order = (0..<x.shape.rank).filter { !axes.contains($0) } + axes
    let kept = order.dropLast(axes.count).map { x.shape.sizes[$0] }
    let moved = x.permuted(order)
    let value = body(moved.reshaped(to: Shape(kept + [reducedCount])), kept.count)
    return value.reshaped(to: moved.shape).permuted(
      order.indices.map { order.firstIndex(of: $0) ?? 0 })
  }
}

extension Adjoint {
  func constant(_ value: Double) -> Term { g.constant(value) }
  func constant(_ value: Quantity) -> Term { g.constant(value) }
}

extension Term {
  func reshaped(to shape: Shape) -> Term {
    shape == self.shape ? self : Catalogue.reshape(self, with: .shape(shape))
  }

  func permuted(_ order: [Int]) -> Term {
    order == Array(order.indices) ? self : Catalogue.permute(self, with: .wholes(order))
  }
}
