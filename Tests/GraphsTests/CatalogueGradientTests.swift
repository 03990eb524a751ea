import Tensors
import Testing

@testable import Graphs

/// Every row's derivative against the row's own values, at points of its domain. The rows come from the
/// catalogue, how exact each must be from `DerivativeTolerances`: a row that is not there fails.
@Suite struct CatalogueGradientTests {
  @Test(arguments: Catalogue.all.filter(\.isProbed))
  func hasProbes(row: Graphs.Operation) {
    #expect(!Probe.all(for: row).isEmpty)
  }

  /// Rows that can't be probed, each for a reason: rounding moves the points, `held` and `with_rule` have the
  /// derivative that a user states (see `DerivativeOperatorTests.ownRules`), and labels are whole numbers.
  @Test func nothingElseIsSkipped() {
    let skipped = Catalogue.all.filter { !$0.isProbed }.map(\.name)
    #expect(skipped.sorted() == ["f32", "held", "one_hot", "with_rule"])
  }

  @Test func tolerancesAreOfRows() {
    let rows = Set(Catalogue.all.filter(\.isSmooth).map(\.name))
    #expect(Set(DerivativeTolerances.table.keys) == rows)
  }

  /// By each operand alone, then by all together.
  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func firstOrder(row: Graphs.Operation) throws {
    let tolerance = try #require(DerivativeTolerances.table[row.name]).first
    for probe in Probe.all(for: row) {
      for moving in probe.selections {
        let problem = try Problem(probe, moving: moving)
        guard problem.isDefined else { continue }
        let exact = try problem.slope(problem.gradient)
        let measured = try problem.difference { try problem.value(problem.weighted, at: $0) }
        expectClose(exact, measured, tolerance, probe)
      }
    }
  }

  /// In one direction of all operands, so that mixed derivatives are in it.
  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func secondOrder(row: Graphs.Operation) throws {
    let tolerance = try #require(DerivativeTolerances.table[row.name]).second
    for probe in Probe.all(for: row, limit: 6) {
      let problem = try Problem(probe)
      guard problem.isDefined else { continue }
      let first = try problem.slopeGraph(of: problem.weighted)
      let exact = try problem.slope { try first.reverse(of: first.outputs[0], wrt: $0.inputs) }
      let measured = try problem.difference { try problem.value(first, at: $0) }
      expectClose(exact, measured, tolerance, probe)
    }
  }

  /// Where the rules say zero, values do not change.
  @Test(arguments: Catalogue.all.filter(\.isPiecewiseConstant))
  func zeroMeansConstant(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row) where row !== Catalogue.stopGradient {
      let problem = try Problem(probe)
      #expect(try problem.difference { try problem.value(problem.weighted, at: $0) } == 0)
    }
  }

  /// ⟨w, J·t⟩ = ⟨Jᵀ·w, t⟩.
  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func forwardIsReverse(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row) {
      for moving in probe.selections {
        let problem = try Problem(probe, moving: moving)
        guard problem.isDefined else { continue }
        let backward = try problem.slope(problem.gradient)
        let forward = try problem.forwardSlope()
        let scale = max(1, abs(backward))
        #expect(abs(forward - backward) <= 1e-12 * scale, "\(probe.testDescription)")
      }
    }
  }

  /// The gradient of 32-bit operands is the 64-bit gradient at the same points, up to the rounding of what
  /// lies between.
  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func singlePrecision(row: Graphs.Operation) throws {
    let tolerance = try #require(DerivativeTolerances.table[row.name]).single
    for probe in Probe.all(for: row) {
      let problem = try Problem(probe)
      guard problem.isDefined, let (single, wide) = try problem.gradientsInBothPrecisions() else {
        continue
      }
      let scale = wide.joined().reduce(1) { max($0, abs($1)) }
      let error = zip(single.joined(), wide.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error <= tolerance * scale, "\(probe.testDescription): \(error / scale)")
    }
  }

  private func expectClose(
    _ exact: Double, _ measured: Double, _ tolerance: Double, _ probe: Probe
  ) {
    let error = abs(exact - measured) / max(1, abs(measured))
    #expect(
      error <= tolerance, "\(probe.testDescription): \(exact), measured \(measured): \(error)")
  }
}

extension Quantity {
  fileprivate var single: Quantity {
    if case .tensor(let tensor) = self { .tensor(tensor.asSingles) } else { self }
  }

  fileprivate var wide: Quantity {
    if case .tensor(let tensor) = self { .tensor(tensor.asWide) } else { self }
  }
}

extension Graphs.Operation {
  var isProbed: Bool {
    if case .skipped = domain { Probe.ownProbes[name] != nil } else { true }
  }

  var isSmooth: Bool {
    guard case .rules = derivative else { return false }
    return isProbed
  }

  var isPiecewiseConstant: Bool {
    guard case .zero = derivative else { return false }
    return isProbed
  }
}

/// The number w·row(x), a point x and a direction along which x moves.
struct Problem {
  let probe: Probe
  /// The operands that change.
  let moving: [Int]
  /// Inputs are the operands; the output is the weighted sum of the row's result.
  let weighted: Graph
  /// The node of the row's own result.
  let result: NodeID
  let weights: Quantity
  let directions: [Quantity]

