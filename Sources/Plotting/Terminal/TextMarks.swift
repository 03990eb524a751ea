/// Draws primitives within a frame of characters.
struct TextMarks {
  let panel: Panel
  var raster: PlotRaster
  let color: Bool
  let keys: SeriesKeys
  let projection: Projection

  /// With more points than this, each is a dot.
  private static let mostMarkers = 150

  init(panel: Panel, raster: PlotRaster, color: Bool) {
    self.panel = panel
    self.raster = raster
    self.color = color
    keys = SeriesKeys(panel)
    projection = Projection(x: panel.x, y: panel.y, frame: raster.frame)
  }

  var glyphs: GlyphSet { raster.glyphs }

  mutating func draw() {
    for primitive in panel.primitives {
      switch primitive {
      case .line(let line): draw(line)
      case .points(let set): draw(set)
      case .region(let region): draw(region)
      case .bars(let set): draw(set)
      case .cells(let grid): draw(grid)
      case .contours(let lines): draw(lines)
      case .arrows(let set): draw(set)
      case .text(let text): draw(text)
      }
    }
  }

  func pen(_ color: PlotColor) -> PlotRaster.Pen {
    PlotRaster.Pen(color: color, character: keys.line(color, glyphs))
  }

  // MARK: Lines

  private mutating func draw(_ line: Polyline) {
    let pen = pen(line.stroke.color)
    if line.stroke.alpha < 0.5 {
      // The raw data behind an average: dots leave the average visible.
      for (x, y) in zip(line.x, line.y) { raster.setDot(projection.point(x, y), pen) }
      return
    }
    let lines = projection.lines(line.x, line.y)
    draw(lines, pen)
    if line.isDirected {
      drawDirections(lines, line.stroke.color)
    } else if keys.namedLines > 1, !glyphs.isASCII {
      drawKeys(lines, line.stroke.color)
    }
  }

  private mutating func draw(_ lines: [[Point]], _ pen: PlotRaster.Pen) {
    for line in lines {
      for (from, to) in zip(line, line.dropFirst()) { raster.drawLine(from: from, to: to, pen) }
    }
  }

  /// The shape that stands for a line, at a few places of it, at other ones for each line.
  private mutating func drawKeys(_ lines: [[Point]], _ color: PlotColor) {
    let pitch = raster.frame.width / 5
    var next = pitch * (Double(keys.order(color) % 4) + 0.5) / 4
    let shape = glyphs.shape(keys.shape(color))
    var isDrawn = false
    for line in lines {
      for (from, to) in zip(line, line.dropFirst()) where max(from.x, to.x) >= next {
        let part = to.x == from.x ? 1 : min(max((next - from.x) / (to.x - from.x), 0), 1)
        raster.mark(
          shape, at: Point(x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part),
          ink: color)
        isDrawn = true
        while next <= max(from.x, to.x) { next += pitch }
      }
    }
    if !isDrawn, let end = lines.last?.last { raster.mark(shape, at: end, ink: color) }
  }

  private mutating func drawDirections(_ lines: [[Point]], _ color: PlotColor) {
    let spacing = Double(8 * glyphs.dots.across)
    var travelled = spacing / 2
    for line in lines {
      for (from, to) in zip(line, line.dropFirst()) {
        travelled += from.distance(to: to)
        guard travelled >= spacing else { continue }
        travelled = 0
        let middle = Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
        raster.mark(arrow(from, to), at: middle, ink: color)
      }
    }
  }

  /// A character is twice as high as wide: so are "dots" that are characters.
  private func arrow(_ from: Point, _ to: Point) -> Character {
    let height = glyphs.isASCII ? 2.0 : 1.0
    return glyphs.arrow(to.x - from.x, (from.y - to.y) * height)
  }

  // MARK: Points, arrows, words

  private mutating func draw(_ set: PointSet) {
    guard set.shape != .none else { return }
    let isMany = set.x.count > TextMarks.mostMarkers
    let needsShape = !color && panel.legend.count > 1
    let shaded = shade(set)
    let shape = shaded ?? glyphs.shape(keys.shape(set))
    for (x, y) in zip(set.x, set.y) {
      let point = projection.point(x, y)
      guard !point.x.isNaN, !point.y.isNaN else { continue }
      if isMany && !needsShape && shaded == nil {
        raster.setDot(point, PlotRaster.Pen(color: set.color, character: shape))
      } else {
        raster.mark(shape, at: point, ink: set.color)
      }
    }
  }

  /// Without colour, how far up the colour scale a point stands is told by how heavy it is.
  private func shade(_ set: PointSet) -> Character? {
    guard !color, let map = panel.colorbar?.map, case .rgb(let rgb) = set.color else { return nil }
    return map.parts(of: [rgb])[rgb].map(glyphs.pointShade)
  }

  private mutating func draw(_ set: ArrowSet) {
    for index in set.x.indices {
      let from = projection.point(set.x[index], set.y[index])
      let to = projection.point(set.toX[index], set.toY[index])
      let middle = Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
      raster.mark(arrow(from, to), at: middle, ink: set.colors[index])
    }
  }

  private mutating func draw(_ text: TextMark) {
    guard let (column, row) = raster.cell(projection.point(text.x, text.y)) else { return }
    let width = DisplayWidth.columns(glyphs.plain(text.text))
    let start =
      switch text.anchor {
      case .start: column + 2
      case .middle: column - width / 2
      case .end: column - width - 1
      }
    raster.write(text.text, column: start, row: row, ink: text.color)
  }

  // MARK: Contours

  private mutating func draw(_ contours: [ContourLine]) {
    var longest: [String: [Point]] = [:]
    var order: [String] = []
    for contour in TextMarks.readable(contours) {
      for line in projection.lines(contour.x, contour.y) {
        draw([line], pen(contour.stroke.color))
        guard let label = contour.label else { continue }
        if longest[label] == nil { order.append(label) }
        if line.count > longest[label]?.count ?? 0 { longest[label] = line }
      }
    }
    for label in order { write(label, on: longest[label] ?? []) }
  }

  /// With more levels than this, characters run into each other: every second or third is drawn.
  private static let mostLevels = 6

  private static func readable(_ contours: [ContourLine]) -> [ContourLine] {
    var levels: [String] = []
    for case let label? in contours.map(\.label) where levels.last != label { levels.append(label) }
    let step = (levels.count + mostLevels - 1) / mostLevels
    guard step > 1 else { return contours }
    let kept = Set(stride(from: 0, to: levels.count, by: step).map { levels[$0] })
    return contours.filter { $0.label.map(kept.contains) ?? true }
  }

  /// A level's number on its longest line, at the first of a few places that is free.
  private mutating func write(_ label: String, on line: [Point]) {
    guard line.count > 2 else { return }
    for part in [2, 3, 5, 6, 1, 7] {
      guard let (column, row) = raster.cell(line[line.count * part / 8]) else { continue }
      let start = column - DisplayWidth.columns(label) / 2
      if raster.write(label, column: start, row: row, ink: nil) { return }
    }
  }
}
