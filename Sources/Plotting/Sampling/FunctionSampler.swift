/// Samples a function where it bends, and finds where its graph must not be joined.
///
/// Intervals are halved, all of a round in one call of the function, until the middle of each lies
/// within a fraction of a pixel of its chord. An interval whose ends stay far apart however short it
/// becomes holds a jump or a pole; one with a single finite end holds the border of the domain.
struct FunctionSampler {
  struct Samples {
    var x: [Double]
    /// NaN where the line breaks.
    var y: [Double]
    /// The range worth showing when the function runs off to infinity; nil shows all of it.
    var visible: ClosedRange<Double>?
  }

  private struct Interval {
    var left: Int
    var right: Int
  }

  private static let initialCount = 240
  private static let smoothRounds = 8
  private static let jumpRounds = 34
  private static let budget = 6000

  private let evaluate: ([Double]) throws -> [Double]
  private var x: [Double] = []
  private var y: [Double] = []
  /// Bends smaller than this can't be seen.
  private var tolerance = 0.0
  private var usual = 0.0...0.0
  /// What is shown of a function with poles.
  private var worthSeeing = 0.0...0.0
  /// Indices of samples left of a break.
  private var breaks: Set<Int> = []

  /// - Throws: `emptyInterval`, and what `evaluate` throws.
  static func sample(
    from start: Double, to end: Double, evaluate: ([Double]) throws -> [Double]
  ) throws -> Samples {
    guard start.isFinite, end.isFinite, start != end else {
      throw PlotError.emptyInterval(start, end)
    }
    return try withoutActuallyEscaping(evaluate) { evaluate in
      var sampler = FunctionSampler(evaluate: evaluate)
      return try sampler.run(min(start, end), max(start, end))
    }
  }

  private init(evaluate: @escaping ([Double]) throws -> [Double]) { self.evaluate = evaluate }

  private mutating func run(_ lower: Double, _ upper: Double) throws -> Samples {
    try append(FunctionSampler.initialGrid(lower, upper))
    usual = FunctionSampler.middle(of: y, leavingOut: 50)
    worthSeeing = FunctionSampler.middle(of: y, leavingOut: 16)
    tolerance = (usual.upperBound - usual.lowerBound) * 0.0005
    var open = (0..<(x.count - 1)).map { Interval(left: $0, right: $0 + 1) }
    for round in 0..<FunctionSampler.jumpRounds where !open.isEmpty {
      open = try refine(open, onlyJumps: round >= FunctionSampler.smoothRounds)
      if x.count > FunctionSampler.budget { break }
    }
    breaks = Set(open.filter { isJump($0) && isNarrow($0, lower, upper) }.map(\.left))
    var samples = ordered()
    let slopes = FunctionSampler.middle(
      of: Array(y[...FunctionSampler.initialCount]), leavingOut: 8)
    if samples.visible == nil, slopes.lowerBound < slopes.upperBound, try hasEvenPole(samples) {
      samples.visible = slopes
    }
    return samples
  }

  /// Equal cells, each sample moved a little within its cell: an even grid would see sin(2πnx) as
  /// zero.
  private static func initialGrid(_ lower: Double, _ upper: Double) -> [Double] {
    let count = initialCount
    return (0...count).map { index in
      if index == 0 { return lower }
      if index == count { return upper }
      let golden = 0.618_033_988_749_895 * Double(index)
      let shift = 0.4 * (golden - golden.rounded(.down) - 0.5)
      let part = (Double(index) + shift) / Double(count)
      return lower * (1 - part) + upper * part
    }
  }

  /// The finite values without the n-th part at each end, and a tenth beyond.
  private static func middle(of values: [Double], leavingOut part: Int) -> ClosedRange<Double> {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let most = sorted.last else { return 0...0 }
    let low = sorted[sorted.count / part]
    let high = sorted[sorted.count - 1 - sorted.count / part]
    let room = (high * 0.25 - low * 0.25) * 0.4
    return max(least, low - room)...min(most, high + room)
  }

  private mutating func append(_ arguments: [Double]) throws {
    let values = try evaluate(arguments)
    guard values.count == arguments.count else {
      throw PlotError(
        "the function gave \(values.count) values for \(arguments.count) arguments")
    }
    x += arguments
    y += values
  }

  /// Halves the intervals and keeps the halves that need more.
  private mutating func refine(_ open: [Interval], onlyJumps: Bool) throws -> [Interval] {
    let first = x.count
    let split = open.filter { interval in
      let middle = x[interval.left] * 0.5 + x[interval.right] * 0.5
      return middle > x[interval.left] && middle < x[interval.right]
    }
    guard !split.isEmpty else { return open }
    try append(split.map { x[$0.left] * 0.5 + x[$0.right] * 0.5 })
    var next: [Interval] = []
    for (offset, interval) in split.enumerated() {
      let middle = first + offset
      let halves = [
        Interval(left: interval.left, right: middle), Interval(left: middle, right: interval.right),
      ]
      if onlyJumps {
        next += halves.filter(isJump)
      } else if bends(interval, middle) {
        next += halves.filter { !isSettled($0) }
      }
    }
    return next
  }

