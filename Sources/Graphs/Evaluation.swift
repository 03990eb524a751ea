import Tensors

extension Graph {
  /// Evaluates what `outputs` need, over any kind of value.
  ///
  /// The interpreter runs derivative graphs over its own values, so that a derivative that is taken
  /// within another one is recorded by the outer one; tests run them over quantities.
  public func evaluate<Value>(
    inputs arguments: [Value], constant: (Quantity) -> Value,
    apply: (Operation, [Value], Attributes) throws -> Value
  ) throws -> [Value] {
    let isNeeded = reachable(from: outputs)
    var values = [Value?](repeating: nil, count: nodes.count)
    for id in nodes.indices where isNeeded[id] {
      switch nodes[id].kind {
      case .input(let number): values[id] = arguments[number]
      case .constant(let quantity): values[id] = constant(quantity)
      case .operation(let operation, let operands, let attributes):
        values[id] = try apply(operation, operands.compactMap { values[$0] }, attributes)
      }
    }
    return outputs.compactMap { values[$0] }
  }

  public func evaluate(_ arguments: [Quantity]) throws -> [Quantity] {
    try evaluate(inputs: arguments, constant: { $0 }) { operation, operands, attributes in
      let operands = Quantity.inOnePrecision(operands)
      return try operation.kernel(operands, attributes).inPrecision(of: operands)
    }
  }
}
