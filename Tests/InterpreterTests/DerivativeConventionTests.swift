import Foundation
import Testing

/// The conventions at kinks and edges of LANGUAGE.md, section 6, as programs see them, in both modes.
@Suite struct DerivativeConventionTests {
  /// Functions of one number, a point, and the derivative that the table gives.
  static let table: [(function: String, point: String, derivative: Double)] = [
    ("abs(x)", "0", 0), ("abs(x)", "-2", -1), ("relu(x)", "0", 0), ("sign(x)", "0", 0),
    ("floor(x)", "2", 0), ("ceil(x)", "2", 0), ("round(x)", "0.5", 0), ("trunc(x)", "1", 0),
    ("max(x, 0)", "0", 0.5), ("min(x, 0)", "0", 0.5), ("max(x, 3*x)", "0", 2),
    ("max([x, 2*x, -x])", "0", 2.0 / 3), ("min([x, 1])", "1", 0.5), ("clamp(x, 0, 1)", "1", 0.5),
    ("norm([x, x])", "0", 0), ("norm([x, 0], p=3)", "0", 0), ("hypot(x, x)", "0", 0),
    ("atan2(x, x)", "0", 0), ("std([x, x, x])", "1", 0),
    ("sqrt(x)", "0", .infinity), ("cbrt(x)", "0", .infinity), ("x^0.5", "0", .infinity),
    ("sqrt(x^2)", "0", 0), ("0*sqrt(x)", "0", 0), ("sqrt(x)*0", "0", 0), ("sqrt(x*x)", "0", 0),
    ("sqrt(0*x)", "1", 0), ("(x^2)^0.5", "0", 0), ("sqrt(x^4)", "0", 0), ("0*x^0.5", "0", 0),
    ("sqrt(x^2 + x^2)", "0", 0), ("sqrt(abs(x))*0", "0", 0), ("norm([x, 2*x])^2", "0", 0),
    ("x^0", "0", 0), ("x^1", "0", 1), ("x^2", "0", 0), ("0^x", "2", 0), ("0^x", "0.5", 0),
    ("x^stop_gradient(x)", "0", 0), ("stop_gradient(x)^x", "0.5", -0.49012907173427364),
    ("xlogy(x, 0*x)", "0", -.infinity), ("xlogy(0, x)", "0", 0),
    ("where(x > -1, x^2, log(x))", "0", 0), ("where(x > -1, 2*x, 1/x)", "0", 2),
    ("where(x > -1, 2*x, sqrt(x))", "0", 2), ("where(x > 1, log(x - 1), 3*x)", "1", 3),
    ("where(x == 0, 1, sin(x)/x)", "0", 0), ("where(x > 0, x*log(x), 0)", "0", 0),
    ("prod([x, 2, 3])", "0", 6), ("prod([x, x, 3])", "0", 0), ("prod([x, 0, 3])", "5", 0),
    ("sum(cumprod([x, 2, 3]))", "0", 9), ("mod(x, 2)", "4", 1), ("leaky_relu(x)", "0", 0.01),
    ("elu(x)", "0", 1), ("hinge([x], [1])", "1", 0), ("mae([x], [1])", "1", 0),
  ]

  @Test(arguments: table.indices)
  func bothModes(row: Int) {
    let (function, point, expected) = Self.table[row]
    let definition = "f(x) = \(function)\n"
    for program in ["f'(\(point))", "grad(f)(\(point))", "jvp(f, \(point), 1)[2]"] {
      let shown = run("digits(17)\n" + definition + program).components(separatedBy: "\nnote")[0]
      let value = Double(shown == "Inf" ? "inf" : shown == "-Inf" ? "-inf" : shown) ?? .nan
      let isClose = value == expected || abs(value - expected) <= 1e-15
      #expect(isClose, "\(function) at \(point), \(program): \(shown)")
    }
  }

