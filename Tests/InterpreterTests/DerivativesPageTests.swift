import Foundation
import Graphs
import Testing

@testable import Interpreter

/// `docs/derivatives.md` says what the catalogue says: `gradus doc docs/derivatives.md` writes its tables.
@Suite struct DerivativesPageTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/derivatives.md")

  @Test func isCurrent() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(DerivativesPage.filled(text) == text)
    for group in DerivativesPage.groups {
      #expect(text.contains("<!-- derivatives:\(group) -->"), "\(group) has no table")
    }
  }

  /// Formulas as they are known, so that the page can't be current and wrong.
  @Test(arguments: [
    "| `sin(x)` | $\\cos\\left(x\\right)$ |", "| `log(x)` | $\\frac{1}{x}$ |",
    "by a: $b$<br>by b: $a$",
  ])
  func saysWhatIsKnown(row: String) throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(text.contains(row))
  }

  /// What the page says in mathematical notation, written as programs, against the rules.
  @Test(arguments: [
    "grad(mean)(x) ≈ ones(4)/4", "grad(prod)(x) ≈ [prod(x)/v for v in x]",
    "grad(max)(x) ≈ one_hot(2, 4)", "grad(min)(x) ≈ one_hot(3, 4)",
    "grad(logsumexp)(x) ≈ softmax(x)", "grad(var)(x) ≈ 2/3*(x .- mean(x))",
    "grad(std)(x) ≈ (x .- mean(x))/(3*std(x))", "grad(median)(x) ≈ [0.5, 0, 0, 0.5]",
    "grad(v -> quantile(v, 0.5))(x) ≈ [0.5, 0, 0, 0.5]", "grad(norm)(x) ≈ x/norm(x)",
    "grad(v -> norm(v, p=3))(x) ≈ (x/norm(x, p=3)) .^ 2",
    "back(cumsum) ≈ [sum(g[i:end]) for i in 1:4]",
    "back(cumprod) ≈ [sum([g[k]*prod(x[1:k])/x[i] for k in i:4]) for i in 1:4]",
    "back(v -> cummax(v)) ≈ [g[1], g[2] + g[3] + g[4], 0, 0]", "back(sort) ≈ g[[2, 4, 1, 3]]",
    "vjp(diff, x)[2](g[1:3]) ≈ [-g[1], g[1] - g[2], g[2] - g[3], g[3]]",
    "back(softmax) ≈ softmax(x) .* (g .- dot(g, softmax(x)))",
    "back(log_softmax) ≈ g - softmax(x)*sum(g)",
    "back(v -> layer_norm(v, eps=0)) ≈ (g .- mean(g) - n*mean(g .* n))/std(x, ddof=0)",
    "vjp(B -> solve(B, b), A)[2](h) ≈ -outer(Aᵀ \\ h, A \\ b)",
    "vjp(c -> solve(A, c), b)[2](h) ≈ Aᵀ \\ h",
    "jvp(adjugate, A, E)[2] ≈ det(A)*(trace(inv(A)*E)*inv(A) - inv(A)*E*inv(A))",
    "vjp(expm, A)[2](E) ≈ expm(vcat(hcat(Aᵀ, E), hcat(zeros(2, 2), Aᵀ)))[1:2, 3:4]",
    "vjp(M -> lstsq(M, r), T)[2](h) ≈ outer(r - T*y, pinv(T)*z) - outer(z, y)",
    "vjp(c -> lstsq(T, c), r)[2](h) ≈ z",
    "jvp(pinv, T, D)[2] ≈ -P*D*P + P*Pᵀ*Dᵀ*(eye(3) - T*P) + (eye(2) - P*T)*Dᵀ*Pᵀ*P",
    "grad(cond)(A) ≈ (outer(s.U[:, 1], s.V[:, 1]) - cond(A)*outer(s.U[:, 2], s.V[:, 2]))/s.S[2]",
    "grad(p -> mse(p, g))(x) ≈ 2/4*(x - g)",
    "grad(l -> cross_entropy(l, 2))(x) ≈ softmax(x) - one_hot(2, 4)",
    "vjp(v -> fft(v).re, x)[2](g) ≈ fft(g).re",
  ])
  func knownDerivatives(program: String) {
    let shown = run(
      """
      x = [1.3, 2.4, 0.7, 1.9]
      g = [0.3, -1.1, 0.8, 0.5]
      n = layer_norm(x, eps=0)
      back(f) = vjp(f, x)[2](g)
      A = [2, 0.5; -0.3, 1.4]
      E = [0.2, -0.7; 0.4, 0.1]
      b = [1, -2]
      h = [0.6, 0.9]
      T = [2, 0.5; -0.3, 1.4; 0.8, -0.2]
      D = [0.2, -0.7; 0.4, 0.1; 0.5, 0.3]
      r = [1, -2, 0.5]
      P = pinv(T)
      y = lstsq(T, r)
      z = Pᵀ*h
      s = svd(A)
      \(program)
      """)
    #expect(shown == "true", "\(program): \(shown)")
  }

  @Test func knownDerivativesAreOfRows() {
    for name in KnownDerivatives.table.keys { #expect(Catalogue.byName[name]?.name == name) }
  }
}
