import Foundation
import Testing

@testable import Plotting

@Suite struct SamplingTests {
  private func sample(
    _ lower: Double, _ upper: Double, _ f: @escaping (Double) -> Double
  ) throws -> FunctionSampler.Samples {
    try FunctionSampler.sample(from: lower, to: upper) { $0.map(f) }
  }

  /// The largest distance between the function and the line through the samples.
  private func deviation(
    _ samples: FunctionSampler.Samples, _ f: @escaping (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for index in samples.x.indices.dropLast() {
      let (a, b) = (samples.y[index], samples.y[index + 1])
      guard a.isFinite, b.isFinite else { continue }
      for part in [0.25, 0.5, 0.75] {
        let x = samples.x[index] * (1 - part) + samples.x[index + 1] * part
        worst = max(worst, abs(f(x) - (a * (1 - part) + b * part)))
      }
    }
    return worst
  }

  @Test func smoothFunctionsAreFollowedBelowAPixel() throws {
    let functions: [(Double) -> Double] = [
      { sin($0) }, { $0 * $0 }, { exp($0) }, { tanh(20 * $0) }, { sin($0 * $0 * 4) },
    ]
    for f in functions {
      let samples = try sample(-3, 3, f)
      let range = (samples.y.max() ?? 0) - (samples.y.min() ?? 0)
      // A figure is 300 px high.
      #expect(deviation(samples, f) < range / 300)
      #expect(samples.x.count < 7000)
      #expect(zip(samples.x, samples.x.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(samples.x.first == -3 && samples.x.last == 3)
    }
  }

  @Test func aPoleBreaksTheLineAndTheRange() throws {
    let samples = try sample(-1, 1) { 1 / $0 }
    let visible = try #require(samples.visible)
    #expect(visible.lowerBound > -1000 && visible.upperBound < 1000)
    joins(samples, around: 0)
  }

  @Test func everyPoleOfTheTangentBreaks() throws {
    let samples = try sample(-6, 6) { tan($0) }
    for k in -2...1 { joins(samples, around: (Double(k) + 0.5) * .pi) }
    #expect(samples.visible != nil)
  }

  @Test func anEvenPoleKeepsTheAxisToThePartWorthSeeing() throws {
    let functions: [(Double) -> Double] = [
      { 1 / ($0 * $0) }, { -1 / abs($0 - 0.3) }, { 1 / abs($0 - 0.7).squareRoot() },
      { 1 / (cos($0) * cos($0)) },
    ]
    for f in functions {
      let visible = try #require(try sample(-3, 3, f).visible)
      #expect(visible.upperBound - visible.lowerBound < 200)
    }
    // A summit, however slim, and a logarithm's slow fall are shown whole.
    for f in [{ exp(-1e4 * $0 * $0) }, { log(abs($0)) }, { abs($0).squareRoot() }] {
      let samples = try sample(-3, 3, f)
      #expect(samples.visible == nil)
    }
  }

  @Test func aJumpIsNotJoined() throws {
    let samples = try sample(-2, 2) { $0 < 0.3 ? -1 : 1 }
    joins(samples, around: 0.3)
    #expect(samples.visible == nil)
  }

  @Test func aSteepButContinuousStepIsJoined() throws {
    let samples = try sample(-2, 2) { tanh(500 * $0) }
    #expect(samples.y.allSatisfy { $0.isFinite })
  }

  @Test func nanIsAGapWhoseBorderIsFound() throws {
    let samples = try sample(-1, 1) { $0 < 0 ? .nan : sqrt($0) }
    let first = try #require(samples.x.indices.first { samples.y[$0].isFinite })
    #expect(samples.x[first] >= 0 && samples.x[first] < 1e-5)
  }

  @Test func fastOscillationIsNotAliasedToZero() throws {
    let samples = try sample(0, 240) { sin(2 * .pi * $0) }
    let range = (samples.y.max() ?? 0) - (samples.y.min() ?? 0)
    #expect(range > 1.9)
  }

  @Test func functionsWithoutAnyValue() throws {
    let nowhere = try sample(0, 1) { _ in .nan }
    #expect(nowhere.y.allSatisfy { $0.isNaN })
    let infinite = try sample(0, 1) { _ in .infinity }
    #expect(infinite.y.allSatisfy { !$0.isFinite })
    let constant = try sample(0, 1) { _ in 7 }
    #expect(constant.y.allSatisfy { $0 == 7 })
    #expect(throws: PlotError.self) {
      try Figure.function(from: 1, to: 1) { $0 }
    }
    #expect(throws: PlotError.self) {
      try Figure.function(from: 0, to: .infinity) { $0 }
    }
  }

  /// No piece of line crosses `place` from far below to far above.
  private func joins(_ samples: FunctionSampler.Samples, around place: Double) {
    for index in samples.x.indices.dropLast()
    where samples.x[index] < place && samples.x[index + 1] > place {
      let isJoined = samples.y[index].isFinite && samples.y[index + 1].isFinite
      #expect(!isJoined, "a line crosses \(place)")
    }
  }
}

