// What depends on the order of the elements. NaN counts as larger than every number.
extension Kernels {
  /// The position, from 1, of the largest element; the first of equal ones; of a NaN if there is
  /// one.
  /// - Parameter axis: from 0; nil for the row-major position in the whole tensor.
  /// - Throws: `axis`, `empty`.
  public static func argmax(_ x: Tensor, axis: Int?) throws -> Quantity {
    try bestPosition(x, axis: axis, operation: "argmax") { $0 > $1 }
  }

  /// As `argmax`, for the smallest.
  public static func argmin(_ x: Tensor, axis: Int?) throws -> Quantity {
    try bestPosition(x, axis: axis, operation: "argmin") { $0 < $1 }
  }

  /// Ascending along an axis, NaN last.
  /// - Throws: `axis`, `cancelled`.
  public static func sort(_ x: Tensor, axis: Int) throws -> Tensor {
    try alongRows(x, axis: axis) { row, out in
      for i in row.indices { out[i] = row[i] }
      try order(out, by: precedes)
    }
  }

  /// The positions, from 1, in the order of `sort`; equal elements keep their order.
  /// - Throws: `axis`, `cancelled`.
  public static func argsort(_ x: Tensor, axis: Int) throws -> Tensor {
    try alongRows(x, axis: axis) { row, out in
      var positions = Array(row.indices)
      try positions.withUnsafeMutableBufferPointer { positions in
        try order(positions) { a, b in
          precedes(row[a], row[b]) || (!precedes(row[b], row[a]) && a < b)
        }
      }
      for (i, position) in positions.enumerated() { out[i] = Double(position + 1) }
    }
  }

  /// The different values in ascending order, as a vector; NaN, once, last.
  public static func unique(_ x: Tensor) throws -> Tensor {
    let sorted = try sort(x.reshaped(to: Shape(vector: x.count)), axis: 0).doubles
    var values: [Double] = []
    var watch = TensorBudget.Watch()
    for value in sorted {
      try watch.worked(1)
      if let last = values.last, last == value || (last.isNaN && value.isNaN) { continue }
      values.append(value)
    }
    return Tensor(values)
  }

  /// Sorts in place and stably. Long rows piece by piece, the pieces then merged two by two, so that a
  /// cancel can come in between.
  private static func order<Element>(
    _ items: UnsafeMutableBufferPointer<Element>, by precedes: (Element, Element) -> Bool
  ) throws {
    let piece = 1 << 17
    for start in stride(from: 0, to: items.count, by: piece) {
      try TensorBudget.checkCancel()
      let end = Swift.min(start + piece, items.count)
      var part = UnsafeMutableBufferPointer(rebasing: items[start..<end])
      part.sort(by: precedes)
    }
    guard items.count > piece else { return }
    var from = Array(items)
    var to = from
    var width = piece
    while width < items.count {
      try from.withUnsafeBufferPointer { from in
        try to.withUnsafeMutableBufferPointer { to in
          try mergePairs(from, into: to, width, by: precedes)
        }
      }
      swap(&from, &to)
      width *= 2
    }
    for i in items.indices { items[i] = from[i] }
  }

  /// Merges each two neighbouring runs of `width` sorted elements.
  private static func mergePairs<Element>(
    _ from: UnsafeBufferPointer<Element>, into to: UnsafeMutableBufferPointer<Element>,
    _ width: Int, by precedes: (Element, Element) -> Bool
  ) throws {
    var watch = TensorBudget.Watch()
    for start in stride(from: 0, to: from.count, by: 2 * width) {
      let middle = Swift.min(start + width, from.count)
      let end = Swift.min(middle + width, from.count)
      var (left, right) = (start, middle)
      for i in start..<end {
        if left < middle, right == end || !precedes(from[right], from[left]) {
          to[i] = from[left]
          left += 1
        } else {
          to[i] = from[right]
          right += 1
        }
        try watch.worked(1)
      }
    }
  }

  private static func precedes(_ a: Double, _ b: Double) -> Bool {
    a < b || (b.isNaN && !a.isNaN)
  }

  private static func bestPosition(
    _ x: Tensor, axis: Int?, operation: String, _ better: (Double, Double) -> Bool
  ) throws -> Quantity {
    guard let axis else {
      if x.count == 0 { throw TensorFault.empty(operation: operation) }
      return .number(x.withDoubles { Double(bestIndex($0, better) + 1) })
    }
    try check(axis: axis, of: x.shape)
    let shape = x.shape.removing { $0 == axis }
    if x.shape[axis] == 0, shape.count > 0 { throw TensorFault.empty(operation: operation) }
    let rows = try movedLast(x, axis: axis)
    let length = x.shape[axis]
    let result = try Tensor(allocating: shape)
    rows.withDoubles { values in
      result.storage.doubles { out in
        for row in 0..<shape.count {
          let part = UnsafeBufferPointer(rebasing: values[(row * length)..<((row + 1) * length)])
          out[row] = Double(bestIndex(part, better) + 1)
        }
      }
    }
    return Quantity(collapsing: result)
  }

  /// The index of the best element, or of the first NaN, of at least one.
  private static func bestIndex(
    _ row: UnsafeBufferPointer<Double>, _ better: (Double, Double) -> Bool
  ) -> Int {
    var best = 0
    for i in row.indices {
      if row[i].isNaN { return i }
      if better(row[i], row[best]) { best = i }
    }
    return best
  }

  /// The axis moved behind all others.
  static func movedLast(_ x: Tensor, axis: Int) throws -> Tensor {
    try permute(x, axes: (0..<x.rank).filter { $0 != axis } + [axis])
  }

  /// Applies a function of rows along an axis: `body` reads a row and writes one of the same
  /// length.
  static func alongRows(
    _ x: Tensor, axis: Int,
    _ body: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws -> Tensor {
    try check(axis: axis, of: x.shape)
    let rows = try movedLast(x, axis: axis)
    let result = Tensor(uninitialized: rows.shape)
    let length = x.shape[axis]
    try rows.withDoubles { values in
      try result.storage.doubles { out in
        var watch = TensorBudget.Watch()
        for start in stride(from: 0, to: rows.count, by: Swift.max(1, length)) {
          try watch.worked(length)
          try body(
            UnsafeBufferPointer(rebasing: values[start..<(start + length)]),
            UnsafeMutableBufferPointer(start: out + start, count: length))
        }
      }
    }
    // Back: the last axis returns to its place.
    let others = Array(0..<(x.rank - 1))
    return try permute(result, axes: Array(others[..<axis]) + [x.rank - 1] + others[axis...])
  }
}
