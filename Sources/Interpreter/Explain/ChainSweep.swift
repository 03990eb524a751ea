import Graphs
import Tensors

/// δ = ∂target/∂name for every quantity of a chain, from the target down: each as a sum over the
/// quantities that use it.
struct ChainSweep {
  struct Term {
    /// The quantity that uses this one.
    let user: Int
    let adjoint: AdjointTerm
    let value: Value
  }

  /// By the quantity's index; none for the target.
  let terms: [[Term]]
  /// δ of every quantity.
  let deltas: [Value]

  /// - Parameter seed: δ of the target; without it 1, or ones of its shape.
  init(_ chain: ChainGraph, seed given: Value? = nil, _ machine: Machine) throws {
    var terms = [[Term]](repeating: [], count: chain.nodes.count)
    var deltas: [Value] = []
    for (index, node) in chain.nodes.enumerated() {
      let delta =
        try index == 0
        ? given ?? ChainSweep.one(node.type) : ChainSweep.sum(terms[index].map(\.value), machine)
      deltas.append(delta)
      let isOne = index == 0 && node.type.isNumber && given == nil
      let seed = isOne ? nil : "δ_\(node.name)"
      for step in node.steps {
        let adjoint = try machine.adjoint(chain, index, step, seed: seed)
        let value = try adjoint.evaluate(seed: seed == nil ? nil : delta, machine)
        terms[step.to].append(Term(user: index, adjoint: adjoint, value: value))
      }
    }
    self.terms = terms
    self.deltas = deltas
  }

  private static func one(_ type: NodeType) -> Value {
    type.isNumber ? .number(1) : .tensor(Tensor(repeating: 1, shape: type.shape))
  }

  private static func sum(_ values: [Value], _ machine: Machine) throws -> Value {
    guard var total = values.first else { return .number(0) }
    for value in values.dropFirst() { total = try machine.apply(Catalogue.add, [total, value]) }
    return total
  }
}

extension Machine {
  /// What a quantity of a chain is now.
  func value(of node: ChainGraph.Node) throws -> Value {
    guard let part = node.part else { return .nothing }
    var graph = part.graph
    graph.outputs = [node.output]
    return try GradientProgram(graph: graph).evaluate(values(of: part.inputs), self)[0]
  }
}
