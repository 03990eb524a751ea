/// Draws a grid of coloured cells: as paths, one for each colour; very large ones as an embedded
/// picture.
struct SVGCells {
  let grid: CellGrid
  let projection: Projection

  private static let mostCells = 9000

  func draw(to out: inout SVGBuffer) {
    guard grid.rows > 0, grid.columns > 0 else { return }
    if grid.rows * grid.columns > SVGCells.mostCells {
      drawPicture(to: &out)
    } else {
      drawPaths(to: &out)
    }
    if let labels = grid.labels { draw(labels, to: &out) }
  }

  private func drawPaths(to out: inout SVGBuffer) {
    var order: [RGB] = []
    var runs: [RGB: [Rect]] = [:]
    for row in 0..<grid.rows {
      var column = 0
      while column < grid.columns {
        let color = grid.colors[row * grid.columns + column]
        let start = column
        while column < grid.columns, grid.colors[row * grid.columns + column] == color {
          column += 1
        }
        guard let box = box(row, start..<column) else { continue }
        if runs[color] == nil { order.append(color) }
        runs[color, default: []].append(box)
      }
    }
    out.raw("<g shape-rendering=\"crispEdges\"")
    out.opacity(grid.alpha)
    out.raw(">")
    for color in order {
      out.raw("<path d=\"")
      for box in runs[color] ?? [] {
        // Absolute, so that neighbours share the very same numbers and no seam shows.
        out.raw("M")
        out.pair(box.x, box.y)
        out.raw("H")
        out.number(box.maxX)
        out.raw("V")
        out.number(box.maxY)
        out.raw("H")
        out.number(box.x)
        out.raw("z")
      }
      out.raw("\"")
      out.fill(.rgb(color))
      out.raw("/>")
    }
    out.raw("</g>\n")
  }

  /// Neighbouring cells of a row in px, cut at the frame.
  private func box(_ row: Int, _ columns: Range<Int>) -> Rect? {
    let a = projection.point(grid.xEdges[columns.lowerBound], grid.yEdges[row])
    let b = projection.point(grid.xEdges[columns.upperBound], grid.yEdges[row + 1])
    let frame = projection.frame
    guard !a.x.isNaN, !a.y.isNaN, !b.x.isNaN, !b.y.isNaN else { return nil }
    let left = max(min(a.x, b.x), frame.x)
    let right = min(max(a.x, b.x), frame.maxX)
    let top = max(min(a.y, b.y), frame.y)
    let bottom = min(max(a.y, b.y), frame.maxY)
    guard left < right, top < bottom else { return nil }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The frame sampled on a raster, so that limits and log axes need no care.
  private func drawPicture(to out: inout SVGBuffer) {
    let frame = projection.frame
    let columns = min(grid.columns, clampedInt(frame.width, 1, 400))
    let rows = min(grid.rows, clampedInt(frame.height, 1, 400))
    let acrossPlaces = (0..<columns).map { column -> Int? in
      let unit = (Double(column) + 0.5) / Double(columns)
      return index(projection.x, unit, grid.xEdges)
    }
    var pixels: [RGB?] = []
    for row in 0..<rows {
      let unit = 1 - (Double(row) + 0.5) / Double(rows)
      let down = index(projection.y, unit, grid.yEdges)
      for across in acrossPlaces {
        guard let down, let across else {
          pixels.append(nil)
          continue
        }
        pixels.append(grid.colors[down * grid.columns + across])
      }
    }
    out.raw("<image preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"")
    out.attribute("x", frame.x)
    out.attribute("y", frame.y)
    out.attribute("width", frame.width)
    out.attribute("height", frame.height)
    out.opacity(grid.alpha)
    out.raw(" href=\"data:image/png;base64,")
    out.raw(Base64.text(PNG.encoded(pixels, columns: columns, rows: rows)))
    out.raw("\"/>\n")
  }

  /// The cell that holds a place of the axis.
  private func index(_ axis: Axis, _ unit: Double, _ edges: [Double]) -> Int? {
    let value = axis.scale.inverse(axis.isReversed ? 1 - unit : unit)
    guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// Numbers in the cells, where all fit.
  private func draw(_ labels: [String], to out: inout SVGBuffer) {
    let widest = labels.map { TextMetrics.width($0, size: FontSize.note) }.max() ?? 0
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let index = row * grid.columns + column
        guard let box = box(row, column..<(column + 1)) else { continue }
        if box.width < widest + 6 || box.height < 16 { return }
        let color = grid.colors[index]
        out.text(
          labels[index], at: Point(x: box.x + box.width / 2, y: box.y + box.height / 2 + 4.2),
          size: FontSize.note,
          color: .rgb(color.luminance > 0.5 ? RGB(0x1a1a1a) : RGB(0xffffff)), anchor: .middle)
      }
    }
  }
}
