import CKernels

extension Kernels {
  /// The product of two matrices, either of them read transposed in place.
  /// - Throws: `rank`, `shapes` (of the factors as multiplied), `tooLarge`, `cancelled`.
  public static func matmul(
    _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
  ) throws -> Tensor {
    try check(matrix: a, operation: "*")
    try check(matrix: b, operation: "*")
    let left = Factor(a.shape, transposed: transposeA)
    let right = Factor(b.shape, transposed: transposeB)
    guard left.columns == right.rows else {
      throw TensorFault.shapes(
        operation: "*", left.shape, right.shape, canBroadcast: false)
    }
    var shape = Shape(vector: left.rows)
    shape.append(right.columns)
    let result = try Tensor(allocating: shape)
    let (x, y) = (a.asDoubles, b.asDoubles)
    try x.storage.doubles { x in
      try y.storage.doubles { y in
        try result.storage.doubles { try multiply(x, left, y, right, into: $0) }
      }
    }
    return result
  }

  /// NumPy's `matmul`: a vector is a row on the left and a column on the right, and the axis added
  /// for it goes away again; axes before the last two broadcast.
  /// - Throws: as `matmul`.
  public static func batchedMatmul(_ a: Tensor, _ b: Tensor) throws -> Quantity {
    if a.rank == 1, b.rank == 1 { return .number(try dot(a, b, operation: "@")) }
    let left = Factor(a.shape, vectorIsRow: true)
    let right = Factor(b.shape, vectorIsRow: false)
    guard left.columns == right.rows,
      let batch = Shape.broadcast(leading(a.shape), leading(b.shape))
    else { throw TensorFault.shapes(operation: "@", a.shape, b.shape, canBroadcast: false) }
    var shape = batch
    if a.rank > 1 { shape.append(left.rows) }
    if b.rank > 1 { shape.append(right.columns) }
    let result = try Tensor(allocating: shape)
    let (x, y) = (a.asDoubles, b.asDoubles)
    try x.storage.doubles { x in
      try y.storage.doubles { y in
        try result.storage.doubles { out in
          if batch.rank == 0 { return try multiply(x, left, y, right, into: out) }
          let starts = (
            positions(leading(a.shape), in: batch), positions(leading(b.shape), in: batch)
          )
          for i in 0..<batch.count {
            try multiply(
              x + starts.0[i] * left.count, left, y + starts.1[i] * right.count, right,
              into: out + i * left.rows * right.columns)
          }
        }
      }
    }
    return .tensor(result)
  }

  /// - Throws: `rank`, `shapes`.
  public static func dot(_ a: Tensor, _ b: Tensor) throws -> Double {
    try dot(a, b, operation: "dot")
  }

  private static func dot(_ a: Tensor, _ b: Tensor, operation: String) throws -> Double {
    try check(vector: a, operation: operation)
    try check(vector: b, operation: operation)
    guard a.count == b.count else {
      throw TensorFault.shapes(operation: operation, a.shape, b.shape, canBroadcast: false)
    }
    let (x, y) = (a.asDoubles, b.asDoubles)
    let result = x.storage.doubles { x in y.storage.doubles { y in ck_dot(x, y, a.count) } }
    try TensorBudget.checkDone(a.count)
    return result
  }

  /// aᵢ·bⱼ of two vectors.
  public static func outer(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    try check(vector: a, operation: "outer")
    try check(vector: b, operation: "outer")
    let column = a.reshaped(to: Shape([a.count, 1]))
    return try BinaryOp.multiply.apply(.tensor(column), .tensor(b)).expanded
  }

  // MARK: Parts

  /// A matrix as it takes part in a product: its sizes there, and the steps in memory.
  private struct Factor {
    var rows: Int
    var columns: Int
    var rowStep: Int
    var columnStep: Int

    /// The last two axes.
    init(_ shape: Shape, vectorIsRow: Bool) {
      columns = shape[shape.rank - 1]
      rows = shape.rank > 1 ? shape[shape.rank - 2] : 1
      if shape.rank == 1, !vectorIsRow { (rows, columns) = (columns, 1) }
      (rowStep, columnStep) = (columns, 1)
    }

    init(_ shape: Shape, transposed: Bool) {
      self.init(shape, vectorIsRow: true)
      if transposed {
        (rows, columns) = (columns, rows)
        (rowStep, columnStep) = (1, rows)
      }
    }

    var shape: Shape { Shape([rows, columns]) }
    var count: Int { rows * columns }
  }

  private static func multiply(
    _ a: UnsafePointer<Double>, _ left: Factor, _ b: UnsafePointer<Double>, _ right: Factor,
    into c: UnsafeMutablePointer<Double>
  ) throws {
    var product = ck_product(
      m: left.rows, n: right.columns, k: left.columns,
      a: a, a_row: left.rowStep, a_column: left.columnStep,
      b: b, b_row: right.rowStep, b_column: right.columnStep, c: c)
    if ck_matmul(&product) == 0 { throw TensorFault.cancelled }
  }

  private static func leading(_ shape: Shape) -> Shape {
    shape.rank <= 2 ? .scalar : Shape(shape.sizes.dropLast(2))
  }

  /// Which matrix of an operand goes with each matrix of the result.
  private static func positions(_ batch: Shape, in result: Shape) -> [Int] {
    let steps = batch.steps(broadcastTo: result)
    var positions = [0]
    for axis in 0..<result.rank {
      positions = positions.flatMap { at in (0..<result[axis]).map { at + $0 * steps[axis] } }
    }
    return positions
  }
}
