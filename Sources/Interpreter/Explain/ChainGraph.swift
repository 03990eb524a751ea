import Diagnostics
import Graphs

/// The named quantities between a target and a variable, and the steps of the chain rule between them.
/// Only what lies on a path is in it.
struct ChainGraph {
  /// A quantity that has a name: an equation, a call of one of the user's functions within an
  /// equation, or the variable.
  struct Node {
    let name: String
    /// The equation's graph, and the node there; nil for the variable.
    let part: Lowered?
    let output: NodeID
    let type: NodeType
    /// What the quantity is, as it was written; nil for the variable.
    let written: String?
    /// Where it was written.
    let place: Place?
    /// Its right side is a call of one of the user's functions, which can be looked into.
    let opening: Opening?
    /// The steps to quantities on the right side that lead on to the variable.
    var steps: [Step]
    /// The number of paths from here to the variable.
    var pathCount: Double
    /// Which module name a variable is, and which of its leaves.
    var source: (slot: Int, leaf: Int)?
  }

  struct Step {
    /// The quantity's index.
    let to: Int
    /// Its node in the graph of the one that uses it.
    let input: NodeID
    /// Other names on the same right side that depend on it themselves.
    var heldFixed: [String] = []
  }

  /// The target first, each before those that it depends on.
  let nodes: [Node]
  /// The leaves of the variable that the target depends on, in their order: last in `nodes`.
  let variables: [Int]

  var pathCount: Double { nodes[0].pathCount }
  var target: Node { nodes[0] }

  /// Nothing but numbers along the way: the chain rule is a product of numbers.
  var isScalar: Bool { nodes.allSatisfy { $0.type.isNumber } && variables.count == 1 }

  /// Every path, as the steps along it.
  func paths() -> [[(from: Int, step: Step)]] { paths(from: 0) }

  private func paths(from index: Int) -> [[(from: Int, step: Step)]] {
    if nodes[index].part == nil { return [[]] }
    return nodes[index].steps.flatMap { step in
      paths(from: step.to).map { [(index, step)] + $0 }
    }
  }
}
