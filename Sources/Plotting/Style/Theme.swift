/// The shades of every role on paper and on a dark screen.
///
/// The palette is Okabe and Ito's, safe for readers who don't see red and green apart, with a
/// brown in the place of black (black is the ink of axes and text). The dark column holds lighter
/// relatives of the same hues.
struct Theme: Sendable {
  var ink: UInt32
  var muted: UInt32
  var grid: UInt32
  var minorGrid: UInt32
  var background: UInt32
  var series: [UInt32]
  var levels: [UInt32]

  static let light = Theme(
    ink: 0x222222, muted: 0x5f6368, grid: 0xe2e4e8, minorGrid: 0xf0f1f4, background: 0xffffff,
    series: [
      0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x8c564b, 0xb8a800,
    ],
    levels: [
      0xa9c4dd, 0x8fb2d2, 0x769fc6, 0x5e8cb9, 0x4878aa, 0x34649a, 0x225087, 0x133c72,
    ])

  static let dark = Theme(
    ink: 0xe6e6e6, muted: 0xa6abb2, grid: 0x33373d, minorGrid: 0x26292e, background: 0x16181c,
    series: [
      0x4fa8e8, 0xff8442, 0x2fc99a, 0xe49fc8, 0xf5b841, 0x8fd3ff, 0xc79a8b, 0xf0e442,
    ],
    levels: [
      0x34516f, 0x406484, 0x4d7799, 0x5b8bae, 0x6b9fc2, 0x80b2d3, 0x9bc5e1, 0xbcdaf0,
    ])

  func rgb(_ color: PlotColor) -> RGB {
    switch color {
    case .series(let index): RGB(series[index % series.count])
    case .ink: RGB(ink)
    case .muted: RGB(muted)
    case .grid: RGB(grid)
    case .minorGrid: RGB(minorGrid)
    case .background: RGB(background)
    case .level(let index): RGB(levels[min(max(index, 0), levels.count - 1)])
    case .rgb(let value): value
    }
  }
}
