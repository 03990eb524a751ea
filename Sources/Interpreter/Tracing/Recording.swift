import Diagnostics
import Graphs
import Tensors

/// A function that has run once: what happened between the leaves of some of its arguments and the leaves
/// of its result.
struct Recording {
  let function: Function
  let trace: Trace
  /// The trace's graph when the function had returned.
  let graph: Graph
  /// The value of each node of the graph.
  let known: [Value]
  /// What the derivatives are by: one argument, or a record of several.
  let point: Value
  /// The node of each leaf of `point`.
  let inputs: [NodeID]
  /// What the function gave, without traces of this recording.
  let result: Value
  /// The node of each leaf of the result; nil where it does not depend on what was followed.
  let outputs: [NodeID?]

  /// The nodes of the result's leaves that have one.
  var activeOutputs: [NodeID] { outputs.compactMap { $0 } }

  /// The only output of a number-valued function.
  func number() throws -> NodeID? {
    guard let shape = result.shape, shape.rank == 0, !result.isTruth else {
      throw Diagnostic.gradientResult(function, result)
    }
    return outputs[0]
  }
}

extension Machine {
  /// Runs a function while some of its arguments are followed, and hands over the record of it. The
  /// trace ends with `body`, so whatever needs the outer traces is done there.
  func recording<Result>(
    of function: Function, by selection: Derived.Selection = .first, at arguments: [Value],
    _ body: (Recording) throws -> Result
  ) throws -> Result {
    let trace = traces.push()
    defer { traces.pop(trace) }
    let positions = selection.positions
    let (followed, leaves) = try follow(arguments, positions, trace, function)
    let result = try call(function, followed)
    let outputs = try result.leaves.map { leaf -> NodeID? in
      guard leaf.isNumeric else { throw Diagnostic.derivativeResult(function, leaf) }
      return trace.ownNode(of: leaf)
    }
    return try body(
      Recording(
        function: function, trace: trace, graph: trace.graph, known: trace.primals,
        point: selection.point(arguments, function.parameterNames), inputs: leaves,
        result: result.replacingLeaves(trace.primal), outputs: outputs))
  }
}

extension Derived.Selection {
  var positions: [Int] {
    switch self {
    case .first: [0]
    case .one(let position): [position]
    case .several(let positions): positions
    }
  }

  /// Without the parameters that were left to their defaults, where all are asked for.
  func present(in arguments: [Value]) -> Derived.Selection {
    guard case .several(let positions) = self else { return self }
    return .several(positions.filter { $0 < arguments.count })
  }

  /// What is differentiated by, as one value.
  func point(_ arguments: [Value], _ names: [String]) -> Value {
    switch self {
    case .first: arguments[0]
    case .one(let position): arguments[position]
    case .several(let positions):
      .record(
        Record(names: positions.map { names[$0] }, values: positions.map { arguments[$0] }))
    }
  }
}

extension Trace {
  /// The node of a value that this trace follows; nil for any other value.
  func ownNode(of value: Value) -> NodeID? {
    if case .traced(let traced) = value, traced.trace === self { traced.node } else { nil }
  }

  /// A value without this trace.
  func primal(of value: Value) -> Value {
    if case .traced(let traced) = value, traced.trace === self { traced.primal } else { value }
  }
}

/// Evaluates nodes of a graph again and again for different values of some inputs. What does not depend
/// on them is computed once.
struct Sweep {
  private let machine: Machine
  private let graph: Graph
  private let seeds: [NodeID]
  private let outputs: [NodeID]
  private let varying: [NodeID]
  private var values: [Value]

  /// - Parameter known: the values of the graph's first nodes.
  init(
    _ machine: Machine, _ graph: Graph, known: [Value], seeds: [NodeID], outputs: [NodeID]
  ) throws {
    self.machine = machine
    self.graph = graph
    self.seeds = seeds
    self.outputs = outputs
    let isNeeded = graph.needed(for: outputs, known: known.count)
    let varies = graph.dependents(on: seeds)
    let all = Array(known.count..<max(known.count, graph.nodes.count)).filter { isNeeded[$0] }
    varying = all.filter { varies[$0] && !seeds.contains($0) }
    values = known
    values += [Value](repeating: .undefined, count: max(0, graph.nodes.count - known.count))
    for id in all where !varies[id] { values[id] = try machine.value(of: graph[id], values) }
  }

  mutating func callAsFunction(_ seedValues: [Value]) throws -> [Value] {
    for (seed, value) in zip(seeds, seedValues) { values[seed] = value }
    for id in varying { values[id] = try machine.value(of: graph[id], values) }
    return outputs.map { values[$0] }
  }
}
