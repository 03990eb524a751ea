/// A trajectory in the plane: where it starts, which way it goes, where it ends.
struct PathMark: Mark {
  var x: [Double]
  var y: [Double]
  var options: MarkOptions

  func measure(_ requests: inout AxisRequests) {
    requests.includePoints(x, y)
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let color = options.color ?? (context.slots == 1 ? .series(1) : context.color(options))
    let stroke = Stroke(
      color: color, width: options.lineWidth ?? 1.8, style: options.style ?? .solid,
      alpha: options.opacity ?? 1)
    panel.primitives.append(
      .line(Polyline(x: x, y: y, stroke: stroke, isDirected: true)))
    if let shape = options.marker ?? (x.count <= 40 ? .circle : nil), shape != .none {
      panel.primitives.append(
        .points(PointSet(x: x, y: y, shape: shape, size: options.markerSize ?? 4, color: color)))
    }
    let ends = [x.indices.first, x.indices.last]
    for (end, shape) in zip(ends, [MarkerShape.square, .circle]) {
      guard let end else { continue }
      panel.primitives.append(
        .points(PointSet(x: [x[end]], y: [y[end]], shape: shape, size: 8, color: color)))
    }
    guard let label = options.label, !label.isEmpty else { return }
    panel.legend.append(LegendEntry(label: label, swatch: .line(stroke, .circle)))
  }

  var kind: String? { "path" }

  func summary(_ context: SummaryContext) -> String {
    let name = options.label ?? "path"
    guard let x0 = x.first, let y0 = y.first, let x1 = x.last, let y1 = y.last else {
      return "\(name): no points"
    }
    func place(_ x: Double, _ y: Double) -> String {
      "(\(NumberText.format(x)), \(NumberText.format(y)))"
    }
    return "\(name) of \(x.count) points from \(place(x0, y0)) to \(place(x1, y1))"
  }
}

extension Figure {
  /// A trajectory through (xᵢ, yᵢ) with arrowheads, a square where it starts and a disc where it ends.
  public static func path(
    x: [Double], y: [Double], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    return Figure(marks: [PathMark(x: x, y: y, options: options)])
  }
}
