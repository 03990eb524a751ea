extension Graph {
  /// For each node that can stand as a name, when it first appears in what the user wrote, read from
  /// left to right; nodes that the outputs do not depend on follow in their own order.
  func appearanceRanks() -> [Int] {
    var ranks = [Int](repeating: -1, count: nodes.count)
    var next = 0
    // Depth first, a node after its operands, with a stack of its own: graphs can be deep.
    for root in outputs + Array(nodes.indices) {
      var stack: [(node: NodeID, isExpanded: Bool)] = [(root, false)]
      while let (node, isExpanded) = stack.popLast() {
        if ranks[node] >= 0 { continue }
        let operands = nodes[node].operands
        if isExpanded || operands.isEmpty {
          ranks[node] = next
          next += 1
        } else {
          stack.append((node, true))
          for operand in operands.reversed() where ranks[operand] < 0 {
            stack.append((operand, false))
          }
        }
      }
    }
    return ranks
  }
}
