import Testing

@testable import Tensors

/// What is set for the whole process, one after the other: the instruction set, the budget,
/// cancelling.
@Suite(.serialized) struct ProcessWideTests {
  /// Runs `body` once for each instruction set of this CPU, and expects the same bits.
  private func expectSameBits(
    _ what: String, _ body: () throws -> Quantity
  ) throws {
    let before = InstructionSet.current
    defer { before.select() }
    InstructionSet.base.select()
    let expected = try body()
    for set in InstructionSet.allCases where set.isSupported {
      set.select()
      #expect(InstructionSet.current == set)
      #expect(try body().isBitIdentical(to: expected), "\(what) on \(set)")
    }
  }

  /// Runs `body` with one, two and more threads, and expects the same bits.
  private func expectSameBitsOnThreads(
    _ what: String, _ body: () throws -> Quantity
  ) throws {
    let before = Threads.limit
    defer { Threads.limit = before }
    Threads.limit = 1
    let expected = try body()
    for limit in [2, 3, 8] {
      Threads.limit = limit
      #expect(Threads.limit == limit)
      #expect(try body().isBitIdentical(to: expected), "\(what) on \(limit) threads")
    }
  }

  /// Long enough for several threads, and of no round length.
  @Test func threads() throws {
    let x = Tensor(spread(700_001, from: -5, to: 5))
    let y = try Kernels.flip(x)
    for op in [UnaryOp.exp, .sigmoid, .negate] {
      try expectSameBitsOnThreads("\(op)") { op.apply(.tensor(x)) }
    }
    for op in [BinaryOp.add, .power, .hypot] {
      try expectSameBitsOnThreads("\(op)") { try op.apply(.tensor(x), .tensor(y)) }
      try expectSameBitsOnThreads("\(op) by a number") { try op.apply(.tensor(x), .number(3)) }
      try expectSameBitsOnThreads("\(op) of a number") { try op.apply(.number(3), .tensor(y)) }
    }
    let a = try Kernels.reshape(.tensor(try x.take(first: 300 * 257)), to: Shape([300, 257]))
      .expanded
    try expectSameBitsOnThreads("product") { .tensor(try Kernels.matmul(a, a, transposeB: true)) }
  }

  /// The exponential is written out for vectors of eight; on x86-64 the base set calls SLEEF's.
  @Test func exponentials() throws {
    let x = Tensor(
      spread(60_001, from: -760, to: 715) + spread(60_001, from: -1, to: 1) + [-1e3, -1e4])
    try expectSameBits("exp") { UnaryOp.exp.apply(.tensor(x)) }
  }

  /// Edges, all magnitudes, and a length that leaves a remainder in eight lanes.
  private var inputs: Tensor {
    Tensor(
      edgeNumbers + spread(200, from: -3, to: 3) + spread(200, from: -800, to: 800)
        + spread(100, from: 0, to: 1) + spread(60, from: -1e-3, to: 1e-3))
  }

  @Test(arguments: UnaryOp.allCases) func unary(_ op: UnaryOp) throws {
    let x = inputs
    try expectSameBits("\(op)") { op.apply(.tensor(x)) }
    // And the form for single numbers.
    let one = Tensor(x.doubles.map { op.apply($0) })
    #expect(op.apply(x).asDoubles.isBitIdentical(to: one), "\(op) of numbers")
  }

  @Test(arguments: BinaryOp.allCases) func binary(_ op: BinaryOp) throws {
    let edges = Tensor(edgeNumbers)
    let column = Quantity.tensor(edges.reshaped(to: Shape([edges.count, 1])))
    try expectSameBits("\(op)") { try op.apply(column, .tensor(edges)) }
    let x = inputs
    let y = try Kernels.flip(x)
    try expectSameBits("\(op)") { try op.apply(.tensor(x), .tensor(y)) }
    let one = Tensor(zip(x.doubles, y.doubles).map { op.apply($0, $1) })
    #expect(try op.apply(.tensor(x), .tensor(y)).expanded.isBitIdentical(to: one))
  }

