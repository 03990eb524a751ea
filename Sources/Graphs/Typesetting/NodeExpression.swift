import Tensors

/// Draws nodes as they are, without simplifying: what the user wrote, or what a rule has just made of it.
struct NodeDrawer {
  let graph: Graph
  let expandsNames: Bool
  /// Nodes drawn so far; a graph that shares much would else be written out without end.
  private var drawn = 0
  private static let limit = 1500
  private static let depthLimit = 150

  init(_ graph: Graph, expandsNames: Bool) {
    self.graph = graph
    self.expandsNames = expandsNames
  }

  mutating func expression(of id: NodeID, isRoot: Bool = true, depth: Int = 0) -> Expression {
    drawn += 1
    if drawn > Self.limit || depth > Self.depthLimit { return .literal("…") }
    let node = graph[id]
    switch node.kind {
    case .input(let number): return .name(node.name ?? inputName(number))
    case .constant(let quantity): return constant(quantity, name: node.name)
    case .operation(let operation, let operands, let attributes):
      if let name = node.name, !isRoot, !expandsNames { return .name(name) }
      let parts = operands.map { expression(of: $0, isRoot: false, depth: depth + 1) }
      return self.operation(operation, operands, parts, attributes)
    }
  }

  private func inputName(_ number: Int) -> String {
    graph.inputs.count == 1 ? "x" : "x\(number + 1)"
  }

  private func constant(_ quantity: Quantity, name: String?) -> Expression {
    if let name { return .name(name) }
    switch quantity {
    case .number(let value): return Formula.number(value).expression
    case .bool(let value): return .literal("\(value)")
    case .tensor(let tensor): return .literal(tensor.shortText)
    }
  }

  private func operation(
    _ operation: Operation, _ operands: [NodeID], _ parts: [Expression], _ attributes: Attributes
  ) -> Expression {
    let shapes = operands.map { graph[$0].type.shape }
    let areTensors = shapes.count == 2 && shapes[0].rank > 0 && shapes[1].rank > 0
    switch operation.name {
    case "add", "subtract":
      return .sum([
        .init(isNegative: false, isDotted: false, value: parts[0]),
        .init(
          isNegative: operation.name == "subtract", isDotted: areTensors && shapes[0] != shapes[1],
          value: parts[1]),
      ])
    case "multiply", "zero_multiply":
      return .product([
        .init(isElementwise: false, value: parts[0]),
        .init(isElementwise: areTensors, value: parts[1]),
      ])
    case "divide", "zero_divide":
      return .quotient(parts[0], parts[1], isElementwise: shapes[1].rank > 0)
    case "power":
      return .power(parts[0], parts[1], isElementwise: shapes.contains { $0.rank > 0 })
    case "square": return .power(parts[0], .number(2), isElementwise: shapes[0].rank > 0)
    case "negate": return .negative(parts[0])
    default: return .applying(operation, to: parts, attributes, shapes)
    }
  }
}
