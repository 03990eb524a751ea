/// One pair of axes with everything on it: what both backends draw.
struct Panel: Sendable {
  var title: String?
  var x: Axis
  var y: Axis
  var primitives: [Primitive] = []
  var legend: [LegendEntry] = []
  var legendPlacement = LegendPlacement.automatic
  var colorbar: Colorbar?
  /// Width by height of one unit of x and y, for pictures; nil lets the panel fill its place.
  var aspect: Double?
  /// Sentences under the panel: what could not be shown, and why.
  var notes: [String] = []
  /// True when there is nothing finite to draw.
  var isEmpty = false
}

/// A named series and the sample drawn beside its name.
struct LegendEntry: Sendable {
  enum Swatch: Sendable {
    case line(Stroke, MarkerShape?)
    case point(MarkerShape, PlotColor)
    case fill(PlotColor, alpha: Double)
    /// Words only: "and 88 more".
    case none
  }
  var label: String
  var swatch: Swatch
  /// Where a line ends, so that its name can stand there.
  var endX: Double?
  var endY: Double?
}

/// What the colours of cells mean.
struct Colorbar: Sendable {
  var map: Colormap
  var axis: Axis
}

/// A figure ready to be drawn.
struct Scene: Sendable {
  indirect enum Content: Sendable {
    case panel(Panel)
    case grid(rows: Int, columns: Int, [Scene])
    case nodes(NodeGraph)
  }
  var content: Content
  var options: FigureOptions
}
