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

  func mapped(_ function: (Double) -> Double) -> Quantity {
    .make(elements.map(function), shape)
  }

  /// A function of two elements, broadcasting.
  func combined(
    with other: Quantity, _ function: (Double, Double) -> Double
  ) throws -> Quantity {
    let result = try broadcastShape("binary", shape, other.shape)
    let left = try Kernels.broadcast(self, to: result).elements
    let right = try Kernels.broadcast(other, to: result).elements
    return .make(zip(left, right).map(function), result)
  }

  /// Every line along the axis through a function; the lines it returns have one length.
  func mappedAlong(axis: Int, _ function: ([Double]) throws -> [Double]) throws -> Quantity {
    try zippedAlong(axis: axis, self) { line, _ in try function(line) }
  }

  /// The lines of two tensors whose shapes agree but for the axis.
  func zippedAlong(
    axis given: Int, _ other: Quantity, _ function: ([Double], [Double]) throws -> [Double]
  ) throws -> Quantity {
    let axis = try shape.axis(given)
    let (left, right) = (Lines(self, axis), Lines(other, axis))
    let lines = try (0..<left.count).map { try function(left[$0], right[$0]) }
    let length = lines.first?.count ?? 0
    var sizes = shape.sizes
    sizes[axis] = length
    var elements = [Double](repeating: 0, count: length * lines.count)
    for (number, line) in lines.enumerated() {
      let start = number / left.inner * left.inner * length + number % left.inner
      for (k, value) in line.enumerated() { elements[start + k * left.inner] = value }
    }
    return .make(elements, Shape(sizes))
  }
}

/// A tensor as its lines along one axis, in row-major order of the other axes.
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
    inner = max(sizes.dropFirst(axis + 1).reduce(1, *), 1)
    count = sizes.enumerated().reduce(1) { $1.offset == axis ? $0 : $0 * $1.element }
  }

  subscript(number: Int) -> [Double] {
    let start = number / inner * inner * length + number % inner
    return (0..<length).map { elements[start + $0 * inner] }
  }
}
