/// Points, perhaps coloured by group or by number.
struct ScatterMark: Mark {
  struct Group: Sendable {
    var name: String?
    var x: [Double]
    var y: [Double]
  }
  var groups: [Group]
  var options: MarkOptions

  var paletteSlots: Int { options.color == nil ? groups.count : 0 }

  func measure(_ requests: inout AxisRequests) {
    for group in groups {
      requests.x.include(group.x)
      requests.y.include(group.y)
    }
    requests.x.wantsPadding = true
    requests.y.wantsPadding = true
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let count = groups.reduce(0) { $0 + $1.x.count }
    let size = options.markerSize ?? (count > 2000 ? 2.5 : count > 400 ? 4 : 6)
    var sets: [PointSet] = []
    var places: [Look: Int] = [:]
    for (offset, group) in groups.enumerated() {
      let color = context.color(options, offset).inPalette
      let shape = context.shape(options, offset)
      let place = places[Look(color: color, shape: shape)] ?? sets.count
      if place == sets.count {
        places[Look(color: color, shape: shape)] = place
        sets.append(
          PointSet(
            x: [], y: [], shape: shape, size: size, color: color, alpha: options.opacity ?? 0.85))
      }
      sets[place].x += group.x
      sets[place].y += group.y
      guard let label = group.name ?? options.label, !label.isEmpty else { continue }
      panel.legend.append(LegendEntry(label: label, swatch: .point(shape, color)))
    }
    panel.primitives += sets.map { .points($0) }
  }

  /// Colours and shapes come around: of a thousand groups many look alike, and are drawn as one.
  private struct Look: Hashable {
    var color: PlotColor
    var shape: MarkerShape
  }

  var kind: String? { "scatter plot" }

  var note: String? {
    let missing = groups.reduce(0) { sum, group in
      sum + zip(group.x, group.y).reduce(0) { $0 + ($1.0.isFinite && $1.1.isFinite ? 0 : 1) }
    }
    let all = groups.reduce(0) { $0 + $1.x.count }
    return missing == all ? nil : self.missing(missing, ("point", "points"), "not shown")
  }

  func summary(_ context: SummaryContext) -> String {
    let count = groups.reduce(0) { $0 + $1.x.count }
    let name = options.label.map { "\($0): " } ?? ""
    let points = count == 1 ? "1 point" : "\(count) points"
    let names = groups.compactMap { group in group.name.map { "\($0) (\(group.x.count))" } }
    guard names.isEmpty else {
      let shown = names.prefix(8) + (names.count > 8 ? ["and \(names.count - 8) more"] : [])
      return "\(name)\(points) in \(groups.count) groups: \(shown.joined(separator: ", "))"
    }
    var x = Extent()
    var y = Extent()
    for group in groups {
      x.include(group.x)
      y.include(group.y)
    }
    guard !x.isEmpty, !y.isEmpty else { return "\(name)\(points)" }
    return "\(name)\(points), \(x.words(context.xlabel ?? "x")), \(y.words(context.ylabel ?? "y"))"
  }
}

extension Extent {
  /// "x from 1 to 5".
  func words(_ name: String) -> String {
    "\(name) from \(NumberText.format(lower)) to \(NumberText.format(upper))"
  }
}

extension Figure {
  /// A point for each (xᵢ, yᵢ). With `labels`, one for each point, the points of each different label
  /// get a colour and a shape of their own, in order of first appearance.
  public static func scatter(
    x: [Double], y: [Double], labels: [String]? = nil, options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    guard let labels else {
      return Figure(marks: [ScatterMark(groups: [.init(x: x, y: y)], options: options)])
    }
    guard labels.count == x.count else {
      throw .lengths("the points and their colour labels", x.count, labels.count)
    }
    var order: [String: Int] = [:]
    var groups: [ScatterMark.Group] = []
    for index in x.indices {
      let place = order[labels[index]] ?? groups.count
      if place == groups.count {
        order[labels[index]] = place
        groups.append(.init(name: labels[index], x: [], y: []))
      }
      groups[place].x.append(x[index])
      groups[place].y.append(y[index])
    }
    return Figure(marks: [ScatterMark(groups: groups, options: options)])
  }

  /// A point for each (xᵢ, yᵢ), coloured by valueᵢ on a scale beside the plot.
  public static func scatter(
    x: [Double], y: [Double], values: [Double], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    guard values.count == x.count else {
      throw .lengths("the points and their colour values", x.count, values.count)
    }
    return Figure(marks: [ShadedPointsMark(x: x, y: y, values: values, options: options)])
  }
}
