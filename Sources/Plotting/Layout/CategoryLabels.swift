/// How the names under a category axis are set so that they don't run into each other.
struct CategoryLabels: Sendable {
  enum Style: Sendable, Equatable { case level, rotated }
  struct Label: Sendable {
    var place: Double
    var lines: [String]
  }
  var style = Style.level
  var labels: [Label] = []
  /// Room they need under the axis, in px.
  var height = 0.0
  /// How far the first rotated name reaches to the left of its tick.
  var reach = 0.0

  static let slope = 40.0
  private static let (cosine, sine) = (0.766, 0.643)
  private static let lineHeight = 15.0

  init(axis: Axis, width: Double) {
    guard let names = axis.categories, !names.isEmpty else { return }
    let slotWidth = width * (axis.unit(1) - axis.unit(0)).magnitude
    let room = slotWidth - 8
    let widest = names.map { TextMetrics.width($0, size: FontSize.tick) }.max() ?? 0
    if widest <= room {
      setLevel(axis, names.map { [$0] }, Array(names.indices))
    } else if widest <= 45 {
      let ticks = axis.ticks(length: width, spacing: widest + 10, gap: 10) { _ in widest }
      let shown = ticks.major.map { Int($0.value) }
      setLevel(axis, shown.map { [names[$0]] }, shown)
    } else if let wrapped = CategoryLabels.wrapped(names, room: room) {
      setLevel(axis, wrapped, Array(names.indices))
    } else {
      setRotated(axis, names, slotWidth)
    }
  }

  /// All names in at most three lines with no word cut, or nil.
  private static func wrapped(_ names: [String], room: Double) -> [[String]]? {
    guard room > 30 else { return nil }
    var result: [[String]] = []
    for name in names {
      let lines = TextMetrics.wrapped(name, size: FontSize.tick, limit: room, lines: 3)
      guard lines.joined(separator: " ") == name else { return nil }
      result.append(lines)
    }
    return result
  }

  private mutating func setLevel(_ axis: Axis, _ lines: [[String]], _ indices: [Int]) {
    labels = zip(indices, lines).map { Label(place: Double($0), lines: $1) }
    height = Double(lines.map(\.count).max() ?? 1) * CategoryLabels.lineHeight
  }

  private mutating func setRotated(_ axis: Axis, _ names: [String], _ slotWidth: Double) {
    style = .rotated
    let step = Axis.categoryStep(
      clampedInt((18 / max(slotWidth, 0.001)).rounded(.up), 1, names.count))
    labels = stride(from: 0, to: names.count, by: step).map { index in
      let text = TextMetrics.fitted(names[index], size: FontSize.tick, limit: 130)
      return Label(place: Double(index), lines: [text])
    }
    let widths = labels.map { TextMetrics.width($0.lines[0], size: FontSize.tick) }
    height = (widths.max() ?? 0) * CategoryLabels.sine + 12
    reach = (widths.first ?? 0) * CategoryLabels.cosine
  }
}
