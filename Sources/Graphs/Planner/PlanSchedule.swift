import Tensors

/// When each value of a plan is computed, and which are computed together.
///
/// A value's stage is one more than that of the values it waits for. Elementwise values of one stage
/// and one number of elements form a group, which becomes a fused program; one that only values of its
/// own group read never gets memory.
struct PlanSchedule {
  struct Group: Hashable, Comparable {
    let stage: Int
    let count: Int

    static func < (a: Group, b: Group) -> Bool {
      (a.stage, a.count) < (b.stage, b.count)
    }
  }

  let nodes: [PlanNode]
  let isNeeded: [Bool]
  private(set) var stages: [Int]
  /// The group that each value is computed in; nil for those that are not part of one.
  private(set) var groups: [Group?]
  /// For each operand of an elementwise value how it is read.
  private(set) var accesses: [[PlanAccess]]
  /// Values that are read outside their group.
  private(set) var isStored: [Bool]
  /// The last stage in which each value is read.
  private(set) var lastStages: [Int]

  init(_ nodes: [PlanNode], outputs: [PlanValue]) {
    self.nodes = nodes
    isNeeded = nodes.reachable(from: outputs)
    stages = Array(repeating: 0, count: nodes.count)
    groups = Array(repeating: nil, count: nodes.count)
    accesses = Array(repeating: [], count: nodes.count)
    isStored = Array(repeating: false, count: nodes.count)
    lastStages = Array(repeating: 0, count: nodes.count)
    for value in nodes.indices where isNeeded[value] { place(value) }
    for value in nodes.indices where isNeeded[value] { noteReads(of: value) }
    for output in outputs {
      isStored[output] = true
      lastStages[output] = .max
    }
  }

  private mutating func place(_ value: PlanValue) {
    let node = nodes[value]
    switch node.kind {
    case .input, .number, .tensor, .view, .expand: return
    default: break
    }
    if node.isElementwise {
      accesses[value] = node.operands.map { operand in
        nodes.access(to: operand, from: node.type.shape) ?? .whole(operand)
      }
      let stage = accesses[value].map { stageAfter($0, count: node.count) }.max() ?? 1
      stages[value] = max(stage, 1)
      groups[value] = Group(stage: stages[value], count: node.count)
    } else if let (_, source) = node.fullReduction, let group = groups[source] {
      stages[value] = group.stage
      groups[value] = group
    } else {
      stages[value] = (node.operands.map { stages[$0] }.max() ?? 0) + 1
    }
  }

  /// The first stage in which a group of `count` elements can read the operand.
  private func stageAfter(_ access: PlanAccess, count: Int) -> Int {
    let base = access.base
    if nodes[base].isElementwise, nodes[base].count == count { return stages[base] }
    return stages[base] + 1
  }

  private mutating func noteReads(of value: PlanValue) {
    let node = nodes[value]
    switch node.kind {
    case .view, .expand: return
    default: break
    }
    let reads = node.isElementwise ? accesses[value].map(\.base) : node.operands
    for source in reads {
      lastStages[source] = max(lastStages[source], stages[value])
      let isTogether =
        groups[source] != nil && groups[source] == groups[value] && nodes[source].isElementwise
      if !isTogether { isStored[source] = true }
    }
  }
}

extension [PlanNode] {
  func reachable(from roots: [PlanValue]) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: count)
    for root in roots { isNeeded[root] = true }
    for value in indices.reversed() where isNeeded[value] {
      for operand in self[value].operands { isNeeded[operand] = true }
    }
    return isNeeded
  }
}
