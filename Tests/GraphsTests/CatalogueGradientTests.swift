import Tensors
import Testing

@testable import Graphs

/// Every row's derivative against the row's own values, at points of its domain.
@Suite struct CatalogueGradientTests {
  @Test(arguments: Catalogue.all.filter(\.isProbed))
  func hasProbes(row: Graphs.Operation) {
    #expect(!Probe.all(for: row).isEmpty)
  }

  /// Four-point differences have an error of about h⁴·f⁽⁵⁾/30 + 10⁻¹⁶·f/h: at h = 10⁻³ some 10⁻¹³ for
  /// values and derivatives of size 1, more where derivatives grow; hence 10⁻⁸.
  static let tolerance = 1e-8

  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func firstOrder(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row) {
      let problem = try Problem(probe)
      guard problem.isDefined else { continue }
      let exact = try problem.slope(problem.gradient)
      let measured = try problem.difference { try problem.value(problem.weighted, at: $0) }
      expectClose(exact, measured, probe)
    }
  }

  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func secondOrder(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row, limit: 6) {
      let problem = try Problem(probe)
      guard problem.isDefined else { continue }
      let first = try problem.slopeGraph(of: problem.weighted)
      let exact = try problem.slope { try first.reverse(of: first.outputs[0], wrt: $0.inputs) }
      let measured = try problem.difference { try problem.value(first, at: $0) }
      expectClose(exact, measured, probe)
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
      let problem = try Problem(probe)
      guard problem.isDefined else { continue }
      let backward = try problem.slope(problem.gradient)
      let forward = try problem.forwardSlope()
      let scale = max(1, abs(backward))
      #expect(abs(forward - backward) <= 1e-12 * scale, "\(probe.testDescription)")
    }
  }

  private func expectClose(_ exact: Double, _ measured: Double, _ probe: Probe) {
    let scale = max(1, abs(measured))
    #expect(
      abs(exact - measured) <= Self.tolerance * scale,
      "\(probe.testDescription): \(exact), measured \(measured)")
  }
}

extension Graphs.Operation {
  var isProbed: Bool { if case .skipped = domain { false } else { true } }

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
  /// Inputs are the operands; the output is the weighted sum of the row's result.
  let weighted: Graph
  /// The node of the row's own result.
  let result: NodeID
  let weights: Quantity
  let directions: [Quantity]

  init(_ probe: Probe) throws {
    self.probe = probe
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
      return probe.differentiable.contains(position)
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
    let found = gradients.enumerated().filter { $1 != nil && probe.differentiable.contains($0) }
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
      guard let gradient, probe.differentiable.contains(position) else { continue }
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
    let moving = probe.differentiable
    let tangents = moving.map { graph.addConstant(directions[$0]) }
    var (extended, derivatives) = try graph.forward(
      outputs: [result], wrt: moving.map { graph.inputs[$0] }, tangents: tangents)
    guard let derivative = derivatives[0] else { return 0 }
    extended.outputs = [derivative]
    return inner(try extended.evaluate(probe.operands)[0], weights)
  }

  /// The directional derivative of a function of the operands, by differences.
  func difference(_ function: ([Quantity]) throws -> Double) throws -> Double {
    let step = 1e-3
    func at(_ way: Double) throws -> Double {
      try function(
        zip(probe.operands, directions).enumerated().map { position, pair in
          guard probe.differentiable.contains(position) else { return pair.0 }
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
