/// What the data ask of one axis: their range, and how they want its ends treated.
struct Extent: Sendable, Equatable {
  var lower = Double.infinity
  var upper = -Double.infinity
  var smallestPositive = Double.infinity
  var smallestMagnitude = Double.infinity
  var notFinite = 0
  var notPositive = 0
  /// True when a mark touches the edge of its data with ink (points, lines), false when it should
  /// meet the frame (a function's interval, the cells of a heatmap).
  var wantsPadding = false
  /// The part that is filled to its border with colour or by the graph of a function: an axis that
  /// ends there needs no room beyond.
  var solidLower = Double.infinity
  var solidUpper = -Double.infinity
  /// True when zero is the foot of bars or areas: the axis then starts there without a gap.
  var isBasedAtZero = false

  var isEmpty: Bool { lower > upper }

  /// True when a scale has no place for any of the data.
  func isEmpty(on scale: Scale) -> Bool {
    isEmpty || scale.kind == .log && !smallestPositive.isFinite
  }

  mutating func include(_ value: Double) {
    guard value.isFinite else {
      notFinite += 1
      return
    }
    if value < lower { lower = value }
    if value > upper { upper = value }
    if value > 0 {
      if value < smallestPositive { smallestPositive = value }
    } else {
      notPositive += 1
    }
    let magnitude = value.magnitude
    if magnitude > 0 && magnitude < smallestMagnitude { smallestMagnitude = magnitude }
  }

  /// In one pass that keeps what it finds in registers: figures hold a million values.
  mutating func include(_ values: [Double]) {
    var (least, most) = (lower, upper)
    var (positive, magnitude) = (smallestPositive, smallestMagnitude)
    var (invalid, nonpositive) = (0, 0)
    values.withUnsafeBufferPointer { values in
      for value in values {
        guard value.isFinite else {
          invalid += 1
          continue
        }
        if value < least { least = value }
        if value > most { most = value }
        if value > 0 {
          if value < positive { positive = value }
        } else {
          nonpositive += 1
          if value < 0, -value < magnitude { magnitude = -value }
        }
      }
    }
    (lower, upper, smallestPositive) = (least, most, positive)
    smallestMagnitude = min(magnitude, positive)
    notFinite += invalid
    notPositive += nonpositive
  }

  /// Includes both ends of what fills the panel.
  mutating func includeSolid(_ first: Double?, _ last: Double?) {
    for case let end? in [first, last] {
      include(end)
      guard end.isFinite else { continue }
      solidLower = min(solidLower, end)
      solidUpper = max(solidUpper, end)
    }
  }

  var padsLower: Bool { wantsPadding && lower < solidLower && !(isBasedAtZero && lower == 0) }
  var padsUpper: Bool { wantsPadding && upper > solidUpper && !(isBasedAtZero && upper == 0) }

  /// Includes zero as a base line; it does not count as datum on a log axis.
  mutating func includeBase() {
    lower = min(lower, 0)
    upper = max(upper, 0)
    isBasedAtZero = true
  }
}
