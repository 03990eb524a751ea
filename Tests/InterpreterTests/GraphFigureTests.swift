import Testing

@Suite struct GraphFigureTests {
  /// L = z², z = w·x: ∂L/∂z = 2z = 12, ∂z/∂w = x = 2, ∂L/∂w = 24.
  @Test func valuesDerivativesAndArrows() {
    let text = run("w = 3; x = 2; z := w*x; L := z^2; print(text(graph(L)))")
    for part in ["∂L/∂z = 12", "∂L/∂w = 24", "∂L/∂x = 36", "= 36", "= 6"] {
      #expect(text.contains(part), "\(text)")
    }
  }

  @Test func tensorsShowShapeAndNorm() {
    let text = run("W = [3, 4]; L := sum(W .* W); print(text(graph(L)))")
    #expect(text.contains("(2), norm 5"))
    #expect(text.contains("∂L/∂W = (2), norm 10"))
  }

  /// L = Σz², z = A·x: δ_z = 2z, ∂L/∂x = Aᵀδ_z; with x = (1, −1) and A below δ_z = (−2, −2).
  @Test func arrowsOfTensorsSayWhatTheyDo() {
    let text = run(
      "A = [1, 2; 3, 4]; x = [1, -1]; z := A*x; L := sum(z.^2); print(text(graph(L), columns=200))")
    for part in ["2*z", "Aᵀ*δ_z", "δ_z ⊗ x"] { #expect(text.contains(part), "\(text)") }
  }

  @Test func manyNamesBecomeLayers() {
    var program = "a0 = 0.5\n"
    for unit in 1...90 { program += "a\(unit) := sin(a\(unit % 9 == 0 ? 0 : unit - 1))\n" }
    program += "L := " + (1...90).map { "a\($0)" }.joined(separator: " + ")
    let text = run(program + "\nprint(text(graph(L), columns=300))")
    #expect(text.contains("names"))
    #expect(text.contains("arrows"))
  }

  @Test func nothingToDraw() {
    #expect(errorCodes("L := 3; graph(L)") == ["E0614"])
    #expect(errorCodes("graph(L)") == ["E0101"])
    #expect(errorCodes("n = {L: 2}; graph(n.L)") == ["E0614"])
  }

  @Test func ownFunctionsOfThatName() {
    #expect(run("graph(x) = x + 1; graph(2)") == "3")
    #expect(run("partial(f, x) = f*x; partial(2, 3)") == "6")
  }
}

@Suite struct PartialCallTests {
  @Test func theAsciiForm() {
    let program = "x = 2; y = 3; f := x^3*y^2\n"
    #expect(run(program + "partial(f, x)") == "108")
    #expect(run(program + "partial(f, x, y)") == "72")
    #expect(run(program + "partial(f, x, x)") == "108")
    #expect(run(program + "partial(x^2*y, x)") == "12")
    #expect(run(program + "explain partial(f, x)").contains(" = 108\n"))
    #expect(errorCodes(program + "partial(f, 3)") == ["E0612"])
    #expect(errorCodes(program + "partial(f)") == ["E0612"])
  }
}

@Suite struct LatexTests {
  @Test(arguments: [
    ("[1, 2; 3, 4]", "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}"),
    ("1.5e-7", "1.5\\times 10^{-7}"), ("(1, 2)", "\\left(1, 2\\right)"),
    ("x -> x^2", "x \\mapsto x^{2}"),
  ])
  func values(code: String, latex: String) {
    #expect(run("print(latex(\(code)))") == latex)
  }

  @Test func functionsAndDerivatives() {
    #expect(
      run("f(x) = sin(x^2)/2; print(latex(f))")
        == "f\\left(x\\right) = \\frac{\\sin\\left(x^{2}\\right)}{2}")
    #expect(
      run("f(x) = sin(x^2); print(latex(f'))")
        == "f'\\left(x\\right) = 2x\\cos\\left(x^{2}\\right)")
  }

  @Test func derivations() {
    let text = run("w = 3; z := w^2; L := 2*z; d = explain ∂L/∂w; print(latex(d))")
    #expect(
      text.contains(
        "\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial z} \\cdot \\frac{\\partial z}{\\partial w}"
      ))
  }
}
