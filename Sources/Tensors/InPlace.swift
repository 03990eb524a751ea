import CKernels

// Elementwise operations on a tensor that nobody else holds, in its own memory: the same kernels, so the same bits.
extension UnaryOp {
  /// Replaces the elements by the function's values.
  ///
  /// - Returns: false, with nothing changed, where others hold the tensor or it is not of 64-bit numbers.
  public func applyInPlace(_ x: inout Tensor) -> Bool {
    guard !givesBool, x.isOwn() else { return false }
    let count = x.count
    x.storage.doubles { ck_unary(Int32(rawValue), $0, $0, count) }
    return true
  }
}

extension BinaryOp {
  /// Replaces the elements of `x`, the left or the right operand, by the results.
  ///
  /// - Returns: false, with nothing changed, where others hold the tensor, it is not of 64-bit numbers, or the other
  ///   operand is neither a number nor a tensor like it.
  public func applyInPlace(_ x: inout Tensor, isLeft: Bool, _ other: Quantity) -> Bool {
    guard x.isOwn() else { return false }
    switch other {
    case .bool: return false
    case .tensor(let tensor):
      guard tensor.dtype == .f64, tensor.hasShape(of: x) else { return false }
    case .number: break
    }
    let (op, count) = (Int32(rawValue), x.count)
    x.storage.doubles { own in
      other.withElements { elements, step in
        if isLeft {
          ck_binary(op, own, 1, elements, step, own, count)
        } else {
          ck_binary(op, elements, step, own, 1, own, count)
        }
      }
    }
    return true
  }
}

extension Tensor {
  fileprivate mutating func isOwn() -> Bool {
    isKnownUniquelyReferenced(&storage) && dtype == .f64
  }
}
