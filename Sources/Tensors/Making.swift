// Tensors from a rule.
extension Kernels {
  /// Ones where column = row, else zeros.
  /// - Throws: `negativeSize`, `tooLarge`.
  public static func eye(_ rows: Int, _ columns: Int) throws -> Tensor {
    let shape = try shape([rows, columns], operation: "eye")
    return try .make(shape: shape) { out in
      try out.fill { _ in 0 }
      for i in 0..<Swift.min(rows, columns) { out[i * columns + i] = 1 }
    }
  }

  /// `count` numbers from `first` to `last`, both included, evenly spaced.
  /// - Throws: `negativeSize`, `tooLarge`.
  public static func linspace(_ first: Double, _ last: Double, _ count: Int) throws -> Tensor {
    try check(size: count, operation: "linspace")
    let step = (last - first) / Double(count - 1)
    return try .make(shape: Shape(vector: count)) { out in
      try out.fill { first + Double($0) * step }
      if count > 1 { out[count - 1] = last }
      if count == 1 { out[0] = first }
    }
  }

  /// `start + i·step` for i from 0.
  /// - Throws: `negativeSize`, `tooLarge`.
  public static func range(start: Double, step: Double, count: Int) throws -> Tensor {
    try check(size: count, operation: "range")
    return try .make(shape: Shape(vector: count)) { out in
      try out.fill { start + Double($0) * step }
    }
  }

  /// Zeros above diagonal `k` (of the last two axes; 0 is the main one, positive ones lie above
  /// it).
  public static func tril(_ x: Tensor, k: Int = 0) throws -> Tensor {
    try triangle(x, operation: "tril") { row, column in column - row <= k }
  }

  /// Zeros below diagonal `k`.
  public static func triu(_ x: Tensor, k: Int = 0) throws -> Tensor {
    try triangle(x, operation: "triu") { row, column in column - row >= k }
  }

  private static func triangle(
    _ x: Tensor, operation: String, _ keeps: (Int, Int) -> Bool
  ) throws -> Tensor {
    guard x.rank >= 2 else {
      throw TensorFault.rank(operation: operation, expected: "a matrix", x.shape)
    }
    let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    return try x.withDoubles { values in
      try Tensor(shape: x.shape) { out in
        try out.fill { keeps($0 / columns % rows, $0 % columns) ? values[$0] : 0 }
      }
    }
  }

  /// Diagonal `k` of a matrix, as a vector.
  public static func diagonal(_ x: Tensor, k: Int = 0) throws -> Tensor {
    try check(matrix: x, operation: "diag")
    let (rows, columns) = (x.shape[0], x.shape[1])
    // Diagonals outside of the matrix are empty, however far away.
    let k = Swift.min(Swift.max(k, -rows), columns)
    let (row, column) = (Swift.max(0, -k), Swift.max(0, k))
    let count = Swift.max(0, Swift.min(rows - row, columns - column))
    var steps = Steps()
    steps[0] = columns + 1
    let offset = count > 0 ? row * columns + column : 0
    return gather(x, Shape(vector: count), steps: steps, offset: offset)
  }

  /// The square matrix with a vector on diagonal `k` and zeros elsewhere.
  public static func diagonalMatrix(_ x: Tensor, k: Int = 0) throws -> Tensor {
    try check(vector: x, operation: "diag")
    let (size, overflow) = x.count.addingReportingOverflow(Int(clamping: k.magnitude))
    if overflow { throw TensorFault.tooLarge(elements: Double(k.magnitude) * Double(k.magnitude)) }
    let values = x.doubles
    return try .make(shape: Shape([size, size])) { out in
      try out.fill { _ in 0 }
      for (i, value) in values.enumerated() {
        out[(i + Swift.max(0, -k)) * size + i + Swift.max(0, k)] = value
      }
    }
  }
}
