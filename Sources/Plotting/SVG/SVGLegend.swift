/// Draws the names of the series, each beside a sample of how it is drawn.
struct SVGLegend {
  let layout: PanelLayout

  private var frame: Rect { layout.frame }
  private var entries: [LegendEntry] { layout.panel.legend }

  func draw(to out: inout SVGBuffer) {
    switch layout.legend {
    case .none: break
    case .ends: drawEnds(to: &out)
    case .above: drawRows(to: &out)
    case .inside(let corner): drawBox(corner, to: &out)
    }
  }

  private func drawEnds(to out: inout SVGBuffer) {
    let projection = layout.projection
    let ends = entries.compactMap { entry -> (entry: LegendEntry, end: Point)? in
      guard let x = entry.endX, let y = entry.endY else { return nil }
      return (entry, projection.point(x, y))
    }.sorted { $0.end.y < $1.end.y }
    let places = Spread.places(
      wanted: ends.map(\.end.y), sizes: ends.map { _ in EndLabels.lineHeight },
      within: (frame.y - 4)...(frame.maxY + 4))
    let left = frame.maxX + 3
    for (one, y) in zip(ends, places) {
      guard case .line(let stroke, _) = one.entry.swatch else { continue }
      out.raw("<path fill=\"none\" d=\"")
      out.path([
        one.end, Point(x: left, y: one.end.y), Point(x: left + EndLabels.leader - 5, y: y),
        Point(x: left + EndLabels.leader - 2, y: y),
      ])
      out.raw("\"")
      out.stroke(stroke.color, width: 1)
      out.raw("/>\n")
      out.text(
        EndLabels.name(one.entry), at: Point(x: left + EndLabels.leader, y: y + 4.5),
        size: FontSize.legend)
    }
  }

  private func drawRows(to out: inout SVGBuffer) {
    let rows = LegendLayout.rows(entries, width: layout.rect.width - 24)
    let hasLabel = PanelLayout.hasYLine(layout.panel)
    var y = frame.y - 11 - (hasLabel ? PanelLayout.labelHeight : 0)
    y -= Double(rows.count - 1) * LegendLayout.rowHeight
    for row in rows {
      var x = layout.rect.x + 8
      for entry in row {
        draw(entry, at: Point(x: x, y: y), to: &out)
        x += LegendLayout.entryWidth(entry) + LegendLayout.gap
      }
      y += LegendLayout.rowHeight
    }
  }

  private func drawBox(_ corner: LegendMode.Corner, to out: inout SVGBuffer) {
    let box = LegendLayout.box(entries, corner, in: frame)
    out.raw("<rect rx=\"3\" opacity=\"0.85\"")
    out.attribute("x", box.x)
    out.attribute("y", box.y)
    out.attribute("width", box.width)
    out.attribute("height", box.height)
    out.fill(.background)
    out.raw("/>\n")
    var y = box.y + LegendLayout.padding + 12
    for entry in entries {
      draw(entry, at: Point(x: box.x + LegendLayout.padding, y: y), to: &out)
      y += LegendLayout.rowHeight
    }
  }

  /// Sample and name with their baseline at `point`.
  private func draw(_ entry: LegendEntry, at point: Point, to out: inout SVGBuffer) {
    let middle = Point(x: point.x + LegendLayout.swatch / 2, y: point.y - 4.5)
    switch entry.swatch {
    case .line(let stroke, let marker):
      out.raw("<path d=\"")
      out.segment(
        Point(x: point.x, y: middle.y), Point(x: point.x + LegendLayout.swatch, y: middle.y))
      out.raw("\"")
      out.stroke(stroke.color, width: 2)
      out.dashes(stroke.style)
      out.raw("/>")
      if let marker { SVGMarker.draw(marker, at: [middle], size: 7, color: stroke.color, to: &out) }
    case .point(let shape, let color):
      SVGMarker.draw(shape, at: [middle], size: 8, color: color, to: &out)
    case .fill(let color, let alpha):
      out.raw("<rect rx=\"2\"")
      out.attribute("x", point.x + 6)
      out.attribute("y", middle.y - 6)
      out.attribute("width", 14)
      out.attribute("height", 12)
      out.fill(color)
      out.opacity(max(alpha, 0.4))
      out.raw("/>")
    case .none: break
    }
    out.text(
      LegendLayout.name(entry), at: Point(x: point.x + LegendLayout.swatch + 6, y: point.y),
      size: FontSize.legend)
  }
}
