import Tensors

// Variance, order statistics and norms.
extension Catalogue {
  static let statistics: [Operation] = [variance, std, median, quantile, norm]

  private static let ddof = Entry.Parameter(
    "ddof", .attribute(.whole), default: .whole(1), isKeyword: true)

  public static let variance: Operation = .reduction(
    "var", "The variance: squared distances from the mean, over n − ddof.", more: [ddof],
    attributed: varianceKernel,
    .rule { $0.spread($0.g) * 2 * $0.centred / $0.degreesOfFreedom },
    examples: [.init("var([1, 2, 3, 4])", "1.66667"), .init("var([1, 3], ddof=0)", "1")])

  public static let std: Operation = .reduction(
    "std", "The standard deviation: the root of the variance.", more: [ddof],
    // The norm of the distances rather than the root of the variance, which could overflow.
    attributed: { x, axes, keep, attributes in
      let (centred, freedom) = try deviations(x, axes, attributes)
      return try BinaryOp.divide.apply(
        scaledNorm(centred, axes, keep, p: 2), .number(freedom.squareRoot()))
    },
    .rule {
      $0.spread($0.g) * ($0.centred.absorbing / ($0.spread($0.y) * $0.degreesOfFreedom))
    },
    isSingular: true, convention: "Where all elements are equal the derivative is 0.",
    examples: [.init("std([1, 2, 3])", "1")])

  private static func varianceKernel(
    _ x: Quantity, _ axes: [Int]?, _ keep: Bool, _ attributes: Attributes
  ) throws -> Quantity {
    let (centred, freedom) = try deviations(x, axes, attributes)
    let sum = try ReduceOp.sum.apply(UnaryOp.square.apply(centred), axes: axes, keep: keep)
    return try BinaryOp.divide.apply(sum, .number(freedom))
  }

  /// The distances from the mean, and how many of them are free.
  private static func deviations(
    _ x: Quantity, _ axes: [Int]?, _ attributes: Attributes
  ) throws -> (Quantity, freedom: Double) {
    let count = Double(reducedCount(x.shape, axes))
    let total = try ReduceOp.sum.apply(x, axes: axes, keep: true)
    let mean = try BinaryOp.divide.apply(total, .number(count))
    let freedom = count - Double(attributes.whole(2, default: 1))
    return (try BinaryOp.subtract.apply(x, mean), Swift.max(freedom, 0))
  }

  public static let median: Operation = .reduction(
    "median", "The middle element; the mean of the two middle ones of an even number.",
    kernel: { x, axes, keep in try quantileKernel(x, axes, keep, 0.5) },
    .rule { $0.orderGradient(at: 0.5) },
    convention: "Of equal elements the one that comes first in the order of sorting counts.",
    examples: [.init("median([3, 1, 2])", "2"), .init("median([1, 2, 3, 4])", "2.5")])

  public static let quantile: Operation = .init(
    Entry(
      "quantile", group: .reductions,
      [
        .init("x"), .init("q", .attribute(.number)),
        .init("dim", .attribute(.axes), default: .absent, isKeyword: true),
        .init("keep", .attribute(.flag), default: .flag(false), isKeyword: true),
      ],
      doc: "The value below which a share q of the elements lies, interpolated linearly.",
      examples: [.init("quantile([1, 2, 3, 4, 5], 0.25)", "2")]),
    type: { types, attributes in
      try median.type(types, Attributes(attributes[1], attributes[2]))
    },
    kernel: { operands, attributes in
      let axes = try reducedAxes(Attributes(attributes[1]), operands[0].shape)
      return try quantileKernel(
        operands[0], attributes[1] == .absent ? nil : axes, attributes.flag(2),
        attributes.number(0))
    },
    derivative: .rule { adjoint in
      Adjoint(
        inputs: adjoint.inputs, y: adjoint.y, g: adjoint.g,
        attributes: Attributes(adjoint.attributes[1], adjoint.attributes[2]),
        position: 0
      ).orderGradient(at: adjoint.attributes.number(0))
    },
    convention: "Of equal elements the one that comes first in the order of sorting counts.")

  public static let norm: Operation = .reduction(
    "norm", "The Euclidean norm √Σx²; with p the p-norm, p = 1 and p = Inf included.",
    more: [.init("p", .attribute(.number), default: .number(2), isKeyword: true)],
    attributed: normKernel, .rules([normRule]), notation: .special, domain: .positive,
    isSingular: true, convention: "norm′(0) = 0.",
    examples: [.init("norm([3, 4])", "5"), .init("norm([3, -4], p=1)", "7")])

  private static let normRule: Rule = { adjoint in
    let (x, g, y) = (adjoint.x, adjoint.spread(adjoint.g), adjoint.spread(adjoint.y))
    switch adjoint.attributes.number(2, default: 2) {
    case 2: return g * (x.absorbing / y)
    case 1: return g * sign(x)
    case .infinity:
      let isLargest = equal(abs(x), y)
      let ties = adjoint.reduced(isLargest, by: sum)
      return g * sign(x) * isLargest / adjoint.spread(ties)
    case let p: return g * sign(x) * ((abs(x).absorbing / y) ^ (p - 1))
    }
  }

