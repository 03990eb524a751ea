/// One axis of a panel: a scale, what it is called, and where its ticks go.
struct Axis: Sendable {
  var scale: Scale
  var label: String?
  /// Names at 0, 1, 2, …; when present they replace numeric ticks.
  var categories: [String]?
  /// True for counts and matrix indices: no ticks between whole numbers.
  var isWhole = false
  var isReversed = false

  /// The place of a value along the axis, 0…1 from left to right or from bottom to top.
  @inline(__always)
  func unit(_ value: Double) -> Double {
    let place = scale.unit(value)
    return isReversed ? 1 - place : place
  }

  func ticks(limit: Int) -> TickSet {
    if let categories { return categoryTicks(categories, limit: limit) }
    switch scale.kind {
    case .linear:
      return LinearTicks.ticks(
        lower: scale.lower, upper: scale.upper, limit: limit, wholeOnly: isWhole)
    case .log: return LogTicks.ticks(lower: scale.lower, upper: scale.upper, limit: limit)
    case .symlog: return SymlogTicks.ticks(scale, limit: limit)
    }
  }

  /// As many ticks as the axis can hold without two labels touching.
  ///
  /// - Parameters:
  ///   - length: of the axis, in the unit of `size`.
  ///   - spacing: what a tick takes at the least.
  ///   - gap: least distance between two labels.
  ///   - size: of a label along the axis.
  func ticks(
    length: Double, spacing: Double, gap: Double, size: (String) -> Double
  ) -> TickSet {
    var limit = max(2, clampedInt(length / spacing, 0, 1000) + 1)
    var set = ticks(limit: limit)
    while limit > 2, !fits(set, length: length, gap: gap, size: size) {
      limit -= 1
      set = ticks(limit: limit)
    }
    if !fits(set, length: length, gap: gap, size: size) { set.major = Array(set.major.prefix(1)) }
    return set
  }

  private func fits(
    _ set: TickSet, length: Double, gap: Double, size: (String) -> Double
  ) -> Bool {
    var end = -Double.infinity
    let placed = set.major.map { (unit($0.value) * length, size($0.label)) }
    for (place, size) in placed.sorted(by: { $0.0 < $1.0 }) {
      if place - size / 2 < end + gap { return false }
      end = place + size / 2
    }
    return true
  }

  /// Every n-th name is shown: 1, 2, 5, 10, 20, … and at least `least`.
  static func categoryStep(_ least: Int) -> Int {
    var decade = 1
    while true {
      for digit in [1, 2, 5] where digit * decade >= least { return digit * decade }
      decade *= 10
    }
  }

  private func categoryTicks(_ names: [String], limit: Int) -> TickSet {
    let count = names.count
    let step = Axis.categoryStep((count + max(limit, 1) - 1) / max(limit, 1))
    let shown = stride(from: 0, to: count, by: step)
    return TickSet(major: shown.map { Tick(value: Double($0), label: names[$0]) })
  }
}
