/// How a line is drawn.
public enum LineStyle: String, Sendable, Hashable, CaseIterable {
  case solid, dashed, dotted, dashdot, longdash
  case none

  /// What the n-th of several lines gets, so that print in grey still reads.
  static func automatic(_ index: Int) -> LineStyle {
    [.solid, .dashed, .dotted, .dashdot, .longdash][index % 5]
  }

  /// Lengths of ink and gap in units of px.
  var dashes: [Double] {
    switch self {
    case .solid, .none: []
    case .dashed: [6, 3]
    case .dotted: [1.5, 2.5]
    case .dashdot: [8, 3, 1.5, 3]
    case .longdash: [12, 4]
    }
  }
}

/// The shape of a point.
public enum MarkerShape: String, Sendable, Hashable, CaseIterable {
  case circle, square, triangle, diamond, plus, cross, down
  case none
  /// A short level bar, the cap of an error bar.
  case dash

  static func automatic(_ index: Int) -> MarkerShape {
    [.circle, .square, .triangle, .diamond, .down, .plus, .cross][index % 7]
  }

  var isStroked: Bool { self == .plus || self == .cross || self == .dash }
}

/// What can be said about one mark; anything nil is chosen by the figure.
public struct MarkOptions: Sendable, Equatable {
  /// The name in the legend.
  public var label: String?
  public var color: PlotColor?
  public var marker: MarkerShape?
  public var style: LineStyle?
  /// Opacity, 0…1.
  public var alpha: Double?
  /// Width of lines in px.
  public var lineWidth: Double?
  /// Diameter of points in px.
  public var markerSize: Double?
  /// Weight of the past in an exponential moving average drawn over the data, 0 ..< 1.
  public var smooth: Double?

  public init(
    label: String? = nil, color: PlotColor? = nil, marker: MarkerShape? = nil,
    style: LineStyle? = nil, alpha: Double? = nil, lineWidth: Double? = nil,
    markerSize: Double? = nil, smooth: Double? = nil
  ) {
    self.label = label
    self.color = color
    self.marker = marker
    self.style = style
    self.alpha = alpha
    self.lineWidth = lineWidth
    self.markerSize = markerSize
    self.smooth = smooth
  }

  var opacity: Double? { alpha.map { min(max($0, 0), 1) } }
}