  private static func normKernel(
    _ x: Quantity, _ axes: [Int]?, _ keep: Bool, _ attributes: Attributes
  ) throws -> Quantity {
    let p = attributes.number(2, default: 2)
    let size = UnaryOp.abs.apply(x)
    if p == 1 { return try ReduceOp.sum.apply(size, axes: axes, keep: keep) }
    if p == .infinity { return try ReduceOp.max.apply(size, axes: axes, keep: keep) }
    return try scaledNorm(x, axes, keep, p: p)
  }

  /// Each norm of numbers that are first divided by the largest of them, where powers of such numbers could
  /// overflow or vanish.
  private static func scaledNorm(
    _ x: Quantity, _ axes: [Int]?, _ keep: Bool, p: Double
  ) throws -> Quantity {
    let size = UnaryOp.abs.apply(x)
    let isSafe = size.elements.allSatisfy { $0 == 0 || ($0 > 1e-100 && $0 < 1e100) }
    if isSafe || x.shape.count == 0 { return try plainNorm(x, size, axes, keep, p: p) }
    // Of zeros alone the norm is 0; with an infinite one it is infinite, with a NaN it is NaN.
    let scales = try ReduceOp.max.apply(size, axes: axes, keep: true).mapped {
      $0 > 0 && $0.isFinite ? $0 : 1
    }
    let scaled = try BinaryOp.divide.apply(x, scales)
    let norm = try plainNorm(scaled, UnaryOp.abs.apply(scaled), axes, keep, p: p)
    return try BinaryOp.multiply.apply(norm, Kernels.reshape(scales, to: norm.shape))
  }

  private static func plainNorm(
    _ x: Quantity, _ size: Quantity, _ axes: [Int]?, _ keep: Bool, p: Double
  ) throws -> Quantity {
    let powers =
      p == 2 ? UnaryOp.square.apply(x) : try BinaryOp.power.apply(size, .number(p))
    let sum = try ReduceOp.sum.apply(powers, axes: axes, keep: keep)
    return p == 2 ? UnaryOp.sqrt.apply(sum) : try BinaryOp.power.apply(sum, .number(1 / p))
  }
}

extension Adjoint {
  /// The operand's distances from its mean.
  fileprivate var centred: Term { x - Catalogue.mean(x, with: attributes[0], .flag(true)) }

  fileprivate var degreesOfFreedom: Double {
    Swift.max(Double(reducedCount) - Double(attributes.whole(2, default: 1)), 0)
  }

  /// The gradient of a quantile: the two elements that are next to it in sorted order get the weights
  /// of the interpolation between them.
  fileprivate func orderGradient(at share: Double) -> Term {
    let position = share * Double(reducedCount - 1)
    let below = position.rounded(.down)
    let weights = alongLast { x, axis in
      let rank = Catalogue.argsort(Catalogue.argsort(x, with: .whole(axis)), with: .whole(axis))
      let lower = Catalogue.equal(rank, x.constant(below + 1)) * (1 - (position - below))
      let upper = Catalogue.equal(rank, x.constant(below + 2)) * (position - below)
      return lower + upper
    }
    return spread(g) * weights
  }
}

/// Hyndman & Fan's definition 7, *Sample quantiles in statistical packages* (1996): the default of
/// NumPy, R and Julia.
private func quantileKernel(
  _ x: Quantity, _ axes: [Int]?, _ keep: Bool, _ share: Double
) throws -> Quantity {
  guard share >= 0, share <= 1 else {
    throw CatalogueFault.outside(operation: "quantile", parameter: "q", share, range: "0 to 1")
  }
  let order = axes ?? Array(0..<x.shape.rank)
  let merged = try mergedLast(x, order)
  let values = try merged.mappedAlong(axis: merged.shape.rank - 1, length: 1) {
    [try quantile(of: $0, share)]
  }
  return try Kernels.reshape(values, to: x.shape.reduced(axes: order, keep: keep))
}

private func quantile(of line: [Double], _ share: Double) throws -> Double {
  guard !line.isEmpty, !line.contains(where: \.isNaN) else { return .nan }
  let sorted = try Kernels.sort(Tensor(line), axis: 0).doubles
  let position = share * Double(line.count - 1)
  let below = Int(position)
  let upper = sorted[Swift.min(below + 1, line.count - 1)]
  let way = position - Double(below)
  return way == 0 ? sorted[below] : sorted[below] + way * (upper - sorted[below])
}

/// The given axes moved last and merged to one.
private func mergedLast(_ x: Quantity, _ axes: [Int]) throws -> Quantity {
  let kept = (0..<x.shape.rank).filter { !axes.contains($0) }
  let moved = try x.permuted(kept + axes)
  return try Kernels.reshape(
    moved, to: Shape(kept.map { x.shape[$0] } + [reducedCount(x.shape, axes)]))
}
