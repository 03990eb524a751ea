import Testing

@testable import Tensors

@Suite struct OrderingTests {
  let x = tensor([3, 1, 2, 0, 5, 4], 2, 3)

  /// numpy: sort, argsort + 1, argmax + 1, argmin + 1, unique
  @Test func sorts() throws {
    #expect(try Kernels.sort(x, axis: 1).doubles == [1, 2, 3, 0, 4, 5])
    #expect(try Kernels.sort(x, axis: 0).doubles == [0, 1, 2, 3, 5, 4])
    #expect(try Kernels.argsort(x, axis: 1).doubles == [2, 3, 1, 1, 3, 2])
    #expect(try Kernels.argsort(x, axis: 0).doubles == [2, 1, 1, 1, 2, 2])
  }

  @Test func sortPutsNaNLastAndIsStable() throws {
    let holed = try Kernels.sort(Tensor([.nan, 1, -.infinity, .nan, .infinity]), axis: 0).doubles
    #expect(holed[0..<3] == [-.infinity, 1, .infinity])
    #expect(holed[3].isNaN && holed[4].isNaN)
    #expect(try Kernels.argsort(Tensor([2, 1, 2, 1]), axis: 0).doubles == [2, 4, 1, 3])
    #expect(try Kernels.argsort(Tensor([.nan, 1, .nan]), axis: 0).doubles == [2, 1, 3])
  }

  @Test func findsExtrema() throws {
    #expect(try Kernels.argmax(x, axis: nil).asNumber == 5)
    #expect(try Kernels.argmin(x, axis: nil).asNumber == 4)
    #expect(try Kernels.argmax(x, axis: 0).values == [1, 2, 2])
    #expect(try Kernels.argmax(x, axis: 1).values == [1, 2])
    #expect(try Kernels.argmin(x, axis: 1).values == [2, 1])
    #expect(try Kernels.argmax(Tensor([7]), axis: 0).asNumber == 1)
    #expect(try Kernels.argmax(Tensor([1, 3, 3]), axis: nil).asNumber == 2)
    #expect(try Kernels.argmax(Tensor([1, .nan, 3, .nan]), axis: nil).asNumber == 2)
    #expect(throws: TensorFault.empty(operation: "argmax")) {
      try Kernels.argmax(Tensor([]), axis: nil)
    }
  }

  @Test func findsDifferentValues() throws {
    let unique = try Kernels.unique(tensor([2, 1, .nan, 2, .nan, -0.0], 2, 3)).doubles
    #expect(unique.dropLast() == [0, 1, 2])
    #expect(unique.last?.isNaN == true)
    #expect(try Kernels.unique(Tensor([])).count == 0)
  }
}
