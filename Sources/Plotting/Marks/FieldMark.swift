#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Arrows of a vector field on a grid.
struct FieldMark: Mark {
  var x: [Double]
  var y: [Double]
  var u: [Double]
  var v: [Double]
  /// Distance between neighbours on the grid: no arrow is longer.
  var cell: (x: Double, y: Double)
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  func measure(_ requests: inout AxisRequests) {
    for index in x.indices {
      requests.x.include(x[index])
      requests.y.include(y[index])
    }
    requests.x.includeSolid((x.min() ?? 0) - cell.x / 2, (x.max() ?? 0) + cell.x / 2)
    requests.y.includeSolid((y.min() ?? 0) - cell.y / 2, (y.max() ?? 0) + cell.y / 2)
  }

  /// The length of the longest arrow in cells; shorter ones are drawn by the square root of their
  /// length, so that a weak part of the field still shows its direction. The colour is the length.
  func draw(_ context: MarkContext, into panel: inout Panel) {
    let lengths = u.indices.map { hypot(u[$0] / cell.x, v[$0] / cell.y) }
    let longest = lengths.filter(\.isFinite).max() ?? 0
    guard longest > 0 else { return }
    var arrows = ArrowSet(x: [], y: [], toX: [], toY: [], colors: [])
    for index in x.indices where lengths[index].isFinite && lengths[index] > 0 {
      let part = lengths[index] / longest
      let reach = 0.9 * max(part.squareRoot(), 0.12) / lengths[index]
      arrows.x.append(x[index] - u[index] * reach / 2)
      arrows.y.append(y[index] - v[index] * reach / 2)
      arrows.toX.append(x[index] + u[index] * reach / 2)
      arrows.toY.append(y[index] + v[index] * reach / 2)
      let level = clampedInt(part * Double(PlotColor.levels), 0, PlotColor.levels - 1)
      arrows.colors.append(options.color ?? .level(level))
    }
    panel.primitives.append(.arrows(arrows))
  }

  var note: String? {
    let hasArrow = u.indices.contains { hypot(u[$0], v[$0]).isFinite && hypot(u[$0], v[$0]) > 0 }
    return hasArrow ? nil : "no arrows: the field is zero or not finite everywhere"
  }

  var kind: String? { "vector field" }

  func summary(_ context: SummaryContext) -> String {
    let lengths = u.indices.map { hypot(u[$0], v[$0]) }.filter(\.isFinite)
    let name = options.label.map { " of \($0)" } ?? ""
    guard let least = lengths.min(), let most = lengths.max() else {
      return "vector field\(name): no finite value"
    }
    return "vector field\(name), \(x.count) arrows of length \(NumberText.format(least)) to "
      + NumberText.format(most)
  }
}

extension Figure {
  /// Arrows of the vector field F over the grid of all xᵢ and yⱼ.
  ///
  /// - Parameter evaluate: called once with the coordinates of all grid points, row by row (x runs
  ///   fastest); it gives both components.
  public static func field(
    x: [Double], y: [Double], options: MarkOptions = MarkOptions(),
    evaluate: ([Double], [Double]) throws -> (u: [Double], v: [Double])
  ) throws -> Figure {
    try checkAscending(x, "xs", count: x.count)
    try checkAscending(y, "ys", count: y.count)
    let (px, py) = gridPoints(x, y)
    let (u, v) = try evaluate(px, py)
    guard u.count == px.count, v.count == px.count else {
      throw PlotError.gridSize("the field", u.count, rows: y.count, columns: x.count)
    }
    let cell = (x: spacing(x), y: spacing(y))
    return Figure(marks: [
      FieldMark(x: px, y: py, u: u, v: v, cell: cell, options: options)
    ])
  }

  private static func spacing(_ places: [Double]) -> Double {
    zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 1
  }
}
