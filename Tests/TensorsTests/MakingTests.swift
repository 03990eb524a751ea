import Testing

@testable import Tensors

@Suite struct MakingTests {
  /// numpy: eye(2, 3), linspace, arange
  @Test func rules() throws {
    #expect(try Kernels.eye(2, 3).doubles == [1, 0, 0, 0, 1, 0])
    #expect(try Kernels.linspace(0, 1, 5).doubles == [0, 0.25, 0.5, 0.75, 1])
    #expect(try Kernels.linspace(0, 1, 4).doubles[3] == 1)
    #expect(try Kernels.linspace(2, 5, 1).doubles == [2])
    #expect(try Kernels.linspace(2, 5, 0).doubles == [])
    #expect(try Kernels.range(start: 1, step: 0.5, count: 3).doubles == [1, 1.5, 2])
    #expect(throws: TensorFault.negativeSize(operation: "linspace", -1)) {
      try Kernels.linspace(0, 1, -1)
    }
  }

  /// numpy: tril, triu, diag
  @Test func triangles() throws {
    let x = tensor([1, 2, 3, 4, 5, 6], 2, 3)
    #expect(try Kernels.tril(x).doubles == [1, 0, 0, 4, 5, 0])
    #expect(try Kernels.tril(x, k: 1).doubles == [1, 2, 0, 4, 5, 6])
    #expect(try Kernels.triu(x).doubles == [1, 2, 3, 0, 5, 6])
    #expect(try Kernels.triu(x, k: -1).doubles == [1, 2, 3, 4, 5, 6])
    #expect(try Kernels.triu(counting(2, 2, 2)).doubles == [0, 1, 0, 3, 4, 5, 0, 7])
    #expect(throws: TensorFault.self) { try Kernels.tril(counting(3)) }
  }

  @Test func diagonals() throws {
    let x = tensor([1, 2, 3, 4, 5, 6], 2, 3)
    #expect(try Kernels.diagonal(x).doubles == [1, 5])
    #expect(try Kernels.diagonal(x, k: 1).doubles == [2, 6])
    #expect(try Kernels.diagonal(x, k: -1).doubles == [4])
    #expect(try Kernels.diagonal(x, k: 7).doubles == [])
    #expect(try Kernels.diagonalMatrix(Tensor([1, 2])).doubles == [1, 0, 0, 2])
    #expect(
      try Kernels.diagonalMatrix(Tensor([1, 2]), k: 1).doubles == [0, 1, 0, 0, 0, 2, 0, 0, 0])
  }
}
