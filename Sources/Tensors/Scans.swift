import CKernels

extension Kernels {
  /// Running sum, product, maximum or minimum along an axis, accumulated in order.
  /// - Parameter op: `.sum`, `.product`, `.max` or `.min`.
  /// - Throws: `axis`, `cancelled`.
  public static func cumulative(_ op: ReduceOp, _ x: Tensor, axis: Int) throws -> Tensor {
    try check(axis: axis, of: x.shape)
    let shape = x.shape
    let source = x.asDoubles
    let result = Tensor(uninitialized: shape)
    source.storage.doubles { from in
      result.storage.doubles {
        ck_scan(
          Int32(op.rawValue), from, $0, shape.product(0..<axis), shape[axis],
          shape.product((axis + 1)..<shape.rank))
      }
    }
    try TensorBudget.checkDone(result.count)
    return result
  }
}
