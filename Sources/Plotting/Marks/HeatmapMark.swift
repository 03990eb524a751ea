/// A matrix as coloured cells.
struct HeatmapMark: Mark {
  /// Row by row.
  var values: [Double]
  var rows: Int
  var columns: Int
  /// Centres of columns and rows; nil counts them from 1, with row 1 at the top.
  var x: [Double]?
  var y: [Double]?
  var map: Colormap?
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  private var xEdges: [Double] { CellEdges.around(x, count: columns) }
  private var yEdges: [Double] { CellEdges.around(y, count: rows) }

  func measure(_ requests: inout AxisRequests) {
    requests.x.includeSolid(xEdges.first, xEdges.last)
    requests.y.includeSolid(yEdges.first, yEdges.last)
    if x == nil { requests.xIsWhole = true }
    if y == nil {
      requests.yIsWhole = true
      requests.yIsReversed = true
    }
    if x == nil, y == nil, rows > 0, columns > 0 {
      // Square cells, unless the matrix is so long that they would become a ribbon.
      let shape = Double(columns) / Double(rows)
      if shape > 0.3 && shape < 4 { requests.aspect = shape }
    }
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    guard rows > 0, columns > 0 else { return }
    let range = ColorRange(values, map: map)
    let colors = values.map { range.color($0) }
    let labels = rows * columns <= 200 ? values.map { NumberText.format($0, significant: 2) } : nil
    panel.primitives.append(
      .cells(
        CellGrid(
          xEdges: xEdges, yEdges: yEdges, colors: colors, alpha: options.opacity ?? 1,
          labels: labels)))
    panel.colorbar = Colorbar(map: range.map, axis: Axis(scale: range.scale, label: options.label))
  }

  var kind: String? { "heatmap" }

  func summary(_ context: SummaryContext) -> String {
    var extent = Extent()
    extent.include(values)
    let size = "heatmap of \(rows) × \(columns) values"
    guard !extent.isEmpty else { return "\(size), none of them finite" }
    return "\(size) from \(NumberText.format(extent.lower)) to \(NumberText.format(extent.upper))"
  }
}

enum CellEdges {
  /// Edges half-way between centres; the outer cells are as wide as their neighbours.
  static func around(_ centres: [Double]?, count: Int) -> [Double] {
    guard count > 0 else { return [] }
    guard let centres, centres.count == count else { return (0...count).map { Double($0) + 0.5 } }
    guard count > 1 else { return [centres[0] - 0.5, centres[0] + 0.5] }
    let inner = (1..<count).map { centres[$0 - 1] * 0.5 + centres[$0] * 0.5 }
    let first = 2 * centres[0] - inner[0]
    let last = 2 * centres[count - 1] - inner[count - 2]
    return [first] + inner + [last]
  }
}

/// The numbers that the ends of a colormap stand for.
struct ColorRange {
  var map: Colormap
  var scale: Scale

  /// Data on both sides of zero get the diverging map with zero in its middle, others viridis.
  init(_ values: [Double], map: Colormap?) {
    var extent = Extent()
    extent.include(values)
    let crossesZero = extent.lower < 0 && extent.upper > 0
    self.map = map ?? (crossesZero ? .diverging : .viridis)
    if self.map == .diverging, !extent.isEmpty {
      let largest = max(extent.lower.magnitude, extent.upper.magnitude)
      extent.lower = -largest
      extent.upper = largest
    }
    scale = Domain.scale(kind: .linear, extent: extent, limits: nil)
  }

  func color(_ value: Double) -> RGB {
    value.isFinite || value.isInfinite ? map.color(scale.unit(value)) : map.color(.nan)
  }
}

extension Figure {
  /// A matrix, row by row, as coloured cells.
  ///
  /// - Parameters:
  ///   - x: centres of the columns, and `y` of the rows, ascending; without them columns and rows are
  ///     counted from 1 and row 1 stands at the top, as a matrix is written.
  ///   - map: nil takes the diverging map for data on both sides of zero, else viridis.
  public static func heatmap(
    _ values: [Double], rows: Int, columns: Int, x: [Double]? = nil, y: [Double]? = nil,
    map: Colormap? = nil, options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard rows >= 0, columns >= 0, values.count == rows * columns else {
      throw .gridSize("the heatmap", values.count, rows: rows, columns: columns)
    }
    if let x { try checkAscending(x, "x", count: columns) }
    if let y { try checkAscending(y, "y", count: rows) }
    return Figure(marks: [
      HeatmapMark(
        values: values, rows: rows, columns: columns, x: x, y: y, map: map, options: options)
    ])
  }

  static func checkAscending(_ values: [Double], _ name: String, count: Int) throws(PlotError) {
    guard values.count == count else {
      throw PlotError("\(name) has \(values.count) values where the grid has \(count)")
    }
    guard values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw PlotError("\(name) must be finite and ascending") }
  }
}
