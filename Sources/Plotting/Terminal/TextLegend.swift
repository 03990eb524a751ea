/// The names of the series, each after the characters that it is drawn with.
struct TextLegend {
  struct Item {
    var sample: String
    var ink: PlotColor?
    var name: String
    var width: Int { DisplayWidth.columns(sample) + 1 + DisplayWidth.columns(name) }
  }

  let panel: Panel
  let glyphs: GlyphSet

  private static let gap = 3

  /// Items in rows no wider than `columns`.
  func rows(_ columns: Int) -> [[Item]] {
    guard panel.legend.count > 1, panel.legendPlacement != .hidden else { return [] }
    let keys = SeriesKeys(panel)
    var rows: [[Item]] = []
    var used = 0
    for entry in panel.legend {
      var item = item(entry, keys)
      item.name = glyphs.fitted(
        entry.label, max(1, columns - DisplayWidth.columns(item.sample) - 1))
      if rows.isEmpty || used + TextLegend.gap + item.width > columns {
        rows.append([item])
        used = item.width
      } else {
        rows[rows.count - 1].append(item)
        used += TextLegend.gap + item.width
      }
    }
    return rows
  }

  private func item(_ entry: LegendEntry, _ keys: SeriesKeys) -> Item {
    switch entry.swatch {
    case .line(let stroke, _):
      let sample =
        glyphs.isASCII
        ? String(repeating: keys.line(stroke.color, glyphs), count: 3)
        : "⠒\(glyphs.shape(keys.shape(stroke.color)))⠒"
      return Item(sample: sample, ink: stroke.color, name: "")
    case .point(let shape, let color):
      return Item(sample: String(glyphs.shape(shape)), ink: color, name: "")
    case .fill(let color, _):
      return Item(
        sample: String(repeating: keys.fill(color, glyphs), count: 2), ink: color, name: "")
    case .none: return Item(sample: "", ink: nil, name: "")
    }
  }

  static func draw(_ items: [Item], row: Int, onto canvas: inout TextCanvas) {
    var column = 0
    for item in items {
      canvas.write(item.sample, column: column, row: row, ink: item.ink)
      canvas.write(item.name, column: column + DisplayWidth.columns(item.sample) + 1, row: row)
      column += item.width + gap
    }
  }
}

/// How the series of a panel are told apart without colour.
struct SeriesKeys {
  private var lineShapes: [PlotColor: MarkerShape] = [:]
  private var commonShape: MarkerShape?
  private var lineOrder: [PlotColor: Int] = [:]
  private var fillOrder: [PlotColor: Int] = [:]
  /// How many named lines there are.
  private(set) var namedLines = 0

  init(_ panel: Panel) {
    for primitive in panel.primitives {
      switch primitive {
      case .line(let line): SeriesKeys.number(line.stroke.color, &lineOrder)
      case .bars(let set): SeriesKeys.number(set.fill, &fillOrder)
      case .region(let region): SeriesKeys.number(region.fill, &fillOrder)
      default: break
      }
    }
    for case .line(let stroke, let shape) in panel.legend.map(\.swatch) {
      namedLines += 1
      if let shape { lineShapes[stroke.color] = shape }
    }
    // One shape for several lines tells nothing where there is no colour.
    if Set(lineShapes.values).count < lineShapes.count {
      commonShape = lineShapes.values.first
      lineShapes = [:]
    }
  }

  private static func number(_ color: PlotColor, _ order: inout [PlotColor: Int]) {
    if order[color] == nil { order[color] = order.count }
  }

  var fillCount: Int { fillOrder.count }

  func order(_ color: PlotColor) -> Int { lineOrder[color] ?? 0 }

  /// What stands on a line at a few places.
  func shape(_ color: PlotColor) -> MarkerShape {
    if let shape = lineShapes[color] { return shape }
    if case .series(let index) = color { return .automatic(index) }
    return .automatic(order(color))
  }

  /// The points of a line have the shape that stands for the line.
  func shape(_ set: PointSet) -> MarkerShape {
    set.shape == commonShape && lineOrder[set.color] != nil ? shape(set.color) : set.shape
  }

  /// What a line consists of where there are no dots.
  func line(_ color: PlotColor, _ glyphs: GlyphSet) -> Character {
    guard !glyphs.lines.isEmpty else { return glyphs.horizontal }
    return glyphs.lines[order(color) % glyphs.lines.count]
  }

  func fill(_ color: PlotColor, _ glyphs: GlyphSet) -> Character {
    glyphs.fills[(fillOrder[color] ?? 0) % glyphs.fills.count]
  }
}
