@testable import Notebooks

/// What somebody might hand in for an exercise of the course, and what it deserves.
struct CourseSubmission: Sendable {
  let what: String
  /// The number of the lesson.
  let lesson: String
  let exercise: String
  let text: String
  let verdict: Verdict
  /// What the remark has to say.
  let says: String

  init(
    _ what: String, _ place: String, _ code: String, _ verdict: Verdict, _ says: String = ""
  ) {
    let parts = place.split(separator: " ").map(String.init)
    self.init(what, place, file: answer(parts[1], code), verdict, says)
  }

  /// A whole file.
  init(
    _ what: String, _ place: String, file: String, _ verdict: Verdict, _ says: String = ""
  ) {
    let parts = place.split(separator: " ").map(String.init)
    self.what = what
    lesson = parts[0]
    exercise = parts[1]
    text = file
    self.verdict = verdict
    self.says = says
  }

  static let all = right + slips + broken + tricks

  static let right = [
    CourseSubmission("right", "04 one-step", "step(x, η) = x - η*(2*x + 3)", .passed),
    CourseSubmission(
      "right, in another form", "04 one-step", "step(x, η) = (1 - 2*η)*x - 3*η", .passed),
    CourseSubmission(
      "right, other names and their order", "01 two-layers",
      "by_V2(a, b, c, d, e, f, g, h, i, j) = 2*(b - a)*(b - b^2)*j*(i - i*i)"
        + "*(c*g*(e - e^2) + d*h*f*(1 - f))", .passed),
    CourseSubmission(
      "right, with look-alikes from a word processor", "03 partials",
      "by_x(x, y) = 2·x·y + cos(x×y)×y\nby_y(x, y) = x² − (−cos(x*y)*x)", .passed),
    CourseSubmission(
      "right, with a function of one's own", "06 hidden-weight",
      "slope(a) = a*(1 - a)\ndw12(y, p, v1, a1, x2) = -2*(y - p)*slope(p)*v1*slope(a1)*x2",
      .passed),
    CourseSubmission(
      "right, as a block", "05 weights",
      """
      function dw(X, p, y)
        n = size(X, 1)
        g = zeros(size(X, 2))
        for i in 1:n
          g += (p[i] - y[i])*X[i, :]/n
        end
        return g
      end
      """, .passed),
    CourseSubmission(
      "right, a number where one is asked for", "02 summit", "summit = 0.70711", .passed),
    CourseSubmission(
      "right, η plugged in", "01 update",
      "d = -2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)\nW2, W3 = W2 - 0.5*d*x2, W3 - d*x3/2", .passed),
  ]

