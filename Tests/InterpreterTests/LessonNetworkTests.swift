import Testing

/// The two networks of the first lesson against PyTorch.
///
/// The expected numbers were made with PyTorch 2.15 in float64: every name a scalar tensor with
/// requires_grad, the equations as they stand below, then backward() and `.grad.item()` with repr.
@Suite struct LessonNetworkTests {
  static let oneHidden = """
    x1 = 0.5; x2 = -1.0; x3 = 2.0; y = 1.0
    W1 = 0.4; W2 = -0.2; W3 = 0.1; b1 = 0.1; W4 = 0.7; b2 = -0.3
    O1 := σ(W1*x1 + W2*x2 + W3*x3 + b1)
    O2 := σ(W4*O1 + b2)
    L := (y - O2)^2

    """

  static let twoHidden = """
    x = 0.8; t = 0.0; V1 = 0.5; V2 = -0.4
    U11 = 0.3; U12 = -0.6; U21 = 0.9; U22 = 0.2; Q1 = 1.1; Q2 = -0.7
    A1 := σ(V1*x)
    A2 := σ(V2*x)
    B1 := σ(U11*A1 + U12*A2)
    B2 := σ(U21*A1 + U22*A2)
    P := σ(Q1*B1 + Q2*B2)
    E := (t - P)^2

    """

  @Test(arguments: [
    ("L", 0.2099153276626001), ("∂L/∂x1", -0.014121798263211405),
    ("∂L/∂x2", 0.007060899131605703), ("∂L/∂x3", -0.0035304495658028514),
    ("∂L/∂y", 0.9163303501742155), ("∂L/∂W1", -0.017652247829014256),
    ("∂L/∂W2", 0.03530449565802851), ("∂L/∂W3", -0.07060899131605702),
    ("∂L/∂b1", -0.03530449565802851), ("∂L/∂W4", -0.15199859910751878),
    ("∂L/∂b2", -0.22747886962119465),
  ])
  func oneHiddenNeuron(expression: String, expected: Double) {
    #expect(isNear(number(Self.oneHidden + expression), expected))
  }

  @Test(arguments: [
    ("E", 0.26892826212595655), ("∂E/∂x", 0.0030721955321248978),
    ("∂E/∂t", -1.0371658731870357), ("∂E/∂V1", -0.0030242498978656305),
    ("∂E/∂V2", -0.009924703436581833), ("∂E/∂U11", 0.04257411595160783),
    ("∂E/∂U12", 0.029915261763846027), ("∂E/∂U21", -0.02465790057739798),
    ("∂E/∂U22", -0.017326197710322462), ("∂E/∂Q1", 0.12475620313974203),
    ("∂E/∂Q2", 0.16853712733314608),
  ])
  func twoHiddenLayers(expression: String, expected: Double) {
    #expect(isNear(number(Self.twoHidden + expression), expected))
  }

  /// The same network as functions of a record: equations and functions share one set of rules.
  @Test func equationsAgreeWithFunctions() {
    let asFunction = """
      loss(p) = (1.0 - σ(p.W4*σ(p.W1*0.5 + p.W2*(-1.0) + p.W3*2.0 + p.b1) + p.b2))^2
      g = grad(loss)({W1: 0.4, W2: -0.2, W3: 0.1, b1: 0.1, W4: 0.7, b2: -0.3})
      g.W1
      """
    #expect(number(asFunction) == number(Self.oneHidden + "∂L/∂W1"))
  }

  private func isNear(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) <= 1e-12 * max(1, abs(expected))
  }
}
