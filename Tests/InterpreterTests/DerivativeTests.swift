import Testing

@Suite struct DerivativeTests {
  /// Formulas as a textbook gives them.
  @Test(arguments: [
    ("f(x) = sin(x^2); f'", "f'(x) = 2*x*cos(x^2)"),
    ("f(x) = x^3; f'", "f'(x) = 3*x^2"),
    ("f(x) = x^3; f''", "f''(x) = 6*x"),
    ("f(x) = exp(-x); f'", "f'(x) = -exp(-x)"),
    ("f(x) = log(x); f'", "f'(x) = 1/x"),
    ("a = 3; f(x) = a*x^2; f'", "f'(x) = 2*a*x"),
    ("f(x) = 5; f'(2)", "0"),
  ])
  func formulas(program: String, expected: String) {
    #expect(run(program) == expected)
  }

  /// Perturbation confusion: Siskind and Pearlmutter's example, and deeper ones. The values follow from
  /// d/dx [x · d/dy(x·y)] = d/dx x² = 2x, and so on.
  @Test(arguments: [
    ("(x -> x * (y -> x*y)'(1))'(1)", "2"),
    ("(x -> x * (y -> x + y)'(1))'(1)", "1"),
    ("(x -> (y -> (z -> x*y*z)'(1) * y)'(2))'(3)", "4"),
    ("(x -> x^5)'''''(7)", "120"),
    ("grad(v -> sum(grad(u -> sum(u .* u .* u))(v)))([1, 2])", "[6, 12]"),
  ])
  func nestedLevels(program: String, expected: String) {
    #expect(run(program) == expected)
  }

  /// Through control flow, recursion, records, tuples, indexing and higher-order functions; values by
  /// hand.
  @Test(arguments: [
    ("f(x) = if x > 0 then x^2 else -x\n(f'(3), f'(-3))", "(6, -1)"),
    (
      "function p(x, n)\n  if n == 0\n    1\n  else\n    x*p(x, n - 1)\n  end\nend\n(x -> p(x, 4))'(2)",
      "32"
    ),
    ("function f(x)\n  s = 0\n  for k in 1:3; s += x^k; end\n  s\nend\nf'(2)", "17"),
    ("grad(p -> p.a*p.b[2])({a: 3, b: [1, 4]})", "{a: 4, b: [0, 3]}"),
    ("grad(q -> q[1]*q[2])((3, 4))", "(4, 3)"),
    ("grad((a, b) -> a^2*b, wrt=\"b\")(3, 5)", "9"),
    ("grad((a, b) -> a^2*b, wrt=(\"b\", \"a\"))(3, 5)", "{b: 9, a: 30}"),
    ("grad(v -> fold((a, x) -> a*x, 1, v))([2, 3, 4])", "[12, 8, 6]"),
    ("grad(A -> sum(A*[1, 2]))([1, 2; 3, 4])", "2×2 f64\n  1  2\n  1  2"),
    ("grad(v -> v[2]^2 + v[2])([1, 5, 1])", "[0, 11, 0]"),
    ("∇((x, y) -> x*y)(2, 7)", "7"),
    ("σ'(0)", "0.25"),
    ("value_and_grad(x -> x^2)(3)", "(9, 6)"),
    ("f(x) = round(x)\nf'(x) = 1\n(x -> f(x)^2)'(2.2)", "4"),
    ("grad(x -> sum(where(x .> 0, sqrt(x), 0)))([4, -1])", "[0.25, 0]"),
  ])
  func throughPrograms(program: String, expected: String) {
    #expect(run(program) == expected)
  }

  @Test(arguments: [
    ("grad(x -> x .* 2)([1, 2])", "E0509"), ("A = [1, 2; 3, 4]; A'", "E0501"),
    ("f(x, y) = x*y; f'(1, 2)", "E0503"), ("grad(x -> x^2)(\"a\")", "E0511"),
    ("f(x) = x; ∂f/∂x", "E0604"), ("(x -> sum(x)*x)'([1, 2])", "E0508"),
  ])
  func errors(program: String, code: String) {
    #expect(errorCodes(program) == [code])
  }

  @Test func checkGradAgrees() {
    #expect(number("check_grad(v -> sum(sin(v) .* v), [0.3, 1.2, -2])") < 1e-8)
  }
}
