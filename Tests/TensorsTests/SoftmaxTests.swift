import Testing

@testable import Tensors

@Suite struct SoftmaxTests {
  /// scipy.special: softmax([1, 2, 3]), log_softmax([1, 2, 3]), logsumexp([1, 2, 3])
  @Test func values() throws {
    let x = Tensor([1, 2, 3])
    let soft = try Kernels.softmax(x, axis: 0).doubles
    let expected = [0.09003057317038046, 0.24472847105479764, 0.6652409557748218]
    for (a, b) in zip(soft, expected) { #expect(ulpDistance(a, b) <= 2) }
    let logs = try Kernels.logSoftmax(x, axis: 0).doubles
    let expectedLogs = [-2.4076059644443806, -1.4076059644443804, -0.4076059644443804]
    for (a, b) in zip(logs, expectedLogs) { #expect(ulpDistance(a, b) <= 2) }
    let total = try Kernels.logSumExp(.tensor(x), axes: nil, keep: false)
    #expect(ulpDistance(total.values[0], 3.4076059644443806) <= 1)
  }

  @Test func largeNumbersDoNotOverflow() throws {
    #expect(try Kernels.softmax(Tensor([1e5, 1e5]), axis: 0).doubles == [0.5, 0.5])
    #expect(try Kernels.logSoftmax(Tensor([0, -1e5]), axis: 0).doubles == [0, -1e5])
    let large = Quantity.tensor(Tensor([1e5, -1e5]))
    #expect(try Kernels.logSumExp(large, axes: nil, keep: false).asNumber == 1e5)
  }

  /// scipy.special.logsumexp of infinities, and of nothing
  @Test func infinities() throws {
    func of(_ values: [Double]) throws -> Double {
      try Kernels.logSumExp(.tensor(Tensor(values)), axes: nil, keep: false).values[0]
    }
    #expect(try of([-.infinity, -.infinity]) == -.infinity)
    #expect(try of([.infinity, 1]) == .infinity)
    #expect(try of([]) == -.infinity)
    #expect(try of([1, .nan]).isNaN)
    #expect(try of([-.infinity, 0]) == 0)
  }

  @Test func alongAxes() throws {
    let x = counting(2, 3, 2)
    for axis in 0..<3 {
      let soft = try Kernels.softmax(x, axis: axis)
      #expect(soft.shape == x.shape)
      let sums = try ReduceOp.sum.apply(.tensor(soft), axes: [axis], keep: false)
      for sum in sums.values { #expect(abs(sum - 1) < 1e-15) }
    }
    // Differences of 2 along axis 1: the same weights everywhere.
    let weights = try Kernels.softmax(Tensor([0, 2, 4]), axis: 0).doubles
    let middle = try Kernels.softmax(x, axis: 1)
    #expect(try middle.take([.at(1), .all, .at(0)]).values == weights)
    let both = try Kernels.logSumExp(.tensor(x), axes: [0, 2], keep: true)
    #expect(both.shape == Shape([1, 3, 1]))
    let rows = try Kernels.logSumExp(.tensor(Tensor([2, 3, 8, 9])), axes: nil, keep: false)
    #expect(ulpDistance(both.values[1], rows.values[0]) <= 1)
  }
}
