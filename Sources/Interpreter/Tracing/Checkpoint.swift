import Diagnostics
import Graphs
import Tensors

// `checkpoint(f)`: the call is recorded as one operation. What happened inside is forgotten, and found
// again by running f once more when a derivative asks for it (Griewank & Walther, *Evaluating
// Derivatives*, 2008, chapter 12).
extension Machine {
  func callCheckpointed(_ function: Function, _ arguments: [Value]) throws -> Value {
    // An equation's graph must hold for other values, too, so everything stays visible in it.
    guard traces.isRecording, reader == nil else { return try call(function, arguments) }
    let draws = random
    let first = try sealed(function, arguments)
    let operands = first.operands
    guard operands.contains(where: \.isTraced), !first.outputs.isEmpty else { return first.result }
    // What f does may depend on any of its operands: `concrete` tells their traces.
    let shapes = operands.map { concrete($0).shape ?? .scalar }
    let rerun = Rerun(
      machine: self, function: function, arguments: arguments.map(plain), draws: draws,
      operandCount: operands.count, outputCount: first.outputs.count)
    let sizes = first.outputs.map { first.graph[$0].type.shape }
    let call = RecomputedCall(
      function.displayName, shapes, result: sizes.reduce(0) { $0 + $1.count },
      known: first.value, rerun.graph)
    var parts = try pieces(of: apply(call.operation, operands), sizes)[...]
    return first.result.replacingLeaves { $0.isTraced ? parts.popFirst() ?? $0 : $0 }
  }

  /// Runs a function so that nothing of it is recorded but by one trace of its own, in whose graph all
  /// values that others follow are inputs.
  fileprivate func sealed(_ function: Function, _ arguments: [Value]) throws -> SealedRun {
    let (trace, outer) = traces.pushSealed()
    defer { traces.popSealed(trace, outer) }
    var operands: [Value] = []
    let followed = arguments.map { argument in
      argument.replacingLeaves { leaf in
        guard leaf.isNumeric, let input = trace.follow(plain(leaf).asFloating) else { return leaf }
        operands.append(leaf.asFloating)
        return input
      }
    }
    let result = try call(function, followed)
    let nodes = result.leaves.compactMap(trace.ownNode).filter {
      trace.graph[$0].type.dtype != .bool
    }
    let captured = trace.graph.inputs.dropFirst(operands.count).map { trace.primals[$0] }
    return SealedRun(
      graph: trace.graph.flattening(nodes), operands: operands + captured, outputs: nodes,
      result: result.replacingLeaves { leaf in
        guard let node = trace.ownNode(of: leaf) else { return leaf }
        return trace.graph[node].type.dtype == .bool ? trace.primal(of: leaf) : leaf
      },
      value: flat(nodes.compactMap { trace.primals[$0].quantity }))
  }

  /// A value without any trace; unlike `concrete` it says nothing about what it is used for.
  func plain(_ value: Value) -> Value {
    value.replacingLeaves { leaf in leaf.isTraced ? leaf.quantity.map { Value($0) } ?? leaf : leaf }
  }

  private func flat(_ quantities: [Quantity]) -> Quantity {
    .tensor(
      Tensor(
        quantities.flatMap(elements), shape: Shape([quantities.reduce(0) { $0 + $1.shape.count }])))
  }

  /// A flat vector cut into tensors of the given shapes.
  private func pieces(of flat: Value, _ shapes: [Shape]) throws -> [Value] {
    var start = 0
    return try shapes.map { shape in
      let range = AxisIndex.slice(start: start, step: 1, count: shape.count)
      start += shape.count
      let part = try apply(Catalogue.take, [flat], Attributes(.selection([range])))
      return try apply(Catalogue.reshape, [part], Attributes(.shape(shape)))
    }
  }
}

/// What a sealed run gave.
private struct SealedRun {
  /// Inputs are the numeric leaves of the arguments, then whatever else was followed; the output is one
  /// vector of all outputs.
  let graph: Graph
  let operands: [Value]
  let outputs: [NodeID]
  /// Leaves that depend on the operands are still followed by the sealed trace.
  let result: Value
  let value: Quantity
}

/// How to run a function again as it ran the first time.
private struct Rerun {
  let machine: Machine
  let function: Function
  let arguments: [Value]
  let draws: RandomStream
  let operandCount: Int
  let outputCount: Int

