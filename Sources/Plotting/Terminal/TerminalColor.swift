/// Colours in the 256-entry palette that nearly every terminal has: a 6 × 6 × 6 cube from entry 16 on,
/// then 24 greys from entry 232 on.
enum TerminalColor {
  private static let levels = [0, 95, 135, 175, 215, 255]

  static func index(_ color: PlotColor) -> Int { nearest(rgb(color)) }

  /// Half-way between the shades for paper and for a dark screen: which of them the terminal is, isn't
  /// known.
  private static func rgb(_ color: PlotColor) -> RGB {
    if case .rgb(let fixed) = color { return fixed }
    return Theme.light.rgb(color).mixed(with: Theme.dark.rgb(color), 0.5)
  }

  static func nearest(_ color: RGB) -> Int {
    let parts = [Int(color.red), Int(color.green), Int(color.blue)]
    let places = parts.map(nearestLevel)
    let cube = 16 + 36 * places[0] + 6 * places[1] + places[2]
    // Grey k is 8 + 10k.
    let grey = min(max((parts.reduce(0, +) / 3 - 3) / 10, 0), 23)
    let cubeError = distance(parts, places.map { levels[$0] })
    let greyError = distance(parts, Array(repeating: 8 + 10 * grey, count: 3))
    return greyError < cubeError ? 232 + grey : cube
  }

  private static func nearestLevel(_ part: Int) -> Int {
    part < 48 ? 0 : part < 115 ? 1 : min((part - 35) / 40, 5)
  }

  private static func distance(_ a: [Int], _ b: [Int]) -> Int {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
