/// What a panel is drawn from, in the coordinates of its data. Marks turn themselves into these, and
/// a backend needs to know nothing else.
enum Primitive: Sendable {
  case line(Polyline)
  case points(PointSet)
  case region(Region)
  case bars(BarSet)
  case cells(CellGrid)
  case contours([ContourLine])
  case arrows(ArrowSet)
  case text(TextMark)
}

struct Stroke: Sendable, Hashable {
  var color: PlotColor
  var width = 1.8
  var style = LineStyle.solid
  var alpha = 1.0
}

/// A line through points in order; a coordinate that is not finite breaks it.
struct Polyline: Sendable {
  var x: [Double]
  var y: [Double]
  var stroke: Stroke
  /// A shape set on the line at a few places far apart, to tell noisy lines from each other.
  var sparseMarker: MarkerShape?
  /// True for a trajectory: arrowheads show which way it goes.
  var isDirected = false
}

struct PointSet: Sendable {
  var x: [Double]
  var y: [Double]
  var shape: MarkerShape
  /// Diameter in px.
  var size: Double
  var color: PlotColor
  var alpha = 1.0
}

/// A filled polygon, closed by itself.
struct Region: Sendable {
  var x: [Double]
  var y: [Double]
  var fill: PlotColor
  var alpha: Double
}

struct BarSet: Sendable {
  struct Bar: Sendable {
    var x0: Double
    var x1: Double
    var y0: Double
    var y1: Double
  }
  var bars: [Bar]
  var fill: PlotColor
  var alpha = 1.0
}

/// A grid of coloured cells; row 0 has the smallest y edges.
struct CellGrid: Sendable {
  /// `columns + 1` and `rows + 1` ascending edges.
  var xEdges: [Double]
  var yEdges: [Double]
  /// Row by row.
  var colors: [RGB]
  var alpha = 1.0
  /// Numbers to write into the cells where there is room, row by row.
  var labels: [String]?

  var columns: Int { xEdges.count - 1 }
  var rows: Int { yEdges.count - 1 }
}

struct ContourLine: Sendable {
  var x: [Double]
  var y: [Double]
  var stroke: Stroke
  var label: String?
}

struct ArrowSet: Sendable {
  var x: [Double]
  var y: [Double]
  /// Where each arrow points to, in data coordinates.
  var toX: [Double]
  var toY: [Double]
  var colors: [PlotColor]
}

struct TextMark: Sendable {
  enum Anchor: Sendable { case start, middle, end }
  var x: Double
  var y: Double
  var text: String
  var anchor = Anchor.start
  var color = PlotColor.ink
}
