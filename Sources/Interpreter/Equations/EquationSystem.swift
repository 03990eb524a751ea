import Diagnostics
import Graphs
import Tensors

/// A target with all equations that it depends on, as one graph over the module's variables.
final class EquationSystem {
  /// A variable's leaf, as an input of the graph.
  typealias Input = Lowered.Input

  let graph: Graph
  let inputs: [Input]
  let target: [NodeID]
  /// The nodes of each module name that the target depends on: variables and equations.
  let nodes: [Int: [NodeID]]
  /// The equations in an order in which each comes after those that it reads.
  let equations: [Equation]
  fileprivate let lowered: [Lowered]
  fileprivate let targetLowered: Lowered
  /// The graph holds only for the values that it was made at.
  var isGuarded: Bool { targetLowered.isGuarded || lowered.contains(where: \.isGuarded) }
  /// The module's epoch at which it was last found to hold.
  fileprivate var checkedEpoch: UInt64 = 0
  /// When each equation was defined.
  fileprivate let definitions: [UInt64]
  /// Whether the equations hold whatever values the variables have: no branch was taken by a value.
  fileprivate let isUnconditional: Bool
  /// Gradient programs made so far.
  var programs: [String: GradientProgram] = [:]

  fileprivate init(
    graph: Graph, inputs: [Input], target: [NodeID], nodes: [Int: [NodeID]],
    equations: [Equation], definitions: [UInt64], lowered: [Lowered], targetLowered: Lowered
  ) {
    self.definitions = definitions
    isUnconditional = (lowered + [targetLowered]).allSatisfy { !$0.isGuarded }
    self.graph = graph
    self.inputs = inputs
    self.target = target
    self.nodes = nodes
    self.equations = equations
    self.lowered = lowered
    self.targetLowered = targetLowered
  }
}

/// The systems made so far, by the code of their target.
struct SystemCache {
  var systems: [ObjectIdentifier: (code: Code, system: EquationSystem)] = [:]
}

extension Machine {
  /// The system for a target's code; made anew where an equation, a function or a shape has changed.
  func system(for target: Code) throws -> EquationSystem {
    let key = ObjectIdentifier(target)
    if let known = systems.systems[key]?.system, isUntouched(known) { return known }
    let system = try checkedSystem(for: target, key)
    system.checkedEpoch = epoch
    return system
  }

  private func checkedSystem(for target: Code, _ key: ObjectIdentifier) throws -> EquationSystem {
    let root = try loweredTarget(target, known: systems.systems[key]?.system)
    if let known = systems.systems[key]?.system, known.targetLowered === root,
      try isCurrent(known)
    {
      return known
    }
    let system = try build(root)
    systems.systems[key] = (target, system)
    return system
  }

  /// Whether nothing has changed but values of variables: then the system is current, and this is known
  /// without evaluating an equation.
  private func isUntouched(_ system: EquationSystem) -> Bool {
    if system.checkedEpoch == epoch { return true }
    guard system.isUnconditional else { return false }
    for (equation, stamp) in zip(system.equations, system.definitions)
    where stamps[equation.slot] != stamp { return false }
    for input in system.inputs where !hasType(input) { return false }
    for part in system.lowered + [system.targetLowered] {
      for (slot, stamp) in part.others where stamps[slot] != stamp { return false }
    }
    system.checkedEpoch = epoch
    return true
  }

  private func hasType(_ input: EquationSystem.Input) -> Bool {
    switch globals[input.slot] {
    case .number: return input.type == .number && input.leaf == 0
    case .equation: return false
    case let value where value.isStructure:
      let leaves = value.leaves
      return leaves.indices.contains(input.leaf)
        && leaves[input.leaf].asFloating.nodeType == input.type
    case let value: return value.asFloating.nodeType == input.type
    }
  }

  private func loweredTarget(_ code: Code, known: EquationSystem?) throws -> Lowered {
    if let known, try isValid(known.targetLowered) { return known.targetLowered }
    return try lower(code)
  }

  private func isCurrent(_ system: EquationSystem) throws -> Bool {
    // A variable may have become an equation since.
    for input in system.inputs {
      if case .equation = globals[input.slot] { return false }
    }
    for (equation, lowered) in zip(system.equations, system.lowered) {
      guard case .equation(let current) = globals[equation.slot], current === equation,
        try self.lowered(equation) === lowered
      else { return false }
    }
    return true
  }

  private func build(_ root: Lowered) throws -> EquationSystem {
    var builder = SystemBuilder()
    let target = try builder.add(root, self)
    var graph = builder.graph
    graph.outputs = target
    return EquationSystem(
      graph: graph, inputs: builder.inputs, target: target, nodes: builder.nodes,
      equations: builder.equations, definitions: builder.equations.map { stamps[$0.slot] },
      lowered: builder.lowered, targetLowered: root)
  }
}

private struct SystemBuilder {
  var graph = Graph()
  var inputs: [EquationSystem.Input] = []
  var nodes: [Int: [NodeID]] = [:]
  var equations: [Equation] = []
  var lowered: [Lowered] = []

  /// Adds what a lowered equation needs, each name after those that it needs itself, then its own graph;
  /// returns its output nodes.
  mutating func add(_ part: Lowered, _ machine: Machine) throws -> [NodeID] {
    var open: [(equation: Equation?, part: Lowered, next: [Int])] = [
      (nil, part, part.slots.reversed())
    ]
    while let top = open.last {
      if let slot = top.next.last {
        open[open.count - 1].next.removeLast()
        guard nodes[slot] == nil else { continue }
        if case .equation(let equation) = machine.globals[slot] {
          let below = try machine.lowered(equation)
          open.append((equation, below, below.slots.reversed()))
        } else {
          nodes[slot] = try variable(slot, machine)
        }
        continue
      }
      open.removeLast()
      let outputs = splice(top.part)
      guard let equation = top.equation else { return outputs }
      define(equation, top.part, outputs)
    }
    return []
  }

  private mutating func splice(_ part: Lowered) -> [NodeID] {
    let arguments = part.inputs.map { nodes[$0.slot]?[$0.leaf] ?? 0 }
    let map = graph.splice(part.graph, inputs: arguments)
    return part.outputs.map { map[$0] }
  }

  private mutating func define(_ equation: Equation, _ part: Lowered, _ outputs: [NodeID]) {
    var outputs = outputs
    name(&outputs, equation.name)
    nodes[equation.slot] = outputs
    equations.append(equation)
    lowered.append(part)
  }

  /// A named node of its own for an equation's value, even where it is just another name for an input.
  private mutating func name(_ outputs: inout [NodeID], _ name: String) {
    for index in outputs.indices {
      if graph[outputs[index]].name != nil || graph[outputs[index]].operation == nil {
        let type = graph[outputs[index]].type
        outputs[index] = graph.add(
          Catalogue.broadcastTo, [outputs[index]], Attributes(.shape(type.shape)), type: type)
      }
      graph.setName(outputs.count == 1 ? name : "\(name)[\(index + 1)]", of: outputs[index])
    }
  }

  private mutating func variable(_ slot: Int, _ machine: Machine) throws -> [NodeID] {
    let name = machine.names.names[slot]
    let leaves = try machine.readPlain(slot).namedLeaves(name)
    return leaves.enumerated().map { position, leaf in
      let type = leaf.leaf.asFloating.nodeType ?? .number
      inputs.append(
        EquationSystem.Input(slot: slot, leaf: position, type: type, name: leaf.path))
      return graph.addInput(type, name: leaf.path)
    }
  }
}
