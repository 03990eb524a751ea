/// The strip beside a heatmap that says what its colours mean.
struct SVGColorbar {
  let colorbar: Colorbar
  let rect: Rect

  private static let steps = 48

  init(_ colorbar: Colorbar, beside frame: Rect) {
    self.colorbar = colorbar
    rect = Rect(
      x: frame.maxX + 14, y: frame.y, width: PanelLayout.colorbarWidth, height: frame.height)
  }

  func draw(to out: inout SVGBuffer) {
    let height = rect.height / Double(SVGColorbar.steps)
    out.raw("<g shape-rendering=\"crispEdges\">")
    for step in 0..<SVGColorbar.steps {
      let color = colorbar.map.color((Double(step) + 0.5) / Double(SVGColorbar.steps))
      out.raw("<rect")
      out.attribute("x", rect.x)
      out.attribute("y", rect.maxY - Double(step + 1) * height)
      out.attribute("width", rect.width)
      // A little more than its share, against hairlines between the steps.
      out.attribute("height", height + (step > 0 ? 0.5 : 0))
      out.fill(.rgb(color))
      out.raw("/>")
    }
    out.raw("</g>\n")
    drawTicks(to: &out)
  }

  private func drawTicks(to out: inout SVGBuffer) {
    let ticks = colorbar.axis.ticks(length: rect.height, spacing: 42, gap: 4) { _ in
      FontSize.tick
    }
    for tick in ticks.major {
      let y = rect.maxY - colorbar.axis.unit(tick.value) * rect.height
      out.text(
        tick.label, at: Point(x: rect.maxX + 6, y: y + 4.5), size: FontSize.tick, color: .muted)
    }
    guard let label = colorbar.axis.label, !label.isEmpty else { return }
    out.text(
      TextMetrics.fitted(label, size: FontSize.tick, limit: 120),
      at: Point(x: rect.maxX + 20, y: rect.y - 9), size: FontSize.tick, color: .muted, anchor: .end)
  }
}
