/// Draws primitives within a frame.
struct SVGMarks {
  let projection: Projection

  private var frame: Rect { projection.frame }

  func draw(_ primitives: [Primitive], to out: inout SVGBuffer) {
    let clouds = PointClouds(primitives, projection)
    for (index, primitive) in primitives.enumerated() {
      switch primitive {
      case .line(let line): draw(line, to: &out)
      case .points(let set):
        SVGMarker.draw(
          set.shape, at: clouds.points[index] ?? [], size: set.size, color: set.color,
          alpha: set.alpha, asDots: clouds.count > SVGMarker.mostElements, to: &out)
      case .region(let region): draw(region, to: &out)
      case .bars(let set): draw(set, to: &out)
      case .cells(let grid): SVGCells(grid: grid, projection: projection).draw(to: &out)
      case .contours(let lines): SVGContours(lines: lines, projection: projection).draw(to: &out)
      case .arrows(let set): draw(set, to: &out)
      case .text(let text): draw(text, to: &out)
      }
    }
  }

  private func draw(_ line: Polyline, to out: inout SVGBuffer) {
    let lines = projection.lines(line.x, line.y)
    guard !lines.isEmpty else { return }
    out.raw("<path fill=\"none\" stroke-linejoin=\"round\" d=\"")
    for points in lines { out.curve(points) }
    out.raw("\"")
    out.stroke(line.stroke.color, width: line.stroke.width)
    out.dashes(line.stroke.style)
    out.opacity(line.stroke.alpha)
    out.raw("/>\n")
    if line.isDirected { drawArrowheads(along: lines, line.stroke.color, to: &out) }
    if let shape = line.sparseMarker {
      SVGMarker.draw(
        shape, at: sparsePlaces(lines, line.stroke.color), size: 8, color: line.stroke.color,
        to: &out)
    }
  }

  /// A few places along a line, at other ones for each colour.
  private func sparsePlaces(_ lines: [[Point]], _ color: PlotColor) -> [Point] {
    let parts = 6.0
    var shift = 0.5
    if case .series(let index) = color { shift = (Double(index % 4) + 0.5) / 4 }
    var next = frame.x + shift * frame.width / parts
    var places: [Point] = []
    for point in lines.joined() where point.x >= next {
      places.append(point)
      while next <= point.x { next += frame.width / parts }
    }
    return places
  }

  private func draw(_ region: Region, to out: inout SVGBuffer) {
    let polygon = zip(region.x, region.y).map { projection.point($0, $1) }
    let points = PolygonClipper.clip(
      polygon.filter { !$0.x.isNaN && !$0.y.isNaN }, to: frame)
    guard points.count > 2 else { return }
    out.raw("<path d=\"")
    out.curve(points)
    out.raw("Z\"")
    out.fill(region.fill)
    out.opacity(region.alpha)
    out.raw("/>\n")
  }

  private func draw(_ set: BarSet, to out: inout SVGBuffer) {
    out.raw("<path d=\"")
    for bar in set.bars {
      guard let box = box(bar) else { continue }
      // A hairline between neighbours tells the bars of a histogram apart.
      let gap = box.width > 3 ? 0.5 : 0
      out.raw("M")
      out.pair(box.x + gap, box.y)
      out.raw("H")
      out.number(box.maxX - gap)
      out.raw("V")
      out.number(box.maxY)
      out.raw("H")
      out.number(box.x + gap)
      out.raw("Z")
    }
    out.raw("\"")
    out.fill(set.fill)
    out.opacity(set.alpha)
    out.raw("/>\n")
  }

  /// The part of a bar within the frame, or nil.
  private func box(_ bar: BarSet.Bar) -> Rect? {
    let (a, b) = (projection.point(bar.x0, bar.y0), projection.point(bar.x1, bar.y1))
    guard !a.x.isNaN, !a.y.isNaN, !b.x.isNaN, !b.y.isNaN else { return nil }
    let left = max(min(a.x, b.x), frame.x)
    let right = min(max(a.x, b.x), frame.maxX)
    let top = max(min(a.y, b.y), frame.y)
    let bottom = min(max(a.y, b.y), frame.maxY)
    guard left < right, top <= bottom else { return nil }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }

