import CKernels

/// Reductions over axes.
public enum ReduceOp: UInt8, CaseIterable, Sendable {
  case sum, product
  /// NaN if any element is NaN.
  case max, min
  case any, all
  /// How many elements are not 0.
  case count
}

extension ReduceOp {
  /// - Parameters:
  ///   - axes: counted from 0; nil for all.
  ///   - keep: keeps the reduced axes with size 1.
  /// - Returns: without `keep`, a full reduction is a number, or a bool for `any` and `all`.
  /// - Throws: `axis`; `empty` for `max` and `min` of nothing.
  public func apply(_ x: Quantity, axes: [Int]?, keep: Bool) throws -> Quantity {
    if axes == nil, !keep, case .tensor(let tensor) = x { return try all(of: tensor) }
    let shape = x.shape
    let reduced = try reducedAxes(axes, rank: shape.rank)
    let result = try prepared(x.expanded).reduced(over: reduced, kernel: kernel)
    let outer = shape.removing { reduced[$0] }
    if self == .max || self == .min, shape.count == 0, outer.count > 0 {
      throw TensorFault.empty(operation: "\(self)")
    }
    let kept = keep ? Shape((0..<shape.rank).map { reduced[$0] ? 1 : shape[$0] }) : outer
    let value = Quantity(collapsing: result.reshaped(to: kept))
    return self == .any || self == .all ? try CompareOp.greater.apply(value, .number(0)) : value
  }

  /// The full reduction, without the detour over axes.
  private func all(of x: Tensor) throws -> Quantity {
    if self == .max || self == .min, x.count == 0 {
      throw TensorFault.empty(operation: "\(self)")
    }
    let value = prepared(x).storage.doubles { ck_reduce(Int32(kernel.rawValue), $0, x.count) }
    try TensorBudget.checkDone(x.count)
    return self == .any || self == .all ? .bool(value > 0) : .number(value)
  }

  /// `any` is the maximum of zeros and ones, `all` their minimum, `count` their sum.
  private var kernel: ReduceOp {
    switch self {
    case .any: .max
    case .all: .min
    case .count: .sum
    default: self
    }
  }

  private func prepared(_ x: Tensor) -> Tensor {
    switch self {
    case .any, .all, .count: x.asBools.asDoubles
    default: x.asDoubles
    }
  }
}

/// Which axes are reduced, as flags.
func reducedAxes(_ axes: [Int]?, rank: Int) throws -> [Bool] {
  guard let axes else { return Array(repeating: true, count: rank) }
  var flags = Array(repeating: false, count: rank)
  for axis in axes {
    guard axis >= 0, axis < rank, !flags[axis] else {
      throw TensorFault.axis(axis + 1, rank: rank)
    }
    flags[axis] = true
  }
  return flags
}

extension Tensor {
  /// The results, in the order of the remaining axes. Neighbouring axes are reduced as
  /// one; of several groups the last goes first.
  fileprivate func reduced(over flags: [Bool], kernel op: ReduceOp) throws -> Tensor {
    var current = self
    var end = rank
    // All axes behind `end` are kept or already reduced; `inner` counts their elements.
    var inner = 1
    while end > 0 {
      var start = end
      while start > 0, flags[start - 1] == flags[end - 1] { start -= 1 }
      let size = shape.product(start..<end)
      if flags[end - 1] {
        let outer = shape.product(0..<start)
        current = try current.reducedAxis(op, outer: outer, length: size, inner: inner)
      } else {
        inner = inner.multipliedReportingOverflow(by: size).overflow ? .max : inner * size
      }
      end = start
    }
    return current
  }

  private func reducedAxis(_ op: ReduceOp, outer: Int, length: Int, inner: Int) throws
    -> Tensor
  {
    // Larger than its source where the reduced axis is empty.
    let result = try Tensor(allocating: Shape([outer, inner]))
    storage.doubles { from in
      result.storage.doubles {
        ck_reduce_axis(Int32(op.rawValue), from, $0, outer, length, inner)
      }
    }
    try TensorBudget.checkDone(count)
    return result
  }
}
