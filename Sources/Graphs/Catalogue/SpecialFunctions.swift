import Tensors

// Error functions, the gamma function and what is made of it.
extension Catalogue {
  static let specialFunctions: [Operation] = [
    erf, erfc, erfinv, gamma, lgamma, digamma, trigamma, polygamma, beta, factorial, binomial,
  ]

  // MARK: Error functions

  public static let erf: Operation = .unary(
    "erf", .erf, "The error function 2/√π ∫₀ˣ exp(−t²) dt.",
    .local { exp(-($0.x * $0.x)) * twoOverRootPi }, notation: .call(latex: "\\operatorname{erf}"),
    examples: [.init("erf(0.5)", "0.5205")])

  public static let erfc: Operation = .unary(
    "erfc", .erfc, "1 − erf(x), accurate for large x.",
    .local { exp(-($0.x * $0.x)) * -twoOverRootPi },
    notation: .call(latex: "\\operatorname{erfc}"),
    examples: [.init("erfc(0)", "1")])

  public static let erfinv: Operation = .unary(
    "erfinv", .erfinv, "The inverse of erf, between −1 and 1.",
    .local { exp($0.y * $0.y) / twoOverRootPi }, notation: .call(latex: "\\operatorname{erf}^{-1}"),
    domain: .between(-0.9, 0.9), examples: [.init("erfinv(0)", "0")])

  // MARK: Gamma

  public static let gamma: Operation = .unary(
    "gamma", aliases: ["Γ"], .gamma, "The gamma function; gamma(n + 1) is n!.",
    .local { $0.y * digamma($0.x) }, notation: .call(latex: "\\Gamma"), domain: .between(0.5, 4),
    examples: [.init("gamma(5)", "24"), .init("gamma(0.5)^2", "3.14159")])

  public static let lgamma: Operation = .unary(
    "lgamma", .lgamma, "log |Γ(x)|, without overflow.",
    .local { digamma($0.x) }, notation: .call(latex: "\\ln\\Gamma"), domain: .between(0.5, 4),
    examples: [.init("lgamma(1)", "0")])

  public static let digamma: Operation = .unary(
    "digamma", aliases: ["ψ"], .digamma, "The logarithmic derivative of the gamma function.",
    .local { trigamma($0.x) }, notation: .call(latex: "\\psi"), domain: .between(0.5, 4),
    examples: [.init("digamma(1)", "-0.577216")])

  public static let trigamma: Operation = .unary(
    "trigamma", .trigamma, "The derivative of digamma.",
    .local { polygamma($0.x, with: .whole(2)) }, notation: .call(latex: "\\psi_1"),
    domain: .between(0.5, 4), examples: [.init("trigamma(1)", "1.64493")])

  /// Derivatives of digamma from the second on, so that gamma can be differentiated to any order.
  static let polygamma: Operation = .init(
    Entry(
      "polygamma", group: .elementary, [.init("x"), .init("order", .attribute(.whole))],
      doc: "The derivative of digamma of the given order.", isInternal: true),
    type: TypeRules.derivative(of: "polygamma"),
    kernel: { operands, attributes in
      operands[0].mapped { polygammaValue(order: attributes.whole(0, default: 1), at: $0) }
    },
    derivative: .local { polygamma($0.x, with: .whole($0.attributes.whole(0) + 1)) },
    domain: .between(0.5, 4))

  // MARK: Made of gamma

  public static let beta: Operation = .init(
    Entry(
      "beta", group: .elementary, [.init("a"), .init("b")],
      doc: "The beta function Γ(a)Γ(b)/Γ(a + b), for positive a and b.",
      examples: [.init("beta(2, 3)", "0.0833333")]),
    type: TypeRules.broadcasting("beta"),
    kernel: { operands, _ in
      let (a, b) = (operands[0], operands[1])
      let sum = try BinaryOp.add.apply(a, b)
      let logs = try BinaryOp.add.apply(UnaryOp.lgamma.apply(a), UnaryOp.lgamma.apply(b))
      return UnaryOp.exp.apply(try BinaryOp.subtract.apply(logs, UnaryOp.lgamma.apply(sum)))
    },
    derivative: .local(
      { $0.y * (digamma($0.a) - digamma($0.a + $0.b)) },
      { $0.y * (digamma($0.b) - digamma($0.a + $0.b)) }),
    notation: .call(latex: "\\mathrm{B}"), domain: .between(0.5, 4))

