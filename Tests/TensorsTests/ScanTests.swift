import Testing

@testable import Tensors

@Suite struct ScanTests {
  /// numpy: cumsum, cumprod, maximum.accumulate
  @Test func scans() throws {
    let x = tensor([1, 2, 3, 4, 5, 6], 2, 3)
    #expect(try Kernels.cumulative(.sum, x, axis: 0).doubles == [1, 2, 3, 5, 7, 9])
    #expect(try Kernels.cumulative(.sum, x, axis: 1).doubles == [1, 3, 6, 4, 9, 15])
    #expect(try Kernels.cumulative(.product, x, axis: 1).doubles == [1, 2, 6, 4, 20, 120])
    let bumpy = Tensor([1, 3, 2, .nan, 9])
    let running = try Kernels.cumulative(.max, bumpy, axis: 0).doubles
    #expect(running[0..<3] == [1, 3, 3])
    #expect(running[3].isNaN && running[4].isNaN)
    #expect(try Kernels.cumulative(.min, Tensor([3, 1, 2]), axis: 0).doubles == [3, 1, 1])
    #expect(throws: TensorFault.axis(3, rank: 2)) {
      try Kernels.cumulative(.sum, x, axis: 2)
    }
  }
}
