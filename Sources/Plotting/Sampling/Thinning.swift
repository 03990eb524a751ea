/// Leaves out points that a line can't show.
enum Thinning {
  /// Of each stretch of points within one column of pixels, the first, the least, the greatest and the
  /// last, in their order: the drawn line covers the same pixels. A gap stays a gap.
  ///
  /// - Parameters:
  ///   - scale: of the x axis.
  ///   - columns: how many pixels the axis is long. Fewer than four points a column are kept as they
  ///     are.
  ///   - isPositive: true where y has a log axis, on which other values are gaps.
  static func perColumn(
    x: [Double], y: [Double], scale: Scale, columns: Int, isPositive: Bool = false
  ) -> (x: [Double], y: [Double]) {
    guard x.count > 4 * columns else { return (x, y) }
    var stretch = Stretch()
    var result = Kept()
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        for index in x.indices {
          let value = y[index]
          let place = scale.unit(x[index]) * Double(columns)
          guard value.isFinite, place.isFinite, value > 0 || !isPositive else {
            stretch.flush(into: &result, x, y)
            result.appendGap()
            continue
          }
          let column = clampedInt(place + 1, 0, columns + 1)
          if column == stretch.column {
            stretch.last = index
            if value < y[stretch.least] { stretch.least = index }
            if value > y[stretch.most] { stretch.most = index }
          } else {
            stretch.flush(into: &result, x, y)
            stretch = Stretch(
              column: column, first: index, least: index, most: index, last: index)
          }
        }
        stretch.flush(into: &result, x, y)
      }
    }
    return (result.x, result.y)
  }

  private struct Kept {
    var x: [Double] = []
    var y: [Double] = []

    mutating func appendGap() {
      if let last = y.last, !last.isNaN {
        x.append(.nan)
        y.append(.nan)
      }
    }
  }

  private struct Stretch {
    var column = -1
    var first = 0
    var least = 0
    var most = 0
    var last = 0

    mutating func flush(
      into kept: inout Kept, _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>
    ) {
      guard column >= 0 else { return }
      var previous = -1
      for index in [first, min(least, most), max(least, most), last] where index != previous {
        kept.x.append(x[index])
        kept.y.append(y[index])
        previous = index
      }
      column = -1
    }
  }
}
