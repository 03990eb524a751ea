/// Numbers to colours, for heatmaps.
public enum Colormap: String, Sendable, Hashable, CaseIterable {
  /// Dark blue to yellow, even in lightness (the anchors of viridis).
  case viridis
  /// Blue, white, vermillion: for data with a meaningful zero.
  case diverging
  /// Black to white, for pictures.
  case gray

  private static let anchors: [Colormap: [UInt32]] = [
    .viridis: [
      0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c,
      0xfde725,
    ],
    .diverging: [0x04395e, 0x0072b2, 0x6fb0d6, 0xf7f7f7, 0xf2a679, 0xd55e00, 0x7a2e00],
    .gray: [0x000000, 0xffffff],
  ]

  /// The colour at `part`, 0…1; NaN is a neutral grey.
  func color(_ part: Double) -> RGB {
    guard !part.isNaN, let anchors = Colormap.anchors[self] else { return RGB(0x9e9e9e) }
    let place = min(max(part, 0), 1) * Double(anchors.count - 1)
    let index = clampedInt(place, 0, anchors.count - 2)
    return RGB(anchors[index]).mixed(with: RGB(anchors[index + 1]), place - Double(index))
  }
}
