/// Draws a scene, panel by panel.
enum SVGScene {
  static func draw(_ scene: Scene, in rect: Rect, to out: inout SVGBuffer) {
    switch scene.content {
    case .panel(let panel):
      SVGPanel(layout: PanelLayout(panel: panel, rect: rect)).draw(to: &out)
    case .grid(let rows, let columns, let scenes):
      let area = titled(scene, rect, to: &out)
      let cells = GridLayout.cells(rows: rows, columns: columns, in: area)
      let layouts = GridLayout.panels(scenes, cells: cells, columns: columns)
      for (index, inner) in scenes.enumerated() {
        draw(inner, layout: layouts[index], in: cells[index], to: &out)
      }
    case .nodes(let graph):
      let area = titled(scene, rect, to: &out)
      SVGNodeGraph(graph: graph, rect: area).draw(to: &out)
    }
  }

  /// A scene of a grid: a panel as the grid has laid it out.
  static func draw(
    _ scene: Scene, layout: PanelLayout?, in cell: Rect, to out: inout SVGBuffer
  ) {
    if let layout {
      SVGPanel(layout: layout).draw(to: &out)
    } else {
      draw(scene, in: cell, to: &out)
    }
  }

  /// The room that a title over everything leaves.
  static func belowTitle(_ scene: Scene, _ rect: Rect) -> Rect {
    guard let title = scene.options.title, !title.isEmpty else { return rect }
    let height = PanelLayout.titleHeight + 8
    return Rect(x: rect.x, y: rect.y + height, width: rect.width, height: rect.height - height)
  }

  /// A title over everything; gives the room that is left.
  private static func titled(_ scene: Scene, _ rect: Rect, to out: inout SVGBuffer) -> Rect {
    guard let title = scene.options.title, !title.isEmpty else { return rect }
    let text = TextMetrics.fitted(title, size: FontSize.title * 1.06, limit: rect.width - 16)
    out.text(text, at: Point(x: rect.x + 8, y: rect.y + 24), size: FontSize.title, isBold: true)
    return belowTitle(scene, rect)
  }
}

extension SVGBuffer {
  /// A text with its baseline at `point`.
  mutating func text(
    _ text: String, at point: Point, size: Double, color: PlotColor = .ink,
    anchor: TextMark.Anchor = .start, isBold: Bool = false, angle: Double = 0, halo: Bool = false
  ) {
    guard !text.isEmpty else { return }
    raw("<text")
    attribute("x", point.x)
    attribute("y", point.y)
    attribute("font-size", size)
    switch anchor {
    case .start: break
    case .middle: raw(" text-anchor=\"middle\"")
    case .end: raw(" text-anchor=\"end\"")
    }
    if isBold { raw(" font-weight=\"bold\"") }
    if angle != 0 {
      raw(" transform=\"rotate(")
      number(angle)
      raw(" ")
      pair(point.x, point.y)
      raw(")\"")
    }
    if halo {
      self.halo(color)
    } else {
      fill(color)
    }
    raw(">")
    escaped(text)
    raw("</text>\n")
  }

  /// Ink with an outline in the paper's colour, readable over lines.
  private mutating func halo(_ color: PlotColor) {
    addRoles(stroke: .background, fill: color)
    let paper = Theme.light.rgb(.background).hex
    raw(" paint-order=\"stroke\" stroke-linejoin=\"round\" stroke-width=\"3\" stroke=\"\(paper)\"")
    raw(" fill=\"\(Theme.light.rgb(color).hex)\"")
    let names = [color.className.map { "f-\($0)" }, "s-paper"].compactMap { $0 }
    raw(" class=\"\(names.joined(separator: " "))\"")
  }
}
