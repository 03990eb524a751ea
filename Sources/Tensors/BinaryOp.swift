import CKernels

/// Functions of two numbers, applied to elements that broadcast. Numbered as the rows of
/// `operations.h`.
public enum BinaryOp: UInt8, CaseIterable, Sendable {
  case add, subtract, multiply, divide, power
  /// The remainder with the sign of the divisor.
  case mod
  /// ⌊a/b⌋, consistent with `mod`.
  case floorDivide
  case atan2, hypot
  /// The larger or smaller one; NaN if either is NaN.
  case max, min
  case copysign
  /// x·log y, 0 where x is 0.
  case xlogy
  /// log(eᵃ + eᵇ).
  case logaddexp
  /// The product, but 0 where a factor is 0, whatever the other (the rules of √ and powers need
  /// it).
  case zeroMultiply
}

extension BinaryOp {
  /// The same bits as the tensor form gives for an element.
  public func apply(_ a: Double, _ b: Double) -> Double {
    ck_binary_scalar(Int32(rawValue), a, b)
  }

  /// Broadcasts; bools count as 0 and 1.
  /// - Throws: `shapes` where the operands don't broadcast, `tooLarge`, `cancelled`.
  public func apply(_ a: Quantity, _ b: Quantity) throws -> Quantity {
    let op = Int32(rawValue)
    switch try Operands(a, b, operation: self) {
    case .numbers(let a, let b): return .number(apply(a, b))
    case .even(let like, let count):
      let result = Tensor(uninitializedLike: like)
      result.storage.doubles { out in
        a.withElements { x, xStep in
          b.withElements { y, yStep in ck_binary(op, x, xStep, y, yStep, out, count) }
        }
      }
      try TensorBudget.checkDone(count)
      return .tensor(result)
    case .uneven(let shape):
      let result = try Tensor(allocating: shape)
      result.storage.doubles { out in
        withBroadcast(a, b, shape) { rank, sizes, x, xSteps, y, ySteps in
          ck_binary_strided(op, rank, sizes, x, xSteps, y, ySteps, out)
        }
      }
      try TensorBudget.checkDone(result.count)
      return .tensor(result)
    }
  }

  /// For planned code: `count` results to `y`, which may be `a` or `b`; a step is 1, or 0 for a
  /// number that serves the whole run.
  @inline(__always)
  public func apply(
    _ a: UnsafePointer<Double>, step aStep: Int, _ b: UnsafePointer<Double>, step bStep: Int,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_binary(Int32(rawValue), a, aStep, b, bStep, y, count)
  }
}