@Suite struct ThinningTests {
  @Test func extremesOfEveryColumnStay() {
    var noise = Noise(7)
    let count = 100_000
    let x = (0..<count).map(Double.init)
    let y = (0..<count).map { _ in noise.next() }
    let scale = Scale(kind: .linear, lower: 0, upper: Double(count - 1))
    let thin = Thinning.perColumn(x: x, y: y, scale: scale, columns: 500)
    #expect(thin.x.count <= 4 * 502)
    func extremes(_ x: [Double], _ y: [Double]) -> [Int: [Double]] {
      var result: [Int: [Double]] = [:]
      for index in x.indices {
        let column = Int(scale.unit(x[index]) * 500)
        let old = result[column] ?? [y[index], y[index]]
        result[column] = [min(old[0], y[index]), max(old[1], y[index])]
      }
      return result
    }
    #expect(extremes(x, y) == extremes(thin.x, thin.y))
    #expect(thin.x.first == 0 && thin.x.last == Double(count - 1))
  }

  @Test func gapsStayGaps() {
    let x = (0..<10_000).map(Double.init)
    let y = x.map { (4000.0..<4100).contains($0) ? .nan : 1.0 }
    let scale = Scale(kind: .linear, lower: 0, upper: 9999)
    let thin = Thinning.perColumn(x: x, y: y, scale: scale, columns: 100)
    #expect(thin.y.count { $0.isNaN } == 1)
  }

  @Test func fewPointsAreLeftAlone() {
    let scale = Scale(kind: .linear, lower: 0, upper: 3)
    let thin = Thinning.perColumn(x: [0, 1, 3], y: [1, .nan, 2], scale: scale, columns: 100)
    #expect(thin.x == [0, 1, 3])
  }

  @Test func smoothingIsBiasCorrected() {
    // A constant stays itself from the first value on.
    for value in Smoothing.exponential([4, 4, 4, 4], weight: 0.9) {
      #expect(abs(value - 4) < 1e-12)
    }
    // By hand: (0.5·1 + 0.5·3·... ) m₂ = 0.5·(0.5·1) + 0.5·3 = 1.75, divided by 1 − 0.25.
    let two = Smoothing.exponential([1, 3], weight: 0.5)
    #expect(abs(two[0] - 1) < 1e-15 && abs(two[1] - 1.75 / 0.75) < 1e-15)
    let gap = Smoothing.exponential([1, .nan, 1], weight: 0.5)
    #expect(gap[1].isNaN && abs(gap[2] - 1) < 1e-15)
  }
}

@Suite struct SimplifierTests {
  private func distance(_ point: Point, _ a: Point, _ b: Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    let along = square == 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / square
    let part = min(max(along, 0), 1)
    return point.distance(to: Point(x: a.x + part * dx, y: a.y + part * dy))
  }

  /// Every point left out is closer to the line than the tolerance (and the sleeve's slack).
  private func check(_ line: [Point], atMost count: Int) {
    let short = Simplifier.simplified(line, tolerance: 0.05)
    #expect(short.count <= count)
    #expect(short.first == line.first && short.last == line.last)
    for point in line {
      let nearest = zip(short, short.dropFirst()).map { distance(point, $0, $1) }.min() ?? 0
      #expect(nearest <= 0.1)
    }
  }

