/// A picture: a matrix of grey levels or of red, green and blue.
struct ImageMark: Mark {
  var pixels: [RGB]
  var rows: Int
  var columns: Int
  var options: MarkOptions

  var paletteSlots: Int { 0 }

  func measure(_ requests: inout AxisRequests) {
    requests.x.includeSolid(0.5, Double(columns) + 0.5)
    requests.y.includeSolid(0.5, Double(rows) + 0.5)
    requests.xIsWhole = true
    requests.yIsWhole = true
    requests.yIsReversed = true
    if rows > 0, columns > 0 { requests.aspect = Double(columns) / Double(rows) }
  }

  func draw(_ context: MarkContext, into panel: inout Panel) {
    guard rows > 0, columns > 0 else { return }
    panel.primitives.append(
      .cells(
        CellGrid(
          xEdges: CellEdges.around(nil, count: columns), yEdges: CellEdges.around(nil, count: rows),
          colors: pixels, alpha: options.opacity ?? 1)))
  }

  var kind: String? { "image" }

  func summary(_ context: SummaryContext) -> String {
    (options.label.map { "\($0): " } ?? "") + "image of \(columns) × \(rows) pixels"
  }
}

extension Figure {
  /// A picture, row by row from the top.
  ///
  /// - Parameter channels: 1 for grey, stretched from the least to the greatest value; 3 for red, green
  ///   and blue in 0…1 (in 0…255 where a value is above 1).
  public static func image(
    _ values: [Double], rows: Int, columns: Int, channels: Int = 1,
    options: MarkOptions = MarkOptions()
  ) throws(PlotError) -> Figure {
    guard channels == 1 || channels == 3 else {
      throw PlotError("an image has 1 or 3 channels, not \(channels)")
    }
    guard rows >= 0, columns >= 0, values.count == rows * columns * channels else {
      throw .gridSize("the image", values.count, rows: rows, columns: columns * channels)
    }
    let pixels = channels == 1 ? grayPixels(values) : colorPixels(values)
    return Figure(marks: [
      ImageMark(pixels: pixels, rows: rows, columns: columns, options: options)
    ])
  }

  private static func grayPixels(_ values: [Double]) -> [RGB] {
    let range = ColorRange(values, map: .gray)
    return values.map { range.color($0) }
  }

  private static func colorPixels(_ values: [Double]) -> [RGB] {
    let scale = values.contains { $0 > 1 } ? 1.0 : 255.0
    func part(_ value: Double) -> UInt8 { UInt8(clampedInt((value * scale).rounded(), 0, 255)) }
    return stride(from: 0, to: values.count, by: 3).map {
      RGB(part(values[$0]), part(values[$0 + 1]), part(values[$0 + 2]))
    }
  }
}
