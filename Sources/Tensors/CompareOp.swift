import CKernels

/// Comparisons, elementwise; IEEE's rules for NaN.
public enum CompareOp: UInt8, CaseIterable, Sendable {
  case equal, notEqual, less, lessEqual, greater, greaterEqual
}

extension CompareOp {
  public func apply(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessEqual: a <= b
    case .greater: a > b
    case .greaterEqual: a >= b
    }
  }

  /// Broadcasts; the result is bool.
  /// - Throws: `shapes`, `tooLarge`, `cancelled`.
  public func apply(_ a: Quantity, _ b: Quantity) throws -> Quantity {
    let op = Int32(rawValue)
    switch try Operands(a, b, operation: self) {
    case .numbers(let a, let b): return .bool(apply(a, b))
    case .even(let like, let count):
      let result = Tensor(uninitializedLike: like, .bool)
      result.storage.bytes { out in
        a.withElements { x, xStep in
          b.withElements { y, yStep in ck_compare(op, x, xStep, y, yStep, out, count) }
        }
      }
      try TensorBudget.checkDone(count)
      return .tensor(result)
    case .uneven(let shape):
      let result = try Tensor(allocating: shape, .bool)
      result.storage.bytes { out in
        withBroadcast(a, b, shape) { rank, sizes, x, xSteps, y, ySteps in
          ck_compare_strided(op, rank, sizes, x, xSteps, y, ySteps, out)
        }
      }
      try TensorBudget.checkDone(result.count)
      return .tensor(result)
    }
  }
}
