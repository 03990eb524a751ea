import CKernels

// Tensors made of several tensors, or of copies of one.
extension Kernels {
  /// Side by side along an axis. Bools stay bools only if all parts are.
  /// - Throws: `shapes` where other axes differ, `axis`, `empty` without parts, `tooLarge`.
  public static func concatenate(_ parts: [Tensor], axis: Int) throws -> Tensor {
    guard let first = parts.first else { throw TensorFault.empty(operation: "cat") }
    try check(axis: axis, of: first.shape)
    var total = 0
    for part in parts {
      guard part.rank == first.rank,
        part.shape.replacing(axis, with: 0) == first.shape.replacing(axis, with: 0)
      else {
        throw TensorFault.shapes(
          operation: "cat", first.shape, part.shape, canBroadcast: false)
      }
      total += part.shape[axis]
    }
    let dtype = parts.allSatisfy { $0.dtype == .bool } ? DType.bool : .f64
    let result = try Tensor(allocating: first.shape.replacing(axis, with: total), dtype)
    let outer = first.shape.product(0..<axis)
    let row = result.shape.product(axis..<result.rank)
    var start = 0
    for part in parts {
      let source = dtype == .bool ? part : part.asDoubles
      let length = part.shape.product(axis..<part.rank)
      result.copyRows(of: source, rows: outer, length: length, every: row, from: start)
      start += length
    }
    return result
  }

  /// Parts of one shape along a new first axis.
  /// - Throws: `shapes`, `empty`, `tooManyAxes`, `tooLarge`.
  public static func stack(_ parts: [Quantity]) throws -> Tensor {
    guard let first = parts.first else { throw TensorFault.empty(operation: "stack") }
    for part in parts where part.shape != first.shape {
      throw TensorFault.shapes(operation: "stack", first.shape, part.shape, canBroadcast: false)
    }
    let dtype = parts.allSatisfy { $0.dtype == .bool } ? DType.bool : .f64
    let shape = try shape([parts.count] + first.shape.sizes, operation: "stack")
    let result = try Tensor(allocating: shape, dtype)
    let length = first.shape.count
    for (i, part) in parts.enumerated() {
      if let x = part.asNumber, dtype == .f64 {
        result.storage.doubles { $0[i] = x }
      } else {
        let source = dtype == .bool ? part.expanded : part.expanded.asDoubles
        result.copyElements(of: source, to: i * length)
      }
    }
    return result
  }

  /// Each slice along an axis `count` times in a row.
  public static func repeatElements(_ x: Tensor, count: Int, axis: Int) throws -> Tensor {
    try check(axis: axis, of: x.shape)
    let total = try size(x.shape[axis], times: count, operation: "repeat")
    // A new axis behind `axis` that repeats, then both as one.
    let sizes = x.shape.sizes
    let apart = try shape(
      Array(sizes[...axis]) + [1] + sizes[(axis + 1)...], operation: "repeat")
    let repeated = try broadcast(
      .tensor(x.reshaped(to: apart)), to: apart.replacing(axis + 1, with: count))
    return repeated.expanded.reshaped(to: x.shape.replacing(axis, with: total))
  }

  /// The whole tensor `counts[axis]` times along each axis; fewer counts than axes belong to the
  /// last ones, more make new first axes.
  public static func tile(_ x: Tensor, _ counts: [Int]) throws -> Tensor {
    let rank = Swift.max(x.rank, counts.count)
    let sizes = Array(repeating: 1, count: rank - x.rank) + x.shape.sizes
    let counts = Array(repeating: 1, count: rank - counts.count) + counts
    var result = x.reshaped(to: try shape(sizes, operation: "tile"))
    for axis in 0..<rank where counts[axis] != 1 {
      // All of one axis repeats as a block: a new axis before it.
      let from = result.shape.sizes
      let total = try size(from[axis], times: counts[axis], operation: "tile")
      let outer = result.shape.product(0..<axis)
      let inner = result.shape.product(axis..<rank)
      let blocks = try broadcast(
        .tensor(result.reshaped(to: Shape([outer, 1, inner]))),
        to: Shape([outer, counts[axis], inner]))
      result = blocks.expanded.reshaped(to: result.shape.replacing(axis, with: total))
    }
    return result
  }

  /// `value` around the tensor: `before[axis]` places of it first, `after[axis]` last.
  /// - Throws: `indexCount`, `negativeSize`, `tooLarge`.
  public static func pad(_ x: Tensor, before: [Int], after: [Int], value: Double) throws -> Tensor {
    guard before.count == x.rank, after.count == x.rank else {
      throw TensorFault.indexCount(given: Swift.min(before.count, after.count), rank: x.rank)
    }
    let sizes = try (0..<x.rank).map { axis in
      try check(size: before[axis], operation: "pad")
      try check(size: after[axis], operation: "pad")
      let (margins, overflow) = before[axis].addingReportingOverflow(after[axis])
      let (size, overflow2) = margins.addingReportingOverflow(x.shape[axis])
      if overflow || overflow2 { throw TensorFault.tooLarge(elements: .infinity) }
      return size
    }
    let padded = try Tensor.filled(value, shape: Shape(sizes))
    return try padded.replacing(
      (0..<x.rank).map { .slice(start: before[$0], step: 1, count: x.shape[$0]) },
      with: Quantity.tensor(x.asDoubles))
  }
}

extension Tensor {
  /// Copies, until a cancel, `rows` runs of `length` elements of `other` to places `every` elements apart.
  fileprivate func copyRows(of other: Tensor, rows: Int, length: Int, every: Int, from start: Int) {
    let width = dtype.width
    let chunk = 1 << 16
    other.storage.raw { source in
      storage.raw { target in
        var watch = TensorBudget.Watch()
        for row in 0..<rows {
          let (to, from) = (target + (start + row * every) * width, source + row * length * width)
          for place in stride(from: 0, to: length, by: chunk) {
            let count = Swift.min(chunk, length - place)
            (to + place * width).copyMemory(from: from + place * width, byteCount: count * width)
            guard (try? watch.worked(count)) != nil else { return }
          }
        }
      }
    }
  }
}
