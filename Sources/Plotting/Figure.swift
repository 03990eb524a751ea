/// A picture as a value: marks on common axes, a grid of panels, or a graph of boxes.
///
/// Figures are built by the static functions beside each kind of mark (`Figure.line`, `.scatter`, …),
/// layered with `+`, arranged with `grid`, and drawn by `svg` and `text`.
public struct Figure: Sendable {
  /// What was asked for.
  public var options: FigureOptions
  /// What the marks suggest, where nothing was asked for.
  var defaults: FigureOptions
  var content: Content
  /// Set when there is nothing but a drawing of an earlier run.
  public private(set) var drawing: FigureDrawing?

  indirect enum Content: Sendable {
    case axes([any Mark])
    case panels(rows: Int, columns: Int, [Figure])
    case nodes(NodeGraph)
  }

  init(marks: [any Mark], defaults: FigureOptions = FigureOptions()) {
    self.init(content: .axes(marks), defaults: defaults)
  }

  init(content: Content, defaults: FigureOptions = FigureOptions()) {
    options = FigureOptions()
    self.defaults = defaults
    self.content = content
  }

  /// A figure that can only be shown, and only as it was drawn.
  public init(drawing: FigureDrawing) {
    self.init(marks: [])
    self.drawing = drawing
  }

  /// The same figure with `options` set; what they leave open stays as it was.
  public func with(_ options: FigureOptions) -> Figure {
    var figure = self
    figure.options = options.filled(from: self.options)
    return figure
  }
}

extension Figure {
  /// Both figures on common axes, the right one on top. Where both set an option, the right one has
  /// the last word.
  public static func + (below: Figure, above: Figure) throws(PlotError) -> Figure {
    guard case .axes(let first) = below.content, case .axes(let second) = above.content else {
      throw .layersOfDifferentKind
    }
    var figure = Figure(
      marks: first + second, defaults: above.defaults.filled(from: below.defaults))
    figure.options = above.options.filled(from: below.options)
    return figure
  }

  /// Panels in one row or column; more of them than this have no pixels left.
  static let mostPanels = 100

  /// Panels row by row; their axes line up. Missing panels at the end stay empty.
  public static func grid(
    rows: Int, columns: Int, _ figures: [Figure]
  ) throws(PlotError) -> Figure {
    let sides = 1...Figure.mostPanels
    guard sides.contains(rows), sides.contains(columns) else {
      throw .gridSides(rows: rows, columns: columns)
    }
    guard rows * columns >= figures.count else {
      throw .panelCount(figures.count, rows: rows, columns: columns)
    }
    return Figure(content: .panels(rows: rows, columns: columns, figures))
  }

  /// Panels side by side.
  public static func hstack(_ figures: [Figure]) throws(PlotError) -> Figure {
    try grid(rows: 1, columns: max(figures.count, 1), figures)
  }

  /// Panels one under the other.
  public static func vstack(_ figures: [Figure]) throws(PlotError) -> Figure {
    try grid(rows: max(figures.count, 1), columns: 1, figures)
  }
}
