/// Points whose colour is a number.
struct ShadedPointsMark: Mark {
  var x: [Double]
  var y: [Double]
  var values: [Double]
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  /// Colours are told apart in steps, so that the points of one step are one element.
  private static let steps = 24

  func measure(_ requests: inout AxisRequests) {
    requests.includePoints(x, y)
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    let range = ColorRange(values, map: nil)
    let steps = ShadedPointsMark.steps
    var members: [Int: [Int]] = [:]
    for index in values.indices {
      let part = values[index].isNaN ? -1 : range.scale.unit(values[index])
      let step =
        part < 0 && values[index].isNaN ? steps : clampedInt(part * Double(steps), 0, steps - 1)
      members[step, default: []].append(index)
    }
    let size = options.markerSize ?? (x.count > 2000 ? 2.5 : x.count > 400 ? 4 : 6)
    for (step, indices) in members.sorted(by: { $0.key < $1.key }) {
      let part = step == steps ? .nan : (Double(step) + 0.5) / Double(steps)
      panel.primitives.append(
        .points(
          PointSet(
            x: indices.map { x[$0] }, y: indices.map { y[$0] }, shape: context.shape(options),
            size: size, color: .rgb(range.map.color(part)), alpha: options.opacity ?? 0.9)))
    }
    panel.colorbar = Colorbar(map: range.map, axis: Axis(scale: range.scale, label: options.label))
  }

  var kind: String? { "scatter plot" }

  func summary(_ context: SummaryContext) -> String {
    var extent = Extent()
    extent.include(values)
    let points = x.count == 1 ? "1 point" : "\(x.count) points"
    guard !extent.isEmpty else { return "\(points), coloured by values none of which is finite" }
    return "\(points), coloured by \(extent.words(options.label ?? "a value"))"
  }
}
