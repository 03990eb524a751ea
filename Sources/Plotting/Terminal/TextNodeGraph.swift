/// A graph of boxes as a list: each node with what it holds, and below it where its arrows lead.
struct TextNodeGraph {
  let graph: NodeGraph
  let columns: Int
  let glyphs: GlyphSet

  var lines: [String] {
    var leaving = Array(repeating: [NodeGraph.Edge](), count: graph.nodes.count)
    for edge in graph.edges { leaving[edge.from].append(edge) }
    return readingOrder.flatMap { index in
      [head(graph.nodes[index])] + leaving[index].map(arrow)
    }
  }

  /// From the left layer to the right one, as the drawing is read.
  private var readingOrder: [Int] {
    let layer = NodeLayers(graph).layer
    return graph.nodes.indices.sorted { (layer[$0], $0) < (layer[$1], $1) }
  }

  private func head(_ node: NodeGraph.Node) -> String {
    let words =
      node.lines.isEmpty ? node.label : node.label + ": " + node.lines.joined(separator: ", ")
    return glyphs.fitted(words, columns)
  }

  private func arrow(_ edge: NodeGraph.Edge) -> String {
    let label = edge.label.isEmpty ? "" : "  (\(edge.label))"
    return glyphs.fitted("  \(glyphs.arrow) \(graph.nodes[edge.to].label)\(label)", columns)
  }
}
