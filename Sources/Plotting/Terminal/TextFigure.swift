extension Figure {
  /// The figure in characters, for a terminal; lines are joined by "\n" and none ends in blanks.
  ///
  /// - Parameters:
  ///   - columns: no line is wider. Values below 1 count as 1, values above 1000 as 1000.
  ///   - color: writes colours as ANSI escape sequences, which take no columns.
  public func text(
    columns: Int = 72, charset: Charset = .braille, color: Bool = false
  ) -> String {
    if let drawing { return drawing.text }
    let writer = TextScene(
      columns: min(max(columns, 1), 1000), glyphs: charset.glyphs, color: color)
    return writer.lines(scene).joined(separator: "\n")
  }
}

/// Draws a scene in characters, its panels one below the other.
struct TextScene {
  let columns: Int
  let glyphs: GlyphSet
  let color: Bool

  func lines(_ scene: Scene) -> [String] {
    switch scene.content {
    case .panel(let panel):
      let layout = TextPanelLayout(panel: panel, columns: columns, glyphs: glyphs)
      return TextPanel(layout: layout, color: color).canvas.lines(color: color)
    case .grid(_, _, let scenes):
      let panels = scenes.map(lines).joined(separator: [""])
      return title(scene) + Array(panels)
    case .nodes(let graph):
      return title(scene) + TextNodeGraph(graph: graph, columns: columns, glyphs: glyphs).lines
    }
  }

  private func title(_ scene: Scene) -> [String] {
    guard let title = scene.options.title, !title.isEmpty else { return [] }
    return glyphs.wrapped(title, columns, lines: 3) + [""]
  }
}