  /// The same draws, and nothing is printed a second time.
  func graph(at operands: [Quantity]) throws -> Graph {
    let (random, output) = (machine.random, machine.output)
    machine.random = draws
    machine.output = OutputCollector()
    defer { (machine.random, machine.output) = (random, output) }
    var values = operands.map { Value($0) }[...]
    let arguments = self.arguments.map { argument in
      argument.replacingLeaves { $0.isNumeric ? values.popFirst() ?? $0 : $0 }
    }
    let run = try machine.sealed(function, arguments)
    guard run.operands.count == operandCount, run.outputs.count == outputCount else {
      throw Diagnostic.checkpointChanged(function)
    }
    return run.graph
  }
}

extension Graph {
  /// The outputs as one vector.
  fileprivate func flattening(_ outputs: [NodeID]) -> Graph {
    var graph = self
    let parts = outputs.map { id in
      let shape = Shape([graph[id].type.shape.count])
      return graph.add(
        Catalogue.reshape, [id], Attributes(.shape(shape)), type: NodeType(.f64, shape))
    }
    let total = parts.reduce(0) { $0 + graph[$1].type.shape.count }
    guard !parts.isEmpty else { return graph }
    graph.outputs = [
      parts.count == 1
        ? parts[0]
        : graph.add(
          Catalogue.cat, parts, Attributes(.whole(0)), type: NodeType(.f64, Shape([total])))
    ]
    return graph
  }
}

extension Value {
  var isTraced: Bool { if case .traced = self { true } else { false } }
}

/// An operation whose graph is made only when it is needed, and forgotten again: its derivative is one of
/// the same kind, and so on.
///
/// Operations may be used on any thread, but these belong to one session, which runs on one.
private final class RecomputedCall: @unchecked Sendable {
  private let name: String
  private let shapes: [Shape]
  private let size: Int
  /// The value of the first run, for the one time that it is asked for at once.
  private var known: Quantity?
  private let graph: ([Quantity]) throws -> Graph
  private(set) lazy var operation = makeOperation()
  /// Jᵀ·g for operands and g: all of it as one vector.
  private lazy var pullback = makePullback()

  init(
    _ name: String, _ shapes: [Shape], result size: Int, known: Quantity? = nil,
    _ graph: @escaping ([Quantity]) throws -> Graph
  ) {
    self.name = name
    self.shapes = shapes
    self.size = size
    self.known = known
    self.graph = graph
  }

  private func value(at operands: [Quantity]) throws -> Quantity {
    if let value = known {
      known = nil
      return value
    }
    return try graph(operands).evaluate(operands)[0]
  }

  private func makeOperation() -> Graphs.Operation {
    let type = NodeType(.f64, Shape([size]))
    return Graphs.Operation(
      Entry(
        "checkpoint(\(name))", group: .derivatives, [.init("x", .operands)],
        doc: "A call whose inside is computed again when it is needed.", isInternal: true),
      type: { _, _ in type }, kernel: { [self] operands, _ in try value(at: operands) },
      derivative: .rules(shapes.indices.map { position in { [self] in part(position, $0) } }),
      domain: .skipped("made at run time"))
  }

  private func makePullback() -> RecomputedCall {
    let count = shapes.reduce(0) { $0 + $1.count }
    return RecomputedCall("∂" + name, shapes + [Shape([size])], result: count) { [self] operands in
      var graph = try graph(operands.dropLast())
      let output = graph.outputs[0]
      let seed = graph.addInput(graph[output].type)
      var (reverse, gradients) = try graph.reverse(
        of: output, wrt: graph.inputs.dropLast(), seed: seed)
      let all = zip(gradients, shapes).map { gradient, shape in
        gradient ?? reverse.addZero(NodeType(.f64, shape))
      }
      return reverse.flattening(all)
    }
  }

  /// The piece of Jᵀ·g that belongs to one operand.
  private func part(_ position: Int, _ adjoint: Adjoint) -> Term {
    let whole = Term.shared(pullback.operation, adjoint.inputs + [adjoint.g])
    let start = shapes[..<position].reduce(0) { $0 + $1.count }
    let range = AxisIndex.slice(start: start, step: 1, count: shapes[position].count)
    let piece = Term.apply(Catalogue.take, [whole], Attributes(.selection([range])))
    return Term.apply(Catalogue.reshape, [piece], Attributes(.shape(shapes[position])))
  }
}
