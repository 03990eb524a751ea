import Diagnostics
import Graphs
import Tensors

// Derivatives along a direction: `jvp` and `hvp`, forward mode; and `vjp`, reverse mode with a
// direction that is given later. Each is by the first argument; further ones are passed on.
extension Machine {
  /// The value and J·v.
  func jvp(_ function: Function, at arguments: [Value], along direction: Value) throws -> Value {
    try recording(of: function, at: arguments) { record in
      let tangents = try leaves(of: direction, matching: record.point, "jvp", "the tangent")
      var graph = record.graph
      let nodes = record.inputs.map { graph.addInput(graph[$0].type) }
      let (forward, derivatives) = try graph.forward(
        outputs: record.activeOutputs, wrt: record.inputs, tangents: nodes)
      let values = try evaluate(
        forward, known: record.known + tangents, outputs: derivatives.compactMap { $0 })
      // One for each leaf that depends on the argument at all, nil where only discretely.
      var remaining = values[...]
      var found = derivatives.map { $0 == nil ? nil : remaining.popFirst() }[...]
      let tangent = filling(record.result, at: record.outputs) { found.popFirst() ?? nil }
      return .tuple(Tuple([record.result, tangent]))
    }
  }

  /// The value, and the function that takes ȳ to Jᵀ·ȳ.
  func vjp(_ function: Function, at arguments: [Value]) throws -> Value {
    try recording(of: function, at: arguments) { record in
      var graph = record.graph
      let seeds = record.activeOutputs.map { graph.addInput(graph[$0].type) }
      let (reverse, gradients) = try graph.reverse(
        of: record.activeOutputs, seeds: seeds, wrt: record.inputs)
      let pullback = Derived.Operator.native(name: "pullback") { machine, _, arguments in
        guard arguments.count == 1 else {
          throw Diagnostic.argumentCount("pullback", ["ȳ"], given: arguments.count)
        }
        let all = try machine.leaves(
          of: arguments[0], matching: record.result, "pullback", "its argument")
        let active = zip(all, record.outputs).filter { $1 != nil }.map(\.0)
        return try machine.gradient(
          like: record.point, gradients, reverse, known: record.known + active)
      }
      let name = function.name.map { "the pullback of \($0)" } ?? "the pullback"
      return .tuple(
        Tuple([
          record.result,
          .function(Function(.derived(Derived(base: function, op: pullback)), name: name)),
        ]))
    }
  }

  /// The Hessian times v: the gradient differentiated forward, so at the price of a few gradients.
  func hvp(_ function: Function, at arguments: [Value], along direction: Value) throws -> Value {
    try recording(of: function, at: arguments) { record in
      let tangents = try leaves(of: direction, matching: record.point, "hvp", "the direction")
      guard let output = try record.number() else { return zero(like: record.point) }
      var graph = record.graph
      let nodes = record.inputs.map { graph.addInput(graph[$0].type) }
      let (reverse, gradients) = try graph.reverse(of: output, wrt: record.inputs)
      let (forward, derivatives) = try reverse.forward(
        outputs: gradients.compactMap { $0 }, wrt: record.inputs, tangents: nodes)
      var remaining = derivatives[...]
      let all = gradients.map { $0 == nil ? nil : remaining.popFirst() ?? nil }
      return try gradient(like: record.point, all, forward, known: record.known + tangents)
    }
  }

  // MARK: Structures

  /// Gradient nodes evaluated, in the structure of what they are by; zero where there is none.
  func gradient(
    like point: Value, _ nodes: [NodeID?], _ graph: Graph, known: [Value]
  ) throws -> Value {
    var values = try evaluate(graph, known: known, outputs: nodes.compactMap { $0 })[...]
    return filling(point, at: nodes) { values.popFirst() }
  }

  /// A structure with its leaves replaced where they have a node, and zero elsewhere.
  func filling(_ template: Value, at nodes: [NodeID?], _ next: () -> Value?) -> Value {
    var remaining = nodes[...]
    return template.replacingLeaves { leaf in
      if let node = remaining.popFirst(), node != nil, let value = next() { return value }
      return zero(like: leaf)
    }
  }

  /// The leaves of a direction, which must have the structure and the shapes of what moves.
  func leaves(
    of direction: Value, matching point: Value, _ operation: String, _ what: String
  ) throws -> [Value] {
    var result: [Value] = []
    _ = try zipLeaves(point, direction) { leaf, move in
      guard move.isNumeric else { throw Diagnostic.notNumeric(operation, move) }
      guard leaf.shape == move.shape else {
        throw Diagnostic.directionShape(operation, what, expected: leaf, given: move)
      }
      result.append(move.asFloating)
      return move
    }
    return result
  }
}
