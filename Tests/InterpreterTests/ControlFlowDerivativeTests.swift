import Foundation
import Interpreter
import Testing

/// Derivatives through whatever a program does on its way. Values by hand.
@Suite struct ControlFlowDerivativeTests {
  @Test(arguments: [
    // Branches, and the one that was taken.
    ("f(x) = if x > 0 then x^2 else -x; (f'(3), f'(-3), f''(3))", "(6, -1, 2)"),
    (
      "function f(x)\n  if x > 1\n    return x^3\n  elseif x > 0\n    return x^2\n  end\n  0\nend\n(f'(2), f'(0.5), f'(-1))",
      "(12, 1, 0)"
    ),
    // Loops: ∏ over 1:4 of x is x⁴; Newton's method for √x has the derivative 1/(2√x).
    (
      "function f(x)\n  p = 1\n  for k in 1:4; p *= x; end\n  p\nend\n(f'(2), f''(2), f'''(2))",
      "(32, 48, 48)"
    ),
    (
      "function f(x)\n  y = 1\n  while abs(y*y - x) > 1e-12; y = (y + x/y)/2; end\n  y\nend\nf'(4)",
      "0.25"
    ),
    (
      "function f(x)\n  s = 0\n  for k in 1:100\n    if k > 3; break; end\n    if k == 2; continue; end\n    s += x^k\n  end\n  s\nend\nf'(2)",
      "13"
    ),
    // A loop whose length depends on the argument.
    ("function f(x)\n  n = 0\n  while x > 1; x = x/2; n += 1; end\n  x + n\nend\nf'(5)", "0.125"),
    // Recursion, also mutual.
    (
      "function f(x, n)\n  if n == 0\n    return 1\n  end\n  x*f(x, n - 1)\nend\n(x -> f(x, 5))'(2)",
      "80"
    ),
    (
      "even(x, n) = if n == 0 then x else odd(2*x, n - 1)\nodd(x, n) = even(x^2, n - 1)\n(x -> even(x, 4))'(1)",
      "256"
    ),
    // Higher-order functions and closures.
    ("compose(f, g) = x -> f(g(x))\ncompose(sin, x -> x^2)'(0)", "0"),
    ("twice(f) = x -> f(f(x))\ntwice(x -> x^3)'(2)", "2304"),
    ("grad(v -> sum(map(x -> x^2, v)))([1, 2])", "[2, 4]"),
    ("grad(v -> fold((a, x) -> a*x, 1, v))([2, 3, 4])", "[12, 8, 6]"),
    ("grad(v -> sum(filter(x -> x > 1, v) .^ 2))([1, 2, 3])", "[0, 4, 6]"),
    ("grad(v -> sum([x*y for (x, y) in zip(v, flip(v))]))([1, 2, 3])", "[6, 4, 2]"),
    ("grad(v -> sum([i*x for (i, x) in enumerate(v)]))([5, 5])", "[1, 2]"),
    ("grad(v -> (x -> x |> sin |> exp)(v[1]))([0])", "[1]"),
    ("adder(a) = x -> a*x\n(a -> adder(a)(3)^2)'(2)", "36"),
    ("(n -> (x -> x^n)'(2))'(3)", "12.3178"),
    // Values that are built and taken apart; assignment into copies.
    (
      "function f(x)\n  A = zeros(2, 2)\n  A[1, 2] = x; A[2, 1] = x^2\n  A[1, 2]*A[2, 1]\nend\nf'(2)",
      "12"
    ),
    (
      "function f(x)\n  p = {a: x, b: (x^2, [x, 1])}\n  p.a = 2*p.a\n  p.a*p.b[2][1] + p.b[1]\nend\nf'(3)",
      "18"
    ),
    ("function f(v)\n  v[1] = v[2]^2\n  sum(v)\nend\ngrad(f)([1, 3])", "[0, 7]"),
    ("function f(v)\n  a, b = v\n  b, a = a, b\n  a^2*b\nend\ngrad(f)([2, 3])", "[9, 12]"),
    ("grad(v -> sum(append(v, v[1]^2)))([3, 1])", "[7, 1]"),
    ("grad(x -> sum(x[1:2:end] .* x[[1, 1]]))([2, 5, 7])", "[11, 0, 2]"),
    ("grad(p -> sum(p[1].w*p[2]) + p[1].b)(({w: [1, 2], b: 3}, 4))", "({w: [4, 4], b: 1}, 3)"),
    // Conditions with and, or, chained comparisons.
    (
      "f(x) = if 0 < x < 2 and not (x == 1) then x^2 else x^3; (f'(0.5), f'(1), f'(3))",
      "(1, 3, 27)"
    ),
    // Module names that change between calls.
    ("a = 2; f(x) = a*x^2; u = f'(3); a = 5; (u, f'(3))", "(12, 30)"),
    ("f(x, p=3) = x^p; (f'(2), grad(f)(2, 2), grad(f)(2, p=1))", "(12, 4, 1)"),
    ("f(x) = sum([x*k for k in 1:3 if k != 2]); f'(1)", "4"),
    (
      "s = (x -> [x^i for i in 1:2, j in 1:2])(1); grad(x -> sum([x^i*j for i in 1:2, j in 1:2]))(3)",
      "21"
    ),
  ])
  func throughPrograms(program: String, expected: String) {
    #expect(run(program) == expected)
  }

