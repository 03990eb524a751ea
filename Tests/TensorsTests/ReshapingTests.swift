import Testing

@testable import Tensors

@Suite struct ReshapingTests {
  @Test func reshapes() throws {
    let x = Quantity.tensor(counting(2, 3))
    let y = try Kernels.reshape(x, to: Shape([3, 2]))
    #expect(y.shape == Shape([3, 2]))
    #expect(y.values == [0, 1, 2, 3, 4, 5])
    #expect(try Kernels.reshape(.tensor(counting(1, 1)), to: .scalar).asNumber == 0)
    #expect(try Kernels.reshape(.number(4), to: Shape([1])).shape == Shape([1]))
    #expect(throws: TensorFault.self) { try Kernels.reshape(x, to: Shape([4])) }
  }

  /// numpy: arange(24).reshape(2, 3, 4).transpose(2, 0, 1)
  @Test func permutes() throws {
    let y = try Kernels.permute(counting(2, 3, 4), axes: [2, 0, 1])
    #expect(y.shape == Shape([4, 2, 3]))
    #expect(
      y.doubles == [
        0, 4, 8, 12, 16, 20, 1, 5, 9, 13, 17, 21, 2, 6, 10, 14, 18, 22, 3, 7, 11, 15, 19, 23,
      ])
    #expect(throws: TensorFault.axis(1, rank: 2)) {
      try Kernels.permute(counting(2, 3), axes: [0, 0])
    }
    #expect(throws: TensorFault.indexCount(given: 1, rank: 2)) {
      try Kernels.permute(counting(2, 3), axes: [0])
    }
  }

  @Test func transposes() {
    #expect(Kernels.transpose(counting(2, 3)).doubles == [0, 3, 1, 4, 2, 5])
    #expect(Kernels.transpose(counting(3)).shape == Shape([3]))
    let batch = Kernels.transpose(counting(2, 2, 2))
    #expect(batch.doubles == [0, 2, 1, 3, 4, 6, 5, 7])
    let bools = Kernels.transpose(Tensor(bools: [true, false, true, true], shape: Shape([2, 2])))
    #expect(bools.bools == [true, true, false, true])
  }

  /// numpy: flip, roll, diff of arange(6).reshape(2, 3)
  @Test func flipsRollsAndDiffers() throws {
    let x = counting(2, 3)
    #expect(try Kernels.flip(x, axes: [0]).doubles == [3, 4, 5, 0, 1, 2])
    #expect(try Kernels.flip(x, axes: [1]).doubles == [2, 1, 0, 5, 4, 3])
    #expect(try Kernels.flip(x).doubles == [5, 4, 3, 2, 1, 0])
    #expect(try Kernels.roll(x, shift: 1, axis: 1).doubles == [2, 0, 1, 5, 3, 4])
    #expect(try Kernels.roll(x, shift: -1, axis: 0).doubles == [3, 4, 5, 0, 1, 2])
    #expect(try Kernels.roll(x, shift: 8, axis: nil).doubles == [4, 5, 0, 1, 2, 3])
    #expect(try Kernels.diff(x, axis: 0).doubles == [3, 3, 3])
    #expect(try Kernels.diff(x, axis: 1).shape == Shape([2, 2]))
    #expect(try Kernels.diff(Tensor([1, 4, 9]), axis: 0).doubles == [3, 5])
  }

  @Test func emptyAndSingleAxes() throws {
    let empty = Tensor([], shape: Shape([0, 3]))
    #expect(try Kernels.flip(empty).shape == Shape([0, 3]))
    #expect(try Kernels.roll(empty, shift: 2, axis: 0).shape == Shape([0, 3]))
    #expect(try Kernels.diff(counting(1, 3), axis: 0).shape == Shape([0, 3]))
    #expect(Kernels.transpose(empty).shape == Shape([3, 0]))
  }
}
