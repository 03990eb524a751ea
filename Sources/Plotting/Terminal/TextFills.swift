// Filled shapes in characters: regions, bars and cells.

extension TextMarks {
  // MARK: Regions

  /// Every second dot of the polygon, column by column (even-odd rule).
  mutating func draw(_ region: Region) {
    let polygon = zip(region.x, region.y).map { projection.point($0, $1) }
    let points = PolygonClipper.clip(
      polygon.filter { !$0.x.isNaN && !$0.y.isNaN }, to: raster.frame)
    guard let last = points.last else { return }
    var crossings = Array(repeating: [Double](), count: raster.dotColumns)
    for (from, to) in zip([last] + points, points) where from.x != to.x {
      let (a, b) = from.x < to.x ? (from, to) : (to, from)
      let first = clampedInt(a.x.rounded(.up), 0, raster.dotColumns)
      let end = clampedInt(b.x.rounded(.up), 0, raster.dotColumns)
      for x in first..<max(first, end) {
        crossings[x].append(a.y + (b.y - a.y) * (Double(x) - a.x) / (b.x - a.x))
      }
    }
    let character: Character = glyphs.isASCII ? "." : keys.fill(region.fill, glyphs)
    let pen = PlotRaster.Pen(color: region.fill, character: character)
    for x in crossings.indices { fill(x, crossings[x].sorted(), pen) }
  }

  private mutating func fill(_ x: Int, _ crossings: [Double], _ pen: PlotRaster.Pen) {
    for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
      let top = clampedInt(crossings[pair].rounded(.up), 0, raster.dotRows)
      let bottom = clampedInt(crossings[pair + 1].rounded(.down), -1, raster.dotRows - 1)
      guard top <= bottom else { continue }
      for y in top...bottom where glyphs.isASCII || (x + y) % 2 == 0 {
        raster.setDot(x: x, y: y, pen)
      }
    }
  }

  // MARK: Bars

  mutating func draw(_ set: BarSet) {
    let texture = keys.fillCount > 1 && !color ? keys.fill(set.fill, glyphs) : nil
    for bar in set.bars {
      let across = (panel.x.unit(bar.x0), panel.x.unit(bar.x1))
      let up = (panel.y.unit(bar.y0), panel.y.unit(bar.y1))
      guard !across.0.isNaN, !across.1.isNaN, !up.0.isNaN, !up.1.isNaN else { continue }
      let low = min(max(min(up.0, up.1), 0), 1) * Double(raster.rows)
      let high = min(max(max(up.0, up.1), 0), 1) * Double(raster.rows)
      guard high > low else { continue }
      for column in columns(min(across.0, across.1), max(across.0, across.1)) {
        fillColumn(column, from: low, to: high, texture, set.fill)
      }
    }
  }

  /// The characters whose middle lies between two places of the axis; at least one.
  private func columns(_ from: Double, _ to: Double) -> Range<Int> {
    guard to > 0, from < 1 else { return 0..<0 }
    let width = Double(raster.columns)
    let first = clampedInt((from * width).rounded(), 0, raster.columns - 1)
    return first..<max(first + 1, clampedInt((to * width).rounded(), 0, raster.columns))
  }

  /// `from` and `to` in characters from the foot of the frame.
  private mutating func fillColumn(
    _ column: Int, from: Double, to: Double, _ texture: Character?, _ ink: PlotColor
  ) {
    let parts = Double(glyphs.columns.count)
    for row in 0..<raster.rows {
      let foot = ((max(from, Double(row)) - Double(row)) * parts).rounded()
      var head = ((min(to, Double(row + 1)) - Double(row)) * parts).rounded()
      let isFirst = from >= Double(row) && from < Double(row + 1)
      // However small a value is, it is not nothing.
      if isFirst, head <= foot, foot < parts { head = foot + 1 }
      guard head > foot else { continue }
      if let texture, head - foot < parts / 2, !isFirst { _ = texture; continue }
      let character =
        texture.map {
          raster.isFilled(column: column, row: raster.rows - 1 - row, not: $0) ? overlap : $0
        }
        ?? block(Int(foot), Int(head))
      raster.fill(character, column: column, row: raster.rows - 1 - row, ink: ink)
    }
  }

  /// Where two histograms lie over each other.
  private var overlap: Character { glyphs.fills[3] }

  /// A character filled from `foot` to `head` parts; those that hang from above only come in halves.
  private func block(_ foot: Int, _ head: Int) -> Character {
    let full = glyphs.columns.count
    if foot == 0 || full == 1 { return glyphs.columns[head - 1] }
    if head == full { return foot <= full / 4 ? glyphs.columns[full - 1] : glyphs.upperHalf }
    return foot + head >= full ? glyphs.upperHalf : glyphs.columns[full / 2 - 1]
  }

  // MARK: Cells

  mutating func draw(_ grid: CellGrid) {
    // The bands between contour lines are left out: the lines say the same, and can be read.
    let hasContours = panel.primitives.contains { if case .contours = $0 { true } else { false } }
    if hasContours && panel.colorbar == nil { return }
    let sampler = CellSampler(grid: grid, panel: panel)
    let across = (0..<raster.columns).map {
      sampler.column((Double($0) + 0.5) / Double(raster.columns))
    }
    // With colour, the two halves of a character show two rows.
    let halves = color && !glyphs.isASCII ? 2 : 1
    let down = (0..<(raster.rows * halves)).map {
      sampler.row(1 - (Double($0) + 0.5) / Double(raster.rows * halves))
    }
    for row in 0..<raster.rows {
      for column in 0..<raster.columns {
        let colors = (0..<halves).map { sampler.color(across[column], down[row * halves + $0]) }
        fill(colors, column: column, row: row, sampler)
      }
    }
    if let labels = grid.labels { write(labels, across, down, halves, grid) }
  }

  private mutating func fill(_ colors: [RGB?], column: Int, row: Int, _ sampler: CellSampler) {
    guard let first = colors.first, let top = first else { return }
    guard color else {
      return raster.fill(glyphs.shade(sampler.part(top)), column: column, row: row)
    }
    let bottom = colors.last.flatMap { $0 } ?? top
    if top == bottom {
      raster.fill(" ", column: column, row: row, paper: top)
    } else {
      raster.fill(glyphs.upperHalf, column: column, row: row, ink: .rgb(top), paper: bottom)
    }
  }

  /// Numbers in the middle of the cells, where all fit.
  private mutating func write(
    _ labels: [String], _ across: [Int?], _ down: [Int?], _ halves: Int, _ grid: CellGrid
  ) {
    let widest = labels.map { DisplayWidth.columns(glyphs.plain($0)) }.max() ?? 0
    for row in 0..<grid.rows {
      let rows = down.indices.filter { down[$0] == row }
      guard let top = rows.first, let bottom = rows.last else { continue }
      for column in 0..<grid.columns {
        let columns = across.indices.filter { across[$0] == column }
        guard let left = columns.first, columns.count >= widest + 2 else { continue }
        let text = " \(glyphs.plain(labels[row * grid.columns + column])) "
        let start = left + (columns.count - DisplayWidth.columns(text)) / 2
        raster.write(text, column: start, row: (top + bottom) / 2 / halves, ink: nil)
      }
    }
  }
}

