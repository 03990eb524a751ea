import Diagnostics
import Graphs
import Tensors

/// One equation as a graph: its inputs are the names on its right side, its output is its value.
final class Lowered {
  /// An input of the graph: a module name, or one leaf of the tuple or record that it holds.
  struct Input {
    let slot: Int
    let leaf: Int
    let type: NodeType
    let name: String
    /// What it holds, for the parameter of a function that is looked into; its slot is none of the module's.
    var value: Value? = nil
  }

  let graph: Graph
  let inputs: [Input]
  /// One node for each leaf of the equation's value.
  let outputs: [NodeID]
  /// Module names that were read but are not numeric (functions above all), and when each had changed.
  let others: [(slot: Int, stamp: UInt64)]
  /// The calls of the user's functions on the right side: steps of their own in an explanation.
  let calls: [Call]
  /// The graph holds only for the values that it was made at.
  let isGuarded: Bool
  let epoch: UInt64

  /// A named step: a call of a function that the user wrote or, within one, a local of it.
  struct Call {
    /// The function and what it was called with; nil for a local.
    let opening: Opening?
    /// The function's name, numbered where it is called more than once.
    let name: String
    /// `f(x1, x2)`
    let text: String
    let node: NodeID
  }

  init(
    graph: Graph, inputs: [Input], outputs: [NodeID], others: [(slot: Int, stamp: UInt64)],
    calls: [Call], isGuarded: Bool, epoch: UInt64
  ) {
    self.graph = graph
    self.inputs = inputs
    self.outputs = outputs
    self.others = others
    self.calls = calls
    self.isGuarded = isGuarded
    self.epoch = epoch
  }

  /// The module names that are inputs, each once.
  var slots: [Int] {
    inputs.reduce(into: []) { slots, input in
      if slots.last != input.slot { slots.append(input.slot) }
    }
  }

  func node(of slot: Int) -> NodeID? {
    inputs.firstIndex { $0.slot == slot }.map { graph.inputs[$0] }
  }
}

extension Machine {
  /// The equation as a graph, made anew where what it was made from has changed.
  func lowered(_ equation: Equation) throws -> Lowered {
    if let known = equation.lowered, try isValid(known) { return known }
    let result = try countingEffects { try lower(equation.code) }
    equation.lowered = result
    return result
  }

  /// Runs code while its reads of module names are inputs of a trace.
  func lower(_ code: Code) throws -> Lowered {
    // How often it will be differentiated is not known yet.
    let trace = traces.push(order: 12)
    let outer = reader
    let watcher = GlobalReader(trace: trace)
    reader = watcher
    defer {
      reader = outer
      traces.pop(trace)
    }
    let value = try run(code)
    let outputs = try value.leaves.map { leaf -> NodeID in
      guard let node = trace.node(for: leaf) else {
        throw Diagnostic.equationNotNumeric(code.functionName ?? code.sourceText, leaf)
      }
      return node
    }
    var graph = trace.graph
    graph.outputs = outputs
    let (inputs, others) = try inputs(of: watcher)
    // What another equation gives that is no number can change without a trace of it.
    let readsWords = others.contains { slot, _ in
      if case .equation = globals[slot] { true } else { false }
    }
    return Lowered(
      graph: graph, inputs: inputs, outputs: outputs, others: others,
      calls: watcher.calls(in: graph), isGuarded: trace.isGuarded || readsWords,
      epoch: epoch)
  }

  func inputs(
    of watcher: GlobalReader
  ) throws -> ([Lowered.Input], [(slot: Int, stamp: UInt64)]) {
    var inputs: [Lowered.Input] = []
    var others: [(slot: Int, stamp: UInt64)] = []
    for slot in watcher.slots {
      let leaves = try readPlain(slot).namedLeaves(names.names[slot])
      let numeric = leaves.enumerated().filter { $1.leaf.isNumeric }
      if numeric.isEmpty { others.append((slot, stamps[slot])) }
      for (position, leaf) in numeric {
        inputs.append(
          Lowered.Input(
            slot: slot, leaf: position, type: leaf.leaf.asFloating.nodeType ?? .number,
            name: leaf.path))
      }
    }
    return (inputs, others)
  }

  /// Reads a module name without being watched.
  func readPlain(_ slot: Int) throws -> Value {
    let outer = reader
    reader = nil
    defer { reader = outer }
    return try readGlobal(slot)
  }

  func isValid(_ lowered: Lowered) throws -> Bool {
    if lowered.isGuarded, lowered.epoch != epoch { return false }
    for (slot, stamp) in lowered.others where stamps[slot] != stamp { return false }
    for input in lowered.inputs {
      let leaves = try readPlain(input.slot).leaves
      guard leaves.indices.contains(input.leaf),
        leaves[input.leaf].asFloating.nodeType == input.type
      else { return false }
    }
    return true
  }
}
