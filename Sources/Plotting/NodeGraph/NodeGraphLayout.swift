/// Places of boxes, wires and labels of a graph: layers from left to right.
///
/// Edges across several layers, and all edges with a label, are led through vertices of their own in the
/// layers between, so that nothing is drawn over a box or over a label.
struct NodeGraphLayout {
  /// One for each node.
  private(set) var boxes: [Rect]
  /// One for each edge: points from the right side of a box to the left side of another; every second
  /// stretch is level and crosses a layer.
  private(set) var wires: [[Point]]
  /// One for each edge with a label: the room of its text, above its wire.
  private(set) var labels: [Rect?]
  private(set) var size: (width: Double, height: Double)
  private(set) var isReversed: [Bool]

  private struct Vertex {
    var layer: Int
    var width: Double
    var height: Double
    var edge: Int?
    var isLabel = false
    var y = 0.0
  }

  private let graph: NodeGraph
  private let metrics: NodeMetrics
  private var vertices: [Vertex] = []
  private var links: [(from: Int, to: Int)] = []
  /// The vertices that each edge passes, without its ends.
  private var passes: [[Int]] = []
  private var layers: [[Int]] = []
  private var layerX: [(left: Double, width: Double)] = []

  init(_ graph: NodeGraph, metrics: NodeMetrics) {
    self.graph = graph
    self.metrics = metrics
    boxes = []
    wires = []
    labels = Array(repeating: nil, count: graph.edges.count)
    size = (0, 0)
    let assigned = NodeLayers(graph)
    isReversed = assigned.isReversed
    addVertices(assigned)
    orderLayers()
    placeLayers()
    placeVertices()
    finish(assigned)
  }

  // MARK: Vertices

  private mutating func addVertices(_ assigned: NodeLayers) {
    let hasLabels = graph.edges.contains { !$0.label.isEmpty }
    let stretch = hasLabels ? 2 : 1
    for (index, node) in graph.nodes.enumerated() {
      let size = metrics.size(node)
      vertices.append(
        Vertex(layer: assigned.layer[index] * stretch, width: size.width, height: size.height))
    }
    for index in graph.edges.indices {
      let (from, to) = assigned.ends(index)
      passes.append(addWire(index, from, to))
    }
  }

  private mutating func addWire(_ edge: Int, _ from: Int, _ to: Int) -> [Int] {
    guard from != to else { return [] }
    let text = graph.edges[edge].label
    var passed: [Int] = []
    var previous = from
    let between = (vertices[from].layer + 1)..<max(vertices[to].layer, vertices[from].layer + 1)
    for layer in between {
      var vertex = Vertex(layer: layer, width: 0, height: metrics.wire, edge: edge)
      // The label stands in the first layer of labels after the source.
      if layer == vertices[from].layer + 1, !text.isEmpty {
        vertex.width = metrics.edgeLabelWidth(text)
        vertex.height = metrics.lineHeight + metrics.wire
        vertex.isLabel = true
      }
      vertices.append(vertex)
      links.append((previous, vertices.count - 1))
      previous = vertices.count - 1
      passed.append(previous)
    }
    links.append((previous, to))
    return passed
  }

  private mutating func orderLayers() {
    let count = (vertices.map(\.layer).max() ?? -1) + 1
    var initial = Array(repeating: [Int](), count: count)
    for index in vertices.indices { initial[vertices[index].layer].append(index) }
    layers = NodeOrder(layers: initial, links: links, count: vertices.count).layers
  }

  // MARK: Coordinates

  private mutating func placeLayers() {
    var x = 0.0
    for (index, layer) in layers.enumerated() {
      let width = layer.map { vertices[$0].width }.max() ?? 0
      layerX.append((x, width))
      // A layer without boxes or labels needs no room of its own.
      x += width + (width > 0 || index == 0 ? metrics.gap.x : 0)
    }
    let last = layerX.last
    size.width = last.map { $0.left + $0.width } ?? 0
  }

  /// Each vertex wants to stand level with its neighbours; within a layer they make room for each
  /// other.
  private mutating func placeVertices() {
    var neighbours = Array(repeating: [Int](), count: vertices.count)
    for link in links {
      neighbours[link.from].append(link.to)
      neighbours[link.to].append(link.from)
    }
    for layer in layers { settle(layer, wanted: layer.map { vertices[$0].y }) }
    for round in 0..<24 {
      let order = round % 2 == 0 ? Array(layers.indices) : layers.indices.reversed()
      for index in order {
        let wanted = layers[index].map { vertex in
          let near = neighbours[vertex]
          guard !near.isEmpty else { return vertices[vertex].y }
          return near.reduce(0) { $0 + vertices[$1].y } / Double(near.count)
        }
        settle(layers[index], wanted: wanted)
      }
    }
    let top = vertices.map { $0.y - $0.height / 2 }.min() ?? 0
    for index in vertices.indices { vertices[index].y -= top }
    size.height = vertices.map { $0.y + $0.height / 2 }.max() ?? 0
  }

  private mutating func settle(_ layer: [Int], wanted: [Double]) {
    let places = Spread.places(
      wanted: wanted, sizes: layer.map { vertices[$0].height + metrics.gap.y })
    for (vertex, y) in zip(layer, places) { vertices[vertex].y = y }
  }

  // MARK: Results

  private mutating func finish(_ assigned: NodeLayers) {
    for index in graph.nodes.indices { boxes.append(box(vertices[index])) }
    let ports = ports(assigned)
    for index in graph.edges.indices {
      let (from, to) = assigned.ends(index)
      guard from != to else {
        wires.append([])
        continue
      }
      var points = [Point(x: boxes[from].maxX, y: vertices[from].y)]
      for pass in passes[index] {
        let vertex = vertices[pass]
        let layer = layerX[vertex.layer]
        let y = vertex.isLabel ? vertex.y + vertex.height / 2 - metrics.wire / 2 : vertex.y
        points.append(Point(x: layer.left, y: y))
        if layer.width > 0 { points.append(Point(x: layer.left + layer.width, y: y)) }
        if vertex.isLabel { labels[index] = box(vertex) }
      }
      points.append(Point(x: boxes[to].x, y: ports[index]))
      wires.append(points)
    }
  }

  private func box(_ vertex: Vertex) -> Rect {
    let layer = layerX[vertex.layer]
    return Rect(
      x: layer.left + (layer.width - vertex.width) / 2, y: vertex.y - vertex.height / 2,
      width: vertex.width, height: vertex.height)
  }

  /// Where each edge enters its box: spread over the middle of the left side in the order in which the
  /// wires arrive, so that none hides another.
  private func ports(_ assigned: NodeLayers) -> [Double] {
    var entering = Array(repeating: [Int](), count: graph.nodes.count)
    for index in graph.edges.indices { entering[assigned.ends(index).to].append(index) }
    var result = Array(repeating: 0.0, count: graph.edges.count)
    for (node, edges) in entering.enumerated() {
      let sorted = edges.map { edge -> (y: Double, edge: Int) in
        let before = passes[edge].last ?? assigned.ends(edge).from
        return (vertices[before].y, edge)
      }.sorted { $0 < $1 }
      let room = vertices[node].height * 0.6
      for (place, one) in sorted.enumerated() {
        let part = (Double(place) + 0.5) / Double(sorted.count) - 0.5
        result[one.edge] = vertices[node].y + part * room
      }
    }
    return result
  }
}
