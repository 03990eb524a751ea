import Diagnostics
import Graphs
import Tensors

/// Where a NaN or an infinity first came from.
struct NonFinite {
  /// The operation on the values that it got: `log(-0.5)`.
  let operation: String
  /// The equation within which it happened.
  let equation: String?

  /// The first node of a graph whose value is not finite while all that it was made from is.
  init?(in graph: Graph, inputs: [Value], primal: Int, _ machine: Machine) throws {
    var values: [Value] = []
    var isFinite: [Bool] = []
    var culprit: NodeID?
    for id in graph.nodes.indices {
      switch graph[id].kind {
      case .input(let number): values.append(inputs[number])
      case .constant(let quantity): values.append(Value(quantity))
      case .operation(let operation, let operands, let attributes):
        values.append(try machine.apply(operation, operands.map { values[$0] }, attributes))
      }
      isFinite.append(machine.isFinite(values[id]))
      if !isFinite[id], graph[id].operands.allSatisfy({ isFinite[$0] }) {
        culprit = id
        break
      }
    }
    guard let culprit else { return nil }
    let display = Display(digits: 6)
    if let name = graph[culprit].name, graph[culprit].operation == nil {
      operation = name
    } else {
      let parts = graph[culprit].operands.map { display.inline(machine.concrete(values[$0])) }
      let name = graph[culprit].operation?.name ?? "a constant"
      operation = "\(name)(\(parts.joined(separator: ", ")))"
    }
    equation = graph.nodes.indices.first {
      $0 >= culprit && $0 < primal && graph[$0].name != nil && graph[$0].operation != nil
    }.flatMap { graph[$0].name }
  }
}

extension Machine {
  func isFinite(_ value: Value) -> Bool {
    value.leaves.allSatisfy { leaf in
      guard let quantity = concrete(leaf).quantity else { return true }
      return elements(quantity).allSatisfy(\.isFinite)
    }
  }
}
