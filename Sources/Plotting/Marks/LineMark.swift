/// A line through points, or through the samples of a function.
struct LineMark: Mark {
  var x: [Double]
  var y: [Double]
  var options: MarkOptions
  /// For a function with poles, the part of its range worth showing.
  var visible: ClosedRange<Double>?
  /// A function's interval meets the frame; data keep a little distance.
  var isFunction = false
  /// Values by number, 1, 2, 3, …: there is nothing between, and the first NaN or ∞ is marked.
  var isSequence = false

  func measure(_ requests: inout AxisRequests) {
    if isSequence {
      requests.xIsWhole = true
      for end in [x.first, x.last] { end.map { requests.x.include($0) } }
    } else {
      requests.x.include(x)
    }
    if let visible {
      requests.y.include(visible.lowerBound)
      requests.y.include(visible.upperBound)
    } else {
      requests.y.include(y)
    }
    requests.y.wantsPadding = true
    if isFunction {
      requests.x.includeSolid(x.first, x.last)
    } else {
      requests.x.wantsPadding = true
    }
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let noisy = isNoisy(context)
    var stroke = Stroke(
      color: context.color(options), width: options.lineWidth ?? 1.8,
      style: noisy && options.style == nil ? .solid : context.lineStyle(options),
      alpha: options.opacity ?? 1)
    let sparse: MarkerShape? =
      noisy && context.slots > 1 && options.marker == nil && options.style == nil
      ? context.shape(options) : nil
    if let weight = options.smooth {
      var raw = stroke
      raw.alpha *= 0.35
      raw.width = 1
      raw.style = .solid
      panel.primitives.append(.line(Polyline(x: x, y: y, stroke: raw)))
      let average = Smoothing.exponential(y, weight: weight)
      stroke.style = context.lineStyle(options)
      panel.primitives.append(.line(Polyline(x: x, y: average, stroke: stroke)))
      addLegend(average, stroke, nil, to: &panel)
    } else {
      if noisy { stroke.width = options.lineWidth ?? 1.4 }
      if stroke.style != .none {
        panel.primitives.append(
          .line(Polyline(x: x, y: y, stroke: stroke, sparseMarker: sparse)))
      }
      addLegend(y, stroke, sparse, to: &panel)
    }
    addPoints(context, stroke, to: &panel)
    if isSequence { flagFirstInvalid(context, to: &panel) }
  }

  /// True when the line goes up and down so often that dashes would be unreadable on it.
  private func isNoisy(_ context: MarkContext) -> Bool {
    guard y.count > 100, !isFunction else { return false }
    var previous = Double.nan
    var travelled = 0.0
    for index in stride(from: 0, to: y.count, by: max(1, y.count / 5000)) {
      let place = context.y.scale.unit(y[index])
      let step = (place - previous).magnitude
      if step.isFinite { travelled += step }
      if travelled > 4 { return true }
      previous = place
    }
    return false
  }

  private func addLegend(
    _ values: [Double], _ stroke: Stroke, _ marker: MarkerShape?, to panel: inout Panel
  ) {
    guard let label = options.label, !label.isEmpty else { return }
    let last = values.indices.last {
      panel.x.scale.unit(x[$0]).isFinite && panel.y.scale.unit(values[$0]).isFinite
    }
    let shape = options.marker == MarkerShape.none ? nil : options.marker ?? marker
    panel.legend.append(
      LegendEntry(
        label: label, swatch: .line(stroke, shape), endX: last.map { x[$0] },
        endY: last.map { values[$0] }))
  }

  /// Points where they were asked for, and where a line can't show them: a point between two gaps.
  private func addPoints(_ context: MarkContext, _ stroke: Stroke, to panel: inout Panel) {
    if let shape = options.marker {
      guard shape != .none else { return }
      panel.primitives.append(
        .points(
          PointSet(
            x: x, y: y, shape: shape, size: options.markerSize ?? 6, color: stroke.color,
            alpha: stroke.alpha)))
      return
    }
    guard !isFunction else { return }
    let lonely = lonelyPoints(context)
    guard !lonely.isEmpty else { return }
    panel.primitives.append(
      .points(
        PointSet(
          x: lonely.map { x[$0] }, y: lonely.map { y[$0] }, shape: context.shape(options),
          size: options.markerSize ?? 6, color: stroke.color, alpha: stroke.alpha)))
  }

  /// Points between two gaps.
  private func lonelyPoints(_ context: MarkContext) -> [Int] {
    let isPositive = context.y.scale.kind == .log
    var result: [Int] = []
    var (before, here) = (false, false)
    for index in y.indices {
      let isNext = y[index].isFinite && x[index].isFinite && (y[index] > 0 || !isPositive)
      if here, !before, !isNext { result.append(index - 1) }
      (before, here) = (here, isNext)
    }
    if here, !before { result.append(y.count - 1) }
    return result
  }

  private func flagFirstInvalid(_ context: MarkContext, to panel: inout Panel) {
    guard let first = y.firstIndex(where: { !$0.isFinite }) else { return }
    let before = y[..<first].last { context.y.scale.unit($0).isFinite }
    let after = y[first...].first { context.y.scale.unit($0).isFinite }
    guard let height = before ?? after else { return }
    let name = y[first].isNaN ? "NaN" : "∞"
    panel.primitives.append(
      .points(
        PointSet(x: [x[first]], y: [height], shape: .cross, size: 11, color: .series(1))))
    let isRight = context.x.scale.unit(x[first]) > 0.6
    panel.primitives.append(
      .text(
        TextMark(
          x: x[first], y: height, text: "\(name) at \(NumberText.format(x[first]))",
          anchor: isRight ? .end : .start)))
  }

  var kind: String? { "line plot" }

  func summary(_ context: SummaryContext) -> String {
    SeriesSummary.text(x: x, y: y, label: options.label, context: context)
  }
}

extension Figure {
  /// A line through the points (xᵢ, yᵢ) in order; a coordinate that is not finite breaks it.
  public static func line(
    x: [Double], y: [Double], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    return Figure(marks: [LineMark(x: x, y: y, options: options)])
  }

  /// A line through y over 1, 2, 3, …, with a cross at its first NaN or ∞.
  public static func line(y: [Double], options: MarkOptions = MarkOptions()) -> Figure {
    let x = y.indices.map { Double($0 + 1) }
    return Figure(marks: [LineMark(x: x, y: y, options: options, isSequence: true)])
  }
}
