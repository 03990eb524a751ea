import Testing

/// `f'` as a textbook prints it: sixty derivatives, written by hand. That they are derivatives at all is
/// checked by value.
@Suite struct TextbookTests {
  static let table: [(function: String, derivative: String)] = [
    ("x^3*exp(-x^2)/(1+x)", "x^2*(3 + 2*x - 2*x^2 - 2*x^3)*exp(-x^2)/(1 + x)^2"),
    ("x^2*exp(x)", "x*(2 + x)*exp(x)"), ("exp(x)/x", "(x - 1)*exp(x)/x^2"),
    ("log(x)/x", "(1 - log(x))/x^2"), ("x*log(x)", "1 + log(x)"),
    ("sin(x)/x", "(x*cos(x) - sin(x))/x^2"), ("tan(x^2)", "2*x*(1 + tan(x^2)^2)"),
    ("sqrt(1-x^2)", "-x/sqrt(1 - x^2)"), ("1/sqrt(1+x^2)", "-x/(1 + x^2)^(3/2)"),
    ("(x^2+1)/(x^2-1)", "-4*x/(x^2 - 1)^2"), ("(x-1)/(x+1)", "2/(x + 1)^2"),
    ("(2*x+3)^5", "10*(2*x + 3)^4"), ("sin(x)*cos(x)", "cos(x)^2 - sin(x)^2"),
    ("sin(x)^2", "2*sin(x)*cos(x)"), ("cos(x)^3", "-3*cos(x)^2*sin(x)"),
    ("exp(sin(x))", "exp(sin(x))*cos(x)"), ("log(sin(x))", "cos(x)/sin(x)"),
    ("log(x + sqrt(1+x^2))", "1/sqrt(1 + x^2)"), ("atan(x/2)", "2/(4 + x^2)"),
    ("asin(x/3)", "1/sqrt(9 - x^2)"), ("x*atan(x) - log(1+x^2)/2", "atan(x)"),
    ("1/(1+exp(-x))", "exp(-x)/(1 + exp(-x))^2"), ("log(1+exp(x))", "exp(x)/(1 + exp(x))"),
    ("(exp(x)-exp(-x))/(exp(x)+exp(-x))", "4/(exp(x) + exp(-x))^2"),
    ("x^x", "x^x*(log(x) + 1)"), ("2^x", "2^x*log(2)"), ("x^(1/3)", "1/(3*x^(2/3))"),
    ("x^2*sin(1/x)", "2*x*sin(1/x) - cos(1/x)"),
    ("exp(-x)*sin(2*x)", "exp(-x)*(2*cos(2*x) - sin(2*x))"),
    ("(1+x)^2*(1-x)^3", "-(1 + x)*(1 + 5*x)*(1 - x)^2"), ("x/(x^2+4)", "(4 - x^2)/(x^2 + 4)^2"),
    ("log(log(x))", "1/(x*log(x))"), ("sin(cos(x))", "-cos(cos(x))*sin(x)"),
    ("exp(x)*(sin(x)+cos(x))", "2*exp(x)*cos(x)"),
    ("x^4-4*x^3+6*x^2-4*x+1", "4*x^3 - 12*x^2 + 12*x - 4"),
    ("(x^2-1)/(x^2+1)^2", "2*x*(3 - x^2)/(x^2 + 1)^3"),
    ("1/(x^2+x+1)", "-(2*x + 1)/(x^2 + x + 1)^2"), ("x*exp(-x)", "(1 - x)*exp(-x)"),
    ("sqrt(x)*exp(-x)", "(1 - 2*x)*exp(-x)/(2*sqrt(x))"), ("1/cos(x)", "sin(x)/cos(x)^2"),
    ("cos(x)/sin(x)", "-1/sin(x)^2"), ("x*sqrt(1-x^2)+asin(x)", "2*sqrt(1 - x^2)"),
    ("log(abs(x))", "1/x"), ("x*abs(x)", "2*abs(x)"), ("abs(x)^3", "3*x*abs(x)"),
    ("atan(1/x)", "-1/(x^2 + 1)"), ("atan((1+x)/(1-x))", "1/(1 + x^2)"),
    ("(x^2-4)/(x-2)", "1"), ("(x^2+x+1)/(x^2-x+1)", "2*(1 - x^2)/(x^2 - x + 1)^2"),
    ("x^sin(x)", "x^sin(x)*(log(x)*cos(x) + sin(x)/x)"),
    ("(1+1/x)^x", "(1 + 1/x)^x*(log(1 + 1/x) - 1/(x + 1))"),
    ("log(x)/log(2)", "1/(x*log(2))"), ("10^x", "10^x*log(10)"), ("3^(x^2)", "2*x*3^x^2*log(3)"),
    ("tanh(x/2)", "(1 - tanh(x/2)^2)/2"), ("sinh(x)*cosh(x)", "cosh(x)^2 + sinh(x)^2"),
    ("x/sqrt(1+x^2)", "1/(1 + x^2)^(3/2)"), ("hypot(x, 1)", "x/sqrt(x^2 + 1)"),
    ("exp(-x^2/2)", "-x*exp(-x^2/2)"), ("asin(x^2)", "2*x/sqrt(1 - x^4)"),
    ("sqrt(1+sqrt(1+x))", "1/(4*sqrt(1 + sqrt(1 + x))*sqrt(1 + x))"),
    ("mod(x, 2)*x", "x + mod(x, 2)"),
  ]

  /// Second derivatives show fractions as first ones do, and names in the order in which they were written.
  @Test(arguments: [
    ("f(x) = sqrt(x); f''", "f''(x) = -1/(4*x^(3/2))"),
    ("f(x) = sqrt(1 + x^2); f''", "f''(x) = 1/(1 + x^2)^(3/2)"),
    ("f(x) = 0.5*x^3; f'", "f'(x) = 1.5*x^2"),
    (
      "a = 1; b = 2; c = 3; d = 4; f(x) = (a*x + b)/(c*x + d); f'",
      "f'(x) = (a*d - b*c)/(c*x + d)^2"
    ),
    ("taylor(sin, 0, 5)", "x -> x - x^3/6 + x^5/120"),
  ])
  func shown(program: String, expected: String) { #expect(run(program) == expected) }

  @Test(arguments: table.indices)
  func formula(row: Int) {
    let (function, derivative) = Self.table[row]
    #expect(run("f(x) = \(function)\nf'") == "f'(x) = \(derivative)")
    let point = function.contains("log(log") ? 1.7 : 0.4
    let difference = number("f(x) = \(function)\n(f(\(point + 1e-5)) - f(\(point - 1e-5)))/2e-5")
    let value = number("x = \(point)\n\(derivative)")
    #expect(abs(value - difference) <= 1e-8 * max(1, abs(value)), "\(function)")
  }

  /// The formula of a derivative is a program that gives its value.
  @Test(arguments: DerivativeTableTests.table("symbolic"))
  func formulasOfRandomExpressions(row: DerivativeTableTests.Row) {
    let definition = "f(x) = \(row.expression)\n"
    let shown = run(definition + "print(f')")
    guard shown.hasPrefix("f'(x) = "), !shown.contains("…"), !shown.contains("polygamma") else {
      return
    }
    let formula = shown.dropFirst("f'(x) = ".count)
    // 0 times a pole: the derivative has its conventions, the formula is only defined elsewhere.
    let value = number("\(row.point)\n\(formula)")
    if value.isNaN { return }
    // Constants without a short form are printed with six digits.
    let expected = row.expected[1]
    #expect(abs(value - expected) <= 2e-5 * max(1, abs(expected)), "\(row.expression): \(formula)")
  }
}