  @Test func straightLinesKeepTheirEnds() {
    check((0...100).map { Point(x: Double($0), y: 2 * Double($0)) }, atMost: 2)
    check([Point(x: 0, y: 0), Point(x: 0, y: 0), Point(x: 0, y: 0)], atMost: 3)
  }

  @Test func curvesKeepTheirShape() {
    let circle = (0...2000).map { step in
      let angle = Double(step) / 1000 * .pi
      return Point(x: 100 * cos(angle), y: 100 * sin(angle))
    }
    // Chords of a circle of radius 100 whose sagitta is 0.05 span 0.063 rad: about 100 of them.
    check(circle, atMost: 120)
  }

  @Test func cornersAndTurnsStay() {
    let zigzag = (0...60).map { Point(x: Double($0), y: $0 % 2 == 0 ? 0 : 5) }
    check(zigzag, atMost: 61)
    #expect(Simplifier.simplified(zigzag).count == 61)
    // Out and back along the same line.
    let spike = [0.0, 5, 10, 5, 0].map { Point(x: 0, y: $0) }
    #expect(Simplifier.simplified(spike).contains(Point(x: 0, y: 10)))
  }

  @Test func noiseStaysWithinTheTolerance() {
    var noise = Noise(9)
    check((0..<500).map { Point(x: Double($0) * 0.3, y: noise.next()) }, atMost: 500)
    check((0..<500).map { Point(x: Double($0) * 0.3, y: 0.04 * noise.next()) }, atMost: 250)
  }
}

@Suite struct HistogramTests {
  @Test func everyValueIsCountedOnce() {
    var noise = Noise(3)
    let values = (0..<1000).map { _ in noise.next() * 10 - 5 }
    let bins = Histogram(values + [.nan, .infinity], bins: nil)
    #expect(bins.counts.reduce(0, +) == 1000 && bins.total == 1000 && bins.left == 2)
    for (index, count) in bins.counts.enumerated() {
      let isLast = index == bins.counts.count - 1
      let inside = values.count {
        $0 >= bins.edges[index]
          && (isLast ? $0 <= bins.edges[index + 1] : $0 < bins.edges[index + 1])
      }
      #expect(Double(inside) == count)
    }
  }

  @Test func binsAsAsked() {
    let bins = Histogram([0, 1, 2, 3, 4], bins: 4)
    #expect(bins.edges == [0, 1, 2, 3, 4] && bins.counts == [1, 1, 1, 2])
  }

  /// A die: the sixes don't fall into the bin of the fives.
  @Test func wholeNumbersHaveABinEach() {
    let bins = Histogram([1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 6, 6], bins: nil)
    #expect(bins.edges == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
    #expect(bins.counts == [1, 2, 3, 1, 1, 4] && bins.isOneEach)
    let classes = Histogram([0, 1, 1, 0, 1], bins: nil)
    #expect(classes.edges == [-0.5, 0.5, 1.5] && classes.counts == [2, 3])
  }

  /// Of 0, 1, …, 100 each bin holds as many numbers as it is wide, but the last, which starts at 100.
  @Test func wholeNumbersInWiderBins() {
    let bins = Histogram((0...100).map(Double.init), bins: nil)
    let width = bins.edges[1] - bins.edges[0]
    #expect(width == width.rounded() && bins.counts.dropLast().allSatisfy { $0 == width })
    #expect(bins.counts.last == 1 && !bins.isOneEach)
  }

  /// Quantiles of two normals, 0 ± 1 and 3 ± 0.6, two to one: their densities have a valley of less
  /// than half of the second peak, and so has the picture.
  @Test func aSecondPeakIsSeen() throws {
    let spread = (0..<200).map { (Double($0) + 0.5) / 200 * 2 - 1 }
    // Φ⁻¹(p) ≈ ln(p/(1 − p))/1.702
    let normal = spread.map { 2 * atanh($0) / 1.702 }
    let values = normal.flatMap { [$0, $0] } + normal.map { 3 + 0.6 * $0 }
    let bins = Histogram(values, bins: nil)
    let second = try #require(bins.edges.lastIndex { $0 <= 3 })
    let valley = try #require(bins.edges.lastIndex { $0 <= 1.7 })
    let peak = max(bins.counts[second], bins.counts[second - 1])
    #expect(bins.counts[valley] < 0.6 * peak)
  }

