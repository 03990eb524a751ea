/// Values at all points of a rectangular grid, row by row (x runs fastest).
struct ScalarGrid: Sendable {
  var x: [Double]
  var y: [Double]
  var values: [Double]

  @inline(__always)
  func value(_ column: Int, _ row: Int) -> Double { values[row * x.count + column] }

  /// The grid on evenly spaced points, by bilinear interpolation.
  func resampled(to count: Int) -> ScalarGrid {
    guard x.count > 1, y.count > 1, count > 1 else { return self }
    let across = ScalarGrid.even(x, count)
    let down = ScalarGrid.even(y, count)
    let columns = across.map { ScalarGrid.cell($0, x) }
    var result = ScalarGrid(x: across, y: down, values: [])
    result.values.reserveCapacity(count * count)
    for place in down {
      let (row, v) = ScalarGrid.cell(place, y)
      for (column, u) in columns {
        let low = value(column, row) * (1 - u) + value(column + 1, row) * u
        let high = value(column, row + 1) * (1 - u) + value(column + 1, row + 1) * u
        result.values.append(low * (1 - v) + high * v)
      }
    }
    return result
  }

  private static func even(_ places: [Double], _ count: Int) -> [Double] {
    let (first, last) = (places[0], places[places.count - 1])
    return (0..<count).map { index in
      let part = (Double(index) + 0.5) / Double(count)
      return first * (1 - part) + last * part
    }
  }

  /// The cell that holds `value` and its place within it, 0…1.
  private static func cell(_ value: Double, _ places: [Double]) -> (index: Int, part: Double) {
    let above = places.firstIndex { $0 > value } ?? places.count - 1
    let index = min(max(above - 1, 0), places.count - 2)
    return (index, (value - places[index]) / (places[index + 1] - places[index]))
  }
}
