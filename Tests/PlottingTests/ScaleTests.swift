import Foundation
import Testing

@testable import Plotting

@Suite struct ScaleTests {
  @Test(arguments: ScaleKind.allCases)
  func endsAndInverse(kind: ScaleKind) {
    let scale = Scale(kind: kind, lower: 0.01, upper: 100, threshold: 0.1)
    #expect(abs(scale.unit(0.01)) < 1e-12)
    #expect(abs(scale.unit(100) - 1) < 1e-12)
    var previous = -1.0
    for step in 0...50 {
      let unit = Double(step) / 50
      let value = scale.inverse(unit)
      #expect(abs(scale.unit(value) - unit) < 1e-9)
      #expect(value > previous, "monotone")
      previous = value
    }
  }

  @Test func logPutsTheGeometricMeanInTheMiddle() {
    let scale = Scale(kind: .log, lower: 1, upper: 10_000)
    #expect(abs(scale.unit(100) - 0.5) < 1e-12)
    #expect(scale.unit(0).isNaN && scale.unit(-3).isNaN)
  }

  @Test func symlogIsOddAndLinearNearZero() {
    let scale = Scale(kind: .symlog, lower: -100, upper: 100, threshold: 1)
    #expect(abs(scale.unit(0) - 0.5) < 1e-12)
    #expect(abs(scale.unit(5) + scale.unit(-5) - 1) < 1e-12)
    // asinh(v/2)/asinh(50)/2, by the definition.
    #expect(abs(scale.unit(10) - (0.5 + asinh(5) / asinh(50) / 2)) < 1e-12)
  }

  @Test func hugeRangesStayFinite() {
    let scale = Scale(kind: .linear, lower: -1.7e308, upper: 1.7e308)
    #expect(abs(scale.unit(0) - 0.5) < 1e-12)
    #expect(abs(scale.unit(1.7e308) - 1) < 1e-12)
  }

  private func extent(_ values: [Double], padding: Bool = true) -> Extent {
    var extent = Extent()
    extent.include(values)
    extent.wantsPadding = padding
    return extent
  }

  @Test(arguments: ScaleKind.allCases)
  func everyDataGivesAnAxis(kind: ScaleKind) {
    let cases: [[Double]] = [
      [], [3], [0], [-1e300, 1e300], [1e-300], [.leastNonzeroMagnitude], [1.7e308], [2, 2, 2],
      [-4, -4],
      [.nan, .infinity], [0, 1e-300], [1, 1 + 1e-15], [-1, 0, 1],
    ]
    for values in cases {
      let scale = Domain.scale(kind: kind, extent: extent(values), limits: nil)
      #expect(scale.lower < scale.upper, "\(values)")
      #expect(scale.lower.isFinite && scale.upper.isFinite)
      for value in values where value.isFinite && (kind != .log || value > 0) {
        let unit = scale.unit(value)
        #expect(unit >= -1e-9 && unit <= 1 + 1e-9, "\(value) of \(values) is shown")
      }
    }
  }

  @Test func dataKeepADistanceFromTheFrame() {
    let scale = Domain.scale(kind: .linear, extent: extent([0, 10]), limits: nil)
    #expect(scale.lower < 0 && scale.upper > 10)
    let touching = Domain.scale(
      kind: .linear, extent: extent([0, 10], padding: false), limits: nil)
    #expect(touching.lower == 0 && touching.upper == 10)
  }

  @Test func limitsHaveTheLastWord() {
    let both = Domain.scale(kind: .linear, extent: extent([0, 10]), limits: AxisLimits(2, 4))
    #expect(both.lower == 2 && both.upper == 4)
    let turned = AxisLimits(4, 2)
    #expect(turned.isReversed)
    let scale = Domain.scale(kind: .linear, extent: extent([0, 10]), limits: turned)
    #expect(scale.lower == 2 && scale.upper == 4)
    let half = Domain.scale(kind: .linear, extent: extent([1, 10]), limits: AxisLimits(0, nil))
    #expect(half.lower == 0 && half.upper > 10)
    let broken = Domain.scale(kind: .log, extent: extent([1, 10]), limits: AxisLimits(-5, .nan))
    #expect(broken.lower > 0 && broken.upper.isFinite)
  }
}
