import Tensors

// Sums and the like over all elements, or along the axes `dim`; `keep` leaves them with size 1.
extension Catalogue {
  static let reductions: [Operation] = [
    sum, mean, prod, max, min, argmax, argmin, anyTrue, allTrue, count, logsumexp, sumTo,
  ]

  public static let sum: Operation = .reduction(
    "sum", "The sum of the elements.",
    kernel: { x, axes, keep in try ReduceOp.sum.apply(x, axes: axes, keep: keep) },
    .rule { $0.spread($0.g) }, notation: .special,
    examples: [
      .init("sum([1, 2, 3])", "6"), .init("sum([1, 2; 3, 4], dim=1)", "[4, 6]"),
    ])

  public static let mean: Operation = .reduction(
    "mean", "The arithmetic mean of the elements.",
    kernel: { x, axes, keep in
      let total = try ReduceOp.sum.apply(x, axes: axes, keep: keep)
      return try BinaryOp.divide.apply(total, .number(Double(reducedCount(x.shape, axes))))
    },
    .rule { $0.spread($0.g) / Double($0.reducedCount) }, notation: .special,
    examples: [.init("mean([1, 2, 6])", "3")])

  // The product of all other elements, and not y/x, so that zeros stay exact. See Cumulative.swift.
  public static let prod: Operation = .reduction(
    "prod", "The product of the elements.",
    kernel: { x, axes, keep in try ReduceOp.product.apply(x, axes: axes, keep: keep) },
    .rule { $0.spread($0.g) * $0.alongLast(productOfOthers) }, notation: .special,
    domain: .between(0.5, 2),
    convention: "Exact where elements are 0.",
    examples: [.init("prod([1, 2, 3, 4])", "24")])

  private static func productOfOthers(_ x: Term, axis: Int) -> Term {
    let after = flip(productBefore(flip(x, with: .whole(axis)), axis: axis), with: .whole(axis))
    return productBefore(x, axis: axis) * after
  }

  public static let max: Operation = .reduction(
    "max", "The greatest element; of two values, the greater, element by element.",
    kernel: { x, axes, keep in try ReduceOp.max.apply(x, axes: axes, keep: keep) },
    extremum, notation: .call(latex: "\\max"),
    convention: "Elements that tie share the gradient evenly.",
    examples: [.init("max([3, 1, 2])", "3"), .init("max([1, 5], [4, 2])", "[4, 5]")])

  public static let min: Operation = .reduction(
    "min", "The least element; of two values, the lesser, element by element.",
    kernel: { x, axes, keep in try ReduceOp.min.apply(x, axes: axes, keep: keep) },
    extremum, notation: .call(latex: "\\min"),
    convention: "Elements that tie share the gradient evenly.",
    examples: [.init("min([3, 1, 2])", "1"), .init("min([1, 5], 2)", "[1, 2]")])

  private static let extremum = Derivative.rule { adjoint in
    let isExtreme = equal(adjoint.x, adjoint.spread(adjoint.y))
    let ties = adjoint.reduced(isExtreme, by: sum)
    return adjoint.spread(adjoint.g) * isExtreme / adjoint.spread(ties)
  }

  public static let argmax: Operation = .position(
    "argmax", "The position, from 1, of the greatest element; the first one if several are equal.",
    Kernels.argmax, examples: [.init("argmax([3, 9, 9])", "2")])

  public static let argmin: Operation = .position(
    "argmin", "The position, from 1, of the least element; the first one if several are equal.",
    Kernels.argmin, examples: [.init("argmin([3, 1, 2])", "2")])

  public static let anyTrue: Operation = .reduction(
    "any", "Whether an element is true.", result: .bool,
    kernel: { x, axes, keep in try ReduceOp.any.apply(x, axes: axes, keep: keep) },
    .zero("bools are constant"), examples: [.init("any([1, 2] .> 1)", "true")])

  public static let allTrue: Operation = .reduction(
    "all", "Whether every element is true.", result: .bool,
    kernel: { x, axes, keep in try ReduceOp.all.apply(x, axes: axes, keep: keep) },
    .zero("bools are constant"), examples: [.init("all([1, 2] .> 1)", "false")])

  public static let count: Operation = .reduction(
    "count", "How many elements are true (or not 0).",
    kernel: { x, axes, keep in try ReduceOp.count.apply(x, axes: axes, keep: keep) },
    .zero("a count is constant between steps"),
    examples: [.init("count([1, 2, 3] .> 1)", "2")])

  public static let logsumexp: Operation = .reduction(
    "logsumexp", "log Σ exp(xᵢ), without overflow.",
    kernel: { x, axes, keep in try Kernels.logSumExp(x, axes: axes, keep: keep) },
    .rule { $0.spread($0.g) * exp($0.x - $0.spread($0.y)) },
    examples: [.init("logsumexp([0, 0])", "0.693147"), .init("logsumexp([1000, 1000])", "1000.69")])

  /// The adjoint of broadcasting.
  public static let sumTo: Operation = .init(
    Entry(
      "sum_to", group: .reductions, [.init("x"), .init("shape", .attribute(.shape))],
      doc: "Sums x over broadcast axes until it has the shape.", isInternal: true),
    type: { types, attributes in
      let shape = attributes.shape(0)
      guard Shape.broadcast(types[0].shape, shape) == types[0].shape else {
        throw TensorFault.shapes(operation: "sum_to", types[0].shape, shape, canBroadcast: false)
      }
      return NodeType(.f64, shape)
    },
    kernel: { operands, attributes in
      try Kernels.sum(operands[0].asNumbers, to: attributes.shape(0))
    },
    derivative: .rule { $0.g }, notation: .special)
}
