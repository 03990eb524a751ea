/// Points with an interval above and below.
struct ErrorBarMark: Mark {
  var x: [Double]
  var y: [Double]
  var below: [Double]
  var above: [Double]
  var options: MarkOptions

  func measure(_ requests: inout AxisRequests) {
    requests.x.include(x)
    requests.y.include(y)
    for index in y.indices where y[index].isFinite {
      for end in [y[index] - below[index], y[index] + above[index]] where end.isFinite {
        requests.y.include(end)
      }
    }
    requests.x.wantsPadding = true
    requests.y.wantsPadding = true
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let color = context.color(options)
    let lower = zip(y, below).map { low($0 - $1, context) }
    let upper = zip(y, above).map { min($0 + $1, context.y.scale.upper) }
    var stems = Polyline(x: [], y: [], stroke: Stroke(color: color, width: 1.3))
    for index in y.indices {
      stems.x += [x[index], x[index], .nan]
      stems.y += [lower[index], upper[index], .nan]
    }
    panel.primitives.append(.line(stems))
    for ends in [lower, upper] {
      panel.primitives.append(
        .points(PointSet(x: x, y: ends, shape: .dash, size: 7, color: color)))
    }
    let shape = context.shape(options)
    panel.primitives.append(
      .points(
        PointSet(x: x, y: y, shape: shape, size: options.markerSize ?? 6, color: color)))
    guard let label = options.label, !label.isEmpty else { return }
    panel.legend.append(LegendEntry(label: label, swatch: .point(shape, color)))
  }

  /// A bar without end, or on a log axis one that reaches below zero, goes down to the foot of the
  /// axis.
  private func low(_ value: Double, _ context: MarkContext) -> Double {
    let hasNoPlace = context.y.scale.kind == .log && value <= 0 || value == -.infinity
    return hasNoPlace ? context.y.scale.lower : value
  }

  var kind: String? { "error bars" }

  func summary(_ context: SummaryContext) -> String {
    SeriesSummary.text(x: x, y: y, label: options.label, context: context) + ", with error bars"
  }
}

extension Figure {
  /// Points (xᵢ, yᵢ) with bars from yᵢ − belowᵢ to yᵢ + aboveᵢ.
  public static func errorBars(
    x: [Double], y: [Double], below: [Double], above: [Double],
    options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    guard below.count == y.count else {
      throw .lengths("the points and their errors", y.count, below.count)
    }
    guard above.count == y.count else {
      throw .lengths("the points and their errors", y.count, above.count)
    }
    for errors in [below, above] {
      if let index = errors.firstIndex(where: { $0 < 0 }) {
        throw .negativeError(index, errors[index])
      }
    }
    return Figure(marks: [
      ErrorBarMark(x: x, y: y, below: below, above: above, options: options)
    ])
  }

  /// Points (xᵢ, yᵢ) with bars from yᵢ − errorᵢ to yᵢ + errorᵢ.
  public static func errorBars(
    x: [Double], y: [Double], error: [Double], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    try errorBars(x: x, y: y, below: error, above: error, options: options)
  }
}
