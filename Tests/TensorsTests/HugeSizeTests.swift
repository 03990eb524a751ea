import Testing

@testable import Tensors

/// Sizes from a program may be anything; none of them may trap.
@Suite struct HugeSizeTests {
  private let huge = [Int.max, Int.max / 2, 1 << 40]

  @Test func makers() {
    for n in huge {
      #expect(throws: TensorFault.self) { try Kernels.eye(n, n) }
      #expect(throws: TensorFault.self) { try Kernels.linspace(0, 1, n) }
      #expect(throws: TensorFault.self) { try Kernels.range(start: 0, step: 1, count: n) }
      #expect(throws: TensorFault.self) { try Kernels.diagonalMatrix(Tensor([1]), k: n) }
      #expect(throws: TensorFault.self) { try Kernels.diagonalMatrix(Tensor([1]), k: -n) }
      #expect(throws: TensorFault.self) { try Kernels.tile(Tensor([1, 2]), [n]) }
      #expect(throws: TensorFault.self) {
        try Kernels.repeatElements(Tensor([1, 2]), count: n, axis: 0)
      }
      #expect(throws: TensorFault.self) {
        try Kernels.pad(Tensor([1]), before: [n], after: [n], value: 0)
      }
      #expect(throws: TensorFault.self) {
        var stream = RandomStream(seed: 0)
        return try stream.uniform(shape: Shape([n, 2]))
      }
    }
  }

  @Test func farIndexes() throws {
    let x = counting(2, 3)
    for far in [Int.max, Int.min] {
      #expect(throws: TensorFault.self) { try x.take([.at(far), .all]) }
      #expect(throws: TensorFault.self) { try x.take([.list([far]), .all]) }
      #expect(throws: TensorFault.self) {
        try x.take([.slice(start: 0, step: far, count: 2), .all])
      }
      #expect(try x.take([.slice(start: 1, step: far, count: 1), .at(0)]).values == [3])
      #expect(try Kernels.diagonal(x, k: far).count == 0)
      #expect(try Kernels.tril(x, k: far).count == 6)
      #expect(try Kernels.roll(x, shift: far, axis: 0).count == 6)
    }
  }

  /// No elements, but sizes whose product does not fit.
  @Test func emptyTensorsOfHugeSizes() throws {
    let x = Quantity.tensor(Tensor([], shape: Shape([0, 1 << 40, 1 << 40])))
    #expect(try BinaryOp.add.apply(x, x).shape.count == 0)
    #expect(throws: TensorFault.self) { try ReduceOp.sum.apply(x, axes: [0], keep: false) }
    #expect(try ReduceOp.sum.apply(x, axes: nil, keep: false).asNumber == 0)
    #expect(throws: TensorFault.self) { try Kernels.logSumExp(x, axes: [0], keep: false) }
    #expect(Kernels.transpose(x.expanded).shape[0] == 0)
    #expect(throws: TensorFault.self) { try Kernels.argmax(x.expanded, axis: 0) }
    #expect(throws: TensorFault.self) {
      try Kernels.repeatElements(Tensor([], shape: Shape([0, 3])), count: .max, axis: 1)
    }
  }
}
