import CKernels

/// An immutable array of rank 1 or more, contiguous in row-major order: one reference to one
/// allocation.
public struct Tensor {
  var storage: TensorStorage

  public var shape: Shape { storage.withHeader { $0.shape } }
  public var dtype: DType { storage.withHeader { $0.dtype } }
  public var count: Int { storage.withHeader { $0.count } }
  public var rank: Int { storage.withHeader { $0.shape.rank } }

  /// Elements not yet written. The budget is not asked: for shapes no larger than an existing
  /// one's.
  init(uninitialized shape: Shape, _ dtype: DType = .f64) {
    self.init(uninitialized: shape, count: shape.count, dtype)
  }

  private init(uninitialized shape: Shape, count: Int, _ dtype: DType) {
    let capacity = dtype == .bool ? (count + 7) / 8 : count
    storage = .make(shape: shape, count: count, dtype: dtype, capacity: capacity)
  }

  /// Elements not yet written; throws `tooLarge` where the budget forbids it.
  init(allocating shape: Shape, _ dtype: DType = .f64) throws {
    let count = shape.count
    if count >= TensorBudget.checkedCount { try TensorBudget.check(shape, dtype) }
    self.init(uninitialized: shape, count: count, dtype)
  }

  /// As another tensor: its shape, without counting its elements again.
  init(uninitializedLike other: Tensor, _ dtype: DType = .f64) {
    self.init(uninitialized: other.shape, count: other.count, dtype)
  }
}

// A tensor's storage is written before anybody else can see it, and after that only by mutating
// methods that first make sure that theirs is the only reference; as with Array.
extension Tensor: @unchecked Sendable {}

// MARK: Making

extension Tensor {
  /// Row-major values; as many as the shape has elements (missing ones are 0).
  public init(_ values: [Double], shape: Shape) {
    self.init(uninitialized: shape)
    let count = self.count
    storage.doubles { elements in
      for i in 0..<count { elements[i] = i < values.count ? values[i] : 0 }
    }
  }

  public init(bools: [Bool], shape: Shape) {
    self.init(uninitialized: shape, .bool)
    let count = self.count
    storage.bytes { elements in
      for i in 0..<count { elements[i] = i < bools.count && bools[i] ? 1 : 0 }
    }
  }

  /// For a shape that the budget allows; `filled` checks.
  public init(repeating value: Double, shape: Shape) {
    self.init(uninitialized: shape)
    let count = self.count
    storage.doubles { $0.initialize(repeating: value, count: count) }
  }

  /// - Parameter body: writes every element.
  public init(shape: Shape, initializing body: (UnsafeMutableBufferPointer<Double>) throws -> Void)
    rethrows
  {
    self.init(uninitialized: shape)
    let count = self.count
    try storage.doubles { try body(UnsafeMutableBufferPointer(start: $0, count: count)) }
  }

  /// A vector.
  public init(_ values: [Double]) {
    self.init(values, shape: Shape(vector: values.count))
  }

  /// A tensor of one value of any allowed size.
  /// - Throws: `tooLarge`, `cancelled`.
  public static func filled(_ value: Double, shape: Shape) throws -> Tensor {
    try make(shape: shape) { try $0.fill { _ in value } }
  }

  /// As `init(shape:initializing:)`.
  /// - Throws: `tooLarge`, and what `body` throws.
  public static func make(
    shape: Shape, _ body: (UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws -> Tensor {
    try TensorBudget.check(shape)
    return try Tensor(shape: shape, initializing: body)
  }

  static func filled(_ value: Bool, shape: Shape) throws -> Tensor {
    let result = try Tensor(allocating: shape, .bool)
    let count = result.count
    result.storage.bytes { $0.initialize(repeating: value ? 1 : 0, count: count) }
    return result
  }
}

// MARK: Reading

extension Tensor {
  /// An element by its row-major position from 0; bools read as 0 and 1.
  public subscript(flat index: Int) -> Double {
    precondition(index >= 0 && index < count, "flat index out of range")
    return dtype == .bool
      ? storage.bytes { Double($0[index]) } : storage.doubles { $0[index] }
  }

  public var doubles: [Double] { withDoubles { Array($0) } }

  /// The elements that are not 0.
  public var bools: [Bool] {
    let count = self.count
    return dtype == .bool
      ? storage.bytes { bytes in (0..<count).map { bytes[$0] != 0 } }
      : storage.doubles { values in (0..<count).map { values[$0] != 0 } }
  }

  /// The elements as numbers; a bool tensor is converted first.
  @inlinable
  public func withDoubles<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try asDoubles.withOwnDoubles(body)
  }

  @usableFromInline
  func withOwnDoubles<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    let count = self.count
    return try storage.doubles { try body(UnsafeBufferPointer(start: $0, count: count)) }
  }

  /// As `f64`; self if it is that already.
  public var asDoubles: Tensor {
    guard dtype == .bool else { return self }
    let result = Tensor(uninitializedLike: self)
    let count = self.count
    storage.bytes { from in result.storage.doubles { ck_widen(from, $0, count) } }
    return result
  }

  /// As `bool`, true where an element is not 0; self if it is that already.
  public var asBools: Tensor {
    guard dtype != .bool else { return self }
    let result = Tensor(uninitialized: shape, .bool)
    let count = self.count
    storage.doubles { from in result.storage.bytes { ck_narrow(from, $0, count) } }
    return result
  }

  /// Compares the shapes where they lie.
  @inline(__always)
  func hasShape(of other: Tensor) -> Bool {
    storage === other.storage
      || storage.withHeader { own in other.storage.withHeader { own.shape == $0.shape } }
  }

  /// The same storage, so certainly equal.
  public func isIdentical(to other: Tensor) -> Bool { storage === other.storage }

  /// Tells storages apart while they live.
  public var identity: ObjectIdentifier { ObjectIdentifier(storage) }
}

// MARK: Copying

extension Tensor {
  /// The same elements under another shape of the same count.
  func reshaped(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    let result = Tensor(uninitialized: shape, dtype)
    result.copyElements(of: self, to: 0)
    return result
  }

  /// Writes all elements of `other` (same dtype) from the flat position `start` on. For a tensor
  /// under construction.
  func copyElements(of other: Tensor, to start: Int) {
    let width = dtype.width
    let bytes = other.count * width
    other.storage.raw { from in
      storage.raw { $0.advanced(by: start * width).copyMemory(from: from, byteCount: bytes) }
    }
  }

  /// Makes this the only reference, copying if it is not.
  mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) { return }
    let copy = Tensor(uninitialized: shape, dtype)
    copy.copyElements(of: self, to: 0)
    self = copy
  }

  /// Appends to a vector, in amortised constant time while this is the only reference. A bool
  /// vector becomes one of numbers.
  public mutating func append(_ x: Double) {
    let count = self.count
    if dtype == .bool { self = asDoubles }
    if !isKnownUniquelyReferenced(&storage) || storage.withHeader({ $0.capacity }) <= count {
      let grown = TensorStorage.make(
        shape: Shape(vector: count), count: count, dtype: dtype, capacity: max(8, count * 2))
      storage.doubles { from in grown.doubles { $0.initialize(from: from, count: count) } }
      storage = grown
    }
    let value = dtype == .f32 ? x.roundedToSingle : x
    storage.doubles { $0[count] = value }
    storage.withHeader {
      $0.shape.setVectorCount(count + 1)
      $0.count = count + 1
    }
  }
}