  static let slips = [
    CourseSubmission(
      "a factor left out", "06 hidden-weight",
      "dw12(y, p, v1, a1, x2) = -2*(y - p)*p*(1 - p)*a1*(1 - a1)*x2", .failed,
      "without the factor `v1`"),
    CourseSubmission(
      "a factor left out", "08 tanh-output", "pull_tanh(y, q) = -2*(y - q)", .failed,
      "without the factor `(1 - q^2)`"),
    CourseSubmission(
      "a factor left out", "05 squared", "dz(y1, p1) = -(y1 - p1)*p1*(1 - p1)", .failed,
      "without the factor `2`"),
    CourseSubmission(
      "opposite sign", "01 derivatives",
      """
      by_W2(y, O2, W4, O1, x2) = 2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)*x2
      by_W3(y, O2, W4, O1, x3) = 2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)*x3
      """, .failed, "opposite sign"),
    CourseSubmission(
      "opposite sign", "02 reciprocal", "r(x) = 1/x\nslope(x) = 1/x^2", .failed,
      "opposite sign"),
    CourseSubmission("opposite sign", "12 circle", "slope(x, y) = x/y", .failed, "opposite sign"),
    CourseSubmission(
      "transpose forgotten", "07 layer-back", "back(δ, M, h) = (M*δ) .* (1 - h.^2)", .failed,
      "without the transpose of `M`"),
    CourseSubmission(
      "on its side", "10 last-layer",
      "dW2(H, G) = Gᵀ*H\ndb2(H, G) = sum(G, dim=1)", .failed, "transposed"),
    CourseSubmission(
      "on its side", "07 accumulate",
      "G = zeros(2, 2)\nfor k in 1:3\n  G += outer(H[k, :], D[k, :])/3\nend", .failed,
      "transposed"),
    CourseSubmission(
      "a path forgotten", "03 two-paths", "dC(s, a, b) = b*2*s", .failed, "a path is forgotten?"),
    CourseSubmission(
      "a path forgotten", "06 input",
      "dx1(y, p, v1, v2, a1, a2, w11, w21) = -2*(y - p)*p*(1 - p)*v2*a2*(1 - a2)*w21", .failed,
      "a path is forgotten?"),
    CourseSubmission(
      "a path forgotten", "07 delta",
      "db2(y, o, r1, r2, c1, c2, q12, q22) = -2*(y - o)*r1*(1 - c1^2)*q12", .failed,
      "a path is forgotten?"),
    CourseSubmission(
      "overwritten", "07 accumulate",
      "G = zeros(2, 2)\nfor k in 1:3\n  G = outer(D[k, :], H[k, :])/3\nend", .failed,
      "`G` overwritten"),
    CourseSubmission(
      "overwritten", "11 walk-back",
      "δ = [0.0, 1.0, 1.0]\nfor k in 3:-1:2\n  δ[from[k]] = δ[k]*slope[k]\nend", .failed,
      "overwritten"),
    CourseSubmission(
      "1/n forgotten", "04 line-gradient", "dm(m, b, xs, ys) = 2*dot(m*xs .+ b - ys, xs)", .failed,
      "number of examples"),
    CourseSubmission(
      "1/n forgotten", "05 bias", "db(p, y) = sum(p - y)", .failed, "number of examples"),
    CourseSubmission(
      "1/n forgotten", "05 weights", "dw(X, p, y) = Xᵀ*(p - y)", .failed, "number of examples"),
    CourseSubmission(
      "at the activation", "06 output-weight", "dv2(y, p, a2) = -2*(y - p)*σ'(p)*a2", .failed,
      "at the activation `p`"),
    CourseSubmission(
      "at the activation", "08 squared-sigmoid", "pull(y, p) = -2*(y - p)*σ'(p)", .failed,
      "at the activation `p`"),
    CourseSubmission(
      "at the activation", "05 squared", "dz(y1, p1) = -2*(y1 - p1)*σ(p1)*(1 - σ(p1))", .failed,
      "at the activation `p1`"),
    CourseSubmission(
      "η forgotten", "01 update",
      "W2, W3 = W2 - ∂L/∂W2, W3 - ∂L/∂W3", .failed, "learning rate `η`"),
    CourseSubmission(
      "η forgotten", "04 momentum", "rolling(x, v, g, η, β) = x - (β*v + g)", .failed,
      "learning rate `η`"),
    CourseSubmission(
      "η forgotten", "06 update",
      "rate = 0.5\nnew_v1(v1, rate, y, p, a1) = v1 + 2*(y - p)*p*(1 - p)*a1", .failed,
      "learning rate `rate`"),
  ]

  static let broken = [
    CourseSubmission("blank", "03 two-paths", "dC(s, a, b) = ____", .unanswered, "____"),
    CourseSubmission("empty cell", "03 two-paths", "", .unanswered, "empty"),
    CourseSubmission("empty file", "03 two-paths", file: "", .missing, "no cell"),
    CourseSubmission(
      "no text at all, but bytes", "03 two-paths", file: "\u{0}\u{1}\u{FFFD}", .missing),
    CourseSubmission(
      "syntax error", "03 two-paths", "dC(s, a, b) = 2*(b*s +", .failed, "your answer"),
    CourseSubmission("unknown name", "03 two-paths", "dC(s, a, b) = 2*b*r5", .failed, "r5"),
    CourseSubmission(
      "letters that only look alike", "03 two-paths",
      "dC(s, a, b) = 2*b*ѕ + 3*(а + 2*b)", .failed, "ѕ"),
    CourseSubmission("endless loop", "03 two-paths", "while true; end", .budget),
    CourseSubmission(
      "endless loop when called", "03 two-paths", "function dC(s, a, b)\nwhile true; end\nend",
      .budget),
    CourseSubmission(
      "endless recursion", "03 two-paths", "dC(s, a, b) = dC(s, a, b) + 1", .budget),
    CourseSubmission(
      "huge memory", "03 two-paths", "z = zeros(1e6, 1e6)\ndC(s, a, b) = 1", .budget),
    CourseSubmission(
      "output without end", "03 two-paths",
      "while true; print(\"no, no, no, no, no, no\"); end\ndC(s, a, b) = 1", .budget),
    CourseSubmission(
      "very long output, right", "03 two-paths",
      "for k in 1:3000; print(\"no, no, no\"); end\ndC(s, a, b) = b*2*s + (a + 2*b)*3", .passed),
    CourseSubmission(
      "deleted cells", "03 two-paths", file: answer("partials", "by_x(x, y) = 1"), .missing),
    CourseSubmission(
      "renamed label", "03 two-paths", file: answer("two-path", "dC(s, a, b) = 1"), .missing,
      "is `two-path` the one?"),
    CourseSubmission(
      "two answers", "03 two-paths",
      file: answer("two-paths", "dC(s, a, b) = 1") + "\n"
        + answer("two-paths", "dC(s, a, b) = b*2*s + (a + 2*b)*3"), .doubled, "2 answers"),
    CourseSubmission(
      "another function's name", "03 two-paths", "dc(s, a, b) = b*2*s + (a + 2*b)*3", .failed,
      "should be a function"),
    CourseSubmission(
      "a number for a formula", "03 two-paths", "dC = 47.25", .failed,
      "should be a function"),
    CourseSubmission(
      "the value at the lesson's point", "03 two-paths", "dC(s, a, b) = 47.25", .failed,
      "is not `∂C/∂s`"),
  ]

