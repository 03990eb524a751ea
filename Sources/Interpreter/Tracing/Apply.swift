import Diagnostics
import Graphs
import Tensors

extension Machine {
  /// Applies an operation of the catalogue to values: computes it, and records it where traced.
  func apply(
    _ operation: Operation, _ operands: [Value], _ attributes: Attributes = .none
  ) throws -> Value {
    guard let trace = traces.innermost(of: operands) else {
      let quantities = Quantity.inOnePrecision(
        try operands.map { try quantity($0, for: operation) })
      // Kernels rely on what the type rule lets through; elementwise ones check for themselves.
      if operation.elementwise == nil {
        let types = quantities.map { NodeType($0.dtype, $0.shape) }
        _ = try operation.type(types, attributes)
      }
      let result = try operation.kernel(quantities, attributes)
      // A cancelled kernel has left its result unwritten.
      if Interrupt.isRequested { throw TensorFault.cancelled }
      if debugsNumbers { try checkNumbers(operation, quantities, result) }
      if operation === Catalogue.f32 || operation === Catalogue.f64 { return Value(result) }
      return Value(result.inPrecision(of: quantities))
    }
    let primals = operands.map { operand -> Value in
      if case .traced(let traced) = operand, traced.trace === trace { return traced.primal }
      return trace === traces.seal ? plain(operand) : operand
    }
    let primal = try apply(operation, primals, attributes)
    let nodes = operands.compactMap(trace.node)
    if trace.primals.count & 0xFFFF == 0 { try checkSize(of: trace) }
    let place = operation.isDiscrete && trace.discretePlaces.count < 64 ? currentPlace : nil
    return trace.record(operation, nodes, attributes, primal: primal, at: place)
  }

  /// As `apply`, without lists where the operands are plain and the operation acts element by element.
  func apply(_ operation: Operation, _ a: Value, _ b: Value) throws -> Value {
    if !debugsNumbers, case .binary(let op)? = operation.elementwise, let x = a.numberOrTensor,
      let y = b.numberOrTensor, x.dtype != .f32, y.dtype != .f32
    {
      return Value(try op.apply(x, y))
    }
    return try apply(operation, [a, b])
  }

  /// The record of a loop that never ends must not take all of the host's memory.
  private func checkSize(of trace: Trace) throws {
    let bytes = trace.primals.count * Trace.bytesPerNode
    guard bytes > budget.limits.memory else { return }
    throw Diagnostic.recordTooLong(trace.primals.count, budget.limits.memory)
  }

  private func quantity(_ value: Value, for operation: Operation) throws -> Quantity {
    if case .range(let range) = value { return .tensor(try range.tensor()) }
    if let quantity = value.quantity { return quantity }
    if value.isUndefined { throw Diagnostic.unassignedLocal() }
    throw Diagnostic.notNumeric(operation.name, value)
  }

  /// The value itself, without traces; the traces note that something was decided by it.
  func concrete(_ value: Value) -> Value {
    var current = value
    while case .traced(let traced) = current {
      traced.trace.noteDecision(by: traced)
      current = traced.primal
    }
    return current
  }

  /// Evaluates nodes of a graph that extends a trace's, over the trace's own values where it has them.
  func evaluate(
    _ graph: Graph, known: [Value], outputs: [NodeID]
  ) throws -> [Value] {
    let isNeeded = graph.needed(for: outputs, known: known.count)
    var values = known
    values.reserveCapacity(graph.nodes.count)
    for id in known.count..<max(known.count, graph.nodes.count) {
      guard isNeeded[id] else {
        values.append(.undefined)
        continue
      }
      values.append(try value(of: graph[id], values))
    }
    return outputs.map { values[$0] }
  }

  /// The value of a node for the values of those before it.
  func value(of node: Graph.Node, _ values: [Value]) throws -> Value {
    switch node.kind {
    case .input: .undefined
    case .constant(let quantity): Value(quantity)
    case .operation(let operation, let operands, let attributes):
      try apply(operation, operands.map { values[$0] }, attributes)
    }
  }
}

extension Graph {
  /// What `outputs` need, not looking below the nodes whose values are known.
  func needed(for outputs: [NodeID], known: Int) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for output in outputs { isNeeded[output] = true }
    for id in stride(from: nodes.count - 1, through: known, by: -1) where isNeeded[id] {
      for operand in nodes[id].operands { isNeeded[operand] = true }
    }
    return isNeeded
  }
}

extension Value {
  /// The number or tensor that this is; nil for ranges, which are made tensors first, and traced values.
  var numberOrTensor: Quantity? {
    switch self {
    case .number(let number): .number(number)
    case .tensor(let tensor): .tensor(tensor)
    default: nil
    }
  }
}
