import Testing

@testable import Graphs

struct RationalTests {
  @Test(arguments: [0.5, 0.1, 1e-18, 123.456, -2.25, 3, 0, 9_007_199_254_740_992])
  func readingADecimalLosesNothing(_ value: Double) throws {
    #expect(try #require(Rational(value)).value == value)
  }

  /// 17 digits that need more than 2⁵³, the infinite, and what is too large or small for 64 bits.
  @Test(arguments: [0.30000000000000004, 1e300, 1e-30, .infinity, .nan])
  func whatDoesNotFitIsNoFraction(_ value: Double) { #expect(Rational(value) == nil) }

  @Test func arithmeticIsExactOrNil() throws {
    let tenth = try #require(Rational(0.1))
    #expect(tenth.times(Rational(3))?.value == 0.3)
    #expect(tenth.plus(tenth.times(Rational(2)) ?? .zero)?.value == 0.3)
    #expect(Rational(Int.max).plus(.one) == nil)
    #expect(Rational(Int.max).times(Rational(2)) == nil)
    #expect(Rational(3).power(-2) == Rational(1, over: 9))
    #expect(Rational(10).power(30) == nil)
    #expect(Rational(0).inverse == nil)
    #expect(Rational(9, over: 16)?.exactSquareRoot == Rational(3, over: 4))
    #expect(Rational(2).exactSquareRoot == nil)
    #expect(Rational(-4).exactSquareRoot == nil)
  }
}
