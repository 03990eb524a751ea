import Graphs
import Testing

@testable import Interpreter

/// Gradients by 32-bit tensors, for every function that has a name and a derivative: they stay 32-bit, and
/// are the 64-bit gradient at the same point up to rounding. A new function without arguments here fails.
@Suite struct PrecisionDerivativeTests {
  static let rows = Set(
    Catalogue.byName.values.filter { row in
      if case .rules = row.derivative { row !== Catalogue.f64 } else { false }
    }.map(\.name))

  /// Calls of functions that don't take a symmetric matrix A, with entries between 0 and 1, alone.
  static let calls: [String: String] = [
    "acosh": "acosh(2 + A)", "append": "append(A[1, :], 0.5)", "atan2": "atan2(A, 2)",
    "avg_pool": "avg_pool(reshape(A, 1, 1, 9), 3)", "bce": "bce(A, A[[2, 3, 1], :])",
    "bce_logits": "bce_logits(A, A[[2, 3, 1], :])", "beta": "beta(A, A)",
    "binomial": "binomial(3 + A, A)", "cat": "cat((A, A))", "clamp": "clamp(A, 0.2, 0.5)",
    "conv1d": "conv1d(reshape(A, 1, 1, 9), reshape(A[1, :], 1, 1, 3))",
    "conv2d": "conv2d(reshape(A, 1, 1, 3, 3), reshape(A[1:2, 1:2], 1, 1, 2, 2))",
    "cross": "cross(A[1, :], A[2, :])", "cross_entropy": "cross_entropy(A, [1, 3, 2])",
    "cummax": "cummax(A, dim=1)", "cumprod": "cumprod(A, dim=1)", "cumsum": "cumsum(A, dim=1)",
    "diff": "diff(A, dim=1)", "dot": "dot(A[1, :], A[2, :])",
    "einsum": "einsum(\"ij,jk->ik\", A, A)", "embedding": "embedding(A, [1, 3])",
    "expand": "expand(A, 2, 3, 3)", "gather": "gather(A, [1, 2, 3; 3, 2, 1], dim=1)",
    "hcat": "hcat(A, A)", "hinge": "hinge(A, sign(A .- 0.5))",
    "huber": "huber(A, 3*A[[2, 3, 1], :])",
    "hypot": "hypot(A, 0.5)", "kl": "kl(A, A[[2, 3, 1], :])", "kron": "kron(A, A)",
    "lerp": "lerp(A, 2, 0.3)", "logaddexp": "logaddexp(A, 0.5)", "lstsq": "lstsq(A, A[1, :])",
    "mae": "mae(A, A[[2, 3, 1], :])", "matmul": "A*A",
    "max_pool": "max_pool(reshape(A, 1, 1, 9), 3)", "mod": "mod(A, 0.3)",
    "mse": "mse(A, A[[2, 3, 1], :])", "outer": "outer(A[1, :], A[2, :])", "pad": "pad(A, 1)",
    "permute": "permute(A, (2, 1))", "quantile": "quantile(A, 0.3)",
    "repeat": "repeat(A, 2, dim=1)",
    "reshape": "reshape(A, 9)", "roll": "roll(A, 1, dim=1)", "solve": "solve(A, A[1, :])",
    "sort": "sort(A, dim=1)", "squeeze": "squeeze(A[1:1, :], dim=1)", "stack": "stack((A, A))",
    "tile": "tile(A, 2, 1)", "unsqueeze": "unsqueeze(A, dim=1)", "vcat": "vcat(A, A)",
    "where": "where(A .> 0.4, A, 0.5)", "xlogy": "xlogy(A, A)", "flip": "flip(A, dim=1)",
    "fft": "fft(A[1, :]).re",
    "batch_norm": "batch_norm(A)", "layer_norm": "layer_norm(A)",
  ]

  @Test(arguments: rows.sorted())
  func staysSingle(name: String) {
    let call = Self.calls[name] ?? "\(name)(A)"
    let program = """
      M = f32([0.9, 0.15, 0.21; 0.15, 0.83, 0.34; 0.21, 0.34, 0.97])
      f(A) = sum(cos(1:length(B(A))) .* flatten([B(A)]))
      B(A) = \(call)
      g = grad(f)(M)
      w = grad(f)(f64(M))
      display(g)
      max(abs(f64(g) - w)) <= 2e-5*max(1, max(abs(w)))
      """
    let shown = run(program)
    #expect(shown.contains("f32") && shown.hasSuffix("true"), "\(call): \(shown)")
  }
}
