/// Which layer each node stands in.
struct NodeLayers {
  /// Layer of each node, from 0 at the left.
  private(set) var layer: [Int]
  /// True for the edges that had to be turned around to break a cycle.
  private(set) var isReversed: [Bool]
  private let graph: NodeGraph

  init(_ graph: NodeGraph) {
    self.graph = graph
    layer = Array(repeating: 0, count: graph.nodes.count)
    isReversed = Array(repeating: false, count: graph.edges.count)
    breakCycles()
    assignLongestPaths()
    pullSourcesRight()
  }

  /// An edge's ends in the direction of the layers.
  func ends(_ index: Int) -> (from: Int, to: Int) {
    let edge = graph.edges[index]
    return isReversed[index] ? (edge.to, edge.from) : (edge.from, edge.to)
  }

  /// Edges that lead back to a node on the way there are turned around (depth first, without recursion).
  private mutating func breakCycles() {
    var leaving = Array(repeating: [Int](), count: graph.nodes.count)
    for (index, edge) in graph.edges.enumerated() { leaving[edge.from].append(index) }
    // 0 not met, 1 on the way, 2 done.
    var state = Array(repeating: 0, count: graph.nodes.count)
    for root in graph.nodes.indices where state[root] == 0 {
      var stack = [(node: root, next: 0)]
      state[root] = 1
      while let top = stack.last {
        guard top.next < leaving[top.node].count else {
          state[top.node] = 2
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let edge = leaving[top.node][top.next]
        let target = graph.edges[edge].to
        if state[target] == 1 { isReversed[edge] = true }
        if state[target] == 0 {
          state[target] = 1
          stack.append((target, 0))
        }
      }
    }
  }

  /// Each node one layer right of the last of its sources.
  private mutating func assignLongestPaths() {
    var waiting = Array(repeating: 0, count: graph.nodes.count)
    var leaving = Array(repeating: [Int](), count: graph.nodes.count)
    for index in graph.edges.indices {
      let (from, to) = ends(index)
      guard from != to else { continue }
      waiting[to] += 1
      leaving[from].append(to)
    }
    var ready = graph.nodes.indices.filter { waiting[$0] == 0 }
    while let node = ready.popLast() {
      for target in leaving[node] {
        layer[target] = max(layer[target], layer[node] + 1)
        waiting[target] -= 1
        if waiting[target] == 0 { ready.append(target) }
      }
    }
  }

  /// A parameter stands next to where it is first used.
  private mutating func pullSourcesRight() {
    var hasSource = Array(repeating: false, count: graph.nodes.count)
    var firstUse = Array(repeating: Int.max, count: graph.nodes.count)
    for index in graph.edges.indices {
      let (from, to) = ends(index)
      guard from != to else { continue }
      hasSource[to] = true
      firstUse[from] = min(firstUse[from], layer[to])
    }
    for node in graph.nodes.indices where !hasSource[node] && firstUse[node] != .max {
      layer[node] = firstUse[node] - 1
    }
  }
}
