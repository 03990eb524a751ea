/// Draws a graph of boxes in the middle of a rectangle, made smaller where it does not fit.
struct SVGNodeGraph {
  let graph: NodeGraph
  let rect: Rect

  func draw(to out: inout SVGBuffer) {
    let layout = NodeGraphLayout(graph, metrics: .pixels)
    let scale = min(
      1, (rect.width - 16) / max(layout.size.width, 1),
      (rect.height - 16) / max(layout.size.height, 1))
    out.raw("<g transform=\"translate(")
    out.pair(
      rect.x + (rect.width - layout.size.width * scale) / 2,
      rect.y + (rect.height - layout.size.height * scale) / 2)
    out.raw(")")
    if scale < 1 {
      out.raw(" scale(")
      out.number(scale)
      out.raw(")")
    }
    out.raw("\">\n")
    drawWires(layout, to: &out)
    for (node, box) in zip(graph.nodes, layout.boxes) { draw(node, box, to: &out) }
    out.raw("</g>\n")
  }

  private func drawWires(_ layout: NodeGraphLayout, to out: inout SVGBuffer) {
    out.raw("<path fill=\"none\" d=\"")
    for wire in layout.wires { draw(wire, to: &out) }
    out.raw("\"")
    out.stroke(.muted, width: 1.4)
    out.raw("/>\n<path d=\"")
    for (wire, isReversed) in zip(layout.wires, layout.isReversed) where wire.count > 1 {
      let tip = isReversed ? wire[0] : wire[wire.count - 1]
      let from = Point(x: tip.x + (isReversed ? 10 : -10), y: tip.y)
      let end = Point(x: tip.x + (isReversed ? 3 : -3), y: tip.y)
      SVGArrow.head(from: from, tip: end, size: 8, to: &out)
    }
    out.raw("\"")
    out.fill(.muted)
    out.raw("/>\n")
    for (edge, box) in zip(graph.edges, layout.labels) {
      guard let box else { continue }
      out.text(
        edge.label, at: Point(x: box.x + box.width / 2, y: box.maxY - 9), size: FontSize.note,
        color: .muted, anchor: .middle)
    }
  }

  /// Smooth between layers, level within them.
  private func draw(_ wire: [Point], to out: inout SVGBuffer) {
    guard let start = wire.first else { return }
    out.raw("M")
    out.pair(start.x, start.y)
    for (from, to) in zip(wire, wire.dropFirst()) {
      if from.y == to.y {
        out.raw("L")
        out.pair(to.x, to.y)
        continue
      }
      let bend = (to.x - from.x) * 0.5
      out.raw("C")
      out.pair(from.x + bend, from.y)
      out.raw(" ")
      out.pair(to.x - bend, to.y)
      out.raw(" ")
      out.pair(to.x, to.y)
    }
  }

  private func draw(_ node: NodeGraph.Node, _ box: Rect, to out: inout SVGBuffer) {
    // Quantities that come from outside have nothing under their name or nothing leading to them.
    out.addRoles(stroke: .series(0), fill: .background)
    out.raw("<rect rx=\"6\" fill=\"\(Theme.light.rgb(.background).hex)\"")
    out.raw(" stroke=\"\(Theme.light.rgb(.series(0)).hex)\" stroke-width=\"1.4\"")
    out.raw(" class=\"f-paper s-c0\"")
    out.attribute("x", box.x)
    out.attribute("y", box.y)
    out.attribute("width", box.width)
    out.attribute("height", box.height)
    out.raw("/>\n")
    let metrics = NodeMetrics.pixels
    let middle = box.x + box.width / 2
    var baseline = box.y + metrics.padding.y + 13
    out.text(
      node.label, at: Point(x: middle, y: baseline), size: FontSize.label, anchor: .middle,
      isBold: true)
    for line in node.lines {
      baseline += metrics.lineHeight
      out.text(
        line, at: Point(x: middle, y: baseline), size: FontSize.note, color: .muted,
        anchor: .middle)
    }
  }
}