  /// Gradients and second derivatives of tensors at edges.
  @Test(arguments: [
    ("grad(x -> max(x))([3, 1, 3])", "[0.5, 0, 0.5]"), ("grad(norm)([0, 0])", "[0, 0]"),
    ("grad(x -> min(x))([1, 1, 1, 2])", "[0.333333, 0.333333, 0.333333, 0]"),
    ("grad(x -> sum(max(x, [1, 5])))([1, 2])", "[0.5, 0]"), ("grad(std)([2, 2])", "[0, 0]"),
    ("grad(prod)([2, 0, 3])", "[0, 6, 0]"), ("grad(prod)([0, 0, 3])", "[0, 0, 0]"),
    ("hessian(prod)([0, 0, 5])", "[0, 5, 0; 5, 0, 0; 0, 0, 0]"),
    ("grad(x -> sum(where(x .> 0, log(x), 0)))([1, 0, -1])", "[1, 0, 0]"),
    ("hessian(x -> sum(where(x .> 0, log(x), 0)))([2, 0])", "[-0.25, 0; 0, 0]"),
    ("grad(x -> sum(sqrt(x)[x .> 0]))([4, 0])", "[0.25, 0]"),
    ("grad(x -> median(x))([1, 1, 2])", "[0, 1, 0]"), ("grad((p, x) -> x^p)(0.5, 0)", "0"),
    ("grad((x, p) -> x^p, wrt=\"all\")(0, 0)", "{x: 0, p: -Inf}"),
  ])
  func tensors(program: String, expected: String) {
    let shown = run(program)
    #expect(shown == expected || shown == run(expected))
  }

  /// Where the plain formula has lost all its digits, or overflows. The values are those of mpmath with 40
  /// digits; the inverse of the Hilbert matrix has whole elements.
  static let stable: [(program: String, value: Double)] = [
    ("σ'(40)", 4.248354255291589e-18), ("σ'(-700)", 9.859676543759771e-305), ("σ'(800)", 0),
    ("σ''(40)", -4.248354255291589e-18), ("σ''(-700)", 9.859676543759771e-305),
    ("(x -> log(σ(x)))'(30)", 9.357622968839299e-14),
    ("log_sigmoid'(40)", 4.248354255291589e-18), ("log_sigmoid'(-800)", 1),
    ("softplus'(700)", 1), ("softplus'(-700)", 9.859676543759771e-305),
    ("softplus''(700)", 9.859676543759771e-305), ("softplus''(-700)", 9.859676543759771e-305),
    ("grad(logsumexp)([1000, 999])[2]", 0.26894142136999512),
    ("grad(logsumexp)([-1000, -1001])[1]", 0.73105857863000488),
    ("hessian(logsumexp)([1000, 1000])[1, 1]", 0.25),
    ("jacobian(softmax)([1000, -1000])[1, 1]", 0),
    ("grad(z -> cross_entropy(z, [1]))([[-1000, 1000]])[1, 1]", -1),
    ("grad(z -> cross_entropy(z, [2, 1]))([3, 3; 800, 0])[1, 1]", 0.25),
    ("grad(z -> bce_logits(z, [1]))([-800])[1]", -1),
    ("grad(z -> bce_logits(z, [1]))([40])[1] + 1 - 1", 0),
    ("grad((a, b) -> logaddexp(a, b))(1000, 999)", 0.73105857863000488),
    ("grad((a, b) -> hypot(a, b))(3e200, 4e200)", 0.6),
    ("grad((a, b) -> hypot(a, b), wrt=\"b\")(3e-200, 4e-200)", 0.8),
    ("log1p'(1e-20)", 1), ("(x -> expm1(x)/x)(1e-20)", 1), ("expm1'(1e-20)", 1),
    ("(x -> log1p(expm1(x)))'(1e-18)", 1), ("erfc'(20)", -2.1610374743867985e-174),
    ("gelu'(-40)", 0), ("silu'(-800)", 0), ("silu'(800)", 1), ("tanh'(400)", 0),
    ("grad(logdet)([1e-200, 0; 0, 1e-200])[1, 1]", 1e200),
    ("grad(logdet)([1/(i + j - 1) for i in 1:5, j in 1:5])[4, 4]", 179200),
    ("grad(logdet)([1/(i + j - 1) for i in 1:5, j in 1:5])[2, 3]", -18900),
    ("(x -> sqrt(x^2 + 1) - 1)'(1e-10)", 1e-10),
    ("elu'(-800)", 0), ("sinc''(1e-9)", -3.289868133696453),
  ]

  @Test(arguments: stable.indices)
  func stableForms(row: Int) {
    let (program, expected) = Self.stable[row]
    let value = number(program)
    #expect(abs(value - expected) <= 1e-10 * abs(expected), "\(program): \(value)")
  }
}
