/// A labelled place on an axis.
struct Tick: Sendable, Equatable {
  var value: Double
  var label: String
}

/// The marks of one axis: labelled ones, and the fine grid between them.
struct TickSet: Sendable, Equatable {
  var major: [Tick] = []
  var minor: [Double] = []
  /// What every label must be added to ("+ 10⁹"), when the labels alone would all look alike.
  var offset: String?
}