/// Which cell of a grid lies at a place of the frame, and what it means.
struct CellSampler {
  let grid: CellGrid
  let panel: Panel
  /// The parts 0…1 that the colours of the panel's map stand for.
  private let parts: [RGB: Double]

  init(grid: CellGrid, panel: Panel) {
    self.grid = grid
    self.panel = panel
    parts = panel.colorbar.map { $0.map.parts(of: Set(grid.colors)) } ?? [:]
  }

  func column(_ unit: Double) -> Int? { index(panel.x, unit, grid.xEdges) }
  func row(_ unit: Double) -> Int? { index(panel.y, unit, grid.yEdges) }

  func color(_ column: Int?, _ row: Int?) -> RGB? {
    guard let column, let row else { return nil }
    return grid.colors[row * grid.columns + column]
  }

  /// The place of a colour in the map; of a picture's, how bright it is.
  func part(_ color: RGB) -> Double { parts[color] ?? color.luminance }

  private func index(_ axis: Axis, _ unit: Double, _ edges: [Double]) -> Int? {
    let value = axis.scale.inverse(axis.isReversed ? 1 - unit : unit)
    guard let first = edges.first, let last = edges.last, value >= first, value <= last else {
      return nil
    }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}

extension Colormap {
  /// The places 0…1 of colours of the map, as near as can be told.
  func parts(of colors: Set<RGB>) -> [RGB: Double] {
    let ladder = (0...200).map { color(Double($0) / 200) }
    var parts: [RGB: Double] = [:]
    for color in colors {
      let distances = ladder.map(color.distance)
      let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      parts[color] = Double(nearest) / 200
    }
    return parts
  }
}

extension RGB {
  fileprivate func distance(to other: RGB) -> Int {
    let parts = [(red, other.red), (green, other.green), (blue, other.blue)]
    return parts.reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }
}
