/// Where the parts of a panel go, in px.
struct PanelLayout {
  let panel: Panel
  let rect: Rect
  let frame: Rect
  let xTicks: TickSet
  let yTicks: TickSet
  let categories: CategoryLabels?
  let legend: LegendMode
  let titleLines: [String]

  static let titleHeight = 21.0
  static let labelHeight = 21.0
  static let noteHeight = 16.0
  static let tickGap = 8.0
  static let colorbarWidth = 14.0

  var projection: Projection { Projection(x: panel.x, y: panel.y, frame: frame) }

  init(panel: Panel, rect: Rect, margins: Margins, legend: LegendMode) {
    self.panel = panel
    self.rect = rect
    self.legend = legend
    let area = Rect(
      x: rect.x + margins.left, y: rect.y + margins.top,
      width: max(rect.width - margins.left - margins.right, 10),
      height: max(rect.height - margins.top - margins.bottom, 10))
    frame = PanelLayout.fitted(area, aspect: panel.aspect)
    xTicks = PanelLayout.xTicks(panel, width: frame.width)
    yTicks = PanelLayout.yTicks(panel, height: frame.height)
    categories = panel.x.categories == nil ? nil : CategoryLabels(axis: panel.x, width: frame.width)
    titleLines = PanelLayout.titleLines(panel, width: rect.width)
  }

  /// A panel by itself in a rectangle.
  init(panel: Panel, rect: Rect) {
    let (margins, legend) = PanelLayout.margins(panel, size: rect)
    self.init(panel: panel, rect: rect, margins: margins, legend: legend)
  }

  private static func fitted(_ area: Rect, aspect: Double?) -> Rect {
    guard let aspect else { return area }
    let width = min(area.width, area.height * aspect)
    let height = width / aspect
    return Rect(x: area.x, y: area.y + (area.height - height) / 2, width: width, height: height)
  }

  private static func xTicks(_ panel: Panel, width: Double) -> TickSet {
    panel.x.ticks(length: width, spacing: 70, gap: 10) {
      TextMetrics.width($0, size: FontSize.tick)
    }
  }

  private static func yTicks(_ panel: Panel, height: Double) -> TickSet {
    panel.y.ticks(length: height, spacing: 42, gap: 4) { _ in FontSize.tick }
  }

  private static func titleLines(_ panel: Panel, width: Double) -> [String] {
    guard let title = panel.title, !title.isEmpty else { return [] }
    return TextMetrics.wrapped(title, size: FontSize.title * 1.06, limit: width - 16, lines: 3)
  }

  // MARK: Margins

  /// What a panel needs around its frame, and where its legend goes.
  static func margins(_ panel: Panel, size: Rect) -> (Margins, LegendMode) {
    var legend = firstChoice(panel, size)
    var margins = margins(panel, size: size, legend: legend)
    if legend == .none, panel.legend.count > 1, panel.legendPlacement == .automatic {
      legend = freeCorner(panel, size, margins).map { .inside($0) } ?? .above
      if legend == .above { margins = self.margins(panel, size: size, legend: legend) }
    }
    return (margins, legend)
  }

  private static func firstChoice(_ panel: Panel, _ size: Rect) -> LegendMode {
    guard panel.legend.count > 1 else { return .none }
    switch panel.legendPlacement {
    case .hidden: return .none
    case .above: return .above
    case .topLeft: return .inside(.topLeft)
    case .topRight: return .inside(.topRight)
    case .bottomLeft: return .inside(.bottomLeft)
    case .bottomRight: return .inside(.bottomRight)
    case .automatic:
      return EndLabels.suit(panel, width: size.width, height: size.height * 0.8) ? .ends : .none
    }
  }

  private static func freeCorner(
    _ panel: Panel, _ size: Rect, _ margins: Margins
  ) -> LegendMode.Corner? {
    let layout = PanelLayout(panel: panel, rect: size, margins: margins, legend: .none)
    let occupancy = Occupancy(panel: panel, projection: layout.projection)
    return LegendMode.Corner.allCases.first { corner in
      let box = LegendLayout.box(panel.legend, corner, in: layout.frame)
      return layout.frame.contains(box) && occupancy.count(in: box) == 0
    }
  }

  private static func margins(_ panel: Panel, size: Rect, legend: LegendMode) -> Margins {
    var margins = Margins()
    margins.top = topMargin(panel, size, legend)
    margins.bottom = 8 + CategoryHeight.ticks + noteAndLabelHeight(panel)
    let yTicks = yTicks(panel, height: size.height - margins.top - margins.bottom)
    let widest = yTicks.major.map { TextMetrics.width($0.label, size: FontSize.tick) }.max() ?? 0
    margins.left = 8 + widest + tickGap
    margins.right = rightMargin(panel, legend)
    if panel.x.categories != nil {
      let width = size.width - margins.left - margins.right
      let labels = CategoryLabels(axis: panel.x, width: width)
      margins.bottom += labels.height - CategoryHeight.ticks + 6
      margins.left = max(margins.left, labels.reach - width * panel.x.unit(0) + 12)
    }
    return margins
  }

  private enum CategoryHeight { static let ticks = 22.0 }

  private static func topMargin(_ panel: Panel, _ size: Rect, _ legend: LegendMode) -> Double {
    var top = 12.0
    let lines = titleLines(panel, width: size.width).count
    if lines > 0 { top += Double(lines) * titleHeight + 4 }
    if hasYLine(panel) { top += labelHeight }
    if legend == .above {
      let rows = LegendLayout.rows(panel.legend, width: size.width - 24).count
      top += Double(rows) * LegendLayout.rowHeight + 9
    }
    return top
  }

  /// True when the line over the frame is needed: for the y label or an axis offset.
  static func hasYLine(_ panel: Panel) -> Bool {
    panel.y.label?.isEmpty == false || panel.colorbar?.axis.label?.isEmpty == false
  }

  private static func noteAndLabelHeight(_ panel: Panel) -> Double {
    (panel.x.label?.isEmpty == false ? labelHeight : 0) + Double(panel.notes.count) * noteHeight
  }

  private static func rightMargin(_ panel: Panel, _ legend: LegendMode) -> Double {
    if legend == .ends { return EndLabels.width(panel.legend) }
    guard let colorbar = panel.colorbar else { return 20 }
    // Its height is not known yet, and a higher one may have ticks with more digits.
    let ticks = [160.0, 240, 340, 480].flatMap { length in
      colorbar.axis.ticks(length: length, spacing: 42, gap: 4) { _ in FontSize.tick }.major
    }
    let widest = ticks.map { TextMetrics.width($0.label, size: FontSize.tick) }.max() ?? 0
    return 14 + colorbarWidth + 6 + widest + 8
  }
}
