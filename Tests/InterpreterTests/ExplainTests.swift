import Testing

@Suite struct ExplainTests {
  @Test func productOfFactors() {
    let text = run(LessonNetworkTests.oneHidden + "explain ∂L/∂W1")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "∂L/∂W1 = ∂L/∂O2 ⋅ ∂O2/∂O1 ⋅ ∂O1/∂W1")
    #expect(lines[1].hasPrefix("  ∂L/∂O2  = -2*(y - O2)"))
    #expect(lines[2].hasPrefix("  ∂O2/∂O1 = W4*O2*(1 - O2)"))
    #expect(lines[3].hasPrefix("  ∂O1/∂W1 = x1*O1*(1 - O1)"))
    #expect(lines[4].hasPrefix("∂L/∂W1 = (-0.91633) ⋅ "))
    #expect(lines[5].hasPrefix("check: chain rule -0.0176522, reverse mode -0.0176522, central"))
  }

  @Test func onlyNamesOnAPathAppear() {
    let text = run("x = 1; w = 2; b = 3; z := w*x + b; a := σ(z); explain ∂a/∂w")
    #expect(text.hasPrefix("∂a/∂w = ∂a/∂z ⋅ ∂z/∂w\n"))
  }

  @Test func severalPathsAddUp() {
    let text = run(LessonNetworkTests.twoHidden + "explain ∂E/∂V1")
    #expect(
      text.hasPrefix(
        """
        ∂E/∂V1 = ∂E/∂P ⋅ ∂P/∂B1 ⋅ ∂B1/∂A1 ⋅ ∂A1/∂V1
               + ∂E/∂P ⋅ ∂P/∂B2 ⋅ ∂B2/∂A1 ⋅ ∂A1/∂V1

        """))
    #expect(text.contains("E ← P ← B1 ← A1 ← V1"))
    #expect(text.contains("share"))
  }

  /// z = y·x with y = x + x²: the direct derivative by x is y and is written with what is held fixed.
  @Test func directAndTotalAreToldApart() {
    let text = run("x = 2; y := x + x^2; z := y*x; explain ∂z/∂x")
    #expect(text.contains("∂z/∂x | y"))
    #expect(text.contains("= 16\n"))
  }

  @Test func manyPathsAreCollected() {
    var program = "x = 0.5\n"
    // Three layers of three units: 27 paths and more.
    for unit in 1...3 { program += "h1\(unit) := tanh(x*0.\(unit))\n" }
    for layer in 2...4 {
      for unit in 1...3 {
        program +=
          "h\(layer)\(unit) := tanh(h\(layer - 1)1 + 0.\(unit)*h\(layer - 1)2 - h\(layer - 1)3)\n"
      }
    }
    program += "L := h41 + h42 + h43\nexplain ∂L/∂x"
    let text = run(program)
    #expect(text.contains("sum over 81 paths"))
    #expect(text.split(separator: "\n").count < 60)
    #expect(text.contains("check: chain rule"))
  }

  @Test func independence() {
    #expect(
      run("x = 1; k = 1; L := x; explain ∂L/∂k")
        == "∂L/∂k = 0\nL does not depend on k: no equation leads from one to the other.")
    #expect(
      run("x = 1; L = x^2; explain ∂L/∂x")
        == "∂L/∂x = 0\nL does not depend on x: = kept only the number; L := … keeps the equation.")
  }

  /// f = x³y²: ∂²f/∂x² = 6xy² = 108 and ∂²f/∂x∂y = 6x²y = 72 at (2, 3).
  @Test func higherOrders() {
    let program = "x = 2; y = 3; f := x^3*y^2\n"
    let second = run(program + "explain ∂²f/∂x²")
    #expect(
      second.contains("∂²f/∂x² = 6*x*y^2 = 108\n") || second.contains("∂²f/∂x² = 6*y^2*x = 108\n"))
    #expect(second.contains("check: reverse mode 108, central difference of the one before 108"))
    #expect(run(program + "explain ∂²f/∂x∂y").contains(" = 72\n"))
    #expect(runInputs(program, "explain ∂²f/∂x²", "x")[2] == "2")
  }

  /// A chain of many links is a table and not a product that nobody reads.
  @Test func longChainsAreTables() {
    let chain = (1...40).map { "a\($0) := sin(a\($0 - 1))\n" }.joined()
    #expect(run("a0 = 0.5\n" + chain + "explain ∂a40/∂a0").contains("backward, δ_z = ∂a40/∂z"))
  }
}
