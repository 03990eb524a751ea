/// Which parts of a frame hold data: a coarse grid, to find a free corner for the legend.
struct Occupancy {
  private static let size = 6.0
  private let frame: Rect
  private let columns: Int
  private let rows: Int
  private var isTaken: [Bool]

  init(panel: Panel, projection: Projection) {
    frame = projection.frame
    columns = clampedInt(frame.width / Occupancy.size, 0, 2000) + 1
    rows = clampedInt(frame.height / Occupancy.size, 0, 2000) + 1
    isTaken = Array(repeating: false, count: columns * rows)
    for primitive in panel.primitives { add(primitive, projection) }
  }

  /// How many cells of `box` hold data.
  func count(in box: Rect) -> Int {
    var count = 0
    let across = columnRange(box.x, box.maxX)
    for row in rowRange(box.y, box.maxY) {
      for column in across where isTaken[row * columns + column] { count += 1 }
    }
    return count
  }

  private mutating func add(_ primitive: Primitive, _ projection: Projection) {
    switch primitive {
    case .line(let line): add(lines: projection.lines(line.x, line.y))
    case .contours(let lines):
      for line in lines { add(lines: projection.lines(line.x, line.y)) }
    case .points(let set): add(points: set.x, set.y, projection)
    case .arrows(let set):
      add(points: set.x, set.y, projection)
      add(points: set.toX, set.toY, projection)
    case .text(let text): add(points: [text.x], [text.y], projection)
    case .bars(let set):
      for bar in set.bars {
        fill(projection.point(bar.x0, bar.y0), projection.point(bar.x1, bar.y1))
      }
    case .region(let region): add(region, projection)
    case .cells(let grid):
      guard let x0 = grid.xEdges.first, let x1 = grid.xEdges.last, let y0 = grid.yEdges.first,
        let y1 = grid.yEdges.last
      else { return }
      fill(projection.point(x0, y0), projection.point(x1, y1))
    }
  }

  /// A region is taken as the strips between its upper and its lower border.
  private mutating func add(_ region: Region, _ projection: Projection) {
    let half = region.x.count / 2
    for index in 0..<half {
      let other = region.x.count - 1 - index
      fill(
        projection.point(region.x[index], region.y[index]),
        projection.point(region.x[other], region.y[other]))
    }
  }

  private mutating func add(lines: [[Point]]) {
    for line in lines {
      for (from, to) in zip(line, line.dropFirst()) {
        let steps = clampedInt(from.distance(to: to) / Occupancy.size, 0, 2000) + 1
        for step in 0...steps {
          let part = Double(step) / Double(steps)
          mark(Point(x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part))
        }
      }
    }
  }

  private mutating func add(points x: [Double], _ y: [Double], _ projection: Projection) {
    for index in x.indices { mark(projection.point(x[index], y[index])) }
  }

  private mutating func mark(_ point: Point) {
    guard frame.contains(point) else { return }
    let column = clampedInt((point.x - frame.x) / Occupancy.size, 0, columns - 1)
    let row = clampedInt((point.y - frame.y) / Occupancy.size, 0, rows - 1)
    isTaken[row * columns + column] = true
  }

  private mutating func fill(_ a: Point, _ b: Point) {
    guard !a.x.isNaN, !a.y.isNaN, !b.x.isNaN, !b.y.isNaN else { return }
    let across = columnRange(min(a.x, b.x), max(a.x, b.x))
    for row in rowRange(min(a.y, b.y), max(a.y, b.y)) {
      for column in across { isTaken[row * columns + column] = true }
    }
  }

  private func columnRange(_ from: Double, _ to: Double) -> ClosedRange<Int> {
    let first = clampedInt((from - frame.x) / Occupancy.size, 0, columns - 1)
    return first...max(first, clampedInt((to - frame.x) / Occupancy.size, 0, columns - 1))
  }

  private func rowRange(_ from: Double, _ to: Double) -> ClosedRange<Int> {
    let first = clampedInt((from - frame.y) / Occupancy.size, 0, rows - 1)
    return first...max(first, clampedInt((to - frame.y) / Occupancy.size, 0, rows - 1))
  }
}
