import Tensors

// Kernels that are written in Swift, over single elements or over the lines along an axis. For rows that
// are not worth a vector kernel.
extension Quantity {
  /// The elements in row-major order, bools as 0 and 1.
  var elements: [Double] {
    if case .tensor(let tensor) = self { tensor.doubles } else { [asNumber ?? .nan] }
  }

  /// A number for the scalar shape, a tensor for any other.
  static func make(_ elements: [Double], _ shape: Shape) -> Quantity {
    shape.rank == 0 ? .number(elements.first ?? .nan) : .tensor(Tensor(elements, shape: shape))
  }

  /// Bools as 0 and 1.
  var asNumbers: Quantity {
    switch self {
    case .number: self
    case .bool(let value): .number(value ? 1 : 0)
    case .tensor(let tensor): .tensor(tensor.asDoubles)
    }
  }

  /// - Throws: `rank` for a number.
  func tensor(for operation: String) throws -> Tensor {
    guard case .tensor(let tensor) = self else {
      throw TensorFault.rank(operation: operation, expected: "a tensor", shape)
    }
    return tensor
  }

  func permuted(_ order: [Int]) throws -> Quantity {
    if order == Array(order.indices) { return self }
    return .tensor(try Kernels.permute(tensor(for: "permute"), axes: order))
  }

  /// Until a cancel.
  func mapped(_ function: (Double) -> Double) -> Quantity {
    var results = elements
    var watch = TensorBudget.Watch()
    for i in results.indices {
      results[i] = function(results[i])
      guard (try? watch.worked(4)) != nil else { break }
    }
    return .make(results, shape)
  }

  /// A function of two elements, broadcasting.
  func combined(
    with other: Quantity, _ function: (Double, Double) -> Double
  ) throws -> Quantity {
    let result = try broadcastShape("binary", shape, other.shape)
    let left = try Kernels.broadcast(self, to: result).elements
    let right = try Kernels.broadcast(other, to: result).elements
    var watch = TensorBudget.Watch()
    let results = try zip(left, right).map { a, b in
      try watch.worked(4)
      return function(a, b)
    }
    return .make(results, result)
  }

  /// Every line along the axis through a function that returns lines of the given length, or of the
  /// same one.
  func mappedAlong(
    axis: Int, length: Int? = nil, _ function: ([Double]) throws -> [Double]
  ) throws -> Quantity {
    try zippedAlong(axis: axis, length: length, self) { line, _ in try function(line) }
  }

  /// The lines of two tensors whose shapes agree but for the axis.
  /// - Throws: `tooLarge`, `axis`, and what the function throws.
  func zippedAlong(
    axis given: Int, length: Int? = nil, _ other: Quantity,
    _ function: ([Double], [Double]) throws -> [Double]
  ) throws -> Quantity {
    let axis = try shape.axis(given)
    var sizes = shape.sizes
    sizes[axis] = length ?? sizes[axis]
    let result = Shape(sizes)
    // What an empty line gives is not a number; where there are no lines, nothing is filled.
    if shape.count == 0 { return .tensor(try Tensor.filled(.nan, shape: result)) }
    let (left, right) = (Lines(self, axis), Lines(other, axis))
    return .tensor(
      try Tensor.make(shape: result) { elements in
        for number in 0..<left.count {
          if TensorBudget.isCancelled { throw TensorFault.cancelled }
          let line = try function(left[number], right[number])
          let start = left.start(of: number, length: sizes[axis])
          for (k, value) in line.enumerated() { elements[start + k * left.inner] = value }
        }
      })
  }
}

/// A tensor that is not empty, as its lines along one axis, in row-major order of the other axes.
private struct Lines {
  let elements: [Double]
  let length: Int
  /// How many elements apart neighbours on a line are.
  let inner: Int
  let count: Int

  init(_ quantity: Quantity, _ axis: Int) {
    let sizes = quantity.shape.sizes
    elements = quantity.elements
    length = sizes[axis]
    inner = sizes.dropFirst(axis + 1).reduce(1, *)
    count = length == 0 ? 0 : elements.count / length
  }

  /// Where a line starts in a tensor whose lines have the given length.
  func start(of number: Int, length: Int) -> Int {
    number / inner * inner * length + number % inner
  }

  subscript(number: Int) -> [Double] {
    let start = start(of: number, length: length)
    return (0..<length).map { elements[start + $0 * inner] }
  }
}
