/// LaTeX's names for characters.
enum UnicodeMathSymbols {
  /// Letters and signs that stand close to what is beside them.
  static let symbols: [String: String] = pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι \
    kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ \
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω \
    partial ∂ nabla ∇ infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ emptyset ∅ top ⊤ bot ⊥ prime ′ \
    sum ∑ prod ∏ int ∫ iint ∬ oint ∮ forall ∀ exists ∃ neg ¬ ldots … cdots ⋯ dots … vdots ⋮ ddots ⋱ \
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | \
    mid | colon : degree ° circ ∘ star ⋆ ast ∗ imath ı jmath ȷ lbrace { rbrace } backslash \\ checkmark ✓
    """)

  /// Signs with a blank on either side.
  static let operators: [String: String] = pairs(
    """
    cdot · times × div ÷ pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ \
    propto ∝ to → rightarrow → longrightarrow ⟶ leftarrow ← Rightarrow ⇒ implies ⇒ Leftarrow ⇐ iff ⇔ \
    Leftrightarrow ⇔ mapsto ↦ gets ← in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ odot ⊙ \
    otimes ⊗ oplus ⊕ ll ≪ gg ≫ land ∧ lor ∨ wedge ∧ vee ∨ coloneqq ≔ setminus ∖ parallel ∥ perp ⊥
    """)

  static let functions: Set<String> = Set(
    """
    sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan exp ln log lim max min sup inf det \
    dim ker arg argmax argmin gcd Pr deg
    """.split(separator: " ").map(String.init))

  static let accents: [String: Unicode.Scalar] = [
    "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{304}",
    "tilde": "\u{303}", "widetilde": "\u{303}", "vec": "\u{20D7}", "dot": "\u{307}",
    "ddot": "\u{308}",
  ]

  static let matrices: [String: (open: String, close: String)] = [
    "matrix": ("[", "]"), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"), "smallmatrix": ("[", "]"), "cases": ("{ ", ""), "array": ("[", "]"),
  ]

  private static func pairs(_ text: String) -> [String: String] {
    let words = text.split(separator: " ").map(String.init)
    var result: [String: String] = [:]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      result[words[index]] = words[index + 1]
    }
    return result
  }
}
