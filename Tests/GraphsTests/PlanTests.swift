import Tensors
import Testing

@testable import Graphs

/// A plan gives the bits that the graph gives when its operations run one by one.
@Suite struct PlanTests {
  @Test(arguments: Catalogue.all.filter(\.isProbed))
  func everyRowAndItsGradient(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row) {
      try expectSameBits(try PlanTests.graph(probe), probe.operands, probe.testDescription)
    }
  }

  /// The row's value and, where it has one, its gradient by every operand for a gradient that is not 1.
  private static func graph(_ probe: Probe) throws -> Graph {
    var graph = Graph()
    let inputs = probe.types.map { graph.addInput($0) }
    let value = try graph.add(probe.row, inputs, probe.attributes)
    graph.outputs = [value]
    guard case .rules = probe.row.derivative else { return graph }
    let type = graph[value].type
    let seed = graph.addConstant(
      type.isNumber ? .number(0.37) : .tensor(Tensor(repeating: 0.37, shape: type.shape)))
    let wrt = probe.differentiable.map { inputs[$0] }
    var (extended, gradients) = try graph.reverse(of: value, wrt: wrt, seed: seed)
    extended.outputs = [value] + gradients.compactMap { $0 }
    return extended
  }

  private func expectSameBits(
    _ graph: Graph, _ inputs: [Quantity], _ name: String, runs: Int = 2
  ) throws {
    guard let expected = try? graph.evaluate(inputs) else { return }
    let plan = try Plan(graph)
    for _ in 0..<runs {
      let results = try plan.run(inputs)
      #expect(results.count == expected.count, "\(name)")
      for (result, value) in zip(results, expected) {
        #expect(result.isBitIdentical(to: value), "\(name): \(result) is not \(value)")
      }
    }
  }

  private func values(_ shape: Shape, seed: UInt64 = 3) -> Quantity {
    var random = SplitMix(seed: seed)
    return .make((0..<shape.count).map { _ in 4 * random.next() - 2 }, shape)
  }

  // MARK: Broadcasting

  /// Operands that repeat before, behind, between and around the axes that they have.
  @Test(arguments: [
    [[4, 3], [3]], [[4, 3], [4, 1]], [[2, 3, 4], [3, 1]], [[2, 3, 4], [2, 1, 4]],
    [[2, 3, 4], [1, 3, 1]], [[5, 1], [1, 7]], [[2, 1, 3], [1, 5, 1]], [[700, 3], [3]],
    [[3, 700], [700]], [[3, 700], [3, 1]], [[1], [1, 1]], [[0, 3], [3]],
    [[2, 1, 4, 1], [3, 1, 5]],
  ])
  func broadcasting(sizes: [[Int]]) throws {
    var graph = Graph()
    let a = graph.addInput(NodeType(.f64, Shape(sizes[0])))
    let b = graph.addInput(NodeType(.f64, Shape(sizes[1])))
    let product = try graph.add(Catalogue.multiply, [a, b])
    let wave = try graph.add(Catalogue.sin, [product])
    let both = try graph.add(Catalogue.add, [wave, b])
    let total = try graph.add(Catalogue.sum, [both], Attributes(.absent, .flag(false)))
    let (extended, gradients) = try graph.reverse(of: total, wrt: [a, b])
    var result = extended
    result.outputs = [both, total] + gradients.compactMap { $0 }
    try expectSameBits(result, [values(Shape(sizes[0])), values(Shape(sizes[1]))], "\(sizes)")
  }

  // MARK: Blocks

  /// Around the sizes of blocks and of the parts of a sum, with one and two threads.
  @Test(arguments: [1, 2, 7, 8, 9, 127, 1023, 1025, 4095, 4096, 4097, 12_289, 300_000])
  func blocks(count: Int) throws {
    var graph = Graph()
    let shape = Shape([count])
    let a = graph.addInput(NodeType(.f64, shape))
    let b = graph.addInput(.number)
    let scaled = try graph.add(Catalogue.multiply, [a, b])
    let bent = try graph.add(Catalogue.sigmoid, [scaled])
    let total = try graph.add(Catalogue.mean, [bent], Attributes(.absent, .flag(false)))
    let most = try graph.add(Catalogue.max, [bent], Attributes(.absent, .flag(false)))
    let (extended, gradients) = try graph.reverse(of: total, wrt: [a, b])
    var result = extended
    result.outputs = [total, most] + gradients.compactMap { $0 }
    let threads = Threads.limit
    defer { Threads.limit = threads }
    for limit in [1, 2, 3] {
      Threads.limit = limit
      try expectSameBits(result, [values(shape), .number(0.9)], "\(count) elements")
    }
  }

  // MARK: Sharing and folding

  @Test func commonPartsAreComputedOnce() throws {
    var graph = Graph()
    let x = graph.addInput(.number)
    let one = try graph.add(Catalogue.sin, [x])
    let same = try graph.add(Catalogue.sin, [x])
    graph.outputs = [try graph.add(Catalogue.add, [one, same])]
    let nodes = PlanLowering(graph).builder.nodes
    #expect(nodes.count == 3)
  }

  @Test func constantsAreFolded() throws {
    var graph = Graph()
    let two = graph.addConstant(.number(2))
    graph.outputs = [try graph.add(Catalogue.exp, [two])]
    let lowering = PlanLowering(graph)
    #expect(lowering.builder.constants[lowering.outputs[0]] != nil)
  }

  @Test func transposesAreFoldedIntoProducts() throws {
    var graph = Graph()
    let a = graph.addInput(NodeType(.f64, Shape([3, 2])))
    let b = graph.addInput(NodeType(.f64, Shape([3, 4])))
    let turned = try graph.add(Catalogue.transpose, [a])
    graph.outputs = [
      try graph.add(Catalogue.matmul, [turned, b], Attributes(.flag(false), .flag(false)))
    ]
    #expect(
      PlanLowering(graph).builder.nodes.contains { node in
        if case .product(_, _, transposeA: true, transposeB: false) = node.kind {
          true
        } else {
          false
        }
      })
    try expectSameBits(graph, [values(Shape([3, 2])), values(Shape([3, 4]))], "Aᵀ·B")
  }

  /// −0 and 0 are different constants: 1/x tells them apart.
  @Test func zerosKeepTheirSigns() throws {
    var graph = Graph()
    let x = graph.addInput(.number)
    let up = try graph.add(Catalogue.divide, [x, graph.addConstant(.number(0))])
    let down = try graph.add(Catalogue.divide, [x, graph.addConstant(.number(-0.0))])
    graph.outputs = [up, down]
    try expectSameBits(graph, [.number(1)], "±0")
  }

  @Test func outputsMayBeInputsConstantsAndViews() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([2, 3])))
    let flat = try graph.add(Catalogue.flatten, [x])
    let double = try graph.add(Catalogue.add, [x, x])
    let seen = try graph.add(Catalogue.flatten, [double])
    let wide = try graph.add(
      Catalogue.broadcastTo, [graph.addConstant(.number(7))], Attributes(.shape(Shape([2, 2]))))
    let mask = try graph.add(Catalogue.greater, [x, graph.addConstant(.number(0))])
    graph.outputs = [x, flat, double, seen, wide, mask, graph.addConstant(.number(5)), double]
    try expectSameBits(graph, [values(Shape([2, 3]))], "views")
  }

  /// What a run hands out stays what it is when the plan runs again.
  @Test func resultsAreTheCallers() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([3])))
    let sorted = try graph.add(Catalogue.sort, [x], Attributes(.absent))
    graph.outputs = [try graph.add(Catalogue.negate, [x]), sorted]
    let plan = try Plan(graph)
    let first = try plan.run([.tensor(Tensor([3, 1, 2]))])
    _ = try plan.run([.tensor(Tensor([9, 8, 7]))])
    #expect(first[0].isBitIdentical(to: .tensor(Tensor([-3, -1, -2]))))
    #expect(first[1].isBitIdentical(to: .tensor(Tensor([1, 2, 3]))))
  }

  @Test func inputsOfOtherTypesAreRefused() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([3])))
    graph.outputs = [try graph.add(Catalogue.negate, [x])]
    let plan = try Plan(graph)
    #expect(throws: PlanFault.self) { try plan.run([.tensor(Tensor([1, 2]))]) }
    #expect(throws: PlanFault.self) { try plan.run([.number(1)]) }
    #expect(throws: PlanFault.self) { try plan.run([]) }
  }
}
