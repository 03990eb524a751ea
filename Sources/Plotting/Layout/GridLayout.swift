/// Panels in rows and columns whose axes line up: all panels of a column have the same left and right
/// margins, all of a row the same top and bottom ones.
enum GridLayout {
  static func cells(rows: Int, columns: Int, in rect: Rect) -> [Rect] {
    let width = rect.width / Double(columns)
    let height = rect.height / Double(rows)
    return (0..<(rows * columns)).map { index in
      Rect(
        x: rect.x + Double(index % columns) * width, y: rect.y + Double(index / columns) * height,
        width: width, height: height)
    }
  }

  /// A layout for each scene that is a panel, nil for the others.
  static func panels(_ scenes: [Scene], cells: [Rect], columns: Int) -> [PanelLayout?] {
    let own = zip(scenes, cells).map { scene, cell -> (Margins, LegendMode)? in
      guard case .panel(let panel) = scene.content else { return nil }
      return PanelLayout.margins(panel, size: cell)
    }
    return scenes.indices.map { index in
      guard case .panel(let panel) = scenes[index].content, let mine = own[index] else {
        return nil
      }
      var margins = mine.0
      for (other, theirs) in own.enumerated() {
        guard let theirs = theirs?.0 else { continue }
        if other % columns == index % columns {
          margins.left = max(margins.left, theirs.left)
          margins.right = max(margins.right, theirs.right)
        }
        if other / columns == index / columns {
          margins.top = max(margins.top, theirs.top)
          margins.bottom = max(margins.bottom, theirs.bottom)
        }
      }
      return PanelLayout(panel: panel, rect: cells[index], margins: margins, legend: mine.1)
    }
  }
}