  @Test func comparedSamplesHaveCommonEdges() {
    let (narrow, wide) = ((0..<100).map { Double($0) / 100 }, (0..<100).map { Double($0) / 5 - 10 })
    let all = [narrow, wide]
    let one = Histogram(narrow, bins: nil, all: all)
    let other = Histogram(wide, bins: nil, all: all)
    #expect(Set(one.edges).isSubset(of: Set(other.edges)) && one.edges.count < other.edges.count)
    #expect(one.counts.reduce(0, +) == 100 && other.counts.reduce(0, +) == 100)
    #expect(Histogram([], bins: 4, all: all).counts.isEmpty)
    // Of 18 bins from −10 to 9.8 the tenth reaches from −0.1 to 1.
    #expect(Histogram(narrow, bins: 18, all: all).counts == [100])
  }

  /// Widths are the nearest of 1, 2, 2.5, 5 × 10ⁿ: a span of 10 wanted in about 40 parts.
  @Test func widthsAreRound() {
    for count in [50, 200, 1000, 5000] {
      let values = (0...count).map { Double($0) * 9.7 / Double(count) }
      let bins = Histogram(values, bins: nil)
      // Uniform values: Freedman and Diaconis' width is the range over the cube root of n.
      let ideal = min(9.7 / cbrt(Double(count)), 9.7 / log2(2 * Double(count)))
      let width = bins.edges[1] - bins.edges[0]
      #expect(width / ideal < 1.5 && ideal / width < 1.5, "\(count): \(width) for \(ideal)")
    }
  }

  @Test func oddData() {
    #expect(Histogram([], bins: nil).counts.isEmpty)
    #expect(Histogram([2, 2, 2], bins: nil).counts == [3])
    #expect(Histogram([.nan], bins: 5).counts.isEmpty)
    #expect(Histogram([1, 2], bins: -3).counts == [2])
    #expect(Histogram([-1e300, 1e300], bins: nil).total == 2)
  }
}

@Suite struct ContourTests {
  private func grid(_ count: Int, _ f: (Double, Double) -> Double) -> ScalarGrid {
    let places = (0..<count).map { -2 + 4 * Double($0) / Double(count - 1) }
    let values = places.flatMap { y in places.map { x in f(x, y) } }
    return ScalarGrid(x: places, y: places, values: values)
  }

  @Test func aCircleIsOneClosedLineOnTheCircle() throws {
    let lines = MarchingSquares.lines(of: grid(61) { $0 * $0 + $1 * $1 }, at: 1)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.x.first == line.x.last && line.y.first == line.y.last)
    for (x, y) in zip(line.x, line.y) { #expect(abs((x * x + y * y).squareRoot() - 1) < 0.002) }
    // Shoelace formula: the area is π up to the polygon's error.
    var area = 0.0
    for index in line.x.indices.dropLast() {
      area += line.x[index] * line.y[index + 1] - line.x[index + 1] * line.y[index]
    }
    #expect(abs(abs(area) / 2 - .pi) < 0.01)
  }

  @Test func aPlaneGivesAStraightLine() {
    let lines = MarchingSquares.lines(of: grid(9) { x, y in x + 2 * y }, at: 0.3)
    #expect(lines.count == 1)
    for (x, y) in zip(lines[0].x, lines[0].y) { #expect(abs(x + 2 * y - 0.3) < 1e-12) }
  }

  @Test func aSaddleGivesTwoBranches() {
    let lines = MarchingSquares.lines(of: grid(41) { $0 * $1 }, at: 0.5)
    #expect(lines.count == 2)
  }

  @Test func cellsWithNaNAreLeftOut() {
    let lines = MarchingSquares.lines(of: grid(21) { x, y in x > 0 ? .nan : y }, at: 0.05)
    #expect(lines.flatMap(\.x).allSatisfy { $0 <= 1e-12 })
  }
}
