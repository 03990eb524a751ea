/// Points of one shape and colour.
enum SVGMarker {
  /// Up to so many in a panel, each point is an element of its own with a rim, so that points that
  /// overlap are told apart; of more, those of a colour are one path of dots.
  static let mostElements = 1500

  static func draw(
    _ shape: MarkerShape, at points: [Point], size: Double, color: PlotColor, alpha: Double = 1,
    asDots: Bool = false, to out: inout SVGBuffer
  ) {
    guard shape != .none, !points.isEmpty else { return }
    if asDots, shape != .dash {
      drawDots(points, size, color, alpha, to: &out)
    } else if shape.isStroked {
      drawStrokes(shape, points, size, color, alpha, to: &out)
    } else {
      drawElements(shape, points, size, color, alpha, to: &out)
    }
  }

  private static func drawStrokes(
    _ shape: MarkerShape, _ points: [Point], _ size: Double, _ color: PlotColor, _ alpha: Double,
    to out: inout SVGBuffer
  ) {
    let half = size / 2
    out.raw("<path fill=\"none\" d=\"")
    for point in points {
      let (x, y) = (point.x, point.y)
      switch shape {
      case .cross:
        out.segment(Point(x: x - half, y: y - half), Point(x: x + half, y: y + half))
        out.segment(Point(x: x - half, y: y + half), Point(x: x + half, y: y - half))
      case .plus:
        out.segment(Point(x: x - half, y: y), Point(x: x + half, y: y))
        out.segment(Point(x: x, y: y - half), Point(x: x, y: y + half))
      default: out.segment(Point(x: x - half, y: y), Point(x: x + half, y: y))
      }
    }
    out.raw("\"")
    out.stroke(color, width: shape == .dash ? 1.3 : 2)
    out.opacity(alpha)
    out.raw("/>\n")
  }

  private static func drawElements(
    _ shape: MarkerShape, _ points: [Point], _ size: Double, _ color: PlotColor, _ alpha: Double,
    to out: inout SVGBuffer
  ) {
    // A fixed colour may be close to the paper's of one theme: its rim then shows the point.
    let rim: PlotColor = color.className == nil ? .muted : .background
    out.addRoles(stroke: rim, fill: color)
    let names = [color.className.map { "f-\($0)" }, rim.className.map { "s-\($0)" }]
      .compactMap { $0 }
    out.raw("<g fill=\"\(Theme.light.rgb(color).hex)\" stroke=\"\(Theme.light.rgb(rim).hex)\"")
    out.attribute("stroke-width", color.className == nil ? 0.5 : 0.75)
    out.raw(" class=\"\(names.joined(separator: " "))\"")
    out.opacity(alpha)
    out.raw(">")
    for point in points {
      if shape == .circle {
        out.raw("<circle")
        out.attribute("cx", point.x)
        out.attribute("cy", point.y)
        out.attribute("r", size / 2)
        out.raw("/>")
      } else {
        out.raw("<path d=\"")
        out.path(corners(shape, size).map { Point(x: point.x + $0.x, y: point.y + $0.y) })
        out.raw("Z\"/>")
      }
    }
    out.raw("</g>\n")
  }

  /// Corners around the middle; of about equal area, so that no shape looks heavier.
  private static func corners(_ shape: MarkerShape, _ size: Double) -> [Point] {
    let half = size / 2
    switch shape {
    case .square:
      let side = half * 0.89
      return [
        Point(x: -side, y: -side), Point(x: side, y: -side), Point(x: side, y: side),
        Point(x: -side, y: side),
      ]
    case .diamond:
      let reach = half * 1.25
      return [
        Point(x: 0, y: -reach), Point(x: reach, y: 0), Point(x: 0, y: reach),
        Point(x: -reach, y: 0),
      ]
    default:
      let up = shape == .down ? -1.0 : 1.0
      return [
        Point(x: 0, y: -half * 1.35 * up), Point(x: half * 1.17, y: half * 0.68 * up),
        Point(x: -half * 1.17, y: half * 0.68 * up),
      ]
    }
  }

  /// A line of no length with round ends is a disc.
  private static func drawDots(
    _ points: [Point], _ size: Double, _ color: PlotColor, _ alpha: Double, to out: inout SVGBuffer
  ) {
    out.raw("<path fill=\"none\" stroke-linecap=\"round\" d=\"")
    for point in points {
      out.raw("M")
      out.pair(point.x, point.y)
      out.raw("h0")
    }
    out.raw("\"")
    out.stroke(color, width: size)
    out.opacity(alpha)
    out.raw("/>\n")
  }
}
