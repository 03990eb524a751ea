import Testing

@testable import Tensors

@Suite struct MaskingTests {
  let x = counting(3, 2)

  private func mask(_ values: [Bool], _ sizes: Int...) -> Tensor {
    Tensor(bools: values, shape: Shape(sizes))
  }

  /// numpy: x[mask] with a mask of x's shape, and of its first axis
  @Test func selects() throws {
    let whole = mask([true, false, false, true, true, false], 3, 2)
    #expect(try x.select(mask: whole).doubles == [0, 3, 4])
    let rows = try x.select(mask: mask([true, false, true], 3))
    #expect(rows.shape == Shape([2, 2]))
    #expect(rows.doubles == [0, 1, 4, 5])
    #expect(
      try Tensor([1, 2, 3]).select(mask: mask([false, false, false], 3)).shape == Shape([0]))
    #expect(try counting(2, 1).select(mask: mask([true, true], 2)).shape == Shape([2, 1]))
    #expect(try counting(2, 1).select(mask: mask([true, true], 2, 1)).shape == Shape([2]))
  }

  @Test func scatters() throws {
    let whole = mask([true, false, false, true, true, false], 3, 2)
    let back = try Tensor.scatter(
      mask: whole, values: .tensor(Tensor([7, 8, 9])), into: Shape([3, 2]))
    #expect(back.doubles == [7, 0, 0, 8, 9, 0])
    let rows = try Tensor.scatter(
      mask: mask([false, true, false], 3), values: .tensor(tensor([5, 6], 1, 2)),
      into: Shape([3, 2]))
    #expect(rows.doubles == [0, 0, 5, 6, 0, 0])
  }

  @Test func replaces() throws {
    let rows = mask([false, true, false], 3)
    #expect(try x.replacing(mask: rows, with: .number(9)).doubles == [0, 1, 9, 9, 4, 5])
    let whole = mask([true, false, false, false, true, false], 3, 2)
    #expect(
      try x.replacing(mask: whole, with: .tensor(Tensor([7, 8]))).doubles == [7, 1, 2, 3, 8, 5])
  }

  @Test func refuses() {
    #expect(throws: TensorFault.notBool(operation: "mask")) { try x.select(mask: counting(3)) }
    #expect(throws: TensorFault.self) { try x.select(mask: mask([true, false], 2)) }
    #expect(throws: TensorFault.self) { try x.select(mask: mask([true, false], 1, 2)) }
  }
}