  /// - Parameter moving: the operands that change; all that can, unless told.
  init(_ probe: Probe, moving: [Int]? = nil) throws {
    let moving = moving ?? probe.differentiable
    self.probe = probe
    self.moving = moving
    var random = SplitMix(seed: 11)
    var graph = Graph()
    let inputs = probe.types.map { graph.addInput($0) }
    result = try graph.add(probe.row, inputs, probe.attributes)
    weights = random.direction(graph[result].type.shape)
    let product = try graph.add(Catalogue.multiply, [result, graph.addConstant(weights)])
    graph.outputs = [try graph.add(Catalogue.sum, [product], Attributes(.absent, .flag(false)))]
    weighted = graph
    directions = probe.operands.indices.map { position in
      let shape = probe.operands[position].shape
      return moving.contains(position)
        ? random.direction(shape).symmetric(in: probe.row.domain.of(position))
        : .make(Array(repeating: 0, count: shape.count), shape)
    }
  }

  /// The variance of a single number, for one, is NaN.
  var isDefined: Bool {
    ((try? value(weighted, at: probe.operands)) ?? 0).isNaN == false
  }

  func value(_ graph: Graph, at operands: [Quantity]) throws -> Double {
    try #require(try graph.evaluate(operands)[0].asNumber)
  }

  func gradient(_ graph: Graph) throws -> (Graph, [NodeID?]) {
    try graph.reverse(of: graph.outputs[0], wrt: graph.inputs)
  }

  /// The directional derivative by reverse mode.
  func slope(_ differentiate: (Graph) throws -> (graph: Graph, gradients: [NodeID?])) throws
    -> Double
  {
    var (graph, gradients) = try differentiate(weighted)
    let found = gradients.enumerated().filter { $1 != nil && moving.contains($0) }
    graph.outputs = found.compactMap { $0.element }
    let values = try graph.evaluate(probe.operands)
    for (value, input) in zip(values, found) {
      try #require(value.shape == probe.operands[input.offset].shape)
    }
    return zip(values, found).reduce(0) { $0 + inner($1.0, directions[$1.1.offset]) }
  }

  /// The directional derivative as a graph of the operands.
  func slopeGraph(of graph: Graph) throws -> Graph {
    var (result, gradients) = try gradient(graph)
    var terms: [NodeID] = [result.addConstant(.number(0))]
    for (position, gradient) in gradients.enumerated() {
      guard let gradient, moving.contains(position) else { continue }
      let direction = result.addConstant(directions[position])
      let product = try result.add(Catalogue.multiply, [gradient, direction])
      terms.append(try result.add(Catalogue.sum, [product], Attributes(.absent, .flag(false))))
    }
    result.outputs = [
      try terms.dropFirst().reduce(terms[0]) { try result.add(Catalogue.add, [$0, $1]) }
    ]
    return result
  }

  func forwardSlope() throws -> Double {
    var graph = weighted
    let tangents = moving.map { graph.addConstant(directions[$0]) }
    var (extended, derivatives) = try graph.forward(
      outputs: [result], wrt: moving.map { graph.inputs[$0] }, tangents: tangents)
    guard let derivative = derivatives[0] else { return 0 }
    extended.outputs = [derivative]
    return inner(try extended.evaluate(probe.operands)[0], weights)
  }

  /// The gradients by the operands that are tensors, computed with 32-bit operands and weights, and with
  /// the same numbers in 64 bits; nil where there is no tensor.
  func gradientsInBothPrecisions() throws -> (single: [[Double]], wide: [[Double]])? {
    let tensors = moving.filter { probe.operands[$0].shape.rank > 0 }
    if tensors.isEmpty { return nil }
    func gradients(_ convert: (Quantity) -> Quantity) throws -> [[Double]] {
      var graph = Graph()
      let inputs = probe.types.map { graph.addInput($0) }
      let result = try graph.add(probe.row, inputs, probe.attributes)
      let seed = graph.addConstant(convert(weights))
      var (reverse, found) = try graph.reverse(
        of: result, wrt: tensors.map { inputs[$0] }, seed: seed)
      reverse.outputs = found.compactMap { $0 }
      let operands = probe.operands.enumerated().map { position, operand in
        moving.contains(position) ? convert(operand) : operand
      }
      return try reverse.evaluate(operands).map(\.elements)
    }
    return (try gradients(\.single), try gradients(\.single.wide))
  }

  /// The directional derivative of a function of the operands, by differences.
  func difference(_ function: ([Quantity]) throws -> Double) throws -> Double {
    let step = 1e-3
    func at(_ way: Double) throws -> Double {
      try function(
        zip(probe.operands, directions).enumerated().map { position, pair in
          guard moving.contains(position) else { return pair.0 }
          return try BinaryOp.add.apply(
            pair.0, BinaryOp.multiply.apply(pair.1, .number(way * step)))
        })
    }
    return try (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)
  }

  private func inner(_ a: Quantity, _ b: Quantity) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
