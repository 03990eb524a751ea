import CKernels

// The same elements in another shape or order.
extension Kernels {
  /// - Throws: `shapes` if the counts differ.
  public static func reshape(_ x: Quantity, to shape: Shape) throws -> Quantity {
    guard x.shape.count == shape.count else {
      throw TensorFault.shapes(operation: "reshape", x.shape, shape, canBroadcast: false)
    }
    return x.shape == shape ? x : Quantity(collapsing: x.expanded.reshaped(to: shape))
  }

  /// Axis i of the result is axis `axes[i]` of `x`.
  /// - Throws: `axis` unless `axes` is a permutation, `indexCount` if it has another length.
  public static func permute(_ x: Tensor, axes: [Int]) throws -> Tensor {
    guard axes.count == x.rank else {
      throw TensorFault.indexCount(given: axes.count, rank: x.rank)
    }
    _ = try reducedAxes(axes, rank: x.rank)
    if axes == Array(0..<x.rank) { return x }
    let own = x.shape.steps
    var steps = Steps()
    for (axis, source) in axes.enumerated() { steps[axis] = own[source] }
    return gather(x, Shape(axes.map { x.shape[$0] }), steps: steps)
  }

  /// The last two axes exchanged; a vector stays what it is.
  public static func transpose(_ x: Tensor) -> Tensor {
    let rank = x.rank
    guard rank >= 2 else { return x }
    let (last, before) = (x.shape[rank - 1], x.shape[rank - 2])
    let shape = x.shape.replacing(rank - 2, with: last).replacing(rank - 1, with: before)
    var steps = x.shape.steps
    (steps[rank - 2], steps[rank - 1]) = (steps[rank - 1], steps[rank - 2])
    return gather(x, shape, steps: steps)
  }

  /// - Throws: `shapes` unless `x` broadcasts to just that shape, `tooLarge`.
  public static func broadcast(_ x: Quantity, to shape: Shape) throws -> Quantity {
    if x.shape == shape { return x }
    guard Shape.broadcast(x.shape, shape) == shape else {
      throw TensorFault.shapes(operation: "broadcast", x.shape, shape, canBroadcast: false)
    }
    switch x {
    case .number(let value): return .tensor(try .filled(value, shape: shape))
    case .bool(let value): return .tensor(try .filled(value, shape: shape))
    case .tensor(let tensor):
      try TensorBudget.check(shape, tensor.dtype)
      return .tensor(gather(tensor, shape, steps: tensor.shape.steps(broadcastTo: shape)))
    }
  }

  /// The adjoint of `broadcast`: sums over the axes along which `shape` repeats.
  /// - Throws: `shapes` unless `shape` broadcasts to that of `x`.
  public static func sum(_ x: Quantity, to shape: Shape) throws -> Quantity {
    let from = x.shape
    if from == shape { return x }
    guard Shape.broadcast(from, shape) == from else {
      throw TensorFault.shapes(operation: "sum", from, shape, canBroadcast: false)
    }
    let added = from.rank - shape.rank
    let repeated = (0..<from.rank).filter { axis in
      axis < added || (shape[axis - added] == 1 && from[axis] != 1)
    }
    let summed = try ReduceOp.sum.apply(x, axes: repeated, keep: true)
    return Quantity(collapsing: summed.expanded.reshaped(to: shape))
  }

  /// Along the given axes (from 0; nil for all) in the opposite order.
  public static func flip(_ x: Tensor, axes: [Int]? = nil) throws -> Tensor {
    let flags = try reducedAxes(axes, rank: x.rank)
    return try x.take(
      flags.enumerated().map { axis, flipped in
        let size = x.shape[axis]
        return flipped ? .slice(start: Swift.max(0, size - 1), step: -1, count: size) : .all
      }
    ).expanded
  }

  /// Shifted towards higher indices, what falls off coming in again; `axis` nil shifts the elements
  /// in row-major order.
  public static func roll(_ x: Tensor, shift: Int, axis: Int?) throws -> Tensor {
    guard let axis else {
      let flat = x.reshaped(to: Shape(vector: x.count))
      return try roll(flat, shift: shift, axis: 0).reshaped(to: x.shape)
    }
    try check(axis: axis, of: x.shape)
    let size = x.shape[axis]
    if size == 0 { return x }
    let first = (size - shift % size) % size
    return try concatenate(
      [slice(x, axis, first, size - first), slice(x, axis, 0, first)], axis: axis)
  }

  /// xᵢ₊₁ − xᵢ along an axis.
  public static func diff(_ x: Tensor, axis: Int) throws -> Tensor {
    try check(axis: axis, of: x.shape)
    let size = x.shape[axis]
    if size == 0 { return x.asDoubles }
    let upper = try slice(x, axis, 1, size - 1)
    let lower = try slice(x, axis, 0, size - 1)
    return try BinaryOp.subtract.apply(.tensor(upper), .tensor(lower)).expanded
  }

  /// `count` places from `start` on along one axis.
  static func slice(_ x: Tensor, _ axis: Int, _ start: Int, _ count: Int) throws -> Tensor {
    var indexes = [AxisIndex](repeating: .all, count: x.rank)
    indexes[axis] = .slice(start: start, step: 1, count: count)
    return try x.take(indexes).expanded
  }

  /// The elements of `x` walked by steps, as a tensor of a shape.
  static func gather(_ x: Tensor, _ shape: Shape, steps: Steps, offset: Int = 0) -> Tensor {
    let result = Tensor(uninitialized: shape, x.dtype)
    let width = x.dtype.width
    shape.withSizes { sizes in
      steps.withPointer { steps in
        x.storage.raw { from in
          result.storage.raw { to in
            ck_gather(
              Int32(width), Int32(shape.rank), sizes, from + offset * width, steps, to)
          }
        }
      }
    }
    return result
  }
}
