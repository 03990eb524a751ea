/// Lines of equal value of a function of two variables.
struct ContourMark: Mark {
  var grid: ScalarGrid
  var levels: [Double]
  var isFilled: Bool
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  func measure(_ requests: inout AxisRequests) {
    requests.x.includeSolid(grid.x.first, grid.x.last)
    requests.y.includeSolid(grid.y.first, grid.y.last)
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    if isFilled { panel.primitives.append(.cells(bands())) }
    var lines: [ContourLine] = []
    for (index, level) in levels.enumerated() {
      let stroke = Stroke(
        color: options.color ?? shade(index), width: options.lineWidth ?? 1.2,
        style: options.style ?? .solid, alpha: options.opacity ?? 1)
      let label = levels.count > 1 ? NumberText.format(level) : nil
      for line in MarchingSquares.lines(of: grid, at: level) {
        lines.append(ContourLine(x: line.x, y: line.y, stroke: stroke, label: label))
      }
    }
    panel.primitives.append(.contours(lines))
  }

  var note: String? {
    var extent = Extent()
    extent.include(grid.values)
    let isCrossed = levels.contains { $0 >= extent.lower && $0 <= extent.upper }
    guard !isCrossed else { return nil }
    guard !extent.isEmpty else { return "no contour lines: no value is finite" }
    let (least, most) = (NumberText.format(extent.lower), NumberText.format(extent.upper))
    return least == most
      ? "no contour lines: all values are \(least)"
      : "no contour lines: no level lies between \(least) and \(most)"
  }

  private func shade(_ index: Int) -> PlotColor {
    if isFilled || levels.count == 1 { return .ink }
    return .level(index * (PlotColor.levels - 1) / max(levels.count - 1, 1))
  }

  /// Cells coloured by the band between two levels that they lie in, fine enough to look smooth.
  private func bands() -> CellGrid {
    let fine = grid.resampled(to: 90)
    let map: Colormap = levels.count == 1 ? .diverging : .viridis
    let colors = fine.values.map { value -> RGB in
      guard value.isFinite else { return map.color(.nan) }
      let band = levels.count { value >= $0 }
      let part = Double(band) / Double(max(levels.count, 1))
      // Two classes need not be as loud as the ends of the map.
      return map.color(levels.count == 1 ? 0.22 + 0.5 * part : part)
    }
    return CellGrid(
      xEdges: CellEdges.around(fine.x, count: fine.x.count),
      yEdges: CellEdges.around(fine.y, count: fine.y.count), colors: colors,
      alpha: options.opacity ?? 0.35)
  }

  var kind: String? { "contour plot" }

  func summary(_ context: SummaryContext) -> String {
    var extent = Extent()
    extent.include(grid.values)
    let name = options.label.map { " of \($0)" } ?? ""
    guard !extent.isEmpty else { return "contours\(name): no finite value" }
    let shown = levels.map { NumberText.format($0) }.joined(separator: ", ")
    return "contours\(name) at \(shown); values from \(NumberText.format(extent.lower)) to "
      + NumberText.format(extent.upper)
  }
}

extension Figure {
  /// Contours of f over the grid of all xᵢ and yⱼ.
  ///
  /// - Parameters:
  ///   - levels: where to draw lines; nil takes round values, or values in even ratio where f spans
  ///     several decades.
  ///   - count: about how many round values to take.
  ///   - isFilled: colours the bands between lines; with a single level, the two sides of it.
  ///   - evaluate: called once with the coordinates of all grid points, row by row (x runs fastest).
  public static func contour(
    x: [Double], y: [Double], levels: [Double]? = nil, count: Int? = nil, isFilled: Bool = false,
    options: MarkOptions = MarkOptions(), evaluate: ([Double], [Double]) throws -> [Double]
  ) throws -> Figure {
    try checkAscending(x, "xs", count: x.count)
    try checkAscending(y, "ys", count: y.count)
    let (px, py) = gridPoints(x, y)
    let values = try evaluate(px, py)
    guard values.count == px.count else {
      throw PlotError.gridSize("the contour", values.count, rows: y.count, columns: x.count)
    }
    let grid = ScalarGrid(x: x, y: y, values: values)
    let levels =
      levels?.filter(\.isFinite).sorted() ?? ContourLevels.automatic(values, count: count)
    return Figure(marks: [
      ContourMark(grid: grid, levels: levels, isFilled: isFilled, options: options)
    ])
  }

  static func gridPoints(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double]) {
    (y.flatMap { _ in x }, y.flatMap { value in x.map { _ in value } })
  }
}

enum ContourLevels {
  /// About eight round values; where most of the range is taken by a few large values (a narrow
  /// valley), 1, 2, 5, 10, … instead, so that the floor of the valley is seen.
  static func automatic(_ values: [Double], count: Int? = nil) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let most = sorted.last, least < most else { return [] }
    if let count {
      let limit = min(max(count, 1), 60) + 1
      let ticks = LinearTicks.ticks(lower: least, upper: most, limit: limit).major.map(\.value)
      return ticks.filter { $0 > least && $0 < most }
    }
    let quartile = sorted[sorted.count / 4]
    if least >= 0, most > 30 * quartile, quartile > 0 {
      return ratios(from: max(sorted[sorted.count / 50], most * 1e-5), to: most)
    }
    let ticks = LinearTicks.ticks(lower: least, upper: most, limit: 10).major.map(\.value)
    return ticks.filter { $0 > least && $0 < most }
  }

  private static func ratios(from least: Double, to most: Double) -> [Double] {
    let decades = decimalExponent(least)...decimalExponent(most)
    let digits = decades.count > 6 ? [1] : decades.count > 3 ? [1, 3] : [1, 2, 5]
    return decades.flatMap { exponent in
      digits.map { Double("\($0)e\(exponent)") ?? 0 }.filter { $0 > least && $0 < most }
    }
  }
}
