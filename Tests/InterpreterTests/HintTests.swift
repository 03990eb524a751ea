import Diagnostics
import Interpreter
import Testing

/// What someone writes who comes from paper, and the hint that takes them on.
@Suite struct HintTests {
  @Test(arguments: [
    ("plot(sin(x), 0, 1)", "a function is wanted: plot(x -> sin(x), 0, 1)"),
    (
      "contour(x^2 + y^2, 0:1, 0:1)",
      "a function is wanted: contour((x, y) -> x^2 + y^2, 0:1, 0:1)"
    ),
    ("a = 2; integrate(a*x^2, 0, 1)", "a function is wanted: integrate(x -> a*x^2, 0, 1)"),
    ("grad(x^2 + 1)", "a function is wanted: grad(x -> x^2 + 1)"),
    ("f(x) = x^2; f''(x)", "f'' alone shows the formula, f''(2) its value at 2"),
    ("f(x) = x^2; df/dx", "f' of a function f, ∂f/∂x of an equation f := …"),
    ("A = [1, 2; 3, 4]; A^T", "Aᵀ transposes"),
    ("y = x^2 + 1", "x = 2 first; or y(x) = x^2 + 1 for a function of x"),
    ("L := w^2; minimize L over w", "w = 1 gives it a value to start from"),
    ("x = 1; y := x^2; ∂y/∂z", "z = 1 gives it a value to start from"),
    ("f(x) = x^2; ∂f/∂x", "f'"),
    ("explain sin", "explain sin'"),
    ("[2 1; 1 3]", "2, 1"),
    ("sin(2π)", "2*π"),
    // A likely slip of the pen comes before a guess at what paper would say.
    ("alpha = 1; b = alpah + 1", "did you mean alpha?"),
  ])
  func hints(program: String, hint: String) {
    let result = Session(limits: .unlimited).run(SourceFile(name: "test", text: program))
    #expect(result.errors.first?.hint == hint)
  }

  /// The commonest surprise with ∂: a number was stored where an equation was meant.
  @Test func numberInsteadOfEquation() {
    let result = Session(limits: .unlimited).run(
      SourceFile(name: "test", text: "x = 2; y = x^2; ∂y/∂x"))
    #expect(result.notes.first?.hint == "= kept only the number; y := … keeps the equation")
    let equation = Session(limits: .unlimited).run(
      SourceFile(name: "test", text: "x = 2; z = 1; y := x^2; ∂y/∂z"))
    #expect(equation.notes.count == 1)
    #expect(equation.notes.first?.hint == nil)
  }
}
