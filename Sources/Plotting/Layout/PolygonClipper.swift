enum PolygonClipper {
  /// The part of a polygon inside a rectangle (Sutherland and Hodgman: one edge after the other).
  static func clip(_ polygon: [Point], to frame: Rect) -> [Point] {
    var points = polygon
    points = cut(points, { $0.x - frame.x })
    points = cut(points, { frame.maxX - $0.x })
    points = cut(points, { $0.y - frame.y })
    return cut(points, { frame.maxY - $0.y })
  }

  /// Keeps the side where `depth` is not negative.
  private static func cut(_ polygon: [Point], _ depth: (Point) -> Double) -> [Point] {
    var result: [Point] = []
    for (index, point) in polygon.enumerated() {
      let previous = polygon[index == 0 ? polygon.count - 1 : index - 1]
      let (from, to) = (depth(previous), depth(point))
      if (from < 0) != (to < 0) {
        let part = from / (from - to)
        result.append(
          Point(
            x: previous.x + (point.x - previous.x) * part,
            y: previous.y + (point.y - previous.y) * part))
      }
      if to >= 0 { result.append(point) }
    }
    return result
  }
}
