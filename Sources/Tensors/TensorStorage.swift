import CKernels

/// What stands before a tensor's elements in its allocation.
///
/// 96 bytes with the padding, so that the elements of a large tensor, whose block starts 16 bytes
/// into a page, begin on a cache line.
struct TensorHeader {
  var shape: Shape
  var count: Int
  /// The doubles there is room for.
  var capacity: Int
  var dtype: DType
}

/// One allocation: header, then elements (bools as bytes in the space of the doubles).
final class TensorStorage: ManagedBuffer<TensorHeader, Double> {
  static func make(shape: Shape, count: Int, dtype: DType, capacity: Int) -> TensorStorage {
    let buffer = TensorStorage.create(minimumCapacity: capacity) { _ in
      TensorHeader(shape: shape, count: count, capacity: capacity, dtype: dtype)
    }
    ck_memory_add(bytes(capacity: capacity))
    // `create` on a final subclass makes an instance of that subclass.
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// What an allocation takes: the header and 16 bytes of the object come before the elements.
  private static func bytes(capacity: Int) -> Int64 { Int64(capacity &* 8 &+ 112) }

  deinit {
    let capacity = withHeader { $0.capacity }
    ck_memory_add(-TensorStorage.bytes(capacity: capacity))
  }

  /// The header, without the exclusivity check that `header` makes each time.
  @inline(__always)
  func withHeader<R>(_ body: (inout TensorHeader) -> R) -> R {
    withUnsafeMutablePointerToHeader { body(&$0.pointee) }
  }

  @inline(__always)
  func doubles<R>(_ body: (UnsafeMutablePointer<Double>) throws -> R) rethrows -> R {
    try withUnsafeMutablePointerToElements(body)
  }

  @inline(__always)
  func bytes<R>(_ body: (UnsafeMutablePointer<UInt8>) throws -> R) rethrows -> R {
    try withUnsafeMutablePointerToElements {
      try body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: UInt8.self))
    }
  }

  /// The elements of either type, for moves that do not look at them.
  @inline(__always)
  func raw<R>(_ body: (UnsafeMutableRawPointer) throws -> R) rethrows -> R {
    try withUnsafeMutablePointerToElements { try body(UnsafeMutableRawPointer($0)) }
  }
}
