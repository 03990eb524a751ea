import Tensors

/// Why a graph can't be differentiated.
public enum DifferentiationFault: Error {
  /// The path goes through an operation that has no derivative; the reason that its row gives.
  case notDifferentiable(operation: String, reason: String, node: NodeID)
}

extension Graph {
  /// Reverse mode: this graph, extended by the gradient of one node with respect to others.
  ///
  /// - Parameters:
  ///   - output: the node to differentiate.
  ///   - wrt: the nodes to differentiate by; they need not be inputs.
  ///   - seed: the incoming gradient of `output`, of its shape; 1 when the output is a number.
  ///   - fixed: nodes through which no derivative flows (`∂L/∂x | y` holds y).
  /// - Returns: the extended graph, and for each `wrt` its gradient node, nil where `output` does not
  ///   depend on it.
  public func reverse(
    of output: NodeID, wrt: [NodeID], seed: NodeID? = nil, fixed: Set<NodeID> = []
  ) throws -> (graph: Graph, gradients: [NodeID?]) {
    var graph = self
    let seed = seed ?? graph.addConstant(.number(1))
    return try graph.reverse(of: [output], seeds: [seed], wrt: wrt, fixed: fixed)
  }

  /// As above, for the sum of several outputs, each with its seed.
  public func reverse(
    of outputs: [NodeID], seeds: [NodeID], wrt: [NodeID], fixed: Set<NodeID> = []
  ) throws -> (graph: Graph, gradients: [NodeID?]) {
    var sweep = ReverseSweep(self, wrt: wrt, fixed: fixed)
    for (output, seed) in zip(outputs, seeds) { sweep.add(seed, to: output) }
    try sweep.run(from: outputs.max() ?? -1)
    return (sweep.workspace.graph, wrt.map { sweep.gradients[$0] })
  }

  /// As above, for a piece of a longer sweep.
  ///
  /// - Parameter absorbing: which outputs lie below an operation with a singular derivative.
  /// - Returns: also which of `wrt` do.
  public func reverse(
    of outputs: [NodeID], seeds: [NodeID], wrt: [NodeID], absorbing: [Bool]
  ) throws -> (graph: Graph, gradients: [NodeID?], absorbing: [Bool]) {
    var sweep = ReverseSweep(self, wrt: wrt, fixed: [])
    for (output, seed) in zip(outputs, seeds) { sweep.add(seed, to: output) }
    for (output, absorbs) in zip(outputs, absorbing) where absorbs { sweep.absorbs[output] = true }
    try sweep.run(from: outputs.max() ?? -1)
    return (
      sweep.workspace.graph, wrt.map { sweep.gradients[$0] }, wrt.map { sweep.absorbs[$0] }
    )
  }
}

/// One pass from outputs to inputs: each node is visited once, after all its users, so that the
/// contributions of all paths are summed before they go on (Griewank & Walther, *Evaluating Derivatives*,
/// 2008, section 3.2).
private struct ReverseSweep {
  let source: Graph
  let workspace: Term.Workspace
  let fixed: Set<NodeID>
  let wanted: Set<NodeID>
  /// Which nodes derivatives flow through.
  let isActive: [Bool]
  var gradients: [NodeID?]
  /// Which nodes lie below an operation with a singular derivative: from there on down, an incoming
  /// gradient of exactly 0 contributes exactly 0.
  var absorbs: [Bool]

  init(_ source: Graph, wrt: [NodeID], fixed: Set<NodeID>) {
    self.source = source
    self.fixed = fixed
    workspace = Term.Workspace(source)
    wanted = Set(wrt)
    isActive = source.activity(wrt: wrt, fixed: fixed)
    gradients = Array(repeating: nil, count: source.nodes.count)
    absorbs = Array(repeating: false, count: source.nodes.count)
  }

  mutating func run(from last: NodeID) throws {
    for id in stride(from: last, through: 0, by: -1) where isActive[id] && !isEnd(id) {
      guard let incoming = gradients[id] else { continue }
      absorbs[id] = absorbs[id] || source.isSingular(id)
      try propagate(incoming, through: id)
    }
    if let failure = workspace.failure { throw failure }
  }

  /// A node beyond which nothing is asked for.
  private func isEnd(_ id: NodeID) -> Bool {
    fixed.contains(id)
      || wanted.contains(id) && !source[id].operands.contains { isActive[$0] }
  }

  private mutating func propagate(_ incoming: NodeID, through id: NodeID) throws {
    guard case .operation(let operation, let operands, let attributes) = source[id].kind else {
      return
    }
    let rules: [@Sendable (Adjoint) -> Term]
    switch operation.derivative {
    case .zero: return
    case .none(let reason):
      throw DifferentiationFault.notDifferentiable(
        operation: operation.name, reason: reason, node: id)
    case .rules(let list): rules = list
    }
    let inputs = operands.map { Term(workspace, $0) }
    let g = Term(workspace, incoming, isAbsorbing: absorbs[id])
    for (position, operand) in operands.enumerated() where isActive[operand] {
      guard let rule = position < rules.count ? rules[position] : rules.last else { continue }
      if absorbs[id] { absorbs[operand] = true }
      let adjoint = Adjoint(
        inputs: inputs, y: Term(workspace, id), g: g, attributes: attributes, position: position)
      let contribution = rule(adjoint)
      // Nothing flows into an operand whose rule is plainly 0, so nothing can turn it into NaN there.
      if contribution.constantNumber == 0 { continue }
      add(contribution.fitted(to: source[operand].type).id, to: operand)
    }
  }

  mutating func add(_ contribution: NodeID, to id: NodeID) {
    guard let sum = gradients[id] else {
      gradients[id] = contribution
      return
    }
    gradients[id] = (Term(workspace, sum) + Term(workspace, contribution)).id
  }
}

extension Graph {
  /// Which nodes derivatives flow through: those that depend on a `wrt`, not counting dependences
  /// through a fixed node or through an operation with derivative zero.
  public func activity(wrt: [NodeID], fixed: Set<NodeID> = []) -> [Bool] {
    var isActive = [Bool](repeating: false, count: nodes.count)
    for id in wrt { isActive[id] = true }
    for id in nodes.indices where !isActive[id] && !fixed.contains(id) {
      guard case .operation(let operation, let operands, _) = nodes[id].kind else { continue }
      if case .zero = operation.derivative { continue }
      isActive[id] = operands.contains { isActive[$0] }
    }
    return isActive
  }

  /// A power with a constant exponent of at least 1 has a finite derivative, unlike other powers.
  fileprivate func isSingular(_ id: NodeID) -> Bool {
    guard case .operation(let operation, let operands, _) = nodes[id].kind else { return false }
    if operation === Catalogue.power, let exponent = nodes[operands[1]].constant?.asNumber {
      return exponent < 1
    }
    return operation.isSingular
  }
}
