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

  /// y = x + x² (paths meet again) and a name used twice in one equation.
  @Test func jacobisCaseAndRepeatedNames() {
    #expect(run("x = 3; y := x + x^2; ∂y/∂x") == "7")
    #expect(run("x = 3; y := x*x*x + x; ∂y/∂x") == "28")
    // Jacobi: with z = x² + y² the symbol ∂z/∂x means nothing until it is said what is held fixed: for
    // y it is 2x = 6, for u = x + y, that is y = u − x, it is 2x − 2y = −2.
    let held = "x = 3; u = 7; y := u - x; z := x^2 + y^2\n"
    #expect(run(held + "(∂z/∂x | y, ∂z/∂x | u)") == "(6, -2)")
  }

  @Test func redefinitionHalfway() {
    let shown = runInputs(
      "x = 2; L := x^2 + 1", "∂L/∂x", "a = 3; x := a + 1", "(L, ∂L/∂a)", "L := x^3", "∂L/∂a",
      "x = 1", "(L, ∂L/∂x)")
    #expect(shown == ["", "4", "", "(17, 8)", "", "48", "", "(1, 3)"])
  }

  @Test func oneThatFailsLeavesTheOthersReadable() {
    let program = "a = 2; good := a^2; bad := log(\"x\"); worse := bad + good\n"
    #expect(run(program + "(good, ∂good/∂a)") == "(4, 4)")
    #expect(run(program + "worse").contains("error"))
    let shown = runInputs(program, "bad := 1", "worse")
    #expect(shown == ["", "", "5"])
  }

  @Test func tuplesAndRecordsAsEquations() {
    let program = "x = 2; r := (x, x^2); s := r[1]*r[2]\n"
    #expect(run(program + "(s, ∂s/∂x)") == "(8, 12)")
    #expect(
      run("p = {w: [1, 2], k: 3}; q := {y: p.k*p.w}; L := sum(q.y); ∂L/∂p") == "{w: [3, 3], k: 3}")
  }

  /// Assigning a value of another shape is noticed, and so is a function that changes.
  @Test func shapesAndFunctionsMayChange() {
    let shown = runInputs(
      "w = [1, 2]; L := sum(w .* w)", "∂L/∂w", "w = [1; 2; 3]", "∂L/∂w", "w = 5", "∂L/∂w")
    #expect(shown[1] == "[2, 4]")
    #expect(shown[3] == "3×1 f64\n  2\n  4\n  6")
    #expect(shown[5] == "10")
  }

  /// What a branch was taken by may be a word that another equation gives.
  @Test func wordsOfEquations() {
    let shown = runInputs(
      "k = 1; x = 3; mode := if k > 0 then \"up\" else \"down\"; L := if mode == \"up\" then x^2 else -x",
      "∂L/∂x", "k = -1", "∂L/∂x")
    #expect(shown == ["", "6", "", "-1"])
  }

  @Test func theListOfEquations() {
    let program = "a = 2; b := a + 1; c := σ(b)^2\nequations()"
    #expect(run(program) == "b := a + 1\nc := σ(b)^2")
  }

  @Test func aDeepSystem() {
    var program = "x = 0.5; y = 2\na0 := x; b0 := y\n"
    for k in 1...250 {
      program += "a\(k) := sin(a\(k - 1)) + 0.1*b\(k - 1)\nb\(k) := 0.5*b\(k - 1)*a\(k - 1)\n"
    }
    #expect(run(program + "L := a250 + b250; g = (∂L/∂x, ∂L/∂y); typeof(g)") == "\"tuple\"")
  }
}