  @Test(arguments: CompareOp.allCases) func compare(_ op: CompareOp) throws {
    let edges = Tensor(edgeNumbers)
    let column = Quantity.tensor(edges.reshaped(to: Shape([edges.count, 1])))
    try expectSameBits("\(op)") { try op.apply(column, .tensor(edges)) }
    for a in edgeNumbers {
      let row = try op.apply(.number(a), .tensor(edges)).expanded.bools
      #expect(row == edgeNumbers.map { op.apply(a, $0) })
    }
  }

  @Test(arguments: [ReduceOp.sum, .product, .max, .min]) func reductions(_ op: ReduceOp) throws {
    for sizes in [[5, 7], [37], [130, 11], [3, 9001], [2, 130, 3]] {
      let shape = Shape(sizes)
      let x = Quantity.tensor(Tensor(spread(shape.count, from: 0.5, to: 1.5), shape: shape))
      for axis in [nil] + sizes.indices.map({ [$0] }) {
        try expectSameBits("\(op)") { try op.apply(x, axes: axis, keep: false) }
      }
    }
  }

  @Test func products() throws {
    for sizes in [[3, 4, 5], [13, 17, 25], [60, 210, 45], [1, 50, 37], [50, 37, 1]] {
      let (m, k, n) = (sizes[0], sizes[1], sizes[2])
      let a = tensor(spread(m * k, from: -1, to: 1), m, k)
      let b = tensor(spread(k * n, from: -2, to: 3), k, n)
      try expectSameBits("matmul \(sizes)") { .tensor(try Kernels.matmul(a, b)) }
    }
    let x = Tensor(spread(9001, from: -1, to: 2))
    try expectSameBits("dot") { .number(try Kernels.dot(x, x)) }
  }

  @Test func softmaxAndRandom() throws {
    let x = tensor(spread(7 * 13, from: -5, to: 5), 7, 13)
    try expectSameBits("softmax") { .tensor(try Kernels.softmax(x, axis: 1)) }
    try expectSameBits("logSumExp") {
      try Kernels.logSumExp(.tensor(x), axes: [0], keep: false)
    }
    try expectSameBits("normal") {
      var stream = RandomStream(seed: 9)
      return try stream.normal(shape: Shape([101]))
    }
  }

  @Test func thisCPUIsSupported() { #expect(unsupportedCPU == nil) }

  // MARK: Budget

  @Test func budgetRefuses() throws {
    let before = TensorBudget.limit
    defer { TensorBudget.limit = before }
    TensorBudget.limit = TensorBudget.held + 64 << 20
    #expect(throws: TensorFault.tooLarge(elements: 1e9)) {
      try Tensor.filled(0, shape: Shape([1000, 1_000_000]))
    }
    #expect(throws: TensorFault.tooLarge(elements: 0x1p80)) {
      try Tensor.filled(0, shape: Shape([1 << 40, 1 << 40]))
    }
    #expect(throws: TensorFault.self) { try Kernels.eye(1 << 20, 1 << 20) }
    #expect(throws: TensorFault.self) {
      try BinaryOp.add.apply(
        .tensor(Tensor(repeating: 0, shape: Shape([4000, 1]))),
        .tensor(Tensor(repeating: 0, shape: Shape([4000]))))
    }
    #expect(try Tensor.filled(0, shape: Shape([100_000])).count == 100_000)
  }

  @Test func budgetCountsWhatIsHeld() {
    // Other tests run beside this one, with much smaller tensors.
    let before = TensorBudget.held
    var x: Tensor? = Tensor(repeating: 0, shape: Shape([4 << 20]))
    let during = TensorBudget.held
    #expect(during - before > 16 << 20)
    x = nil
    #expect(during - TensorBudget.held > 16 << 20)
    #expect(x == nil)
  }
}

extension Tensor {
  fileprivate func take(first count: Int) throws -> Tensor {
    try take([.slice(start: 0, step: 1, count: count)]).expanded
  }
}
