import Testing

/// The δ form. Expected formulas are those of a textbook on backpropagation; expected numbers were made
/// with PyTorch 2.15 in float64: the same equations, `backward()`, `.grad.tolist()`.
@Suite struct TensorDerivationTests {
  static let network = """
    W = [0.1, 0.2; 0.3, 0.4; 0.5, 0.6]; b = [0.1, 0.2, 0.3]; x = [1, 2]; t = [1, 0]
    W4 = [1, -1, 2; 0.5, 0.1, 0.2]; b2 = [0, 0.1]
    z1 := W*x + b
    O1 := σ(z1)
    z2 := W4*O1 + b2
    O2 := σ(z2)
    L := sum((O2 - t).^2)

    """

  static let batched = """
    X = [1, 2; 3, 4; 0.5, 1; -1, 1]; V = [0.1, 0.2, 0.3; -0.1, 0.3, 0.2]; c = [0, 0.1, 0.2]
    labels = [1, 3, 2, 1]
    Z := X*V .+ c

    """

  /// The cells of the table row that begins with a name.
  private func row(_ name: String, _ text: String) -> [String] {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + "  ") } ?? ""
    return line.split(separator: "  ").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
  }

  @Test func deltaForm() {
    let text = run(Self.network + "explain ∂L/∂W")
    #expect(row("z2", text)[..<3] == ["z2", "W4*O1 + b2", "(2)"])
    #expect(row("δ_O2", text)[..<3] == ["δ_O2", "2*(O2 - t)", "(2)"])
    #expect(row("δ_z2", text)[..<3] == ["δ_z2", "δ_O2 ⊙ O2 ⊙ (1 - O2)", "(2)"])
    #expect(row("δ_O1", text)[..<3] == ["δ_O1", "W4ᵀ*δ_z2", "(3)"])
    #expect(row("∂L/∂W", text)[..<3] == ["∂L/∂W", "δ_z1 ⊗ x", "3×2"])
    // PyTorch: [[0.023488260824412122, 0.046976521648824245], [0.012638840507131608, …
    #expect(text.contains("∂L/∂W = δ_z1 ⊗ x\n3×2 f64\n   0.0234883   0.0469765\n   0.0126388"))
    #expect(text.contains("check along a random direction: chain rule"))
  }

  @Test func batchesAndCrossEntropy() {
    let text = run(Self.batched + "J := cross_entropy(Z, labels); explain ∂J/∂V")
    #expect(row("∂J/∂V", text)[..<3] == ["∂J/∂V", "Xᵀ*δ_Z", "2×3"])
    // PyTorch: [[0.048739299072004305, 0.2822918457607183, -0.33103114483272256], …
    #expect(text.contains("0.0487393  0.282292  -0.331031"))
    #expect(
      run(Self.batched + "J := cross_entropy(Z, labels); explain ∂J/∂c").contains("sum(δ_Z, dim=1)")
    )
  }

  @Test func softmaxWrittenOut() {
    let text = run(
      Self.batched
        + "P := softmax(Z); K := -mean(sum(one_hot(labels, 3) .* log(P), dim=2)); explain ∂K/∂V")
    #expect(row("δ_Z", text)[1] == "P ⊙ (δ_P .- sum(P ⊙ δ_P, dim=2, keep=true))")
    #expect(text.contains("0.0487393  0.282292  -0.331031"))
  }

  @Test func everyLeafOfARecord() {
    let text = run("p = {a: 2, b: [1, 2]}; Q := p.a*sum(p.b .* p.b); explain ∂Q/∂p")
    #expect(text.contains("∂Q/∂p.a = sum(p.b.^2) = 5\n"))
    #expect(text.contains("∂Q/∂p.b = 2*p.a*p.b = [4, 8]\n"))
  }

  /// Leaves in the order of the record, whichever comes first in the formula.
  @Test func leavesAreNotMixedUp() throws {
    let text = run("p = {W: [1, 2], k: 3, c: 7}; q := p.k*sum(p.W); s := q^2; explain ∂s/∂p")
    #expect(text.contains("∂s/∂p.W = δ_q*p.k*ones(2) = [54, 54]\n"))
    #expect(text.contains("∂s/∂p.k = δ_q*sum(p.W) = 54\n"))
    let worst = try #require(text.split(separator: " ").last.flatMap { Double($0) })
    #expect(worst < 1e-7)
  }

  /// The table, reverse mode and the difference agree to what a difference can give.
  @Test func theCheckLineAgrees() throws {
    let text = run(Self.network + "explain ∂L/∂W")
    let worst = try #require(text.split(separator: " ").last.flatMap { Double($0) })
    #expect(worst < 1e-9)
  }

  @Test func sixLayersOfThreePrintAPage() {
    var program = "x = 0.5\n"
    for unit in 1...3 { program += "h1\(unit) := tanh(0.\(unit)*x)\n" }
    for layer in 2...6 {
      for unit in 1...3 {
        program +=
          "h\(layer)\(unit) := tanh(h\(layer - 1)1 + 0.\(unit)*h\(layer - 1)2 - h\(layer - 1)3)\n"
      }
    }
    let text = run(program + "L := h61 + h62 + h63\nexplain ∂L/∂x")
    #expect(text.contains("sum over 729 paths"))
    // The lines of a printed page.
    #expect(text.split(separator: "\n").count <= 66)
    #expect(text.contains("through h13"))
  }

  // MARK: Functions as steps

  @Test func aCallIsOneStepThatCanBeOpened() {
    let text = run("f(a, b) = a^2*sin(b); x = 0.5; k = 1; r := f(x, k) + 1; explain ∂r/∂x")
    #expect(text.hasPrefix("∂r/∂x = ∂r/∂f ⋅ ∂f/∂x\n"))
    #expect(text.contains("∂f/∂x = 2*x*sin(k)"))
    #expect(text.contains("where f(a, b) = a^2*sin(b)"))
  }

  // MARK: Why

  @Test func whyIsAGradientZero() {
    let text = run("x = 2\nr := relu(-x)\nq := 3*r\nexplain ∂q/∂x")
    #expect(text.contains("why: the derivative is 0 because of ∂r/∂x = "))
    #expect(text.contains("in r := relu(-x), test line 2"))
  }

  @Test func whyIsAGradientTiny() {
    let text = run("x = 2\nw = 10\na := σ(w*x)\ne := 3*a\nexplain ∂e/∂w")
    #expect(text.contains("why: the derivative is tiny because of ∂a/∂w = x*a*(1 - a)"))
    #expect(text.contains("in a := σ(w*x), test line 3"))
  }

  @Test func whyIsAGradientNotFinite() {
    let text = run("x = 2\ns := sqrt(x - 2)\nq := 3*s\nexplain ∂q/∂x")
    #expect(text.contains("why: the derivative is not finite because of ∂s/∂x = 1/(2*s) = Inf"))
  }

  @Test func whyIsAGradientHuge() {
    let text = run("x = 20\ne := exp(x)\nq := 3*e\nexplain ∂q/∂x")
    #expect(text.contains("why: the derivative is huge because of ∂e/∂x = e"))
    #expect(!run("x = 2\ne := exp(x)\nexplain ∂e/∂x").contains("why"))
  }

  /// The windows of a convolution's adjoint would run over several screens: it is named instead.
  @Test func longAdjointsAreNamed() {
    let text = run(
      """
      x = reshape(1:16, 1, 1, 4, 4)/16
      K = reshape(1:9, 1, 1, 3, 3)/10
      C := conv2d(x, K)
      L := sum(C.^2)
      explain ∂L/∂K
      """)
    #expect(text.contains("∂L/∂K = (∂C/∂K)ᵀ⋅δ_C"))
    #expect(text.contains("as vjp computes it"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 160 })
  }
}
