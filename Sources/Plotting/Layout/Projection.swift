/// From data coordinates to px within a frame.
struct Projection: Sendable {
  var x: Axis
  var y: Axis
  var frame: Rect

  @inline(__always)
  func px(_ value: Double) -> Double { bounded(frame.x + x.unit(value) * frame.width) }

  @inline(__always)
  func py(_ value: Double) -> Double { bounded(frame.maxY - y.unit(value) * frame.height) }

  func point(_ x: Double, _ y: Double) -> Point { Point(x: px(x), y: py(y)) }

  /// Far outside is far enough: clipping then works with numbers that have digits to spare.
  @inline(__always)
  private func bounded(_ value: Double) -> Double {
    value > 1e6 ? 1e6 : value < -1e6 ? -1e6 : value
  }

  /// Lines in px: long ones thinned to what the columns of pixels can show, breaks taken out, and cut
  /// at the frame.
  func lines(_ x: [Double], _ y: [Double]) -> [[Point]] {
    let columns = max(clampedInt(frame.width, 1, 10_000), 1)
    let thinned = Thinning.perColumn(
      x: x, y: y, scale: self.x.scale, columns: columns, isPositive: self.y.scale.kind == .log)
    var clipper = LineClipper(frame: frame)
    for index in thinned.x.indices {
      let (x, y) = (thinned.x[index], thinned.y[index])
      let point = point(x, y)
      let hasPlace = x.isFinite && y.isFinite && !point.x.isNaN && !point.y.isNaN
      if hasPlace { clipper.draw(to: point) } else { clipper.lift() }
    }
    return clipper.finished()
  }
}
