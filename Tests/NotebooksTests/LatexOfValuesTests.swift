import Diagnostics
import Interpreter
import Testing

@testable import Notebooks

/// `latex(x)` of every kind of value is LaTeX that KaTeX sets.
@Suite struct LatexOfValuesTests {
  private static let setup = """
    x = 2.0; y0 = 1.0; W = [0.1, 0.2; 0.3, 0.4]; b = [0.1, 0.2]
    L := (y0 - x)^2
    p = {w: [1.0, 2.0], rate_1: 0.5}; t = (1.0, 3.0)
    S := sum(p.w)*p.rate_1 + t[1]*t[2]
    neuron(W, x, b) = σ(W*x + b)
    O := neuron(W, b, [x, x]); E := sum(O.^2)
    f(x) = x^2*sin(x)
    function g(x)
      a = x^2
      return a + 1
    end

    """

  private static let values = [
    "1", "-2.5", "1e-300", "1e300", "Inf", "-Inf", "NaN", "true", "nothing", "\"\"",
    "\"a_b$ % \\\\ ^ ~ # & é \\n ∂\"", "[1.0, -2.0]", "[1.0, NaN, -Inf]", "[1, 2; 3, 4]",
    "[true, false]", "zeros(20, 20)", "zeros(300)", "zeros(2, 2, 2, 2)", "zeros(3, 1, 2)",
    "f32([1.5, 2.5])", "f32(zeros(2, 3, 4))", "zeros(0)", "zeros(0, 3)", "()", "(1,)",
    "(1, \"a_b\", (2, [3, 4]))", "{}", "{a: 1, b_2: [1, 2], ŷ: f}", "1:5", "1:1000000000", "f", "g",
    "f'", "f''", "grad(f)", "x -> x^2 + 1", "(a, b) -> a/b", "() -> 1", "sin", "L", "S", "E",
    "adam(0.1)", "gd(cosine(0.1, 100))", "clip_norm(adam(), 1)", "plot(f, -1:1)", "graph(L)",
    "explain ∂L/∂x", "explain ∂S/∂p", "explain ∂S/∂t", "explain ∂E/∂W", "explain f'",
    "explain f''(2)", "explain ∂L/∂b", "explain ∂²L/∂x²",
    "explain minimize S over p, t using clip_value(adam(warmup(0.1)), 0.5)",
    "minimize L over x using gd(0.1) for 5",
  ]

  @Test func everyValueCompiles() throws {
    guard let engine = KaTeX() else { return }
    for value in Self.values { try check(value, engine) }
  }

  private func check(_ value: String, _ engine: KaTeX) throws {
    let text = Self.setup + "v = \(value)\nprint(latex(v))"
    let result = Session(limits: .unlimited).run(SourceFile(name: "test", text: text))
    #expect(result.errors.isEmpty, "\(result.errors)")
    let shown = try #require(result.outputs.compactMap(Self.string).last, "\(value)")
    #expect(throws: Never.self, "\(shown)") {
      try engine.render(MathFormula(shown, isDisplay: true))
    }
  }

  /// What `print` wrote.
  private static func string(_ output: CellOutput) -> String? {
    if case .printed(let text) = output { text } else { nil }
  }
}
