extension Graph {
  /// For each node that can stand as a name, when it first appears in what the user wrote, read from
  /// left to right; nodes that the outputs do not depend on follow in their own order.
  ///
  /// - Parameter isPrimal: what the user wrote, as opposed to what was derived.
  func appearanceRanks(isPrimal: [Bool]) -> [Int] {
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
    return puttingFactorsInOrder(ranks, isPrimal)
  }

  /// A factor that its user wrote in front of another stays in front: c·x, though x came first.
  private func puttingFactorsInOrder(_ ranks: [Int], _ isPrimal: [Bool]) -> [Int] {
    // Whoever looks at a larger graph looks at parts of it.
    guard nodes.count <= 1000 else { return ranks }
    var written: [(left: NodeID, right: NodeID)] = []
    for (node, isPrimal) in zip(nodes, isPrimal)
    where isPrimal && node.operation === Catalogue.multiply {
      if let left = lastName(node.operands[0]), let right = firstName(node.operands[1]) {
        written.append((left, right))
      }
    }
    var order = nodes.indices.sorted { ranks[$0] < ranks[$1] }
    // One move may undo another: a few rounds, and what then is left can't be had.
    for _ in 0..<4 {
      var isInOrder = true
      for (left, right) in written {
        guard let from = order.firstIndex(of: right), let to = order.firstIndex(of: left),
          from < to, !written.contains(where: { $0 == (right, left) })
        else { continue }
        order.insert(order.remove(at: from), at: to)
        isInOrder = false
      }
      if isInOrder { break }
    }
    var result = ranks
    for (rank, node) in order.enumerated() { result[node] = rank }
    return result
  }

  private func lastName(_ id: NodeID) -> NodeID? {
    if nodes[id].operation === Catalogue.multiply, nodes[id].name == nil {
      return lastName(nodes[id].operands[1])
    }
    return firstName(id)
  }

  /// The name that a factor begins with: x of x².
  private func firstName(_ id: NodeID) -> NodeID? {
    let node = nodes[id]
    guard let operation = node.operation, node.name == nil else {
      return node.name == nil ? nil : id
    }
    let isPower = operation === Catalogue.power || operation === Catalogue.square
    let isProduct = operation === Catalogue.multiply
    return isPower || isProduct ? firstName(node.operands[0]) : nil
  }
}
