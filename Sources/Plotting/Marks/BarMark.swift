/// Bars for named categories, side by side where there are several series.
struct BarMark: Mark {
  struct Series: Sendable {
    var name: String?
    var values: [Double]
  }
  var categories: [String]
  var series: [Series]
  var options: MarkOptions

  var paletteSlots: Int { options.color == nil ? series.count : 0 }

  func measure(_ requests: inout AxisRequests) {
    if categories.count >= requests.categories?.count ?? 0 { requests.categories = categories }
    requests.x.include(-0.6)
    requests.x.include(Double(categories.count) - 0.4)
    for one in series { requests.y.include(one.values) }
    requests.y.includeBase()
    requests.y.wantsPadding = true
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let base = context.y.scale.kind == .log ? context.y.scale.lower : 0
    let width = 0.8 / Double(max(series.count, 1))
    for (offset, one) in series.enumerated() {
      let color = context.color(options, offset)
      let bars = one.values.indices.compactMap { index -> BarSet.Bar? in
        guard one.values[index].isFinite else { return nil }
        let left = Double(index) - 0.4 + Double(offset) * width
        return BarSet.Bar(x0: left, x1: left + width, y0: base, y1: one.values[index])
      }
      panel.primitives.append(
        .bars(BarSet(bars: bars, fill: color, alpha: options.opacity ?? 0.9)))
      guard let label = one.name ?? options.label, !label.isEmpty else { continue }
      panel.legend.append(LegendEntry(label: label, swatch: .fill(color, alpha: 0.9)))
    }
  }

  var kind: String? { "bar chart" }

  var note: String? {
    let missing = series.reduce(0) { $0 + $1.values.count { !$0.isFinite } }
    return self.missing(missing, ("value", "values"), "without a bar")
  }

  func summary(_ context: SummaryContext) -> String {
    let sentences = series.prefix(8).map { one -> String in
      let name = one.name ?? options.label ?? context.ylabel ?? "bars"
      if one.values.count <= 8 {
        let pairs = zip(categories, one.values).map { "\($0) \(NumberText.format($1))" }
        return "\(name): \(pairs.joined(separator: ", "))"
      }
      let finite = one.values.indices.filter { one.values[$0].isFinite }
      guard let least = finite.min(by: { one.values[$0] < one.values[$1] }),
        let most = finite.max(by: { one.values[$0] < one.values[$1] })
      else { return "\(name): no finite value" }
      return "\(name): \(one.values.count) bars, least \(NumberText.format(one.values[least]))"
        + " (\(categories[least])), greatest \(NumberText.format(one.values[most]))"
        + " (\(categories[most]))"
    }
    return sentences.joined(separator: "; ")
  }
}

extension Figure {
  /// A bar from zero to each value, over the name of its category.
  public static func bar(
    categories: [String], values: [Double], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    try bar(categories: categories, series: [(nil, values)], options: options)
  }

  /// Groups of bars: for each category one bar of each series.
  public static func bar(
    categories: [String], series: [(name: String?, values: [Double])],
    options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    for one in series where one.values.count != categories.count {
      throw .lengths("the categories and the values", categories.count, one.values.count)
    }
    let series = series.map { BarMark.Series(name: $0.name, values: $0.values) }
    return Figure(marks: [BarMark(categories: categories, series: series, options: options)])
  }
}
