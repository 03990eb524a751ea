/// Leaves out points that are hidden under others.
enum PointThinning {
  private static let many = 6000

  /// The points of a set in px, without those outside the frame. Of very many, one for each small
  /// square of the frame.
  static func visible(_ set: PointSet, _ projection: Projection) -> [Point] {
    let bounds = projection.frame.inset(-0.5)
    guard set.x.count > many else {
      return zip(set.x, set.y).map { projection.point($0, $1) }.filter(bounds.contains)
    }
    let side = max(set.size * 0.7, (bounds.width * bounds.height / Double(many)).squareRoot())
    let columns = clampedInt(bounds.width / side, 0, 10_000) + 1
    let rows = clampedInt(bounds.height / side, 0, 10_000) + 1
    var isTaken = Array(repeating: false, count: columns * rows)
    var points: [Point] = []
    for index in set.x.indices {
      let point = projection.point(set.x[index], set.y[index])
      guard bounds.contains(point) else { continue }
      let column = clampedInt((point.x - bounds.x) / side, 0, columns - 1)
      let row = clampedInt((point.y - bounds.y) / side, 0, rows - 1)
      if isTaken[row * columns + column] { continue }
      isTaken[row * columns + column] = true
      points.append(point)
    }
    return points
  }
}
