import Graphs
import Tensors

// Reverse mode through very many steps: from the end on, piece by piece, each piece's adjoint is made,
// evaluated and forgotten. What is kept is the record of what happened and one gradient for each value
// that is still in use.
extension Machine {
  private static let segmentSize = 4096

  /// The gradients of a number of a trace by some of its inputs, nil where it does not depend on them.
  func segmentedGradients(
    of output: NodeID, in trace: Trace, by leaves: [NodeID]
  ) throws -> [Value?] {
    var sweep = SegmentedSweep(trace, leaves, isActive: trace.graph.activity(wrt: leaves))
    sweep.gradients[output] = .number(1)
    var end = output + 1
    while end > 0 {
      let start = max(0, end - Machine.segmentSize)
      try sweep.pass(start..<end, self)
      try budget.refuel()
      end = start
    }
    return leaves.map { sweep.gradients[$0] }
  }
}

extension Trace {
  /// Too long for the graph of its whole gradient, and for a plan.
  var isLong: Bool { primals.count >= 50_000 }
}

private struct SegmentedSweep {
  private let graph: Graph
  private let primals: [Value]
  private let leaves: Set<NodeID>
  private let isActive: [Bool]
  var gradients: [NodeID: Value] = [:]
  /// See `Term.absorbing`: nodes below a singular operation.
  private var absorbing: Set<NodeID> = []

  init(_ trace: Trace, _ leaves: [NodeID], isActive: [Bool]) {
    graph = trace.graph
    primals = trace.primals
    self.leaves = Set(leaves)
    self.isActive = isActive
  }

  /// Takes the gradients of the nodes of a run to the nodes before it.
  mutating func pass(_ run: Swift.Range<NodeID>, _ machine: Machine) throws {
    let outputs = run.filter { gradients[$0] != nil && !leaves.contains($0) }
    if outputs.isEmpty { return }
    let segment = graph.segment(run)
    var part = segment.graph
    let seeds = outputs.map { part.addInput(graph[$0].type) }
    let targets = segment.outside.filter { isActive[$0] } + run.filter(leaves.contains)
    let positions = segment.positions
    let result = try part.reverse(
      of: outputs.map(segment.local), seeds: seeds, wrt: targets.map { positions($0) },
      absorbing: outputs.map(absorbing.contains))
    var known = segment.outside.map { primals[$0] }
    known += primals[run]
    known += outputs.compactMap { gradients[$0] }
    for output in outputs { gradients[output] = nil }
    var values = try machine.evaluate(
      result.graph, known: known, outputs: result.gradients.compactMap { $0 })[...]
    for (position, target) in targets.enumerated() where result.gradients[position] != nil {
      if result.absorbing[position] { absorbing.insert(target) }
      guard let value = values.popFirst() else { continue }
      gradients[target] =
        try gradients[target].map { try machine.apply(Catalogue.add, [$0, value]) } ?? value
    }
  }
}

extension Graph.Segment {
  /// Where any node that the segment knows is in its graph.
  fileprivate var positions: (NodeID) -> NodeID {
    let table = Dictionary(uniqueKeysWithValues: outside.enumerated().map { ($1, $0) })
    return { table[$0] ?? local($0) }
  }
}
