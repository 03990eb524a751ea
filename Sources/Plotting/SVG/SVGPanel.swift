/// Draws one panel: grid, marks, axes, names.
struct SVGPanel {
  let layout: PanelLayout

  private var panel: Panel { layout.panel }
  private var frame: Rect { layout.frame }

  func draw(to out: inout SVGBuffer) {
    out.raw("<g>\n")
    // Cells would hide a grid drawn before them and be cut up by one drawn after.
    let hasCells = panel.primitives.contains { if case .cells = $0 { true } else { false } }
    if !hasCells && !panel.isEmpty { drawGrid(to: &out) }
    SVGMarks(projection: layout.projection).draw(panel.primitives, to: &out)
    drawAxes(to: &out)
    if let colorbar = panel.colorbar { SVGColorbar(colorbar, beside: frame).draw(to: &out) }
    drawTitles(to: &out)
    SVGLegend(layout: layout).draw(to: &out)
    if panel.isEmpty {
      out.text(
        "no data", at: Point(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2),
        size: FontSize.label, color: .muted, anchor: .middle)
    }
    out.raw("</g>\n")
  }

  // MARK: Grid and axes

  private func drawGrid(to out: inout SVGBuffer) {
    let projection = layout.projection
    let isCategory = panel.x.categories != nil
    drawGridLines(
      isCategory ? [] : layout.xTicks.minor.map(projection.px),
      layout.yTicks.minor.map(projection.py), .minorGrid, to: &out)
    drawGridLines(
      isCategory ? [] : layout.xTicks.major.map { projection.px($0.value) },
      layout.yTicks.major.map { projection.py($0.value) }, .grid, to: &out)
  }

  private func drawGridLines(
    _ across: [Double], _ down: [Double], _ color: PlotColor, to out: inout SVGBuffer
  ) {
    guard !across.isEmpty || !down.isEmpty else { return }
    out.raw("<path d=\"")
    for x in across { out.segment(Point(x: x, y: frame.y), Point(x: x, y: frame.maxY)) }
    for y in down { out.segment(Point(x: frame.x, y: y), Point(x: frame.maxX, y: y)) }
    out.raw("\"")
    out.stroke(color, width: 1)
    out.raw("/>\n")
  }

  private func drawAxes(to out: inout SVGBuffer) {
    let projection = layout.projection
    out.raw("<path fill=\"none\" d=\"")
    out.path([
      Point(x: frame.x, y: frame.y), Point(x: frame.x, y: frame.maxY),
      Point(x: frame.maxX, y: frame.maxY),
    ])
    if !panel.isEmpty {
      for tick in layout.yTicks.major {
        let y = projection.py(tick.value)
        out.segment(Point(x: frame.x - 4, y: y), Point(x: frame.x, y: y))
      }
      for place in xTickPlaces {
        let x = projection.px(place)
        out.segment(Point(x: x, y: frame.maxY), Point(x: x, y: frame.maxY + 4))
      }
    }
    out.raw("\"")
    out.stroke(.muted, width: 1)
    out.raw("/>\n")
    drawZeroLine(to: &out)
    if !panel.isEmpty { drawTickLabels(to: &out) }
  }

  /// Bars and areas that go below zero stand on a line.
  private func drawZeroLine(to out: inout SVGBuffer) {
    let standsOnZero = panel.primitives.contains { if case .bars = $0 { true } else { false } }
    guard standsOnZero, !panel.isEmpty, panel.y.scale.kind != .log, panel.y.scale.lower < 0 else {
      return
    }
    let y = layout.projection.py(0)
    guard y > frame.y, y < frame.maxY else { return }
    out.raw("<path d=\"")
    out.segment(Point(x: frame.x, y: y), Point(x: frame.maxX, y: y))
    out.raw("\"")
    out.stroke(.muted, width: 1)
    out.raw("/>\n")
  }

