import Testing

@testable import Tensors

@Suite struct LogicTests {
  private func bools(_ values: [Bool]) -> Quantity {
    .tensor(Tensor(bools: values, shape: Shape([values.count])))
  }

  @Test func truthTables() throws {
    let a = bools([false, false, true, true])
    let b = bools([false, true, false, true])
    #expect(try LogicalOp.and.apply(a, b).values == [0, 0, 0, 1])
    #expect(try LogicalOp.or.apply(a, b).values == [0, 1, 1, 1])
    #expect(try LogicalOp.xor.apply(a, b).values == [0, 1, 1, 0])
    #expect(try a.not().values == [1, 1, 0, 0])
    #expect(try LogicalOp.and.apply(a, b).dtype == .bool)
  }

  @Test func broadcast() throws {
    let column = Quantity.tensor(Tensor(bools: [true, false], shape: Shape([2, 1])))
    let both = try LogicalOp.or.apply(column, bools([false, true, false]))
    #expect(both.values == [1, 1, 1, 0, 1, 0])
    #expect(try LogicalOp.xor.apply(.bool(true), .bool(true)).asNumber == 0)
  }

  @Test func refuseNumbers() {
    #expect(throws: TensorFault.notBool(operation: "and")) {
      try LogicalOp.and.apply(.number(1), .bool(true))
    }
    #expect(throws: TensorFault.notBool(operation: "not")) { try Quantity.number(1).not() }
  }

  /// numpy: where(mask, a, b)
  @Test func selects() throws {
    let mask = bools([true, false, true])
    let (a, b) = (Quantity.tensor(Tensor([1, 2, 3])), Quantity.tensor(Tensor([10, 20, 30])))
    #expect(try Kernels.select(mask, a, b).values == [1, 20, 3])
    #expect(try Kernels.select(mask, .number(7), b).values == [7, 20, 7])
    #expect(try Kernels.select(.bool(false), a, .number(0)).values == [0, 0, 0])
    let column = Quantity.tensor(tensor([5, 6], 2, 1))
    #expect(try Kernels.select(mask, a, column).values == [1, 5, 3, 1, 6, 3])
    #expect(try Kernels.select(.bool(true), .number(1), .number(2)).asNumber == 1)
  }

  @Test func selectTakesBranchesApart() throws {
    let mask = bools([true, false])
    let a = Quantity.tensor(Tensor([1, .nan]))
    let b = Quantity.tensor(Tensor([.infinity, 2]))
    #expect(try Kernels.select(mask, a, b).values == [1, 2])
    #expect(throws: TensorFault.notBool(operation: "where")) {
      try Kernels.select(.number(1), a, b)
    }
  }
}
