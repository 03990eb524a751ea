import CKernels

/// The memory limit and the cancel flag of all tensors, shared by every thread.
public enum TensorBudget {
  /// The most bytes that tensors may hold together; 4 GiB unless set.
  ///
  /// A large tensor that would pass it is refused with `tooLarge`. Where many small ones pass it
  /// together, running programs are cancelled, and `wasExceeded` says that this is why.
  public static var limit: Int {
    get { Int(ck_memory_limit()) }
    set { ck_memory_set_limit(Int64(newValue)) }
  }

  /// The bytes that tensors hold now, to about 64 KiB a thread.
  public static var held: Int { Int(ck_memory_held()) }

  /// Whether the limit was passed since the last `clearCancel`.
  public static var wasExceeded: Bool { ck_memory_was_exceeded() != 0 }

  /// Asks running kernels to stop, as `cancel` does, once so many seconds have passed since this was set;
  /// `infinity` takes the limit away. `timeWasExceeded` then says that this is why.
  public static var timeLimit: Double {
    get { ck_time_limit() }
    set { ck_time_limit_set(newValue) }
  }
  public static var timeWasExceeded: Bool { ck_time_was_exceeded() != 0 }

  /// Asks running kernels to stop with `TensorFault.cancelled`. May be called from a signal
  /// handler.
  public static func cancel() { ck_cancel_request() }
  public static func clearCancel() { ck_cancel_clear() }
  public static var isCancelled: Bool { ck_cancel_requested() != 0 }

  /// Most tensors have fewer elements; only the others look at the shared counters.
  static let checkedCount = 1 << 16

  /// Throws `tooLarge` unless a tensor of this shape may be made now.
  public static func check(_ shape: Shape, _ dtype: DType = .f64) throws {
    let count = shape.count
    if count < checkedCount { return }
    let free = Double(limit) - Double(held)
    if Double(count) * Double(dtype.width) > free {
      throw TensorFault.tooLarge(elements: shape.sizes.reduce(1) { $0 * Double($1) })
    }
  }

  static func checkCancel() throws {
    if isCancelled { throw TensorFault.cancelled }
  }

  /// After a kernel over so many elements: a cancelled one has left its result unwritten.
  @inline(__always)
  static func checkDone(_ count: Int) throws {
    if count >= checkedCount { try checkCancel() }
  }

  /// Says that the limit was passed, from a place that can't throw: running programs are cancelled, and
  /// `wasExceeded` says that this is why.
  public static func refuse() { ck_memory_refuse() }

  /// Counts work that is done in Swift, and looks at flag and clock now and then.
  public struct Watch {
    private var done = 0

    public init() {}

    /// - Throws: `cancelled`.
    @inline(__always)
    public mutating func worked(_ count: Int) throws {
      done += count
      if done >= Int(ck_chunk) { try look() }
    }

    private mutating func look() throws {
      done = 0
      if ck_should_stop() != 0 { throw TensorFault.cancelled }
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Writes `value(i)` to every place i.
  /// - Throws: `cancelled`.
  @inline(__always)
  public func fill(_ value: (Int) -> Double) throws {
    var watch = TensorBudget.Watch()
    let chunk = 1 << 14
    for start in stride(from: 0, to: count, by: chunk) {
      let end = Swift.min(start + chunk, count)
      for i in start..<end { self[i] = value(i) }
      try watch.worked(end - start)
    }
  }
}