  private var xTickPlaces: [Double] {
    layout.categories?.labels.map(\.place) ?? layout.xTicks.major.map(\.value)
  }

  private func drawTickLabels(to out: inout SVGBuffer) {
    let projection = layout.projection
    for tick in layout.yTicks.major {
      out.text(
        tick.label,
        at: Point(x: frame.x - PanelLayout.tickGap, y: projection.py(tick.value) + 4.5),
        size: FontSize.tick, color: .muted, anchor: .end)
    }
    if let categories = layout.categories {
      drawCategories(categories, to: &out)
    } else {
      for tick in layout.xTicks.major {
        out.text(
          tick.label, at: Point(x: projection.px(tick.value), y: frame.maxY + 18),
          size: FontSize.tick, color: .muted, anchor: .middle)
      }
    }
    drawOffsets(to: &out)
  }

  private func drawCategories(_ categories: CategoryLabels, to out: inout SVGBuffer) {
    for label in categories.labels {
      let x = layout.projection.px(label.place)
      if categories.style == .rotated {
        out.text(
          label.lines[0], at: Point(x: x + 4, y: frame.maxY + 15), size: FontSize.tick,
          color: .muted, anchor: .end, angle: -CategoryLabels.slope)
        continue
      }
      for (row, line) in label.lines.enumerated() {
        out.text(
          line, at: Point(x: x, y: frame.maxY + 18 + 15 * Double(row)), size: FontSize.tick,
          color: .muted, anchor: .middle)
      }
    }
  }

  private func drawOffsets(to out: inout SVGBuffer) {
    if let offset = layout.yTicks.offset {
      out.text(
        offset, at: Point(x: frame.x + 6, y: frame.y + 12), size: FontSize.note, color: .muted,
        halo: true)
    }
    if let offset = layout.xTicks.offset {
      out.text(
        offset, at: Point(x: frame.maxX - 2, y: frame.maxY - 6), size: FontSize.note, color: .muted,
        anchor: .end, halo: true)
    }
  }

  // MARK: Names

  private func drawTitles(to out: inout SVGBuffer) {
    var y = layout.rect.y + 8
    for line in layout.titleLines {
      y += PanelLayout.titleHeight
      out.text(
        line, at: Point(x: layout.rect.x + 8, y: y - 4), size: FontSize.title, isBold: true)
    }
    if let label = panel.y.label, !label.isEmpty {
      out.text(
        TextMetrics.fitted(label, size: FontSize.label, limit: layout.rect.width - 20),
        at: Point(x: layout.rect.x + 8, y: frame.y - 11), size: FontSize.label)
    }
    drawFoot(to: &out)
  }

  private func drawFoot(to out: inout SVGBuffer) {
    var foot = frame.maxY + 6 + (layout.categories.map { $0.height + 4 } ?? 16)
    if let label = panel.x.label, !label.isEmpty {
      foot += PanelLayout.labelHeight
      out.text(
        TextMetrics.fitted(label, size: FontSize.label, limit: layout.rect.width - 20),
        at: xLabelPlace(label, foot - 2), size: FontSize.label, anchor: .middle)
    }
    for note in panel.notes {
      foot += PanelLayout.noteHeight
      out.text(
        TextMetrics.fitted(note, size: FontSize.note, limit: layout.rect.width - 20),
        at: Point(x: layout.rect.x + 8, y: foot), size: FontSize.note, color: .muted)
    }
  }

  /// Under the middle of the frame, moved where a long label would leave the figure.
  private func xLabelPlace(_ label: String, _ y: Double) -> Point {
    let width = min(
      TextMetrics.width(label, size: FontSize.label), layout.rect.width - 20)
    let middle = frame.x + frame.width / 2
    let least = layout.rect.x + 8 + width / 2
    let most = layout.rect.maxX - 8 - width / 2
    return Point(x: min(max(middle, least), max(least, most)), y: y)
  }
}
