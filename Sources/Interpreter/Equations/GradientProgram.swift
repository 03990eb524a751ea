import Graphs
import Tensors

/// A derivative of an equation system, ready to be evaluated again and again at new values.
final class GradientProgram {
  let graph: Graph
  /// Set when everything in the graph is a number: evaluated without boxing.
  private let scalar: ScalarProgram?

  init(graph: Graph) {
    self.graph = graph
    scalar = ScalarProgram(graph)
  }

  /// The outputs for values of the graph's inputs.
  func evaluate(_ inputs: [Value], _ machine: Machine) throws -> [Value] {
    if let scalar, let numbers = plainNumbers(inputs) {
      return scalar.evaluate(numbers).map { .number($0) }
    }
    return try graph.evaluate(inputs: inputs, constant: { Value($0) }) {
      try machine.apply($0, $1, $2)
    }
  }

  private func plainNumbers(_ values: [Value]) -> [Double]? {
    var numbers: [Double] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      guard case .number(let number) = value else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

/// A graph of numbers as straight-line code.
final class ScalarProgram {
  private enum Step {
    case unary(UnaryOp, Int)
    case binary(BinaryOp, Int, Int)
    case copy(Int)
  }

  /// The register of step i is `firstStep + i`; constants and inputs stand before.
  private var registers: [Double]
  private var inputRegisters: [(input: Int, register: Int)] = []
  private var steps: [(Step, target: Int)] = []
  private let outputs: [Int]

  /// nil when some node is not a number or not elementwise.
  init?(_ graph: Graph) {
    let isNeeded = graph.reachable(from: graph.outputs)
    registers = [Double](repeating: 0, count: graph.nodes.count)
    outputs = graph.outputs
    for id in graph.nodes.indices where isNeeded[id] {
      guard graph[id].type.isNumber, graph[id].type.dtype == .f64 else { return nil }
      switch graph[id].kind {
      case .input(let number): inputRegisters.append((number, id))
      case .constant(let quantity): registers[id] = quantity.asNumber ?? .nan
      case .operation(let operation, let operands, _):
        guard let step = ScalarProgram.step(operation, operands) else { return nil }
        steps.append((step, id))
      }
    }
  }

  private static func step(_ operation: Operation, _ operands: [NodeID]) -> Step? {
    switch operation.elementwise {
    case .unary(let op)?: return .unary(op, operands[0])
    case .binary(let op)?: return .binary(op, operands[0], operands[1])
    case nil:
      let isCopy = operation === Catalogue.broadcastTo || operation === Catalogue.sumTo
      return isCopy ? .copy(operands[0]) : nil
    }
  }

  func evaluate(_ inputs: [Double]) -> [Double] {
    registers.withUnsafeMutableBufferPointer { r in
      for (input, register) in inputRegisters { r[register] = inputs[input] }
      for (step, target) in steps {
        switch step {
        case .unary(let op, let a): r[target] = op.apply(r[a])
        case .binary(.add, let a, let b): r[target] = r[a] + r[b]
        case .binary(.subtract, let a, let b): r[target] = r[a] - r[b]
        case .binary(.multiply, let a, let b): r[target] = r[a] * r[b]
        case .binary(let op, let a, let b): r[target] = op.apply(r[a], r[b])
        case .copy(let a): r[target] = r[a]
        }
      }
      return outputs.map { r[$0] }
    }
  }
}
