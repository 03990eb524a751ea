import Testing

@testable import Interpreter

/// Tables written into a program, of computed elements. Expected values are sums of 0 … n − 1.
@Suite struct LargeLiteralTests {
  /// Each element has a constant of its own, more than an instruction's operand can number.
  private func elements(_ range: Swift.Range<Int>) -> String {
    range.map { "x + \($0)" }.joined(separator: ", ")
  }

  @Test func vectors() {
    let program = "x = 0.5; A = [\(elements(0..<70_000))]; (length(A), A[69_999], sum(A))"
    #expect(run("digits(12); " + program) == "(70000, 69998.5, 2450000000)")
  }

  @Test func matricesOfLongRows() {
    let program = "x = 0; A = [\(elements(0..<35_000)); \(elements(35_000..<70_000))]"
    #expect(run(program + "; (size(A), A[2, end], A[1, 2])") == "((2, 35000), 69999, 1)")
  }

  @Test func matricesOfManyRows() {
    let rows = (0..<5_000).map { "x + \($0), x - \($0)" }.joined(separator: "; ")
    let program = "x = 0; A = [\(rows)]; (size(A), A[end, :], sum(A))"
    #expect(run(program) == "((5000, 2), [4999, -4999], 0)")
  }

  @Test func rowsAsVectors() {
    let rows = (0..<600).map { "[x + \($0), x - \($0)]" }.joined(separator: ", ")
    #expect(run("x = 0; A = [\(rows)]; (size(A), A[end, :])") == "((600, 2), [599, -599])")
  }

  @Test func blocks() {
    let rows = (0..<600).map { "x + \($0), [x, \($0); x, x][1:1, :]" }.joined(separator: "; ")
    #expect(run("x = 0; A = [\(rows)]; (size(A), A[end, :])") == "((600, 3), [599, 0, 599])")
  }

  @Test func raggedRowsAreRefused() {
    #expect(errorCodes("x = 0; A = [\(elements(0..<1_500)); x]") == errorCodes("[1, 2; 3]"))
  }

  @Test func derivativesGoThrough() {
    let program = "f(x) = sum([\((0..<1_500).map { "\($0)*x" }.joined(separator: ", "))]); f'(2)"
    #expect(run(program) == "1124250")
  }
}
