/// The points of all sets of a panel in px, without those outside the frame and those that are hidden
/// under others.
struct PointClouds {
  /// By the index of the set among the primitives.
  private(set) var points: [Int: [Point]] = [:]
  private(set) var count = 0

  /// Of more in a panel, one is left in each small square of the frame.
  private static let most = 6000

  init(_ primitives: [Primitive], _ projection: Projection) {
    for (index, primitive) in primitives.enumerated() {
      guard case .points(let set) = primitive else { continue }
      points[index] = PointClouds.visible(set, projection)
      count += points[index]?.count ?? 0
    }
    if points.count > 1, count > PointClouds.most { share(projection.frame.inset(-0.5)) }
  }

  private static func visible(_ set: PointSet, _ projection: Projection) -> [Point] {
    let bounds = projection.frame.inset(-0.5)
    guard set.x.count > most else {
      return zip(set.x, set.y).map { projection.point($0, $1) }.filter(bounds.contains)
    }
    let squares = Squares(bounds, atLeast: set.size * 0.7)
    var isTaken = Array(repeating: false, count: squares.count)
    var points: [Point] = []
    for index in set.x.indices {
      let point = projection.point(set.x[index], set.y[index])
      guard bounds.contains(point) else { continue }
      let square = squares.index(of: point)
      if isTaken[square] { continue }
      isTaken[square] = true
      points.append(point)
    }
    return points
  }

  /// Leaves in each square a point of one set: where several meet, of each in turn, so that none
  /// covers the others.
  private mutating func share(_ bounds: Rect) {
    let squares = Squares(bounds, atLeast: 1)
    let sets = points.keys.sorted()
    var present: [[Int]] = Array(repeating: [], count: squares.count)
    for set in sets {
      for point in points[set] ?? [] {
        let square = squares.index(of: point)
        if present[square].last != set { present[square].append(set) }
      }
    }
    var isTaken = Array(repeating: false, count: squares.count)
    count = 0
    for set in sets {
      points[set] = points[set]?.filter { point in
        let square = squares.index(of: point)
        let here = present[square]
        let turn = square % squares.columns + 3 * (square / squares.columns)
        guard !isTaken[square], here[turn % here.count] == set else { return false }
        isTaken[square] = true
        return true
      }
      count += points[set]?.count ?? 0
    }
  }

  /// The frame cut into about as many squares as points are left.
  private struct Squares {
    let bounds: Rect
    let side: Double
    let columns: Int
    let rows: Int

    init(_ bounds: Rect, atLeast least: Double) {
      self.bounds = bounds
      side = max(least, (bounds.width * bounds.height / Double(PointClouds.most)).squareRoot())
      columns = clampedInt(bounds.width / side, 0, 10_000) + 1
      rows = clampedInt(bounds.height / side, 0, 10_000) + 1
    }

    var count: Int { columns * rows }

    func index(of point: Point) -> Int {
      let column = clampedInt((point.x - bounds.x) / side, 0, columns - 1)
      let row = clampedInt((point.y - bounds.y) / side, 0, rows - 1)
      return row * columns + column
    }
  }
}
