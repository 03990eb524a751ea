import Testing

@Suite struct EquationTests {
  /// With f = x² + y² and y := x + u, the total derivative by x is 2x + 2y and the partial one 2x.
  @Test func totalAndPartialDiffer() {
    let program = "x = 2; u = 1; y := x + u; f := x^2 + y^2\n"
    #expect(run(program + "∂f/∂x") == "10")
    #expect(run(program + "∂f/∂x | y") == "4")
    #expect(run(program + "∂f/∂y") == "6")
  }

  /// Sums that meet again: y = x + x², z = y·x, so dz/dx = 2x + 3x².
  @Test func pathsMeetAgain() {
    #expect(run("x = 2; y := x + x^2; z := y*x; ∂z/∂x") == "16")
  }

  @Test func equationsStayTrue() {
    let shown = runInputs("a = 1; b := 2*a", "b", "a = 5", "b", "b = 7", "a = 6; b")
    #expect(shown == ["", "2", "", "10", "", "7"])
  }

  @Test func orderOfDefinitionIsFree() {
    #expect(run("L := M + 1; M := k*2; k = 3; L") == "7")
  }

  @Test func circlesAreReportedByName() {
    let text = run("a := b + 1; b := c; c := a; a")
    #expect(text.contains("circular definition: a → b → c → a"))
  }

  @Test func independentVariablesGiveZeroWithANote() {
    let text = run("x = 1; k = 2; L := x^2; ∂L/∂k")
    #expect(text.hasPrefix("0\n"))
    #expect(text.contains("L does not depend on k"))
  }

  @Test func higherAndMixedDerivatives() {
    let program = "x = 2; y = 3; f := x^3*y^2\n"
    #expect(run(program + "∂²f/∂x²") == "108")
    #expect(run(program + "∂²f/∂x∂y") == "72")
    #expect(run(program + "∂(x^2*y)/∂x") == "12")
  }

  /// Gradients take the shape of the variable; L = |W·x|², so ∂L/∂W = 2(W·x)xᵀ.
  @Test func tensors() {
    let program = "W = [1, 2; 3, 4]; x = [1, -1]; z := W*x; L := sum(z .* z)\n"
    #expect(run(program + "∂L/∂W") == "2×2 f64\n  -2  2\n  -2  2")
    #expect(run(program + "∂z/∂x") == "2×2 f64\n  1  2\n  3  4")
  }

  @Test func recordsAsVariables() {
    #expect(run("p = {a: 2, b: [1, 2]}; L := p.a*sum(p.b); ∂L/∂p") == "{a: 3, b: [2, 2]}")
  }

  @Test func functionsInEquationsAreFollowed() {
    let shown = runInputs("x = 2; g(t) = t^2; L := g(x)", "∂L/∂x", "g(t) = t^3", "(L, ∂L/∂x)")
    #expect(shown == ["", "4", "", "(8, 12)"])
  }

  @Test func branchesAreFollowedAgainWhenTheyChange() {
    let shown = runInputs("x = 2; L := if x > 0 then x^2 else -x", "∂L/∂x", "x = -2", "∂L/∂x")
    #expect(shown == ["", "4", "", "-1"])
  }

  @Test func drawsInEquationsAreErrors() {
    #expect(errorCodes("L := randn(); L") == ["E0611"])
  }

  @Test func simultaneousUpdates() {
    let program = """
      w = 3; v = 1; L := (w*v - 1)^2
      w, v = w - 0.1*∂L/∂w, v - 0.1*∂L/∂v
      (w, v)
      """
    // ∂L/∂w = 2(wv−1)v = 4 and ∂L/∂v = 2(wv−1)w = 12, both at the old values.
    #expect(run(program) == "(2.6, -0.2)")
  }
}
