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
}
