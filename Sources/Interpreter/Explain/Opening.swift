import Diagnostics
import Graphs

/// A call of one of the user's functions that can be looked into: what it was called with.
struct Opening {
  let function: Function
  /// How each argument was written.
  let texts: [String]
  /// The arguments, with any value in place of those that the equation's graph computes.
  private let templates: [Value]
  /// For each leaf of the arguments its node in the equation's graph; nil for constants.
  private let nodes: [NodeID?]

  init(_ function: Function, _ arguments: [Value], texts: [String], _ trace: Trace?) {
    self.function = function
    self.texts = texts
    func node(_ leaf: Value) -> NodeID? {
      if case .traced(let traced) = leaf, traced.trace === trace { traced.node } else { nil }
    }
    nodes = arguments.flatMap(\.leaves).map(node)
    templates = arguments.map { $0.replacingLeaves { node($0) == nil ? $0 : .number(0) } }
  }

  /// What it is called with now.
  func arguments(in part: Lowered, _ machine: Machine) throws -> [Value] {
    var graph = part.graph
    graph.outputs = nodes.compactMap { $0 }
    var values = try GradientProgram(graph: graph).evaluate(
      machine.values(of: part.inputs), machine)[...]
    var open = nodes[...]
    return templates.map { template in
      template.replacingLeaves { leaf in
        open.popFirst().flatMap { $0 } == nil ? leaf : values.popFirst() ?? leaf
      }
    }
  }

  /// The parameters through which one of some nodes of the equation's graph is reached.
  func parameters(reaching targets: Set<NodeID>, in part: Lowered) -> [Int] {
    let depends = part.graph.dependents(on: Array(targets))
    var open = nodes[...]
    return templates.indices.filter { index in
      let own = open.prefix(templates[index].leaves.count)
      open = open.dropFirst(own.count)
      return own.contains { $0.map { depends[$0] } ?? false }
    }
  }
}

/// A function's body as a graph over its parameters and the module names that it reads, with its locals
/// as named steps.
struct OpenedCall {
  let lowered: Lowered
  /// The parameters with their values.
  let parameters: [(name: String, value: Value)]
  /// What it returns: a local's name where it returns one, else the function's own.
  let result: String
  /// The formula of that, in the function's names.
  let formula: String

  /// The slot that stands for a parameter: none of the module's.
  static func slot(of parameter: Int) -> Int { -1 - parameter }
}

extension Machine {
  /// Runs a function on inputs named after its parameters. nil where it has no body to look into: a
  /// derivative rule of its own stands for it.
  func open(_ opening: Opening, in part: Lowered) throws -> OpenedCall? {
    let function = opening.function
    guard function.rule == nil, case .closure(let code, _) = function.kind else { return nil }
    let arguments = try opening.arguments(in: part, self)
    guard arguments.count == code.parameters.count,
      !arguments.contains(where: \.isUndefined)
    else { return nil }
    let parameters = zip(code.parameters, arguments).map { (name: $0.name, value: $1) }
    let trace = traces.push()
    let outer = reader
    let watcher = GlobalReader(trace: trace, isWithinCall: true)
    reader = watcher
    defer {
      reader = outer
      traces.pop(trace)
    }
    var inputs: [Lowered.Input] = []
    let followed = parameters.enumerated().map { index, parameter in
      follow(parameter, slot: OpenedCall.slot(of: index), trace, &inputs)
    }
    let (value, registers) = try noting(code) { try call(function, followed) }
    guard let output = trace.node(for: value) else { return nil }
    var graph = trace.graph
    graph.outputs = [output]
    let locals = locals(of: code, registers, trace, &graph)
    let formula = Typesetter(graph).unicode(output)
    let returned = code.registerNames.first { _, register in
      guard register >= code.parameters.count, registers.indices.contains(register),
        case .traced(let traced) = registers[register]
      else { return false }
      return traced.trace === trace && traced.node == output
    }
    let result = returned?.name ?? function.displayName
    let (globals, others) = try self.inputs(of: watcher)
    let lowered = Lowered(
      graph: graph, inputs: inputs + globals, outputs: [output], others: others,
      calls: watcher.calls(in: graph) + locals, isGuarded: true, epoch: epoch)
    return OpenedCall(
      lowered: lowered, parameters: parameters, result: result, formula: formula)
  }

  /// A parameter's leaves become inputs under their paths.
  private func follow(
    _ parameter: (name: String, value: Value), slot: Int, _ trace: Trace,
    _ inputs: inout [Lowered.Input]
  ) -> Value {
    var leaves = parameter.value.namedLeaves(parameter.name)[...]
    var position = 0
    return parameter.value.replacingLeaves { leaf in
      defer { position += 1 }
      let leaf = leaf.asFloating
      guard let path = leaves.popFirst()?.path, leaf.isNumeric,
        let followed = trace.follow(leaf, name: path), let type = leaf.nodeType
      else { return leaf }
      inputs.append(
        Lowered.Input(slot: slot, leaf: position, type: type, name: path, value: leaf))
      return followed
    }
  }

  /// The locals that hold something computed, as named steps of the graph.
  private func locals(
    of code: Code, _ registers: [Value], _ trace: Trace, _ graph: inout Graph
  ) -> [Lowered.Call] {
    var known: Set<NodeID> = []
    var found: [(name: String, node: NodeID)] = []
    for (name, register) in code.registerNames where register >= code.parameters.count {
      guard registers.indices.contains(register) else { continue }
      for (path, leaf) in registers[register].namedLeaves(name) {
        guard case .traced(let traced) = leaf, traced.trace === trace,
          graph[traced.node].operation != nil, known.insert(traced.node).inserted
        else { continue }
        found.append((path, traced.node))
      }
    }
    found.sort { $0.node < $1.node }
    return found.compactMap { name, node in
      let text = Typesetter(graph).unicode(node)
      // The formula of the result is wanted before it has its name.
      guard !graph.outputs.contains(node) else { return nil }
      graph.setName(name, of: node)
      return Lowered.Call(opening: nil, name: name, text: text, node: node)
    }
  }
}

extension Machine {
  /// Runs a call, and gives what the function's registers held when it returned.
  fileprivate func noting<Result>(
    _ code: Code, _ body: () throws -> Result
  ) rethrows -> (result: Result, registers: [Value]) {
    let outer = notedCode
    notedCode = code
    defer {
      notedCode = outer
      notedRegisters = []
    }
    return (try body(), notedRegisters)
  }

  /// Of several calls the outermost returns last.
  func note(_ registers: Registers, of code: Code) {
    notedRegisters = (0..<Int(code.core.pointee.registers)).map { registers[$0] }
  }
}