  // MARK: Poles without a jump

  /// True when the function runs off to the same infinity on both sides of a place, as 1/x² does: no
  /// two neighbours ever differ in sign there, and the values just grow.
  private func hasEvenPole(_ samples: Samples) throws -> Bool {
    let room = tolerance * 4000
    let finite = samples.y.indices.filter { samples.y[$0].isFinite }
    guard let most = finite.max(by: { samples.y[$0] < samples.y[$1] }),
      let least = finite.min(by: { samples.y[$0] < samples.y[$1] })
    else { return false }
    if samples.y[most] > usual.upperBound + room, try grows(samples, most, sign: 1) { return true }
    return try samples.y[least] < usual.lowerBound - room && grows(samples, least, sign: -1)
  }

  /// Climbs from a sample towards the summit near it. At a pole there is none: after ten rounds of
  /// halving the height still multiplies.
  private func grows(_ samples: Samples, _ index: Int, sign: Double) throws -> Bool {
    guard index > 0, index + 1 < samples.x.count else { return false }
    var (left, centre, right) = (samples.x[index - 1], samples.x[index], samples.x[index + 1])
    var height = samples.y[index] * sign
    var halfway = height
    for round in 0..<20 {
      if round == 10 { halfway = height }
      let places = [left * 0.5 + centre * 0.5, centre * 0.5 + right * 0.5]
      let heights = try evaluate(places).map { $0.isNaN ? -.infinity : $0 * sign }
      guard heights.count == 2 else { return false }
      if heights[0] > height, heights[0] >= heights[1] {
        (right, centre, height) = (centre, places[0], heights[0])
      } else if heights[1] > height {
        (left, centre, height) = (centre, places[1], heights[1])
      } else {
        (left, right) = (places[0], places[1])
      }
      if height == .infinity { return true }
    }
    return height > 4 * halfway
  }

  private func bends(_ interval: Interval, _ middle: Int) -> Bool {
    let (a, m, b) = (y[interval.left], y[middle], y[interval.right])
    guard a.isFinite, b.isFinite, m.isFinite else { return a.isFinite || b.isFinite || m.isFinite }
    let isOutside = { (value: Double) in
      value > usual.upperBound + tolerance * 2000 || value < usual.lowerBound - tolerance * 2000
    }
    if isOutside(a) && isOutside(m) && isOutside(b) && (a > 0) == (b > 0) && (a > 0) == (m > 0) {
      return m.magnitude > 2 * max(a.magnitude, b.magnitude)
    }
    return (m - (a * 0.5 + b * 0.5)).magnitude > tolerance
  }

  /// Both ends without a value: nothing to find in between that a reader would miss.
  private func isSettled(_ interval: Interval) -> Bool {
    !y[interval.left].isFinite && !y[interval.right].isFinite
  }

  private func isJump(_ interval: Interval) -> Bool {
    let (a, b) = (y[interval.left], y[interval.right])
    if a.isFinite != b.isFinite { return true }
    return a.isFinite && (a * 0.5 - b * 0.5).magnitude > tolerance * 10
  }

  private func isNarrow(_ interval: Interval, _ lower: Double, _ upper: Double) -> Bool {
    (x[interval.right] - x[interval.left]) < (upper - lower) * 1e-6
  }

  /// The samples from left to right with NaN at the breaks.
  private func ordered() -> Samples {
    let order = x.indices.sorted { x[$0] < x[$1] }
    var samples = Samples(x: [], y: [], visible: nil)
    var runsOff = false
    let room = tolerance * 2000
    for (position, index) in order.enumerated() {
      samples.x.append(x[index])
      samples.y.append(y[index].isFinite ? y[index] : .nan)
      let next = position + 1 < order.count ? order[position + 1] : index
      let isBorder = y[index].isFinite != y[next].isFinite
      if breaks.contains(index) {
        samples.x.append(x[index])
        samples.y.append(.nan)
      }
      guard isBorder || breaks.contains(index) else { continue }
      for value in [y[index], y[next]] where value.isInfinite || value.isFinite {
        if value > usual.upperBound + room || value < usual.lowerBound - room { runsOff = true }
      }
    }
    if runsOff, worthSeeing.lowerBound < worthSeeing.upperBound { samples.visible = worthSeeing }
    return samples
  }
}
