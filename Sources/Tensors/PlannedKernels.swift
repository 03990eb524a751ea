import CKernels

/// Kernels on memory that a plan has laid out: no shapes are checked, nothing is allocated. The same
/// code as behind the operations on tensors, so the bits are the same. After a cancel their results are
/// not whole: a plan asks `TensorBudget.isCancelled` at its end.
public enum PlannedKernels {
  /// A matrix product, with the steps between neighbours in memory of both factors.
  public struct Product {
    public var rows: Int
    public var columns: Int
    public var depth: Int
    public var leftSteps: (row: Int, column: Int)
    public var rightSteps: (row: Int, column: Int)

    /// The product of two matrices, either of them read transposed in place.
    public init(_ a: Shape, _ b: Shape, transposeA: Bool, transposeB: Bool) {
      rows = transposeA ? a[1] : a[0]
      depth = transposeA ? a[0] : a[1]
      columns = transposeB ? b[0] : b[1]
      leftSteps = transposeA ? (1, a[1]) : (a[1], 1)
      rightSteps = transposeB ? (1, b[1]) : (b[1], 1)
    }
  }

  /// - Throws: `cancelled`.
  @inline(__always)
  public static func multiply(
    _ product: Product, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>
  ) throws {
    var call = ck_product(
      m: product.rows, n: product.columns, k: product.depth,
      a: a, a_row: product.leftSteps.row, a_column: product.leftSteps.column,
      b: b, b_row: product.rightSteps.row, b_column: product.rightSteps.column, c: c)
    if ck_matmul(&call) == 0 { throw TensorFault.cancelled }
  }

  @inline(__always)
  public static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int)
    -> Double
  {
    ck_dot(a, b, count)
  }

  /// The reduction of the middle axis of outer × length × inner.
  @inline(__always)
  public static func reduce(
    _ op: ReduceOp, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, outer: Int,
    length: Int, inner: Int
  ) {
    ck_reduce_axis(Int32(op.rawValue), x, y, outer, length, inner)
  }

  /// Calls `body` with where each row starts, until a cancel.
  @inline(__always)
  private static func forEachRow(_ rows: Int, _ length: Int, _ body: (Int) -> Void) {
    var watch = TensorBudget.Watch()
    for start in stride(from: 0, to: rows * length, by: max(1, length)) {
      body(start)
      guard (try? watch.worked(length)) != nil else { return }
    }
  }

  /// Softmax of each row.
  public static func softmax(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, rows: Int, length: Int
  ) {
    forEachRow(rows, length) { Kernels.softmaxRow(x + $0, y + $0, length) }
  }

  /// Log-softmax of each row.
  public static func logSoftmax(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, rows: Int, length: Int
  ) {
    forEachRow(rows, length) { Kernels.logSoftmaxRow(x + $0, y + $0, length) }
  }

  /// `y` (contiguous, rows × columns) = `x` by steps.
  @inline(__always)
  public static func gather(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, sizes: Shape, steps: Shape
  ) {
    sizes.withSizes { sizes_ in
      steps.withSizes { ck_gather(8, Int32(sizes.rank), sizes_, x, $0, y) }
    }
  }
}

extension Tensor {
  /// For planned code: elements not yet written, all of which the plan writes before anybody else sees
  /// the tensor.
  /// - Throws: `tooLarge`.
  public static func planned(_ shape: Shape) throws -> Tensor { try Tensor(allocating: shape) }

  /// For planned code: where the elements of an f64 tensor lie while it lives. Written only while no
  /// one else can see the tensor.
  public var plannedElements: UnsafeMutablePointer<Double> { storage.doubles { $0 } }
}

extension Tensor {
  /// For planned code: compares the shape where it lies.
  public func hasShape(_ other: Shape) -> Bool { storage.withHeader { $0.shape == other } }

  /// For planned code: the same elements as numbers in memory of their own.
  public func copied() -> Tensor {
    let source = asDoubles
    let copy = Tensor(uninitializedLike: source)
    copy.copyElements(of: source, to: 0)
    return copy
  }
}
