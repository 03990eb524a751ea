import Graphs
import Tensors

// `f.(x)`: a function of numbers that makes no decisions is a graph of numbers, and the same graph over
// whole tensors gives, element by element, the same bits.
extension Machine {
  private static let worthWhile = 8

  /// The function's values for all elements of some vectors in one pass; nil where it has to be called for
  /// each. The function has been called for the first elements, without effects.
  func wholeMap(_ function: Function, _ vectors: [Value], count: Int) -> Value? {
    guard usesPlans, count >= Machine.worthWhile, case .closure = function.kind,
      function.rule == nil, !Value.function(function).holdsTraced
    else { return nil }
    var inputs: [Quantity] = []
    for vector in vectors {
      guard case .tensor(let tensor) = vector, tensor.dtype == .f64 else { return nil }
      inputs.append(.tensor(tensor))
    }
    guard let graph = elementGraph(of: function, inputs),
      let whole = graph.spread(over: Shape([count])),
      let results = try? Plan(whole).run(inputs)
    else { return nil }
    return results.first.map { Value($0) }
  }

  /// What the function does to numbers, traced at the first elements.
  private func elementGraph(of function: Function, _ inputs: [Quantity]) -> Graph? {
    let trace = traces.push()
    defer { traces.pop(trace) }
    var arguments: [Value] = []
    for input in inputs {
      guard case .tensor(let tensor) = input,
        let followed = trace.follow(.number(tensor[flat: 0]))
      else { return nil }
      arguments.append(followed)
    }
    guard case .traced(let output)? = try? call(function, arguments), output.trace === trace,
      trace.decisions.isEmpty
    else { return nil }
    var graph = trace.graph
    graph.outputs = [output.node]
    return graph
  }
}

extension Graph {
  /// A graph of numbers with tensors of a shape in place of its inputs; nil where something in it does not
  /// act element by element.
  fileprivate func spread(over shape: Shape) -> Graph? {
    let isNeeded = reachable(from: outputs)
    var result = Graph()
    var map: [NodeID] = []
    for (id, node) in nodes.enumerated() {
      switch node.kind {
      case .input: map.append(result.addInput(NodeType(.f64, shape)))
      case .constant(let quantity): map.append(result.addConstant(quantity))
      case .operation(let operation, let operands, let attributes):
        guard isNeeded[id] else {
          map.append(-1)
          continue
        }
        guard operation.elementwise != nil, node.type == .number,
          let spread = try? result.add(operation, operands.map { map[$0] }, attributes)
        else { return nil }
        map.append(spread)
      }
    }
    result.outputs = outputs.map { map[$0] }
    // A result that depends on no element would be a number.
    return result.outputs.allSatisfy { result[$0].type == NodeType(.f64, shape) } ? result : nil
  }
}