  /// The draws of the one run are those that the derivative sees: the gradient of Σ rᵢ·x² is 2xΣrᵢ.
  @Test func drawsAreTheSameInBothDirections() {
    let draws = "seed(3); r = rand(4); 2*3*sum(r)"
    let gradient = "seed(3); grad(x -> sum(rand(4))*x^2)(3)"
    #expect(number(gradient) == number(draws))
    #expect(
      number("seed(3); value_and_grad(x -> sum(rand(4))*x^2)(3)[1]")
        == number("seed(3); sum(rand(4))*9"))
    let masks = "seed(5); grad(x -> sum(where(rand(6) .> 0.5, x, 0)))([1, 1, 1, 1, 1, 1])"
    #expect(run(masks) == run("seed(5); 1 .* (rand(6) .> 0.5)"))
  }

  /// What is printed inside is printed once, as the number that it is.
  @Test func printsInside() {
    let program =
      "function f(x)\n  y = x^2\n  print(\"y is\", y, [y, 1], \"{y:.2f}\")\n  y*x\nend\nf'(3)"
    #expect(run(program) == "y is 9 [9, 1] 9.00\n27")
  }

  @Test func checksInside() {
    #expect(run("function f(x)\n  check x > 0\n  x^2\nend\nf'(3)") == "6")
    let failing = "function f(x)\n  check x > 0\n  x^2\nend\nf'(-3)"
    #expect(errorCodes(failing) == errorCodes("check -3 > 0"))
  }

  /// An error inside says where, and the session goes on.
  @Test func errorsInside() {
    let shown = run("f(x) = [1, 2][5]*x\ng(x) = f(x)^2\ng'(2)")
    #expect(shown.contains("f(x) = [1, 2][5]*x") && shown.contains("in f, called at"))
  }

  // MARK: Long loops

  /// A record of this length is differentiated in pieces. With s → 0.999·s + x·0.001, n times from 0, the
  /// derivative of s² is 2x·(1 − 0.999ⁿ)²; the root at the end of the second one has an infinite
  /// derivative at 0, which the 0 at the far other end absorbs.
  @Test func longLoops() {
    let loop = "  for k in 1:30000; s = 0.999*s + x*0.001; end\n  s^2\nend\n"
    let reached = 1 - pow(0.999, 30_000.0)
    let expected = 2 * 1.5 * reached * reached
    #expect(abs(number("function f(x)\n  s = 0\n" + loop + "f'(1.5)") - expected) < 1e-12)
    #expect(abs(number("function f(x)\n  s = 0\n" + loop + "grad(f)(1.5)") - expected) < 1e-12)
    let root = "function f(x)\n  s = x^2\n  for k in 1:60000; s = 0.9999*s; end\n  sqrt(s)\nend\n"
    #expect(number(root + "f'(0)") == 0)
    let nested = "function f(x)\n  s = 0\n" + loop + "(a -> grad(x -> a*f(x))(1.5))'(2)"
    #expect(abs(number(nested) - expected) < 1e-12)
  }

  /// What is recorded counts against the memory budget.
  @Test func endlessLoopsEnd() {
    var limits = Limits.unlimited
    limits.memory = 20 << 20
    let program = "function f(x)\n  while true; x = x*0.5; end\nend\nf'(1)"
    #expect(errorCodes(program, limits: limits) == ["E0704"])
  }
}
