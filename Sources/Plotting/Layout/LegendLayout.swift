/// Where the names of the series stand.
enum LegendMode: Sendable, Equatable {
  case none
  /// Beside the ends of the lines, right of the frame.
  case ends
  /// In rows between title and frame.
  case above
  /// In a corner of the frame.
  case inside(Corner)

  enum Corner: Sendable, Equatable, CaseIterable {
    case topRight, topLeft, bottomRight, bottomLeft
  }
}

/// Sizes of a legend's parts.
struct LegendLayout {
  static let swatch = 26.0
  static let rowHeight = 19.0
  static let gap = 16.0
  static let padding = 7.0
  /// Longer names are cut.
  static let widest = 190.0

  static func name(_ entry: LegendEntry) -> String {
    TextMetrics.fitted(entry.label, size: FontSize.legend, limit: widest)
  }

  static func entryWidth(_ entry: LegendEntry) -> Double {
    swatch + 6 + TextMetrics.width(name(entry), size: FontSize.legend)
  }

  /// The box of a legend in one column.
  static func boxSize(_ entries: [LegendEntry]) -> (width: Double, height: Double) {
    let widest = entries.map(entryWidth).max() ?? 0
    return (widest + 2 * padding, Double(entries.count) * rowHeight + 2 * padding - 4)
  }

  static func box(_ entries: [LegendEntry], _ corner: LegendMode.Corner, in frame: Rect) -> Rect {
    let (width, height) = boxSize(entries)
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    return Rect(
      x: isLeft ? frame.x + 8 : frame.maxX - width - 8,
      y: isTop ? frame.y + 8 : frame.maxY - height - 8, width: width, height: height)
  }

  /// Entries broken into rows no wider than `width`.
  static func rows(_ entries: [LegendEntry], width: Double) -> [[LegendEntry]] {
    var rows: [[LegendEntry]] = []
    var used = 0.0
    for entry in entries {
      let size = entryWidth(entry)
      if rows.isEmpty || used + gap + size > width {
        rows.append([entry])
        used = size
      } else {
        rows[rows.count - 1].append(entry)
        used += gap + size
      }
    }
    return rows
  }
}

/// Names beside the ends of lines.
enum EndLabels {
  static let leader = 16.0
  static let lineHeight = 17.0
  static let widest = 140.0

  static func name(_ entry: LegendEntry) -> String {
    TextMetrics.fitted(entry.label, size: FontSize.legend, limit: widest)
  }

  /// Room they need right of the frame.
  static func width(_ entries: [LegendEntry]) -> Double {
    let widths = entries.map { TextMetrics.width(name($0), size: FontSize.legend) }
    return leader + 4 + (widths.max() ?? 0) + 6
  }

  /// True where the lines end at the right and few enough to be named there.
  static func suit(_ panel: Panel, width: Double, height: Double) -> Bool {
    let entries = panel.legend
    guard (2...8).contains(entries.count), panel.colorbar == nil, !panel.x.isReversed,
      Double(entries.count) * lineHeight <= height * 0.7,
      self.width(entries) <= width * 0.3
    else { return false }
    return entries.allSatisfy { entry in
      guard case .line = entry.swatch, let x = entry.endX, let y = entry.endY else { return false }
      let (across, up) = (panel.x.unit(x), panel.y.unit(y))
      return across > 0.85 && across <= 1.001 && up >= 0 && up <= 1
    }
  }
}
