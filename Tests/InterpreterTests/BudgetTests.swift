import Foundation
import Interpreter
import Testing

/// Whatever a program does, it ends in a result or a diagnostic.
@Suite struct BudgetTests {
  private static let small = Limits(
    steps: 200_000, seconds: 20, depth: 500, memory: 64 << 20, output: 10_000)

  @Test(arguments: [
    ("while true; end", "E0702"), ("r(n) = r(n + 1)\nr(1)", "E0701"),
    ("f(x) = map(f, (x, x))\nf(1)", "E0701"), ("zeros(1e6, 1e6)", "E0704"),
    ("t = (1,); while true; t = (t, t); end", "E0707"),
    ("p = {a: 1}; while true; p.a = p; end", "E0707"),
    ("f = sin; while true; g = f; f = x -> g(x); end", "E0702"),
    (
      "function nest(n)\n  f = sin\n  for i in 1:n; g = f; f = x -> g(x); end\n  f\nend\nnest(1e5)",
      "E0707"
    ),
    ("for i in 1:1e9; print(\"x\"); end", "E0705"), ("f(x) = grad(f)(x)\nf(1)", "E0701"),
  ])
  func runawayProgramsAreStopped(program: String, code: String) {
    #expect(errorCodes(program, limits: Self.small) == [code])
  }

  @Test func aTextThatDoublesIsStopped() {
    let program = "s = \"x\"\nwhile true; s = \"{s}{s}\"; end"
    #expect(errorCodes(program, limits: Self.small) == ["E0704"])
  }

  @Test func aLongTextIsAValue() {
    #expect(run("s = \"0123456789\"\nfor i in 1:16; s = \"{s}{s}\"; end\nlength(s)") == "655360")
  }

  /// Texts of one line: each a result or a diagnostic. In full runs of ten megabytes.
  @Test(arguments: [
    ("(", "E0013"), ("1+", "E0012"), ("f(x", "E0012"), ("x = 1;", ""), ("# ", ""), ("2 ", "E0013"),
    ("[1, ", "E0012"), ("\"{", "E0012"), ("if x; ", "E0101"), ("é", "E0101"),
  ])
  func longLinesEnd(piece: String, code: String) {
    let isFull = ProcessInfo.processInfo.environment["GRADUS_FULL"] == "1"
    let count = (isFull ? 10_000_000 : 60_000) / piece.utf8.count
    let text = String(repeating: piece, count: count)
    let codes = BigStack.run { errorCodes(text, limits: Self.small) }
    #expect(code.isEmpty == codes.isEmpty, "\(piece): \(codes)")
  }

  @Test func theSessionKeepsWhatItHad() {
    let shown = runInputs("x = 7", "r(n) = r(n + 1)\nr(1)", "x")
    #expect(shown[2] == "7")
  }
}
