import Testing

@testable import Plotting

@Suite struct TickTests {
  /// A label as a number: "−1.5×10⁶" is -1500000.
  private func value(of label: String) -> Double? {
    var text = NumberText.ascii(label)
    if text.hasPrefix("1e"), !text.dropFirst(2).isEmpty { text = "1.0" + text.dropFirst() }
    return Double(text)
  }

  static let intervals: [(Double, Double)] = [
    (0, 1), (0, 0.3), (-1, 1), (0, 100), (3, 4), (-0.001, 0.002), (1e-300, 3e-300),
    (-1e300, 1e300), (0, 7), (-17, 23), (0.1, 0.7), (99, 101), (0, 1e-9), (12_345, 12_350),
    (-5, -4.5), (0, 1.7e308), (-1.7e308, 1.7e308), (0.29, 0.0012 + 0.3),
  ]

  @Test(arguments: intervals, [2, 3, 5, 8, 12])
  func linearTicksAreRound(interval: (Double, Double), limit: Int) throws {
    let (lower, upper) = interval
    let set = LinearTicks.ticks(lower: lower, upper: upper, limit: limit)
    #expect(set.major.count <= limit)
    guard set.major.count > 1 else { return }
    let step = set.major[1].value - set.major[0].value
    // 1, 2, 2.5 or 5 times a power of ten.
    let (exponent, digits) = (decimalExponent(step), [1.0, 2, 2.5, 5, 10])
    let mantissa = step / powerOfTen(exponent)
    #expect(digits.contains { abs($0 - mantissa) < 1e-6 }, "step \(step)")
    let slack = step * 1e-6
    for (index, tick) in set.major.enumerated() {
      #expect(tick.value >= lower - slack && tick.value <= upper + slack)
      guard index > 0 else { continue }
      let distance = tick.value - set.major[index - 1].value
      #expect(abs(distance - step) < slack, "ticks are evenly spaced")
    }
  }

  @Test(arguments: intervals)
  func linearLabelsSayTheValue(interval: (Double, Double)) throws {
    let set = LinearTicks.ticks(lower: interval.0, upper: interval.1, limit: 6)
    guard set.offset == nil else { return }
    for tick in set.major {
      let read = try #require(value(of: tick.label), "\(tick.label)")
      #expect(abs(read - tick.value) <= abs(tick.value) * 1e-12)
    }
    #expect(Set(set.major.map(\.label)).count == set.major.count, "no label twice")
  }

  @Test func labelsHaveNoRoundingDust() {
    let labels = LinearTicks.ticks(lower: 0, upper: 1, limit: 12).major.map(\.label)
    #expect(labels == ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"])
  }

  @Test func stepsOfTwoAndAHalf() {
    let ticks = LinearTicks.ticks(lower: 0, upper: 10, limit: 5).major
    #expect(ticks.map(\.value) == [0, 2.5, 5, 7.5, 10])
  }

  @Test func wholeTicksOnly() {
    let ticks = LinearTicks.ticks(lower: 0, upper: 3, limit: 10, wholeOnly: true).major
    #expect(ticks.map(\.label) == ["0", "1", "2", "3"])
  }

  @Test func farFromZeroTheCommonPartIsSplitOff() {
    let set = LinearTicks.ticks(lower: 1e9, upper: 1e9 + 1, limit: 6)
    #expect(set.offset == "+ 10000000" || set.offset == "+ 1×10⁹" || set.offset == "+ 1000000000")
    #expect(set.major.map(\.label) == ["0", "+0.2", "+0.4", "+0.6", "+0.8", "+1.0"])
  }

  @Test func logTicksAreDecades() {
    let set = LogTicks.ticks(lower: 0.001, upper: 1000, limit: 8)
    #expect(set.major.map(\.value) == [0.001, 0.01, 0.1, 1, 10, 100, 1000])
    #expect(set.major.map(\.label) == ["0.001", "0.01", "0.1", "1", "10", "100", "1000"])
    // 2…9 in each of six decades.
    #expect(set.minor.count == 48)
  }

  @Test func manyDecadesAreStridden() {
    let set = LogTicks.ticks(lower: 1e-300, upper: 1e300, limit: 7)
    #expect(set.major.count <= 7 && set.major.count >= 4)
    #expect(set.major.allSatisfy { $0.label.hasPrefix("10") || $0.label == "1" })
  }

  @Test func withinADecadeThereAreStillTicks() {
    for (lower, upper) in [(1.1, 1.9), (2.0, 9.0), (0.3, 0.5), (95.0, 105.0)] {
      let set = LogTicks.ticks(lower: lower, upper: upper, limit: 6)
      #expect(set.major.count >= 2, "from \(lower) to \(upper)")
      #expect(set.major.allSatisfy { $0.value >= lower * 0.999 && $0.value <= upper * 1.001 })
    }
  }

  @Test func symlogTicksAreSymmetric() {
    let scale = Scale(kind: .symlog, lower: -1000, upper: 1000, threshold: 1)
    let values = SymlogTicks.ticks(scale, limit: 9).major.map(\.value)
    #expect(values.contains(0))
    #expect(values == values.map { -$0 }.reversed())
    #expect(values.last == 1000)
  }

  @Test(arguments: [60.0, 120, 240, 480, 960])
  func ticksNeverCollide(length: Double) {
    for (lower, upper) in Self.intervals {
      let axis = Axis(scale: Scale(kind: .linear, lower: lower, upper: upper))
      let width = { (label: String) in TextMetrics.width(label, size: 13) }
      let ticks = axis.ticks(length: length, spacing: 70, gap: 10, size: width).major
      for (left, right) in zip(ticks, ticks.dropFirst()) {
        let distance = (axis.unit(right.value) - axis.unit(left.value)) * length
        #expect(distance >= (width(left.label) + width(right.label)) / 2 + 9.99)
      }
    }
  }
}
