/// Where the legend goes.
public enum LegendPlacement: String, Sendable, Hashable, CaseIterable {
  /// At line ends, or in a corner free of data, or above; none for fewer than two series.
  case automatic
  case hidden
  case above
  case topLeft, topRight, bottomLeft, bottomRight
}

/// What can be said about a whole figure; anything nil is chosen from the data.
public struct FigureOptions: Sendable, Equatable {
  public var title: String?
  public var xlabel: String?
  public var ylabel: String?
  public var legend: LegendPlacement?
  public var xlim: AxisLimits?
  public var ylim: AxisLimits?
  public var xscale: ScaleKind?
  public var yscale: ScaleKind?
  /// Size in px; text plots take their size from the terminal instead.
  public var width: Double?
  public var height: Double?
  /// The text for readers who can't see the figure, in place of the generated one.
  public var alt: String?

  public init(
    title: String? = nil, xlabel: String? = nil, ylabel: String? = nil,
    legend: LegendPlacement? = nil, xlim: AxisLimits? = nil, ylim: AxisLimits? = nil,
    xscale: ScaleKind? = nil, yscale: ScaleKind? = nil, width: Double? = nil,
    height: Double? = nil, alt: String? = nil
  ) {
    self.title = title
    self.xlabel = xlabel
    self.ylabel = ylabel
    self.legend = legend
    self.xlim = xlim
    self.ylim = ylim
    self.xscale = xscale
    self.yscale = yscale
    self.width = width
    self.height = height
    self.alt = alt
  }

  /// These options, with `fallback` where they say nothing.
  func filled(from fallback: FigureOptions) -> FigureOptions {
    FigureOptions(
      title: title ?? fallback.title, xlabel: xlabel ?? fallback.xlabel,
      ylabel: ylabel ?? fallback.ylabel, legend: legend ?? fallback.legend,
      xlim: xlim ?? fallback.xlim, ylim: ylim ?? fallback.ylim,
      xscale: xscale ?? fallback.xscale, yscale: yscale ?? fallback.yscale,
      width: width ?? fallback.width, height: height ?? fallback.height,
      alt: alt ?? fallback.alt)
  }
}
