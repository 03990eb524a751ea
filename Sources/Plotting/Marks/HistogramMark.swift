/// Counts of values in bins of equal width.
struct HistogramMark: Mark {
  var bins: Histogram
  var options: MarkOptions

  func measure(_ requests: inout AxisRequests) {
    if let first = bins.edges.first, let last = bins.edges.last {
      requests.x.include(first)
      requests.x.include(last)
    }
    requests.x.notFinite += bins.left
    // An empty bin has no bar: nothing of it is missing on a log axis.
    requests.y.include(bins.counts.filter { $0 > 0 })
    requests.y.includeBase()
    requests.y.wantsPadding = true
    requests.x.wantsPadding = true
    requests.yIsWhole = true
    if bins.isOneEach { requests.xIsWhole = true }
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let base = context.y.scale.kind == .log ? context.y.scale.lower : 0
    let bars = bins.counts.indices.map { index in
      BarSet.Bar(
        x0: bins.edges[index], x1: bins.edges[index + 1], y0: base, y1: bins.counts[index])
    }
    let color = context.color(options)
    let alpha = options.opacity ?? (context.slots > 1 ? 0.55 : 0.85)
    panel.primitives.append(.bars(BarSet(bars: bars, fill: color, alpha: alpha)))
    guard let label = options.label, !label.isEmpty else { return }
    panel.legend.append(LegendEntry(label: label, swatch: .fill(color, alpha: alpha)))
  }

  var kind: String? { "histogram" }

  var note: String? {
    bins.total == 0 ? nil : missing(bins.left, ("value", "values"), "in no bin")
  }

  func summary(_ context: SummaryContext) -> String {
    let name = options.label ?? context.xlabel ?? "values"
    guard let first = bins.edges.first, let last = bins.edges.last, bins.total > 0,
      let peak = bins.counts.indices.max(by: { bins.counts[$0] < bins.counts[$1] })
    else { return "histogram of \(name): no finite value" }
    return "histogram of \(bins.total) \(name) in \(bins.counts.count) bins from "
      + "\(NumberText.format(first)) to \(NumberText.format(last)); most, "
      + "\(NumberText.format(bins.counts[peak])), between \(NumberText.format(bins.edges[peak]))"
      + " and \(NumberText.format(bins.edges[peak + 1]))"
  }
}

extension Figure {
  /// More bins than this are narrower than a line.
  public static let mostBins = 400

  /// How often values fall into bins of equal width.
  ///
  /// - Parameters:
  ///   - bins: how many; nil takes about the larger of Sturges' and Freedman and Diaconis' numbers, with
  ///     edges at round numbers.
  ///   - all: all samples that this one is to be compared with, and itself.
  public static func histogram(
    _ values: [Double], bins: Int? = nil, all: [[Double]]? = nil,
    options: MarkOptions = MarkOptions()
  ) -> Figure {
    let mark = HistogramMark(bins: Histogram(values, bins: bins, all: all), options: options)
    return Figure(marks: [mark], defaults: FigureOptions(ylabel: "count"))
  }
}