  private func draw(_ text: TextMark, to out: inout SVGBuffer) {
    let point = projection.point(text.x, text.y)
    guard frame.inset(-1).contains(point) else { return }
    let shift = text.anchor == .start ? 9.0 : text.anchor == .end ? -9.0 : 0
    let room = text.anchor == .end ? point.x - frame.x : frame.maxX - point.x
    let top = max(point.y - 7, frame.y + 4)
    out.text(
      TextMetrics.fitted(text.text, size: FontSize.tick, limit: max(room - 9, 30)),
      at: Point(x: point.x + shift, y: top), size: FontSize.tick, color: text.color,
      anchor: text.anchor, halo: true)
  }

  // MARK: Arrows

  private func draw(_ set: ArrowSet, to out: inout SVGBuffer) {
    var byColor: [PlotColor: [Int]] = [:]
    var order: [PlotColor] = []
    for index in set.x.indices {
      if byColor[set.colors[index]] == nil { order.append(set.colors[index]) }
      byColor[set.colors[index], default: []].append(index)
    }
    for color in order {
      let arrows = (byColor[color] ?? []).compactMap { index -> (Point, Point)? in
        let from = projection.point(set.x[index], set.y[index])
        let to = projection.point(set.toX[index], set.toY[index])
        let bounds = frame.inset(-2)
        return bounds.contains(from) && bounds.contains(to) ? (from, to) : nil
      }
      SVGArrow.draw(arrows, color: color, width: 1.4, to: &out)
    }
  }

  private func drawArrowheads(
    along lines: [[Point]], _ color: PlotColor, to out: inout SVGBuffer
  ) {
    let spacing = 55.0
    var travelled = spacing / 2
    out.raw("<path d=\"")
    for line in lines {
      for (from, to) in zip(line, line.dropFirst()) {
        let length = from.distance(to: to)
        travelled += length
        guard travelled >= spacing, length > 0.5 else { continue }
        travelled = 0
        let middle = Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
        SVGArrow.head(from: from, tip: middle, size: 9, to: &out)
      }
    }
    out.raw("\"")
    out.fill(color)
    out.raw("/>\n")
  }
}

/// Arrows: shafts as one path, heads as another.
enum SVGArrow {
  static func draw(
    _ arrows: [(Point, Point)], color: PlotColor, width: Double, to out: inout SVGBuffer
  ) {
    guard !arrows.isEmpty else { return }
    out.raw("<path fill=\"none\" d=\"")
    for (from, to) in arrows { out.segment(from, to) }
    out.raw("\"")
    out.stroke(color, width: width)
    out.raw("/><path d=\"")
    for (from, to) in arrows {
      let size = min(max(from.distance(to: to) * 0.4, 3.5), 8)
      head(from: from, tip: to, size: size, to: &out)
    }
    out.raw("\"")
    out.fill(color)
    out.raw("/>\n")
  }

  /// A slim triangle that points from `from` to `tip` and reaches a little beyond it.
  static func head(from: Point, tip: Point, size: Double, to out: inout SVGBuffer) {
    let length = from.distance(to: tip)
    guard length > 0 else { return }
    let (ux, uy) = ((tip.x - from.x) / length, (tip.y - from.y) / length)
    let front = Point(x: tip.x + ux * size * 0.35, y: tip.y + uy * size * 0.35)
    let back = Point(x: front.x - ux * size, y: front.y - uy * size)
    let half = size * 0.38
    out.path([
      front, Point(x: back.x - uy * half, y: back.y + ux * half),
      Point(x: back.x + uy * half, y: back.y - ux * half),
    ])
    out.raw("Z")
  }
}
