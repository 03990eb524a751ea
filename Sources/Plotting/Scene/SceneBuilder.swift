extension Figure {
  /// The figure with its axes settled and its marks turned into primitives.
  var scene: Scene {
    let resolved = options.filled(from: defaults)
    switch content {
    case .axes(let marks):
      return Scene(
        content: .panel(PanelBuilder(marks: marks, options: resolved).panel), options: resolved)
    case .panels(let rows, let columns, let figures):
      return Scene(
        content: .grid(rows: rows, columns: columns, figures.map(\.scene)), options: resolved)
    case .nodes(let graph):
      return Scene(content: .nodes(graph), options: resolved)
    }
  }
}

/// From marks to a panel: first they all say what they ask of the axes, then they draw.
struct PanelBuilder {
  let marks: [any Mark]
  let options: FigureOptions

  var panel: Panel {
    let requests = requests
    var panel = Panel(
      title: options.title, x: xAxis(requests), y: yAxis(requests), aspect: requests.aspect)
    panel.legendPlacement = options.legend ?? .automatic
    panel.isEmpty = requests.x.isEmpty(on: panel.x.scale) || requests.y.isEmpty(on: panel.y.scale)
    draw(into: &panel)
    if marks.count == 1, panel.legend.count == 1, panel.y.label == nil, marks[0] is LineMark {
      panel.y.label = panel.legend[0].label
    }
    panel.legend = PanelBuilder.shortened(panel.legend)
    panel.notes = notes(requests)
    return panel
  }

  /// More names than this are not read, and would leave no room for the data.
  private static let mostNames = 12

  private static func shortened(_ legend: [LegendEntry]) -> [LegendEntry] {
    guard legend.count > mostNames else { return legend }
    let rest = legend.count - (mostNames - 1)
    return legend.prefix(mostNames - 1) + [LegendEntry(label: "and \(rest) more", swatch: .none)]
  }

  private var requests: AxisRequests {
    var requests = AxisRequests()
    for mark in marks { mark.measure(&requests) }
    return requests
  }

  /// Measuring all data again only where a note may come of it.
  var notes: [String] {
    let hasLogAxis = options.xscale == .log || options.yscale == .log
    return notes(hasLogAxis ? requests : AxisRequests())
  }

  private func draw(into panel: inout Panel) {
    let slots = marks.reduce(0) { $0 + $1.paletteSlots }
    var slot = 0
    for mark in marks {
      mark.draw(MarkContext(slot: slot, slots: slots, x: panel.x, y: panel.y), into: &panel)
      slot += mark.paletteSlots
    }
  }

  private func xAxis(_ requests: AxisRequests) -> Axis {
    let kind = requests.categories == nil ? options.xscale ?? .linear : .linear
    return Axis(
      scale: Domain.scale(kind: kind, extent: requests.x, limits: options.xlim),
      label: options.xlabel, categories: requests.categories, isWhole: requests.xIsWhole,
      isReversed: options.xlim?.isReversed ?? false)
  }

  private func yAxis(_ requests: AxisRequests) -> Axis {
    Axis(
      scale: Domain.scale(
        kind: options.yscale ?? .linear, extent: requests.y, limits: options.ylim),
      label: options.ylabel, isWhole: requests.yIsWhole,
      isReversed: requests.yIsReversed != (options.ylim?.isReversed ?? false))
  }

  /// What is missing from the picture, so that nobody takes it for absent from the data.
  private func notes(_ requests: AxisRequests) -> [String] {
    var notes: [String] = []
    let hasNames = requests.categories != nil
    if hasNames, let scale = options.xscale, scale != .linear {
      notes.append("names stand at equal distances: xscale has no effect")
    }
    for (name, kind, extent, limits) in [
      ("x", hasNames ? nil : options.xscale, requests.x, options.xlim),
      ("y", options.yscale, requests.y, options.ylim),
    ] where kind == .log {
      notes += logNotes(name, extent.notPositive, limits)
    }
    return notes + marks.compactMap(\.note)
  }

  private func logNotes(_ name: String, _ notPositive: Int, _ limits: AxisLimits?) -> [String] {
    var notes: [String] = []
    if notPositive > 0 {
      let values = notPositive == 1 ? "1 value" : "\(notPositive) values"
      notes.append("\(values) of \(name) ≤ 0 can’t be shown on a log axis")
    }
    let ends = [limits?.lower, limits?.upper].compactMap { $0 }
    if let end = ends.first(where: { $0 <= 0 }) {
      notes.append("\(name)lim \(NumberText.format(end)) has no place on a log axis")
    }
    return notes
  }
}
