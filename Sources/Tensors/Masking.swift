extension Tensor {
  /// The elements where the mask is true, as a vector; or, for a vector mask over the first axis of
  /// a tensor of higher rank, the slices there.
  /// - Throws: `notBool`, `shapes`.
  public func select(mask: Tensor) throws -> Tensor {
    let (rows, length) = try maskedRows(mask, of: shape)
    let chosen = mask.truePositions
    let sizes = length == 1 && mask.shape == shape ? [] : Array(shape.sizes.dropFirst())
    let flat = reshaped(to: Shape([rows, length]))
    return try flat.take([.list(chosen), .all]).expanded
      .reshaped(to: Shape([chosen.count] + sizes))
  }

  /// The adjoint of `select(mask:)`: zeros, with the values in order where the mask is true.
  /// - Throws: `notBool`, `shapes`, `tooLarge`.
  public static func scatter(mask: Tensor, values: Quantity, into shape: Shape) throws -> Tensor {
    let (rows, length) = try maskedRows(mask, of: shape)
    let chosen = mask.truePositions
    let block = try Kernels.reshape(values, to: Shape([chosen.count, length]))
    return try scatterAdd(into: Shape([rows, length]), [.list(chosen), .all], block)
      .reshaped(to: shape)
  }

  /// A copy with the masked elements (or slices) replaced by a number, or by values in order.
  /// - Throws: `notBool`, `shapes`.
  public func replacing(mask: Tensor, with value: Quantity) throws -> Tensor {
    let (rows, length) = try maskedRows(mask, of: shape)
    let chosen = mask.truePositions
    let block =
      value.asNumber == nil
      ? try Kernels.reshape(value, to: Shape([chosen.count, length])) : value
    return try reshaped(to: Shape([rows, length]))
      .replacing([.list(chosen), .all], with: block).reshaped(to: shape)
  }

  /// The positions, from 0, of the elements that are not 0.
  var truePositions: [Int] {
    bools.enumerated().compactMap { $1 ? $0 : nil }
  }
}

/// How a mask sees a tensor: as rows that it takes or leaves, of a length (1 for single elements).
private func maskedRows(_ mask: Tensor, of shape: Shape) throws -> (rows: Int, length: Int) {
  guard mask.dtype == .bool else { throw TensorFault.notBool(operation: "mask") }
  if mask.shape == shape { return (shape.count, 1) }
  guard mask.rank == 1, shape.rank > 0, mask.count == shape[0] else {
    throw TensorFault.shapes(operation: "mask", shape, mask.shape, canBroadcast: false)
  }
  return (shape[0], shape.product(1..<shape.rank))
}
