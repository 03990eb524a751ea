import CKernels

// Functions of exponentials, shifted by the largest element so that nothing overflows.
extension Kernels {
  /// e^xᵢ / Σⱼ e^xⱼ along an axis.
  /// - Throws: `axis`, `cancelled`.
  public static func softmax(_ x: Tensor, axis: Int) throws -> Tensor {
    try alongRows(x, axis: axis) { row, out in
      guard let from = row.baseAddress, let to = out.baseAddress else { return }
      softmaxRow(from, to, row.count)
    }
  }

  static func softmaxRow(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    guard count > 0 else { return }
    let shift = ck_reduce(Int32(ReduceOp.max.rawValue), x, count)
    var total = ck_exp_shifted(x, shift, y, count)
    BinaryOp.divide.apply(y, step: 1, &total, step: 0, into: y, count: count)
  }

  /// xᵢ − log Σⱼ e^xⱼ along an axis.
  /// - Throws: `axis`, `cancelled`.
  public static func logSoftmax(_ x: Tensor, axis: Int) throws -> Tensor {
    try alongRows(x, axis: axis) { row, out in
      guard let from = row.baseAddress, let to = out.baseAddress else { return }
      logSoftmaxRow(from, to, row.count)
    }
  }

  static func logSoftmaxRow(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    guard count > 0 else { return }
    var shift = ck_reduce(Int32(ReduceOp.max.rawValue), x, count)
    var log = UnaryOp.log.apply(ck_exp_shifted(x, shift, y, count))
    // Two steps: shift + log would lose the small one.
    BinaryOp.subtract.apply(x, step: 1, &shift, step: 0, into: y, count: count)
    BinaryOp.subtract.apply(y, step: 1, &log, step: 0, into: y, count: count)
  }

  /// log Σ e^xⱼ over axes; −Inf over nothing.
  /// - Throws: `axis`, `tooLarge`.
  public static func logSumExp(_ x: Quantity, axes: [Int]?, keep: Bool) throws -> Quantity {
    let shape = x.shape
    let flags = try reducedAxes(axes, rank: shape.rank)
    let order = (0..<shape.rank).filter { !flags[$0] } + (0..<shape.rank).filter { flags[$0] }
    let rows = try permute(x.expanded.asDoubles, axes: order)
    let outer = shape.removing { flags[$0] }
    let length = shape.removing { !flags[$0] }.count
    let kept = keep ? Shape((0..<shape.rank).map { flags[$0] ? 1 : shape[$0] }) : outer
    let result = try Tensor(allocating: kept)
    let scratch = try Tensor(allocating: Shape(vector: length))
    rows.storage.doubles { from in
      scratch.storage.doubles { scratch in
        result.storage.doubles { out in
          for row in 0..<outer.count {
            out[row] = logSumExp(from + row * length, scratch, length)
          }
        }
      }
    }
    return Quantity(collapsing: result)
  }

  private static func logSumExp(
    _ x: UnsafePointer<Double>, _ scratch: UnsafeMutablePointer<Double>, _ count: Int
  ) -> Double {
    let largest = ck_reduce(Int32(ReduceOp.max.rawValue), x, count)
    // Inf − Inf would be NaN; an infinite maximum needs no shift.
    let shift = largest.isInfinite ? 0 : largest
    return shift + UnaryOp.log.apply(ck_exp_shifted(x, shift, scratch, count))
  }
}
