import Tensors

// Running sums, products and maxima along one axis.
extension Catalogue {
  static let cumulative: [Operation] = [cumsum, cumprod, cummax, cumargmax, recurrence, shift]

  public static let cumsum: Operation = .alongAxis(
    "cumsum", "The running sum along dim.",
    kernel: { x, axis in
      .tensor(try Kernels.cumulative(.sum, x.tensor(for: "cumulative"), axis: axis))
    },
    .rule {
      let axis = $0.attributes[0]
      return flip(cumsum(flip($0.g, with: axis), with: axis), with: axis)
    },
    examples: [.init("cumsum([1, 2, 3])", "[1, 3, 6]")])

  // y_k = x_k·y_(k−1), so ∂/∂x_k is the product before k times what comes in from k on, and the
  // latter obeys s_k = g_k + x_(k+1)·s_(k+1): no quotient, so zeros stay exact.
  public static let cumprod: Operation = .alongAxis(
    "cumprod", "The running product along dim.",
    kernel: { x, axis in
      .tensor(try Kernels.cumulative(.product, x.tensor(for: "cumulative"), axis: axis))
    },
    .rule {
      let axis = $0.axis(0)
      let next = shift($0.x, with: .whole(axis), .whole(-1))
      let later = recurrence(next, $0.g, with: .whole(axis), .flag(true))
      return productBefore($0.x, axis: axis) * later
    },
    domain: .between(0.5, 2), convention: "Exact where elements are 0.",
    examples: [.init("cumprod([1, 2, 3, 4])", "[1, 2, 6, 24]")])

  public static let cummax: Operation = .alongAxis(
    "cummax", "The running maximum along dim.",
    kernel: { x, axis in
      .tensor(try Kernels.cumulative(.max, x.tensor(for: "cumulative"), axis: axis))
    },
    .rule {
      let position = cumargmax($0.x, with: $0.attributes[0])
      let size = Attribute.whole($0.x.shape[$0.axis(0)])
      return scatterAlong($0.g, position, with: $0.attributes[0], size)
    },
    convention: "Of equal elements the first one gets the gradient.",
    examples: [.init("cummax([1, 3, 2, 5])", "[1, 3, 3, 5]")])

  static let cumargmax: Operation = .alongAxis(
    "cumargmax", "The position, from 1, of the running maximum along dim.",
    kernel: { x, axis in
      try x.mappedAlong(axis: axis) { line in
        var best = 0
        return line.indices.map { index in
          if !(line[index] <= line[best]) { best = index }
          return Double(best + 1)
        }
      }
    },
    .zero("positions are whole numbers"), isInternal: true)

  /// y_k = a_k·y_(k−1) + b_k from y_0 = b_0 on, or the same from the end: closed under
  /// differentiation, which makes products with zeros exact to any order.
  static let recurrence: Operation = .init(
    Entry(
      "recurrence", group: .reductions,
      [
        .init("a"), .init("b"), .init("dim", .attribute(.axis)),
        .init("reversed", .attribute(.flag)),
      ],
      doc: "The linear recurrence y[k] = a[k]*y[k-1] + b[k] along dim.", isInternal: true),
    type: { types, attributes in
      _ = try types[0].shape.axis(attributes.whole(0))
      try requireEqualShapes("recurrence", types)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, attributes in
      try operands[0].zippedAlong(axis: attributes.whole(0), operands[1]) { a, b in
        var y = 0.0
        var result = b
        let order = attributes.flag(1) ? Array(b.indices.reversed()) : Array(b.indices)
        for (step, k) in order.enumerated() {
          y = step == 0 ? b[k] : a[k] * y + b[k]
          result[k] = y
        }
        return result
      }
    },
    derivative: .rules([
      { shift($0.y, with: $0.attributes[0], .whole($0.forward)) * $0.recurrenceAdjoint },
      { $0.recurrenceAdjoint },
    ]))

  /// y[k] = x[k − by], 0 where that is outside.
  static let shift: Operation = .init(
    Entry(
      "shift", group: .shape,
      [.init("x"), .init("dim", .attribute(.axis)), .init("by", .attribute(.whole))],
      doc: "The elements moved along dim; what comes in is 0.", isInternal: true),
    type: { types, attributes in
      _ = try types[0].shape.axis(attributes.whole(0))
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, attributes in
      let by = attributes.whole(1)
      return try operands[0].mappedAlong(axis: attributes.whole(0)) { line in
        line.indices.map { line.indices.contains($0 &- by) ? line[$0 &- by] : 0 }
      }
    },
    derivative: .rule { shift($0.g, with: $0.attributes[0], .whole(0 &- $0.attributes.whole(1))) })

  /// The product of all elements before each one along an axis; 1 for the first.
  static func productBefore(_ x: Term, axis: Int) -> Term {
    let first = shift(ones(like: x), with: .whole(axis), .whole(1))
    return recurrence(
      shift(x, with: .whole(axis), .whole(1)), 1 - first, with: .whole(axis), .flag(false))
  }

  private static func ones(like x: Term) -> Term {
    x.constant(1).fitted(to: NodeType(x.type.dtype, x.shape))
  }
}

extension Operation {
  /// A row that keeps the shape and works along `dim`, which a vector need not give.
  static func alongAxis(
    _ name: String, group: Entry.Group = .reductions, _ doc: String,
    kernel: @escaping @Sendable (Quantity, Int) throws -> Quantity,
    _ derivative: Derivative, domain: Domain = .reals, convention: String? = nil,
    examples: [Entry.Example] = [], keepsBools: Bool = false, isInternal: Bool = false
  ) -> Operation {
    Operation(
      Entry(
        name, group: group, [.init("x"), .init("dim", .attribute(.axis), default: .absent)],
        doc: doc, examples: examples, isInternal: isInternal),
      type: { types, attributes in
        _ = try singleAxis(name, attributes[0], types[0].shape)
        return NodeType(keepsBools ? types[0].dtype : .f64, types[0].shape)
      },
      kernel: { operands, attributes in
        try kernel(operands[0], singleAxis(name, attributes[0], operands[0].shape))
      },
      derivative: derivative, domain: domain, convention: convention)
  }
}

extension Adjoint {
  /// The step to the earlier element of a recurrence, as `shift` counts.
  fileprivate var forward: Int { attributes.flag(1) ? -1 : 1 }

  /// t_k = g_k + a_(k+1)·t_(k+1): the adjoint of a recurrence runs the other way.
  fileprivate var recurrenceAdjoint: Term {
    let next = Catalogue.shift(a, with: attributes[0], .whole(-forward))
    return Catalogue.recurrence(next, g, with: attributes[0], .flag(!attributes.flag(1)))
  }
}
