/// A kind of chart: it says what it asks of the axes, draws itself as primitives, and tells in words
/// what it shows.
protocol Mark: Sendable {
  var options: MarkOptions { get set }

  /// How many colours of the palette it takes when none is given.
  var paletteSlots: Int { get }

  func measure(_ requests: inout AxisRequests)

  func draw(_ context: MarkContext, into panel: inout Panel)

  /// A sentence to stand under the figure where the mark has nothing to draw.
  var note: String? { get }

  /// What a plot of it is called, "line plot"; nil for what only adds to others.
  var kind: String? { get }

  /// A sentence without its full stop, for the figure's description.
  func summary(_ context: SummaryContext) -> String
}

extension Mark {
  var note: String? { nil }

  /// "2 bars are not finite and not drawn", or nil where nothing is missing.
  func missing(_ count: Int, _ noun: (one: String, many: String), _ where: String) -> String? {
    switch count {
    case 0: nil
    case 1: "1 \(noun.one) is not finite and \(`where`)"
    default: "\(count) \(noun.many) are not finite and \(`where`)"
    }
  }
  var paletteSlots: Int { options.color == nil ? 1 : 0 }
}

/// What all marks of a figure ask of its axes together.
struct AxisRequests: Sendable {
  var x = Extent()
  var y = Extent()
  var categories: [String]?
  var xIsWhole = false
  var yIsWhole = false
  /// Row 1 of a matrix stands at the top.
  var yIsReversed = false
  var aspect: Double?

  /// Room for points, whose markers need some space to the frame.
  mutating func includePoints(_ x: [Double], _ y: [Double]) {
    self.x.include(x)
    self.y.include(y)
    self.x.wantsPadding = true
    self.y.wantsPadding = true
  }
}

/// What a mark must know of its figure to draw itself.
struct MarkContext: Sendable {
  /// The first palette colour that is its own.
  var slot: Int
  /// How many colours the whole figure takes: dashes and shapes vary only when there are several.
  var slots: Int
  var x: Axis
  var y: Axis

  func color(_ options: MarkOptions, _ offset: Int = 0) -> PlotColor {
    options.color ?? .series(slot + offset)
  }

  func lineStyle(_ options: MarkOptions, _ offset: Int = 0) -> LineStyle {
    options.style ?? .automatic(slots > 1 ? slot + offset : 0)
  }

  func shape(_ options: MarkOptions, _ offset: Int = 0) -> MarkerShape {
    options.marker ?? .automatic(slots > 1 ? slot + offset : 0)
  }
}

struct SummaryContext: Sendable {
  var xlabel: String?
  var ylabel: String?
  var xIsLog = false
  var yIsLog = false
}