  public static let factorial: Operation = .init(
    Entry(
      "factorial", group: .elementary, [.init("n")],
      doc: "n! = 1·2·…·n; between whole numbers Γ(n + 1).",
      examples: [.init("factorial(5)", "120"), .init("factorial(0)", "1")]),
    type: TypeRules.elementwise,
    kernel: { operands, _ in operands[0].mapped(factorialValue) },
    derivative: .local { $0.y * digamma($0.x + 1) }, notation: .postfix("!", latex: "!"),
    domain: .between(0.5, 4))

  public static let binomial: Operation = .init(
    Entry(
      "binomial", group: .elementary, [.init("n"), .init("k")],
      doc: "The binomial coefficient: ways to choose k of n; by Γ between whole numbers.",
      examples: [.init("binomial(5, 2)", "10"), .init("binomial(4, 0)", "1")]),
    type: TypeRules.broadcasting("binomial"),
    kernel: { operands, _ in try operands[0].combined(with: operands[1], binomialValue) },
    derivative: .local(
      { $0.y * (digamma($0.a + 1) - digamma($0.a - $0.b + 1)) },
      { $0.y * (digamma($0.a - $0.b + 1) - digamma($0.b + 1)) }),
    notation: .special, domain: .each([.between(4, 6), .between(1, 3)]))
}

private let twoOverRootPi = 1.128379167095512573896

/// ψ⁽ᵐ⁾(x): the recurrence ψ⁽ᵐ⁾(x) = ψ⁽ᵐ⁾(x+1) − (−1)ᵐ m!/xᵐ⁺¹ up to where the asymptotic series holds
/// (DLMF 5.15.5 and 5.15.8). NaN at the poles, and for negative numbers so large that next to nothing is
/// left of their fractions.
private func polygammaValue(order m: Int, at x: Double) -> Double {
  guard m >= 1, x > -1e5, x > 0 || x != x.rounded() else { return .nan }
  if x.isInfinite { return 0 }
  var factorial = 1.0
  for k in stride(from: 2, through: m, by: 1) { factorial *= Double(k) }
  var shifted = x
  var sum = 0.0
  while shifted < 20 + Double(m) {
    sum += factorial / wholePower(shifted, m + 1)
    shifted += 1
  }
  return (m % 2 == 1 ? 1 : -1) * (sum + polygammaSeries(m, shifted, factorial))
}

/// (m−1)!/xᵐ + m!/(2xᵐ⁺¹) + Σ B₂ₖ (2k+m−1)!/((2k)! x²ᵏ⁺ᵐ), with the sign (−1)ᵐ⁺¹ left out.
private func polygammaSeries(_ m: Int, _ x: Double, _ factorial: Double) -> Double {
  let tops: [Double] = [1, -1, 1, -1, 5, -691, 7, -3617]
  let bottoms: [Double] = [6, 30, 42, 30, 66, 2730, 6, 510]
  var sum = factorial / Double(m) / wholePower(x, m) + factorial / (2 * wholePower(x, m + 1))
  // (2k+m−1)!/(2k)! · x^−(2k+m), first for k = 0, then stepped from k to k + 1.
  var factor = factorial / Double(m) / wholePower(x, m)
  for index in tops.indices {
    let k = Double(2 * index)
    let rising = (k + Double(m)) * (k + Double(m) + 1)
    factor *= rising / ((k + 1) * (k + 2)) / (x * x)
    sum += tops[index] / bottoms[index] * factor
  }
  return sum
}

private func wholePower(_ x: Double, _ n: Int) -> Double {
  var power = 1.0
  for _ in 0..<n { power *= x }
  return power
}

/// Exact for whole numbers, as far as doubles are.
private func factorialValue(_ n: Double) -> Double {
  guard n == n.rounded(), n >= 0, n <= 170 else { return UnaryOp.gamma.apply(n + 1) }
  var product = 1.0
  for k in stride(from: 2, through: n, by: 1) { product *= k }
  return product
}

private func binomialValue(_ n: Double, _ k: Double) -> Double {
  if n == n.rounded(), k == k.rounded(), n >= 0 {
    if k < 0 || k > n { return 0 }
    let smaller = min(k, n - k)
    if smaller <= 1000 { return wholeBinomial(n, smaller) }
  }
  let logs =
    UnaryOp.lgamma.apply(n + 1) - UnaryOp.lgamma.apply(k + 1) - UnaryOp.lgamma.apply(n - k + 1)
  return UnaryOp.exp.apply(logs)
}

/// n(n−1)…/(1·2·…·k), each partial product a whole number, so that it is exact while it fits.
private func wholeBinomial(_ n: Double, _ k: Double) -> Double {
  var product = 1.0
  for i in stride(from: 1, through: k, by: 1) { product = product * (n - k + i) / i }
  return product
}
