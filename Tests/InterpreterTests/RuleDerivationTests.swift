import Testing

/// `explain f'`: each operation by the rule that a textbook names for it.
@Suite struct RuleDerivationTests {
  @Test func chainRule() {
    let text = run("f(x) = sin(x^2); explain f'")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "f(x) = sin(x^2)")
    #expect(
      lines[1]
        == "d/dx sin(x^2) = cos(x^2) ⋅ d/dx (x^2) = 2*x*cos(x^2)  (chain rule, sin(u)' = cos(u)*u')"
    )
    #expect(lines[2] == "  d/dx (x^2) = 2*x  (power rule, (x^n)' = n*x^(n - 1))")
    #expect(lines[3] == "f'(x) = 2*x*cos(x^2)")
  }

  @Test(arguments: [
    ("x*sin(x)", "product rule"), ("sin(x)/x", "quotient rule"), ("x^3", "power rule"),
    ("2^x", "exponential rule"), ("x^x", "power with variable base and exponent"),
    ("3*sin(x)", "constant factor"), ("x + exp(x)", "sum rule"), ("x - exp(x)", "difference rule"),
    ("exp(3*x)", "chain rule"), ("sin(x)^2", "power and chain rule"),
    ("tanh(x)", "derivative of tanh"), ("1/(1 + x^2)", "quotient rule"),
  ])
  func namesTheRule(formula: String, rule: String) {
    let text = run("f(x) = \(formula); explain f'")
    #expect(text.split(separator: "\n")[1].contains("(\(rule)"), "\(text)")
  }

  /// d/dx x·sin(x) is sin(x) + x·cos(x) by the product rule, with both factors' derivatives below.
  @Test func productRuleShowsBothParts() {
    let text = run("f(x) = x^2*sin(x); explain f'")
    #expect(text.contains("= (d/dx (x^2))*sin(x) + x^2*(d/dx sin(x)) = "))
    #expect(text.contains("\n  d/dx (x^2) = 2*x  (power rule"))
    #expect(text.contains("\n  d/dx sin(x) = cos(x)  (derivative of sin, sin(x)' = cos(x))"))
  }

  @Test func atAPointItIsChecked() {
    let text = run("f(x) = x^3; explain f'(2)")
    #expect(text.contains("f'(2) = 12\ncheck: the formula 12, central difference 12"))
  }

  /// (x³)″ = 6x.
  @Test func secondDerivative() {
    let text = run("f(x) = x^3; explain f''(2)")
    #expect(text.contains("f'(x) = 3*x^2\n"))
    #expect(text.contains("f''(x) = 6*x\n"))
    #expect(text.contains("f''(2) = 12\n"))
  }

  @Test func namesOfTheModuleStayNames() {
    #expect(run("a = 3; f(x) = a*x^2; explain f'").contains("f'(x) = 2*a*x"))
  }

  @Test func branchesNeedAPoint() {
    let program = "f(x) = if x > 0 then x^2 else -x; "
    #expect(errorCodes(program + "explain f'") == ["E0613"])
    #expect(run(program + "explain f'(2)").contains("f'(2) = 4\n"))
    #expect(errorCodes("f(x) = x^2; explain f") == ["E0610"])
  }

  @Test func whatIsNoDerivativeIsToldOne() {
    let program = "w = 2; b = 1; h := w*3 + b; y := h^2; q := 3\n"
    #expect(run(program + "explain y").contains("hint: explain ∂y/∂w"))
    #expect(run(program + "explain w").contains("hint: explain ∂L/∂W1, explain f'"))
    #expect(run(program + "explain q").contains("hint: explain ∂L/∂W1, explain f'"))
  }
}
