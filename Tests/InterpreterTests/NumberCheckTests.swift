import Testing

@testable import Interpreter

/// `debug_nan(true)` stops where a NaN or Inf first appears.
@Suite struct NumberCheckTests {
  @Test(arguments: [
    "1/0", "x = 0; x/x", "x = 1e300; x*x", "x = 1e300; x^2", "2^5000", "exp(1000)", "log(0)",
    "sqrt(-1)",
    "[1, 2] ./ [0, 1]", "log([1, 0])", "f(x) = 1/x; f(0)",
    "s = 1e308; for i in 1:3; s = s + 1e308; end",
    "(x -> 1/x)(0)", "grad(x -> sqrt(x))(0)", "map(x -> 1/x, [1, 0])",
  ])
  func stops(program: String) {
    #expect(errorCodes("debug_nan(true)\n" + program) == ["E0708"])
  }

  @Test(arguments: ["Inf - Inf", "[NaN, 1] + 1", "1/2", "0*Inf", "sum([])", "x = Inf; x + 1"])
  func letsPass(program: String) {
    #expect(errorCodes("debug_nan(true)\n" + program) == [])
  }

  @Test func canBeSwitchedOff() {
    #expect(run("debug_nan(true)\ndebug_nan(false)\n1/0") == "Inf")
    #expect(run("f(x) = 1/x\ndebug_nan(true); debug_nan(false)\nf(0)") == "Inf")
  }

  @Test func worksInFunctionsThatRanBefore() {
    #expect(errorCodes("f(x) = 1/x\nf(0)\ndebug_nan(true)\nf(0)") == ["E0708"])
  }

  @Test func showsPlaceAndOperands() {
    let text = run("debug_nan(true)\ny = 3\nx = 0\ny/x")
    #expect(text.contains("divide made Inf out of finite numbers: 3 and 0"))
    #expect(text.contains("4:1"))
  }
}
