import Interpreter
import Testing

/// Whatever a program does, it ends in a result or a diagnostic.
@Suite struct BudgetTests {
  private static let small = Limits(
    steps: 200_000, seconds: 20, depth: 500, memory: 64 << 20, output: 10_000)

  @Test(arguments: [
    ("while true; end", "E0702"), ("r(n) = r(n + 1)\nr(1)", "E0701"),
    ("f(x) = map(f, (x, x))\nf(1)", "E0701"), ("zeros(1e6, 1e6)", "E0704"),
    ("for i in 1:1e9; print(\"x\"); end", "E0705"), ("f(x) = grad(f)(x)\nf(1)", "E0701"),
  ])
  func runawayProgramsAreStopped(program: String, code: String) {
    #expect(errorCodes(program, limits: Self.small) == [code])
  }

  @Test func theSessionKeepsWhatItHad() {
    let shown = runInputs("x = 7", "r(n) = r(n + 1)\nr(1)", "x")
    #expect(shown[2] == "7")
  }
}
