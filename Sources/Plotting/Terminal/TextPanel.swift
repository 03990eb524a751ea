/// Draws one panel in characters.
struct TextPanel {
  let layout: TextPanelLayout
  let color: Bool

  private var panel: Panel { layout.panel }
  private var glyphs: GlyphSet { layout.glyphs }

  var canvas: TextCanvas {
    var canvas = TextCanvas(columns: layout.columns, rows: layout.rows)
    drawHead(onto: &canvas)
    drawAxes(onto: &canvas)
    drawData(onto: &canvas)
    drawFoot(onto: &canvas)
    return canvas
  }

  private func drawData(onto canvas: inout TextCanvas) {
    let frame = layout.frame
    guard !panel.isEmpty else {
      let words = glyphs.fitted("no data", frame.columns)
      let column = frame.column + (frame.columns - DisplayWidth.columns(words)) / 2
      return canvas.write(words, column: column, row: frame.row + frame.rows / 2)
    }
    let raster = PlotRaster(columns: frame.columns, rows: frame.rows, glyphs: glyphs)
    var marks = TextMarks(panel: panel, raster: raster, color: color)
    marks.draw()
    marks.raster.paint(onto: &canvas, column: frame.column, row: frame.row)
  }

  // MARK: Head

  private func drawHead(onto canvas: inout TextCanvas) {
    var row = 0
    for line in layout.titleLines {
      canvas.write(line, column: 0, row: row)
      row += 1
    }
    for line in layout.legendLines {
      TextLegend.draw(line, row: row, onto: &canvas)
      row += 1
    }
    let words = words(panel.y.label, layout.yTicks.offset)
    if !words.isEmpty { canvas.write(glyphs.fitted(words, layout.columns), column: 0, row: row) }
  }

  /// The name of an axis, with what its numbers must be added to.
  private func words(_ label: String?, _ offset: String?) -> String {
    [label, offset.map { "(\($0))" }].compactMap { $0 }.joined(separator: " ")
  }

  // MARK: Axes

  private func drawAxes(onto canvas: inout TextCanvas) {
    let frame = layout.frame
    let axis = (column: frame.column - 1, row: frame.row + frame.rows)
    for row in 0..<frame.rows {
      canvas.set(glyphs.vertical, column: axis.column, row: frame.row + row)
    }
    canvas.set(glyphs.corner, column: axis.column, row: axis.row)
    for column in 0..<frame.columns {
      canvas.set(glyphs.horizontal, column: frame.column + column, row: axis.row)
    }
    for tick in layout.yTicks.major {
      guard let row = layout.row(tick.value) else { continue }
      let label = glyphs.fitted(tick.label, max(axis.column - 1, 0))
      let column = axis.column - 1 - DisplayWidth.columns(label)
      canvas.write(label, column: column, row: frame.row + row)
      canvas.set(glyphs.yTick, column: axis.column, row: frame.row + row)
    }
    drawXTicks(onto: &canvas, row: axis.row)
  }

  private func drawXTicks(onto canvas: inout TextCanvas, row: Int) {
    var free = 0
    for tick in layout.xTicks.major.sorted(by: { panel.x.unit($0.value) < panel.x.unit($1.value) })
    {
      guard let place = layout.column(tick.value) else { continue }
      let column = layout.frame.column + place
      canvas.set(glyphs.xTick, column: column, row: row)
      let label = glyphs.fitted(tick.label, layout.columns)
      let width = DisplayWidth.columns(label)
      let start = min(max(column - (width - 1) / 2, 0), layout.columns - width)
      guard start >= free else { continue }
      canvas.write(label, column: start, row: row + 1)
      free = start + width + 1
    }
  }

  // MARK: Foot

  private func drawFoot(onto canvas: inout TextCanvas) {
    let frame = layout.frame
    var row = frame.row + frame.rows + 2
    if layout.hasXLine {
      let text = glyphs.fitted(words(panel.x.label, layout.xTicks.offset), layout.columns)
      let width = DisplayWidth.columns(text)
      let middle = frame.column + (frame.columns - width) / 2
      canvas.write(text, column: min(max(middle, 0), layout.columns - width), row: row)
      row += 1
    }
    if layout.hasColorbar, let colorbar = panel.colorbar {
      drawColorbar(colorbar, onto: &canvas, row: row)
      row += 1
    }
    for note in panel.notes {
      canvas.write(glyphs.fitted(note, layout.columns), column: 0, row: row)
      row += 1
    }
  }

  /// "label: −1 ░▒▓█ 1".
  private func drawColorbar(_ bar: Colorbar, onto canvas: inout TextCanvas, row: Int) {
    let name = bar.axis.label.map { $0.isEmpty ? "" : "\($0): " } ?? ""
    let lower = glyphs.plain(name + NumberText.format(bar.axis.scale.lower) + " ")
    var column = layout.frame.column
    canvas.write(lower, column: column, row: row)
    column += DisplayWidth.columns(lower)
    let hasCells = panel.primitives.contains { if case .cells = $0 { true } else { false } }
    let steps = color ? 20 : hasCells ? glyphs.shades.count * 2 : glyphs.pointShades.count
    for step in 0..<steps {
      let part = (Double(step) + 0.5) / Double(steps)
      let shade = hasCells ? glyphs.shade(part) : glyphs.pointShade(part)
      canvas.set(
        color ? " " : shade, column: column, row: row,
        paper: color ? bar.map.color(part) : nil)
      column += 1
    }
    canvas.write(
      glyphs.plain(" " + NumberText.format(bar.axis.scale.upper)), column: column, row: row)
  }
}
