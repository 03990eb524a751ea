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
      return around(panel, aspect, longest: 340)
    case .grid(let rows, let columns, let scenes):
      let sizes = scenes.map { of($0) }
      let widest = sizes.map(\.width).max() ?? width
      let highest = sizes.map(\.height).max() ?? height
      let scale = columns == 1 ? 1.0 : columns == 2 ? 0.64 : 0.58
      let title = scene.options.title == nil ? 0.0 : PanelLayout.titleHeight + 8
      let flatter = columns == 1 ? 0.75 : 0.82
      return (
        (widest * scale * Double(columns)).rounded(),
        (highest * (rows == 1 && columns == 1 ? 1 : flatter) * Double(rows)).rounded() + title
      )
    case .nodes(let graph):
      let size = NodeGraphLayout(graph, metrics: .pixels).size
      let title = scene.options.title == nil ? 0.0 : PanelLayout.titleHeight + 8
      return (size.width + 24, size.height + 24 + title)
    }
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
