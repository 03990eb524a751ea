/// `\alpha` and TAB is α: names of LaTeX for what a keyboard lacks.
enum SymbolNames {
  static func symbol(for name: String) -> String? { table[name] }

  private static let table: [String: String] = Dictionary(
    (greek + operators + marks).map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })

  private static let greek: [(String, String)] = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"),
    ("varepsilon", "ε"), ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("iota", "ι"),
    ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"), ("pi", "π"),
    ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("varphi", "φ"),
    ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"),
    ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"),
    ("Omega", "Ω"), ("ell", "ℓ"), ("e", "ℯ"),
  ]

  private static let operators: [(String, String)] = [
    ("partial", "∂"), ("d", "∂"), ("nabla", "∇"), ("grad", "∇"), ("sqrt", "√"), ("cdot", "⋅"),
    ("odot", "⊙"), ("otimes", "⊗"), ("times", "×"), ("le", "≤"), ("leq", "≤"), ("ge", "≥"),
    ("geq", "≥"), ("ne", "≠"), ("neq", "≠"), ("approx", "≈"), ("top", "ᵀ"), ("T", "ᵀ"),
    ("infty", "Inf"), ("in", "in"),
  ]

  private static let marks: [(String, String)] = [
    ("hat", "\u{302}"), ("bar", "\u{304}"), ("tilde", "\u{303}"), ("dot", "\u{307}"),
    ("vec", "\u{20D7}"),
    ("_0", "₀"), ("_1", "₁"), ("_2", "₂"), ("_3", "₃"), ("_4", "₄"), ("_5", "₅"), ("_6", "₆"),
    ("_7", "₇"), ("_8", "₈"), ("_9", "₉"), ("^2", "²"), ("^3", "³"), ("^-1", "⁻¹"), ("^4", "⁴"),
  ]
}