  // The numbers by Python's math: W2 - 0.5*∂L/∂W2 and W3 - 0.5*∂L/∂W3 of the first lesson.
  private static let exact = "-0.21765224782901427, 0.13530449565802852"

  static let tricks = [
    CourseSubmission(
      "a copy of the solution's output", "01 update", "W2, W3 = -0.21765, 0.13530", .failed),
    CourseSubmission(
      "the exact result typed in", "01 update", "W2, W3 = \(exact)", .failed,
      "right for the given numbers only"),
    CourseSubmission(
      "∂ where it is forbidden", "03 two-paths", "dC(s, a, b) = ∂C/∂s", .forbidden, "`∂`"),
    CourseSubmission(
      "grad, renamed", "03 two-paths", "g = grad\ndC(s, a, b) = g(s -> s^2*3*s + 9*s^2)(s)",
      .forbidden, "`grad`"),
    CourseSubmission(
      "grad of one's own", "02 product-chain", "grad(f) = 0\nslope2(x) = 0", .failed),
    CourseSubmission(
      "σ redefined", "01 two-layers",
      "σ(z) = 0*z\nby_V2(t, P, Q1, Q2, B1, B2, U12, U22, A2, x) = 0", .failed),
    CourseSubmission(
      "an equation redefined", "03 two-paths", "C := 0*s\ndC(s, a, b) = 0", .failed),
    CourseSubmission(
      "a given number redefined", "03 two-paths", "s = 0\na = 0\nb = 0\ndC(s, a, b) = 0", .failed),
    CourseSubmission(
      "the comparison redefined", "08 average-softmax",
      "isapprox(a, b, tol=1) = true\ncheck_grad(f, x) = 0\ndS(S, T) = 0*S", .failed),
    CourseSubmission("exit", "03 two-paths", "exit(0)\ndC(s, a, b) = 1", .failed, "exit"),
    CourseSubmission("quit", "03 two-paths", "quit\ndC(s, a, b) = 1", .failed, "quit"),
    CourseSubmission(
      "the check printed", "03 two-paths", "print(source(check))\ndC(s, a, b) = 1", .failed),
    CourseSubmission(
      "the key read", "03 two-paths",
      "print(read_csv(\"03-gradient.md\"))\ndC(s, a, b) = 1", .failed),
    CourseSubmission(
      "the key imported", "03 two-paths", "import \"03-gradient.md\" as k\ndC(s, a, b) = 1",
      .failed),
    CourseSubmission(
      "the verdict printed", "03 two-paths", "print(\"✓ passed\")\ndC(s, a, b) = 1", .failed),
    CourseSubmission(
      "a check and points of one's own", "03 two-paths",
      file: answer("two-paths", "#| points: 99\ndC(s, a, b) = 1")
        + "\n```{gradus}\n#| check: two-paths\ncheck true\n```\n", .failed),
    CourseSubmission(
      "Markdown in a name", "03 two-paths", "dC(s, a, b) = `|</table>`", .failed, "your answer"),
  ]
}
