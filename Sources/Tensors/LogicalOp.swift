/// Connectives of bools, elementwise and broadcasting.
public enum LogicalOp: UInt8, CaseIterable, Sendable {
  case and, or, xor

  @inline(__always)
  fileprivate func apply(_ a: UInt8, _ b: UInt8) -> UInt8 {
    switch self {
    case .and: a & b
    case .or: a | b
    case .xor: a ^ b
    }
  }
}

extension LogicalOp {
  /// - Throws: `notBool` for an operand of numbers, `shapes`, `tooLarge`.
  public func apply(_ a: Quantity, _ b: Quantity) throws -> Quantity {
    guard a.dtype == .bool, b.dtype == .bool else {
      throw TensorFault.notBool(operation: "\(self)")
    }
    if case .bool(let x) = a, case .bool(let y) = b {
      return .bool(apply(x ? 1 : 0, y ? 1 : 0) != 0)
    }
    let shape = try broadcastShape(a, b, operation: "\(self)")
    let left = try Kernels.broadcast(a, to: shape).expanded
    let right = try Kernels.broadcast(b, to: shape).expanded
    let result = try Tensor(allocating: shape, .bool)
    left.storage.bytes { x in
      right.storage.bytes { y in
        result.storage.bytes { for i in 0..<result.count { $0[i] = apply(x[i], y[i]) } }
      }
    }
    return .tensor(result)
  }
}

extension Quantity {
  /// - Throws: `notBool` for numbers.
  public func not() throws -> Quantity {
    switch self {
    case .bool(let x): return .bool(!x)
    case .tensor(let tensor) where tensor.dtype == .bool:
      let result = Tensor(uninitialized: tensor.shape, .bool)
      tensor.storage.bytes { from in
        result.storage.bytes { for i in 0..<result.count { $0[i] = 1 - from[i] } }
      }
      return .tensor(result)
    default: throw TensorFault.notBool(operation: "not")
    }
  }
}
