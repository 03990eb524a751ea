/// Where the parts of a panel go, in characters.
struct TextPanelLayout {
  let panel: Panel
  let columns: Int
  let glyphs: GlyphSet
  /// The frame holds the data; the y axis stands in the column before it, the x axis in the row below.
  let frame: (column: Int, row: Int, columns: Int, rows: Int)
  let xTicks: TickSet
  let yTicks: TickSet
  let titleLines: [String]
  let legendLines: [[TextLegend.Item]]

  /// Narrower figures have no room for numbers beside the axis.
  private static let narrowest = 24
  private static let mostRows = 24

  init(panel: Panel, columns: Int, glyphs: GlyphSet) {
    self.panel = panel
    self.columns = columns
    self.glyphs = glyphs
    titleLines = glyphs.wrapped(panel.title ?? "", columns, lines: 3)
    legendLines = TextLegend(panel: panel, glyphs: glyphs).rows(columns)
    var size = TextPanelLayout.frameSize(panel, columns: columns - 2)
    let ticks = TextPanelLayout.yTicks(panel, rows: size.rows)
    let widest = ticks.major.map { DisplayWidth.columns(glyphs.plain($0.label)) }.max() ?? 0
    let isWide = columns >= TextPanelLayout.narrowest && !panel.isEmpty
    let left = isWide ? min(widest, columns / 3) + 2 : 1
    size.columns = max(1, min(size.columns, columns - left - 1))
    yTicks = isWide ? ticks : TickSet()
    let hasYLine = panel.y.label?.isEmpty == false || yTicks.offset != nil
    let top = titleLines.count + legendLines.count + (hasYLine ? 1 : 0)
    frame = (left, top, size.columns, size.rows)
    xTicks = panel.isEmpty ? TickSet() : TextPanelLayout.xTicks(panel, size.columns, glyphs)
  }

  var hasColorbar: Bool { panel.colorbar != nil && !panel.isEmpty }
  var hasXLine: Bool { panel.x.label?.isEmpty == false || xTicks.offset != nil }

  var rows: Int {
    frame.row + frame.rows + 2 + (hasXLine ? 1 : 0) + (hasColorbar ? 1 : 0) + panel.notes.count
  }

  // MARK: Sizes

  /// A character is about twice as high as wide.
  private static func frameSize(
    _ panel: Panel, columns: Int
  ) -> (columns: Int, rows: Int) {
    let columns = max(columns, 1)
    guard let aspect = panel.aspect, let grid = cells(panel) else {
      return (columns, min(max(columns * 17 / 72, 5), mostRows))
    }
    if grid.rows <= mostRows, grid.columns * 2 <= columns - 8 {
      // Whole characters for each cell of a small matrix.
      let high = max(1, min(3, 12 / grid.rows))
      let wide = min(max(2 * high, widestLabel(grid) + 3), (columns - 8) / grid.columns)
      return (grid.columns * wide, grid.rows * high)
    }
    let rows = min(Double(mostRows), Double(columns - 8) / aspect / 2)
    return (clampedInt(rows * 2 * aspect, 1, columns), clampedInt(rows.rounded(), 1, mostRows))
  }

  private static func cells(_ panel: Panel) -> CellGrid? {
    for case .cells(let grid) in panel.primitives where grid.rows > 0 && grid.columns > 0 {
      return grid
    }
    return nil
  }

  private static func widestLabel(_ grid: CellGrid) -> Int {
    grid.labels?.map(DisplayWidth.columns).max() ?? 0
  }

  // MARK: Ticks

  private static func yTicks(_ panel: Panel, rows: Int) -> TickSet {
    panel.y.ticks(length: Double(max(rows - 1, 1)), spacing: 3.4, gap: 1) { _ in 1 }
  }

  private static func xTicks(_ panel: Panel, _ columns: Int, _ glyphs: GlyphSet) -> TickSet {
    if let names = panel.x.categories { return categoryTicks(panel.x, names, columns, glyphs) }
    return panel.x.ticks(length: Double(columns), spacing: 10, gap: 2) {
      Double(DisplayWidth.columns(glyphs.plain($0)))
    }
  }

  /// Names cut to the room between two bars; where that is too little, only every n-th name.
  private static func categoryTicks(
    _ axis: Axis, _ names: [String], _ columns: Int, _ glyphs: GlyphSet
  ) -> TickSet {
    guard !names.isEmpty else { return TickSet() }
    let pitch = (axis.unit(1) - axis.unit(0)).magnitude * Double(columns)
    let widest = names.map { DisplayWidth.columns(glyphs.plain($0)) }.max() ?? 1
    let needed = Double(min(widest, 5) + 1)
    let least = clampedInt((needed / max(pitch, 0.001)).rounded(.up), 1, names.count)
    let step = pitch >= needed ? 1 : Axis.categoryStep(least)
    let room = clampedInt(pitch * Double(step), 2, columns + 1) - 1
    let shown = stride(from: 0, to: names.count, by: step)
    return TickSet(
      major: shown.map { Tick(value: Double($0), label: glyphs.fitted(names[$0], room)) })
  }

  // MARK: Places

  /// The row of the frame that holds a value of y, from the top.
  func row(_ value: Double) -> Int? {
    let unit = panel.y.unit(value)
    guard unit > -0.001, unit < 1.001 else { return nil }
    let dots = frame.rows * glyphs.dots.down
    let dot = clampedInt(((1 - unit) * Double(dots - 1)).rounded(), 0, dots - 1)
    return dot / glyphs.dots.down
  }

  /// The column of the frame that holds a value of x.
  func column(_ value: Double) -> Int? {
    let unit = panel.x.unit(value)
    guard unit > -0.001, unit < 1.001 else { return nil }
    let dots = frame.columns * glyphs.dots.across
    let dot = clampedInt((unit * Double(dots - 1)).rounded(), 0, dots - 1)
    return dot / glyphs.dots.across
  }
}
