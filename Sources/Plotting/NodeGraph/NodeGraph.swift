/// Boxes joined by arrows, read from left to right: a computational graph.
public struct NodeGraph: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    /// The name, in bold.
    public var label: String
    /// What stands under the name: an operation, a shape, a value.
    public var lines: [String]

    public init(label: String, lines: [String] = []) {
      self.label = label
      self.lines = lines
    }
  }

  public struct Edge: Sendable, Equatable {
    public var from: Int
    public var to: Int
    public var label: String

    public init(from: Int, to: Int, label: String = "") {
      self.from = from
      self.to = to
      self.label = label
    }
  }

  public var nodes: [Node]
  public var edges: [Edge]

  /// In words: "graph of 4 nodes; x → z; W → z; z → L".
  var summary: String {
    let shown = 40
    let arrows = edges.prefix(shown).map { edge in
      let label = edge.label.isEmpty ? "" : " (\(edge.label))"
      return "\(nodes[edge.from].label) → \(nodes[edge.to].label)\(label)"
    }
    let rest = edges.count > shown ? ["and \(edges.count - shown) more"] : []
    return (["graph of \(nodes.count) nodes"] + arrows + rest).joined(separator: "; ") + "."
  }
}

extension Figure {
  /// A drawing of a directed graph in layers from left to right, with few crossings. Edges that close a
  /// cycle run backwards.
  public static func nodeGraph(
    nodes: [(label: String, lines: [String])], edges: [(from: Int, to: Int, label: String)]
  ) throws(PlotError) -> Figure {
    for edge in edges {
      for end in [edge.from, edge.to] where !nodes.indices.contains(end) {
        throw PlotError(
          "an edge ends at node \(end), but the nodes are numbered 0 to \(nodes.count - 1)")
      }
    }
    let graph = NodeGraph(
      nodes: nodes.map { .init(label: $0.label, lines: $0.lines) },
      edges: edges.map { .init(from: $0.from, to: $0.to, label: $0.label) })
    return Figure(content: .nodes(graph))
  }
}
