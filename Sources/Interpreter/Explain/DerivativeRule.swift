/// Which rule applies to an operation, in general terms.
struct DerivativeRule {
  let name: String
  /// `(u*v)' = u'*v + u*v'`, and in LaTeX.
  let text: String
  let latex: String

  init(_ name: String, _ text: String, _ latex: String) {
    self.name = name
    self.text = text
    self.latex = latex
  }

  static let constantFactor = DerivativeRule(
    "constant factor", "(c*u)' = c*u'", "(c\\,u)' = c\\,u'")
  static let sum = DerivativeRule("sum rule", "(u + v)' = u' + v'", "(u + v)' = u' + v'")
  static let difference = DerivativeRule(
    "difference rule", "(u - v)' = u' - v'", "(u - v)' = u' - v'")
  static let product = DerivativeRule(
    "product rule", "(u*v)' = u'*v + u*v'", "(u\\,v)' = u'\\,v + u\\,v'")
  static let quotient = DerivativeRule(
    "quotient rule", "(u/v)' = (u'*v - u*v')/v^2",
    "\\left(\\frac{u}{v}\\right)' = \\frac{u'\\,v - u\\,v'}{v^{2}}")
  static let power = DerivativeRule(
    "power rule", "(x^n)' = n*x^(n - 1)", "(x^{n})' = n\\,x^{n-1}")
  static let chainedPower = DerivativeRule(
    "power and chain rule", "(u^n)' = n*u^(n - 1)*u'", "(u^{n})' = n\\,u^{n-1}\\,u'")
  static let exponential = DerivativeRule(
    "exponential rule", "(a^u)' = a^u*log(a)*u'", "(a^{u})' = a^{u}\\,\\log(a)\\,u'")
  static let generalPower = DerivativeRule(
    "power with variable base and exponent", "(u^v)' = u^v*(v'*log(u) + v*u'/u)",
    "(u^{v})' = u^{v}\\left(v'\\,\\log u + \\frac{v\\,u'}{u}\\right)")
}
