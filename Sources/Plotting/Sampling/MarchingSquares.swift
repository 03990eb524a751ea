/// Lines of equal value through a grid.
///
/// Each cell whose corners are not all on one side of the level is crossed by one or two segments from
/// edge to edge, with ends by linear interpolation; segments that share an edge are chained to lines.
/// A saddle is decided by the mean of its corners.
enum MarchingSquares {
  struct Line: Sendable {
    var x: [Double]
    var y: [Double]
  }

  static func lines(of grid: ScalarGrid, at level: Double) -> [Line] {
    let segments = segments(grid, level)
    return chains(segments).map { chain in
      let points = chain.map { point($0, grid, level) }
      return Line(x: points.map(\.x), y: points.map(\.y))
    }
  }

  private struct Segment {
    var from: Int
    var to: Int
  }

  // An edge's number: 2·(row·columns + column) for the one to the right of a grid point, and one more
  // for the one above it.
  private static func segments(_ grid: ScalarGrid, _ level: Double) -> [Segment] {
    let columns = grid.x.count
    guard columns > 1, grid.y.count > 1 else { return [] }
    var result: [Segment] = []
    for row in 0..<(grid.y.count - 1) {
      for column in 0..<(columns - 1) {
        let a = grid.value(column, row)
        let b = grid.value(column + 1, row)
        let c = grid.value(column + 1, row + 1)
        let d = grid.value(column, row + 1)
        guard a.isFinite, b.isFinite, c.isFinite, d.isFinite else { continue }
        let corner =
          (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0)
          | (d >= level ? 8 : 0)
        let point = row * columns + column
        let edges = [2 * point, 2 * (point + 1) + 1, 2 * (point + columns), 2 * point + 1]
        let centerIsHigh = a / 4 + b / 4 + c / 4 + d / 4 >= level
        for (from, to) in pairs(corner, centerIsHigh) {
          result.append(Segment(from: edges[from], to: edges[to]))
        }
      }
    }
    return result
  }

  /// Which edges (0 below, 1 right, 2 above, 3 left) a cell's segments join. Bits of `corner`: 1 lower
  /// left, 2 lower right, 4 upper right, 8 upper left are high.
  private static func pairs(_ corner: Int, _ centerIsHigh: Bool) -> [(Int, Int)] {
    switch corner {
    case 1, 14: [(3, 0)]
    case 2, 13: [(0, 1)]
    case 3, 12: [(3, 1)]
    case 4, 11: [(1, 2)]
    case 6, 9: [(0, 2)]
    case 7, 8: [(3, 2)]
    case 5: centerIsHigh ? [(3, 2), (0, 1)] : [(3, 0), (1, 2)]
    case 10: centerIsHigh ? [(3, 0), (1, 2)] : [(3, 2), (0, 1)]
    default: []
    }
  }

  private static func chains(_ segments: [Segment]) -> [[Int]] {
    var touching: [Int: [Int]] = [:]
    for (index, segment) in segments.enumerated() {
      touching[segment.from, default: []].append(index)
      touching[segment.to, default: []].append(index)
    }
    var isUsed = Array(repeating: false, count: segments.count)
    var result: [[Int]] = []
    func follow(from start: Int, _ first: Int) {
      var chain = [start]
      var next: Int? = first
      while let index = next {
        isUsed[index] = true
        let segment = segments[index]
        let end = segment.from == chain[chain.count - 1] ? segment.to : segment.from
        chain.append(end)
        next = touching[end]?.first { !isUsed[$0] }
      }
      result.append(chain)
    }
    // Open lines first, each from an end; what is left are closed ones.
    for (index, segment) in segments.enumerated() where !isUsed[index] {
      if touching[segment.from]?.count == 1 {
        follow(from: segment.from, index)
      } else if touching[segment.to]?.count == 1 {
        follow(from: segment.to, index)
      }
    }
    for (index, segment) in segments.enumerated() where !isUsed[index] {
      follow(from: segment.from, index)
    }
    return result
  }

  private static func point(
    _ edge: Int, _ grid: ScalarGrid, _ level: Double
  ) -> (x: Double, y: Double) {
    let column = (edge / 2) % grid.x.count
    let row = (edge / 2) / grid.x.count
    let isVertical = edge % 2 == 1
    let a = grid.value(column, row)
    let b = isVertical ? grid.value(column, row + 1) : grid.value(column + 1, row)
    let part = (level * 0.5 - a * 0.5) / (b * 0.5 - a * 0.5)
    if isVertical {
      return (grid.x[column], grid.y[row] * (1 - part) + grid.y[row + 1] * part)
    }
    return (grid.x[column] * (1 - part) + grid.x[column + 1] * part, grid.y[row])
  }
}
