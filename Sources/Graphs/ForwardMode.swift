import Tensors

extension Graph {
  /// Forward mode: this graph, extended by the derivatives of `outputs` along `tangents`.
  ///
  /// The reverse rules serve here too, transposed twice: the gradient Jᵀū is linear in the incoming
  /// gradient ū, so reverse mode once more, by ū and seeded with the tangent t, gives J·t. The value of ū
  /// cancels out of the result; what only computes Jᵀū is dead code, and ū is left behind as zeros.
  /// (JAX's `linearize` goes the other way; the identity is folklore, written down by J. Townsend, *A new
  /// trick for calculating Jacobian vector products*, 2017.)
  ///
  /// - Parameters:
  ///   - outputs: the nodes to differentiate, of any shape.
  ///   - wrt: the nodes that move.
  ///   - tangents: how each of them moves; of its shape.
  ///   - fixed: nodes through which no derivative flows.
  /// - Returns: the extended graph, and for each output its derivative, nil where it does not depend on a
  ///   `wrt`.
  public func forward(
    outputs: [NodeID], wrt: [NodeID], tangents: [NodeID], fixed: Set<NodeID> = []
  ) throws -> (graph: Graph, tangents: [NodeID?]) {
    var primal = self
    let incoming = outputs.map { primal.addInput(self[$0].type) }
    let (pullback, gradients) = try primal.reverse(
      of: outputs, seeds: incoming, wrt: wrt, fixed: fixed)
    let moving = zip(gradients, tangents).compactMap { gradient, tangent in
      gradient.map { (gradient: $0, tangent: tangent) }
    }
    var (result, derivatives) = try pullback.reverse(
      of: moving.map(\.gradient), seeds: moving.map(\.tangent), wrt: incoming)
    for id in incoming { result.retireInput(id) }
    return (result, derivatives)
  }

  /// Turns the most recent inputs of a construction into zeros.
  private mutating func retireInput(_ id: NodeID) {
    inputs.removeAll { $0 == id }
    let shape = nodes[id].type.shape
    nodes[id].kind = .constant(
      shape.rank == 0 ? .number(0) : .tensor(Tensor(repeating: 0, shape: shape)))
  }
}
