import Testing

@testable import Tensors

@Suite struct ReductionTests {
  let x = counting(2, 3, 4)

  private func reduce(_ op: ReduceOp, _ axes: [Int]?, keep: Bool = false) throws -> Quantity {
    try op.apply(.tensor(x), axes: axes, keep: keep)
  }

  /// numpy: arange(24).reshape(2, 3, 4).sum(axis=…)
  @Test func sums() throws {
    #expect(try reduce(.sum, nil).asNumber == 276)
    #expect(
      try reduce(.sum, [0]).values == [12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34])
    #expect(try reduce(.sum, [1]).values == [12, 15, 18, 21, 48, 51, 54, 57])
    #expect(try reduce(.sum, [2]).values == [6, 22, 38, 54, 70, 86])
    #expect(try reduce(.sum, [0, 2]).values == [60, 92, 124])
    #expect(try reduce(.sum, [0, 1]).values == [60, 66, 72, 78])
    #expect(try reduce(.sum, []).values == x.doubles)
    #expect(try reduce(.sum, [0, 1, 2]).asNumber == 276)
  }

  @Test func keepsAxes() throws {
    #expect(try reduce(.sum, [0, 2], keep: true).shape == Shape([1, 3, 1]))
    #expect(try reduce(.sum, nil, keep: true).shape == Shape([1, 1, 1]))
    #expect(try reduce(.max, [1], keep: true).shape == Shape([2, 1, 4]))
  }

  @Test func extrema() throws {
    #expect(try reduce(.max, [0]).values == (12..<24).map(Double.init))
    #expect(try reduce(.min, [2]).values == [0, 4, 8, 12, 16, 20])
    let holed = Quantity.tensor(Tensor([1, .nan, 3]))
    #expect(try ReduceOp.max.apply(holed, axes: nil, keep: false).asNumber?.isNaN == true)
    #expect(try ReduceOp.min.apply(holed, axes: nil, keep: false).asNumber?.isNaN == true)
  }

  @Test func products() throws {
    let values = Quantity.tensor(tensor([1, 2, 3, 4, 5, 6], 2, 3))
    #expect(try ReduceOp.product.apply(values, axes: nil, keep: false).asNumber == 720)
    #expect(try ReduceOp.product.apply(values, axes: [0], keep: false).values == [4, 10, 18])
  }

  @Test func truth() throws {
    let mask = Quantity.tensor(Tensor(bools: [true, false, true, true], shape: Shape([2, 2])))
    let any = try ReduceOp.any.apply(mask, axes: [0], keep: false)
    #expect(any.dtype == .bool)
    #expect(any.values == [1, 1])
    #expect(try ReduceOp.all.apply(mask, axes: [1], keep: false).values == [0, 1])
    #expect(try ReduceOp.count.apply(mask, axes: nil, keep: false).asNumber == 3)
    #expect(try ReduceOp.count.apply(mask, axes: [0], keep: false).values == [2, 1])
    guard case .bool(false) = try ReduceOp.all.apply(mask, axes: nil, keep: false) else {
      Issue.record("a full `all` is a bool")
      return
    }
    #expect(try ReduceOp.any.apply(.number(.nan), axes: nil, keep: false).asNumber == 1)
  }

  /// numpy: zeros((2, 0)).sum(), .prod(), .any(), .all(), .max()
  @Test func nothing() throws {
    let empty = Quantity.tensor(Tensor([], shape: Shape([2, 0])))
    #expect(try ReduceOp.sum.apply(empty, axes: nil, keep: false).asNumber == 0)
    #expect(try ReduceOp.product.apply(empty, axes: [1], keep: false).values == [1, 1])
    #expect(try ReduceOp.any.apply(empty, axes: nil, keep: false).asNumber == 0)
    #expect(try ReduceOp.all.apply(empty, axes: [1], keep: false).values == [1, 1])
    #expect(try ReduceOp.max.apply(empty, axes: [0], keep: false).shape == Shape([0]))
    for op in [ReduceOp.max, .min] {
      #expect(throws: TensorFault.empty(operation: "\(op)")) {
        try op.apply(empty, axes: nil, keep: false)
      }
      #expect(throws: TensorFault.empty(operation: "\(op)")) {
        try op.apply(empty, axes: [1], keep: false)
      }
    }
  }

  @Test func numbersReduceToThemselves() throws {
    #expect(try ReduceOp.sum.apply(.number(3), axes: nil, keep: false).asNumber == 3)
    #expect(throws: TensorFault.axis(1, rank: 0)) {
      try ReduceOp.sum.apply(.number(3), axes: [0], keep: false)
    }
  }

  @Test func refusesAxes() {
    #expect(throws: TensorFault.axis(4, rank: 3)) { try reduce(.sum, [3]) }
    #expect(throws: TensorFault.axis(0, rank: 3)) { try reduce(.sum, [-1]) }
    #expect(throws: TensorFault.axis(2, rank: 3)) { try reduce(.sum, [1, 1]) }
  }

  /// Whole numbers have exact sums, so any length must give n(n−1)/2: every remainder of the lanes
  /// and the blocks, along both kinds of axis.
  @Test func everyLengthIsSummed() throws {
    for n in Array(0...70) + [4095, 4096, 4097, 9000, 12_289] {
      let expected = Double(n * (n - 1) / 2)
      let row = Quantity.tensor(counting(n))
      #expect(try ReduceOp.sum.apply(row, axes: nil, keep: false).asNumber == expected)
      let columns = try BinaryOp.multiply.apply(
        .tensor(counting(n).reshaped(to: Shape([n, 1]))), .tensor(Tensor([1, 2, 3])))
      let sums = try ReduceOp.sum.apply(columns, axes: [0], keep: false)
      #expect(sums.values == [expected, 2 * expected, 3 * expected])
    }
  }

  @Test func everyWidthIsSummed() throws {
    for width in 1...20 {
      let x = counting(3, width)
      let expected = (0..<width).map { Double(3 * $0 + 3 * width) }
      #expect(try ReduceOp.sum.apply(.tensor(x), axes: [0], keep: false).values == expected)
    }
  }

  /// A tree of blocks keeps the error of a million tenths below that of adding one by one (1.3e-6).
  @Test func sumIsAccurate() throws {
    let tenths = Quantity.tensor(Tensor(repeating: 0.1, shape: Shape([1_000_000])))
    let total = try #require(try ReduceOp.sum.apply(tenths, axes: nil, keep: false).asNumber)
    #expect(abs(total - 100_000) < 1e-9)
  }
}
