/// The size of a scene in px where none is asked for.
enum FigureSize {
  // Shown 1:1 in a column of text; on a phone it shrinks to three quarters, and is still read.
  static let width = 500.0
  static let height = 320.0
  /// Sides asked for are held within these.
  static let limits = 80.0...6000.0

  static func of(_ scene: Scene) -> (width: Double, height: Double) {
    let natural = natural(scene)
    return (
      bounded(scene.options.width) ?? natural.width,
      bounded(scene.options.height) ?? natural.height
    )
  }

  private static func bounded(_ side: Double?) -> Double? {
    guard let side, side.isFinite else { return nil }
    return min(max(side, limits.lowerBound), limits.upperBound)
  }

  private static func natural(_ scene: Scene) -> (width: Double, height: Double) {
    switch scene.content {
    case .panel(let panel):
      guard let aspect = panel.aspect else { return (width, height) }
      return around(panel, aspect, longest: longestSide)
    case .grid(let rows, let columns, let scenes):
      let sizes = scenes.map { cell($0, rows: rows, columns: columns) }
      let widest = sizes.map(\.width).max() ?? width
      let highest = sizes.map(\.height).max() ?? height
      let title = scene.options.title == nil ? 0.0 : PanelLayout.titleHeight + 8
      return (
        (widest * Double(columns)).rounded(), (highest * Double(rows)).rounded() + title
      )
    case .nodes(let graph):
      let size = NodeGraphLayout(graph, metrics: .pixels).size
      let title = scene.options.title == nil ? 0.0 : PanelLayout.titleHeight + 8
      return (size.width + 24, size.height + 24 + title)
    }
  }

  /// The longer side of a picture's frame.
  private static let longestSide = 340.0

  /// What a scene takes as one of many: all columns together are little wider than a column of text,
  /// so that their words are read without being enlarged.
  private static func cell(
    _ scene: Scene, rows: Int, columns: Int
  ) -> (width: Double, height: Double) {
    let narrower = columns == 1 ? 1.0 : columns == 2 ? 0.64 : max(1.5 / Double(columns), 0.3)
    if case .panel(let panel) = scene.content, let aspect = panel.aspect,
      scene.options.width == nil, scene.options.height == nil
    {
      return around(panel, aspect, longest: longestSide * narrower)
    }
    let whole = of(scene)
    let flatter = rows == 1 && columns == 1 ? 1 : columns == 1 ? 0.75 : 0.82
    let size = (width: whole.width * narrower, height: whole.height * flatter)
    return columns < 3 ? size : (size.width, min(size.height, size.width * 0.75 + 60))
  }

  /// The figure around a picture whose longer side is `longest`.
  private static func around(
    _ panel: Panel, _ aspect: Double, longest: Double
  ) -> (width: Double, height: Double) {
    let frameWidth = aspect >= 1 ? longest : longest * aspect
    let frameHeight = frameWidth / aspect
    let guess = Rect(x: 0, y: 0, width: frameWidth + 80, height: frameHeight + 60)
    let (margins, _) = PanelLayout.margins(panel, size: guess)
    return (
      (margins.left + frameWidth + margins.right).rounded(.up),
      (margins.top + frameHeight + margins.bottom).rounded(.up)
    )
  }
}
