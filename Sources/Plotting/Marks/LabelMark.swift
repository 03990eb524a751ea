/// Words at places of the plot.
struct LabelMark: Mark {
  var x: [Double]
  var y: [Double]
  var texts: [String]
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  func measure(_ requests: inout AxisRequests) {
    requests.includePoints(x, y)
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    for index in texts.indices {
      let isRight = context.x.scale.unit(x[index]) > 0.7
      panel.primitives.append(
        .text(
          TextMark(
            x: x[index], y: y[index], text: texts[index], anchor: isRight ? .end : .start,
            color: options.color ?? .ink)))
    }
  }

  var kind: String? { nil }

  func summary(_ context: SummaryContext) -> String {
    "labels: " + texts.prefix(10).joined(separator: ", ")
  }
}

extension Figure {
  /// Words beside the points (xᵢ, yᵢ).
  public static func labels(
    x: [Double], y: [Double], texts: [String], options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard x.count == y.count else { throw .lengths("x and y", x.count, y.count) }
    guard x.count == texts.count else { throw .lengths("points and texts", x.count, texts.count) }
    return Figure(marks: [LabelMark(x: x, y: y, texts: texts, options: options)])
  }
}
