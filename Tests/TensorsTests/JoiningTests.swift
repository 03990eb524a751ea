import Testing

@testable import Tensors

@Suite struct JoiningTests {
  /// numpy: concatenate
  @Test func concatenates() throws {
    let (a, b) = (counting(2, 2), tensor([9, 8], 1, 2))
    #expect(try Kernels.concatenate([a, b], axis: 0).doubles == [0, 1, 2, 3, 9, 8])
    let side = try Kernels.concatenate([a, counting(2, 3)], axis: 1)
    #expect(side.shape == Shape([2, 5]))
    #expect(side.doubles == [0, 1, 0, 1, 2, 2, 3, 3, 4, 5])
    #expect(try Kernels.concatenate([Tensor([]), Tensor([1])], axis: 0).doubles == [1])
  }

  @Test func boolsStayBoolsAmongThemselves() throws {
    let flags = Tensor(bools: [true, false], shape: Shape([2]))
    #expect(try Kernels.concatenate([flags, flags], axis: 0).bools == [true, false, true, false])
    let mixed = try Kernels.concatenate([flags, Tensor([5])], axis: 0)
    #expect(mixed.dtype == .f64)
    #expect(mixed.doubles == [1, 0, 5])
    #expect(try Kernels.stack([.bool(true), .bool(false)]).bools == [true, false])
    #expect(try Kernels.stack([.bool(true), .number(3)]).doubles == [1, 3])
  }

  @Test func refusesDifferentParts() {
    #expect(throws: TensorFault.empty(operation: "cat")) {
      try Kernels.concatenate([], axis: 0)
    }
    #expect(throws: TensorFault.self) {
      try Kernels.concatenate([counting(2, 2), counting(2, 3)], axis: 0)
    }
    #expect(throws: TensorFault.self) {
      try Kernels.concatenate([counting(2), counting(2, 1)], axis: 0)
    }
    #expect(throws: TensorFault.axis(2, rank: 1)) {
      try Kernels.concatenate([counting(2)], axis: 1)
    }
    #expect(throws: TensorFault.self) { try Kernels.stack([.number(1), .tensor(counting(1))]) }
    #expect(throws: TensorFault.tooManyAxes(9)) {
      try Kernels.stack([.tensor(counting(1, 1, 1, 1, 1, 1, 1, 1))])
    }
  }

  @Test func stacks() throws {
    let rows = try Kernels.stack([.tensor(counting(3)), .tensor(Tensor([7, 8, 9]))])
    #expect(rows.shape == Shape([2, 3]))
    #expect(rows.doubles == [0, 1, 2, 7, 8, 9])
    #expect(try Kernels.stack([.number(1), .number(2)]).doubles == [1, 2])
  }

  /// numpy: repeat(arange(4).reshape(2, 2), 2, axis), tile([0, 1, 2], (2, 2)), tile(…, 2)
  @Test func repeatsAndTiles() throws {
    let x = counting(2, 2)
    #expect(
      try Kernels.repeatElements(x, count: 2, axis: 0).doubles == [0, 1, 0, 1, 2, 3, 2, 3])
    #expect(
      try Kernels.repeatElements(x, count: 2, axis: 1).doubles == [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(try Kernels.repeatElements(x, count: 0, axis: 1).shape == Shape([2, 0]))
    let tiled = try Kernels.tile(counting(3), [2, 2])
    #expect(tiled.shape == Shape([2, 6]))
    #expect(tiled.doubles == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(try Kernels.tile(x, [2]).doubles == [0, 1, 0, 1, 2, 3, 2, 3])
    #expect(try Kernels.tile(x, [2, 1]).doubles == [0, 1, 2, 3, 0, 1, 2, 3])
    #expect(throws: TensorFault.negativeSize(operation: "tile", -1)) {
      try Kernels.tile(x, [-1])
    }
  }

  /// numpy: pad(arange(4).reshape(2, 2), ((1, 0), (0, 2)), constant_values=9)
  @Test func pads() throws {
    let x = try Kernels.pad(counting(2, 2), before: [1, 0], after: [0, 2], value: 9)
    #expect(x.shape == Shape([3, 4]))
    #expect(x.doubles == [9, 9, 9, 9, 0, 1, 9, 9, 2, 3, 9, 9])
    #expect(throws: TensorFault.negativeSize(operation: "pad", -1)) {
      try Kernels.pad(counting(2), before: [-1], after: [0], value: 0)
    }
  }
}
