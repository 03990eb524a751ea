/// What kernels take and give. Rank 0 is always `number` or `bool`, never a tensor.
public enum Quantity {
  case number(Double)
  case bool(Bool)
  case tensor(Tensor)
}

extension Quantity: Sendable {}

extension Quantity {
  public var shape: Shape {
    if case .tensor(let tensor) = self { return tensor.shape }
    return .scalar
  }

  public var dtype: DType {
    switch self {
    case .number: .f64
    case .bool: .bool
    case .tensor(let tensor): tensor.dtype
    }
  }

  /// A number, or a bool as 0 or 1; nil for a tensor.
  public var asNumber: Double? {
    switch self {
    case .number(let x): x
    case .bool(let x): x ? 1 : 0
    case .tensor: nil
    }
  }

  /// The same dtype, shape and bits; all NaN count as one.
  public func isBitIdentical(to other: Quantity) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): sameBits(a, b)
    case (.bool(let a), .bool(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a.isBitIdentical(to: b)
    default: false
    }
  }

  /// The elements as numbers, with the step between them: 0 for a single number.
  @inline(__always)
  func withElements<R>(_ body: (UnsafePointer<Double>, Int) throws -> R) rethrows -> R {
    if case .tensor(let tensor) = self {
      if tensor.dtype != .bool { return try tensor.storage.doubles { try body($0, 1) } }
      return try tensor.asDoubles.storage.doubles { try body($0, 1) }
    }
    // Not a tensor, so it is a number or a bool.
    return try withUnsafePointer(to: asNumber ?? 0) { try body($0, 0) }
  }

  /// A tensor of rank 0 becomes the number or bool that it holds.
  init(collapsing tensor: Tensor) {
    if tensor.rank > 0 {
      self = .tensor(tensor)
    } else {
      self = tensor.dtype == .bool ? .bool(tensor[flat: 0] != 0) : .number(tensor[flat: 0])
    }
  }

  /// As a tensor, of rank 0 for a number: the inverse of `init(collapsing:)`.
  var expanded: Tensor {
    switch self {
    case .number(let x): Tensor([x], shape: .scalar)
    case .bool(let x): Tensor(bools: [x], shape: .scalar)
    case .tensor(let tensor): tensor
    }
  }
}

extension Tensor {
  /// The same dtype, shape and bits; all NaN count as one.
  public func isBitIdentical(to other: Tensor) -> Bool {
    guard shape == other.shape, dtype == other.dtype else { return false }
    return isIdentical(to: other)
      || withDoubles { a in
        other.withDoubles { b in a.indices.allSatisfy { sameBits(a[$0], b[$0]) } }
      }
  }
}

private func sameBits(_ a: Double, _ b: Double) -> Bool {
  a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
}
