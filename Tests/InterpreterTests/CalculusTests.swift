import Testing

@testable import Interpreter

/// Integrals, roots, differential equations and their derivatives, against closed forms.
@Suite struct CalculusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let program: String
    let expected: String
    let tolerance: Double

    init(_ program: String, _ expected: String, within tolerance: Double = 1e-12) {
      self.program = program
      self.expected = expected
      self.tolerance = tolerance
    }

    var testDescription: String { program }
  }

  static let integrals: [Case] = [
    Case("integrate(sin, 0, π)", "2"),
    Case("integrate(x -> x^3, 2, -1)", "-15/4"),
    Case("integrate(x -> 1, 3, 3)", "0"),
    Case("integrate(x -> exp(x), -Inf, 1)", "ℯ", within: 1e-11),
    Case("integrate(x -> abs(x - 0.3), 0, 1)", "0.29", within: 1e-10),
    Case("sum(integrate(x -> [x, x^2], 0, 1))", "1/2 + 1/3"),
    // Leibniz's rule: by the limits, and by what the integrand closes over.
    Case("(b -> integrate(x -> exp(-x^2), 0, b))'(1.5)", "exp(-2.25)"),
    Case("(a -> integrate(x -> exp(-x^2), a, 2))'(1.5)", "-exp(-2.25)"),
    Case("(b -> integrate(sin, 0, b))'''(0.7)", "-sin(0.7)"),
    Case("(a -> integrate(x -> sin(a*x), 0, 1))'(2)", "(2*sin(2) + cos(2) - 1)/4"),
    Case("(a -> integrate(x -> sin(a*x), 0, a))'(2)", "2*sin(4) - (1 - cos(4))/4"),
    // The points are chosen for the value, x²; its derivative x²·log(x)² is harder.
    Case("(a -> integrate(x -> x^a, 0, 1))''(2)", "2/27", within: 1e-7),
    Case("(a -> integrate(x -> exp(-a*x), 0, Inf))'(2)", "-1/4", within: 1e-11),
    // ∂²/∂a∂b of ∫₀ᵇ sin(ax) dx = b·cos(ab)
    Case("hessian(v -> integrate(x -> sin(v[1]*x), 0, v[2]))([2, 3])[1, 2]", "3*cos(6)"),
    // The integral within an integral: ∫₀¹ ∫₀ʸ x dx dy = 1/6.
    Case("integrate(y -> integrate(x -> x, 0, y), 0, 1)", "1/6"),
  ]

  static let roots: [Case] = [
    Case("root(x -> x^2 - 2, 1)", "√2"),
    Case("root(x -> x^3, 1)", "0", within: 1e-5),
    Case("root(x -> atan(x - 1), 20)", "1"),
    Case("root(x -> exp(x) - 10, (0, 10))", "log(10)"),
    Case("root(x -> x^2 - 2, (2, 0))", "√2"),
    // x = c^(1/3): x′ = c^(−2/3)/3, x″ = −2/9·c^(−5/3), x‴ = 10/27·c^(−8/3)
    Case("(c -> root(x -> x^3 - c, 1))'(8)", "1/12"),
    Case("(c -> root(x -> x^3 - c, 1))''(8)", "-2/9/32"),
    Case("(c -> root(x -> x^3 - c, 1))'''(8)", "10/27/256"),
    Case("(c -> root(x -> x^2 - c, (0, 9)))'(9)", "1/6"),
    // On the circle of radius r at x = y: both are r/√2.
    Case("sum(root(v -> [v[1]^2 + v[2]^2 - 4, v[1] - v[2]], [1, 0.5]))", "2*√2"),
    Case(
      "(r -> root(v -> [v[1]^2 + v[2]^2 - r^2, v[1] - v[2]], [1, 0.5])[1])'(2)", "1/√2"),
    Case("(r -> root(v -> [v[1]^2 - r, v[1] - v[2]], [1, 0.5])[2])''(4)", "-1/32"),
  ]

  static let solutions: [Case] = [
    Case("ode((t, y) -> -y, 1, [0, 1])[2]", "exp(-1)", within: 1e-7),
    Case("ode((t, y) -> y, 1, [1, 0])[2]", "exp(-1)", within: 1e-7),
    Case("ode((t, y) -> 2*t, 5, [0, 1, 3])[3]", "14", within: 1e-7),
    Case("ode((t, y) -> [y[2], -y[1]], [1, 0], [0, π/3])[2, 1]", "1/2", within: 1e-7),
    Case("ode((t, s) -> {x: s.v, v: -s.x}, {x: 1, v: 0}, [0, π])[2].x", "-1", within: 1e-7),
    Case("ode((t, y) -> -y, 1, [0, 1], tol=1e-12)[2]", "exp(-1)", within: 1e-11),
    // y = y₀·exp(−k·t): by the parameter, the start, the time, and twice.
    Case("(k -> ode((t, y) -> -k*y, 1, [0, 2])[2])'(0.5)", "-2*exp(-1)", within: 1e-6),
    Case("(y0 -> ode((t, y) -> -0.5*y, y0, [0, 2])[2])'(3)", "exp(-1)", within: 1e-7),
    Case("(T -> ode((t, y) -> -0.5*y, 1, [0, T])[2])'(2)", "-exp(-1)/2", within: 1e-7),
    Case("(k -> ode((t, y) -> -k*y, 1, [0, 2])[2])''(0.5)", "4*exp(-1)", within: 1e-5),
  ]

  static let polynomials: [Case] = [
    Case("taylor(sin, 0, 5)(0.5)", "0.5 - 0.5^3/6 + 0.5^5/120"),
    Case("taylor(log, 1, 3)(1.2)", "0.2 - 0.02 + 0.008/3"),
    Case("taylor(x -> x^2, 3, 0)(7)", "9"),
    Case("taylor(x -> x^2, 3, 9)(7)", "49"),
    Case("taylor(sin, 0, 3)'(0.5)", "1 - 0.125"),
    Case("(a -> taylor(exp, a, 1)(0))'(2)", "-2*exp(2)"),
  ]

  @Test(arguments: integrals + roots + solutions + polynomials)
  func value(example: Case) {
    let (value, expected) = (number(example.program), number(example.expected))
    #expect(abs(value - expected) <= example.tolerance * max(1, abs(expected)))
  }

  @Test(arguments: [
    ("integrate(sin, 0, Inf)", "E0431"), ("integrate(x -> 1/x, 0, 1)", "E0431"),
    ("integrate(x -> 1/x, -1, 1)", "E0431"), ("integrate(x -> 1/x, 1, Inf)", "E0431"),
    ("integrate(x -> \"a\", 0, 1)", "E0430"), ("integrate(sin, 0, \"b\")", "E0407"),
    ("root(x -> x^2 + 1, 0)", "E0433"), ("root(x -> x^2 + 1, (0, 1))", "E0434"),
    ("root(x -> [x, x], 1)", "E0432"), ("(c -> root(x -> c*x^2, 0))'(1)", "E0439"),
    ("ode((t, y) -> y^2, 1, [0, 2])", "E0437"), ("ode((t, y) -> [y], 1, [0, 2])", "E0436"),
    ("ode((t, y) -> y, 1, [0, 2, 1])", "E0435"), ("taylor(sin, 0, -1)", "E0438"),
    ("eig([0, 1; -1, 0])", "E0240"), ("eigh([1, 2; 3, 4])", "E0238"),
    ("svd([1, NaN; 2, 3])", "E0239"), ("inv([1, 2, 3])", "E0212"), ("split([1, 2, 3], 2)", "E0244"),
    ("split([1, 2, 3], (1, 1))", "E0243"), ("fft(3)", "E0407"),
    ("digits(0)", "E0412"), ("digits(18)", "E0412"), ("dropout([1], 1)", "E0412"),
  ])
  func faults(program: String, code: String) {
    #expect(errorCodes(program) == [code])
  }

  /// Factors multiply to the matrix, for each shape; the derivatives through the records.
  @Test(arguments: [
    "A = [1, 2; 3, 4; 5, 7]; d = svd(A); d.U * diag(d.S) * d.Vᵀ ≈ A",
    "A = [1, 2; 3, 4; 5, 7]ᵀ; d = svd(A); d.U * diag(d.S) * d.Vᵀ ≈ A",
    "A = [1, 2; 3, 4; 5, 7]; d = qr(A); d.Q * d.R ≈ A and d.Qᵀ * d.Q ≈ eye(2)",
    "A = [1, 2; 3, 4; 5, 7]ᵀ; d = qr(A); d.Q * d.R ≈ A and d.Qᵀ * d.Q ≈ eye(2)",
    "A = [1, 2; 3, 4; 5, 7]; d = lu(A); d.L * d.U ≈ d.P * A",
    "A = [1, 2; 3, 4; 5, 7]ᵀ; d = lu(A); d.L * d.U ≈ d.P * A",
    "A = [0, 2; 3, 4]; d = lu(A); d.L * d.U ≈ d.P * A",
    "A = [2, 1; 1, 3]; d = eigh(A); A * d.vectors ≈ d.vectors * diag(d.values)",
    "A = [2, 1; 4, 3]; d = eig(A); A * d.vectors ≈ d.vectors * diag(d.values)",
    "check_grad(A -> sum(svd(A).U .^ 3) + svd(A).V[2, 1], [1, 2; 3, 4; 5, 7]) < 1e-6",
    "check_grad(A -> sum(qr(A).Q .^ 3) + sum(qr(A).R .^ 3), [1, 2; 3, 4; 5, 7]ᵀ) < 1e-6",
    "check_grad(A -> sum(lu(A).L .^ 3) + sum(lu(A).U .^ 3), [1, 2; 3, 4; 5, 7]) < 1e-6",
    "check_grad(A -> sum(lu(A).L .^ 3) + sum(lu(A).U .^ 3), [1, 2; 3, 4; 5, 7]ᵀ) < 1e-6",
    "check_grad(A -> sum(eig(A).vectors .^ 3) + eig(A).values[1], [2, 1; 4, 3]) < 1e-6",
    // The nuclear norm at equal singular values: its gradient is U·Vᵀ, though no single value has one.
    "grad(A -> sum(svd(A).S))(eye(2)) == eye(2)",
  ])
  func factors(program: String) {
    #expect(run(program) == "true")
  }
}
