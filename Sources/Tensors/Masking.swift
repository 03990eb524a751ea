extension Tensor {
  /// The elements where the mask is true, as a vector; or, for a vector mask over the first axis of
  /// a tensor of higher rank, the slices there.
  /// - Throws: `notBool`, `shapes`.
  public func select(mask: Tensor) throws -> Tensor {
    let (rows, length) = try maskedRows(mask, of: shape)
    let chosen = mask.truePositions
    if mask.shape == shape { return elements(at: chosen) }
    return try reshaped(to: Shape([rows, length])).take([.list(chosen), .all]).expanded
      .reshaped(to: shape.replacing(0, with: chosen.count))
  }

  /// A vector of the elements at flat positions, which must lie within.
  private func elements(at positions: [Int]) -> Tensor {
    let values = withDoubles { values in
      Tensor(shape: Shape(vector: positions.count)) { out in
        for (i, position) in positions.enumerated() { out[i] = values[position] }
      }
    }
    return dtype == .bool ? values.asBools : values
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
    var positions: [Int] = []
    withDoubles { values in
      for i in values.indices where values[i] != 0 { positions.append(i) }
    }
    return positions
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
