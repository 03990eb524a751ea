/// The region between two curves, or between a curve and zero.
struct AreaMark: Mark {
  var x: [Double]
  var lower: [Double]?
  var upper: [Double]
  var options: MarkOptions
  /// For a function with poles, the part of its range worth showing.
  var visible: ClosedRange<Double>?

  func measure(_ requests: inout AxisRequests) {
    requests.x.include(x)
    requests.y.include(visible.map { [$0.lowerBound, $0.upperBound] } ?? upper)
    if let lower { requests.y.include(lower) } else { requests.y.includeBase() }
    requests.y.wantsPadding = true
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let color = context.color(options)
    let alpha = options.opacity ?? 0.25
    let base = context.y.scale.kind == .log ? context.y.scale.lower : 0
    for run in runs() {
      let foot = lower.map { lower in run.map { lower[$0] } } ?? run.map { _ in base }
      let along = run.map { x[$0] }
      panel.primitives.append(
        .region(
          Region(
            x: along + along.reversed(), y: run.map { upper[$0] } + foot.reversed(), fill: color,
            alpha: alpha)))
    }
    let stroke = Stroke(color: color, width: options.lineWidth ?? 1.6)
    if options.style != LineStyle.none {
      panel.primitives.append(.line(Polyline(x: x, y: upper, stroke: stroke)))
      if let lower { panel.primitives.append(.line(Polyline(x: x, y: lower, stroke: stroke))) }
    }
    guard let label = options.label, !label.isEmpty else { return }
    panel.legend.append(LegendEntry(label: label, swatch: .fill(color, alpha: alpha)))
  }

  /// Stretches of neighbours that are all finite.
  private func runs() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    for index in 0...x.count {
      let isGood =
        index < x.count && x[index].isFinite && upper[index].isFinite
        && lower?[index].isFinite ?? true
      if isGood {
        start = start ?? index
      } else if let from = start {
        result.append(from..<index)
        start = nil
      }
    }
    return result
  }

  var kind: String? { "area plot" }

  func summary(_ context: SummaryContext) -> String {
    "area under " + SeriesSummary.text(x: x, y: upper, label: options.label, context: context)
  }
}

extension Figure {
  /// The region between the curve (xᵢ, yᵢ) and zero, or between `lower` and y.
  public static func area(
    x: [Double], y: [Double], lower: [Double]? = nil, options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    if let lower, lower.count != y.count {
      throw .lengths("the upper and the lower curve", y.count, lower.count)
    }
    return Figure(marks: [AreaMark(x: x, lower: lower, upper: y, options: options)])
  }

  /// The region between the graph of a function and zero, sampled where the function bends.
  ///
  /// - Parameter evaluate: called with a whole array of arguments at a time; it gives as many values.
  public static func area(
    from lower: Double, to upper: Double, options: MarkOptions = MarkOptions(),
    evaluate: ([Double]) throws -> [Double]
  ) throws -> Figure {
    let samples = try FunctionSampler.sample(from: lower, to: upper, evaluate: evaluate)
    return Figure(marks: [
      AreaMark(
        x: samples.x, lower: nil, upper: samples.y, options: options, visible: samples.visible)
    ])
  }
}
