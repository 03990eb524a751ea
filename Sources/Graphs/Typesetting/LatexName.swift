/// Identifiers as a mathematician sets them: W1, W_1 and W₁ are W with the index 1, ŷ is y with a hat,
/// δ_O1 has an index with an index, and a word is set as one word.
public enum LatexName {
  /// The LaTeX of an identifier, or of a part of what it names: `p.w` and `t[1]` have indices.
  public static func latex(_ identifier: String) -> String {
    let pieces = identifier.split { $0 == "." || $0 == "[" || $0 == "]" }.map(String.init)
    guard pieces.count > 1 else { return name(identifier) }
    let whole = name(pieces[0])
    let indices = pieces.dropFirst().map(name).joined(separator: ",")
    return (whole.contains("_") ? "{\(whole)}" : whole) + "_{\(indices)}"
  }

  private static func name(_ identifier: String) -> String {
    var parts = split(identifier)
    guard !parts.isEmpty else { return "" }
    var base = stem(parts.removeFirst())
    while let last = parts.last, let accent = accentWords[last] {
      base = accented(base, accent)
      parts.removeLast()
    }
    if parts.isEmpty { return base }
    return "\(base)_{\(parts.map(index).joined(separator: ","))}"
  }

  // MARK: Parts

  /// The stem, then the indices: at underscores, at the first subscript, and where a number ends it.
  private static func split(_ identifier: String) -> [String] {
    var parts: [String] = []
    for piece in identifier.split(separator: "_") {
      let (stem, suffix) = withoutSubscripts(String(piece))
      let (letters, digits) = parts.isEmpty ? withoutDigits(stem) : (stem, "")
      parts += [letters, digits, suffix].filter { !$0.isEmpty }
    }
    return parts
  }

  private static func withoutSubscripts(_ text: String) -> (String, String) {
    guard let start = text.firstIndex(where: { subscripts[$0] != nil }) else { return (text, "") }
    return (String(text[..<start]), String(text[start...].map { subscripts[$0] ?? $0 }))
  }

  private static func withoutDigits(_ text: String) -> (String, String) {
    let digits = String(text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    return digits.count == text.count ? (text, "") : (String(text.dropLast(digits.count)), digits)
  }

  /// An index is itself a name with an index, δ_{O_{1}}, or a number.
  private static func index(_ text: String) -> String {
    let (letters, digits) = withoutDigits(text)
    return digits.isEmpty ? stem(letters) : "\(stem(letters))_{\(digits)}"
  }

  private static func stem(_ text: String) -> String {
    if let greek = greekWords[text] { return greek }
    if text.allSatisfy({ $0.isASCII && $0.isNumber }) { return text }
    let characters = Array(text)
    if characters.count == 1 { return letter(characters[0]) }
    if text.allSatisfy(\.isASCII) { return "\\mathit{\(text)}" }
    let letters = characters.map(letter)
    return letters.contains { $0.hasPrefix("\\text") } ? "\\text{\(text)}" : letters.joined()
  }

  // MARK: Letters

  private static func letter(_ character: Character) -> String {
    if character.isASCII { return String(character) }
    if let macro = letters[character] { return macro }
    // A letter with an accent is its base with a mark behind it, whichever way it came.
    let scalars = Array(String(character).decomposed)
    if scalars.count == 2, let accent = accentMarks[scalars[1]] {
      return accented(letter(Character(scalars[0])), accent)
    }
    return "\\text{\(character)}"
  }

  /// The i and j lose their dots.
  private static func accented(_ base: String, _ accent: String) -> String {
    let plain = base == "i" ? "\\imath" : base == "j" ? "\\jmath" : base
    let isWide = base.hasPrefix("\\mathit")
    return "\\\(isWide ? wide[accent] ?? accent : accent){\(plain)}"
  }

  private static let wide = ["hat": "widehat", "tilde": "widetilde", "bar": "overline"]
  private static let accentWords = ["hat": "hat", "bar": "bar", "tilde": "tilde", "dot": "dot"]
  private static let accentMarks: [Unicode.Scalar: String] = [
    "\u{302}": "hat", "\u{304}": "bar", "\u{305}": "bar", "\u{303}": "tilde", "\u{307}": "dot",
    "\u{308}": "ddot", "\u{20D7}": "vec", "\u{30C}": "check", "\u{306}": "breve",
    "\u{301}": "acute", "\u{300}": "grave",
  ]

  private static let subscripts: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "ₐ": "a", "ₑ": "e", "ₒ": "o", "ₓ": "x", "ₕ": "h", "ₖ": "k", "ₗ": "l", "ₘ": "m",
    "ₙ": "n", "ₚ": "p", "ₛ": "s", "ₜ": "t", "ᵢ": "i", "ⱼ": "j", "ᵣ": "r", "ᵤ": "u", "ᵥ": "v",
  ]

  private static let letters: [Character: String] = [
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon",
    "ζ": "\\zeta", "η": "\\eta", "θ": "\\theta", "ι": "\\iota", "κ": "\\kappa", "λ": "\\lambda",
    "μ": "\\mu", "ν": "\\nu", "ξ": "\\xi", "ο": "o", "π": "\\pi", "ρ": "\\rho", "σ": "\\sigma",
    "ς": "\\varsigma", "τ": "\\tau", "υ": "\\upsilon", "φ": "\\varphi", "χ": "\\chi",
    "ψ": "\\psi", "ω": "\\omega", "ϑ": "\\vartheta", "ϱ": "\\varrho", "ϖ": "\\varpi",
    "Γ": "\\Gamma", "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Ξ": "\\Xi", "Π": "\\Pi",
    "Σ": "\\Sigma", "Υ": "\\Upsilon", "Φ": "\\Phi", "Ψ": "\\Psi", "Ω": "\\Omega",
    "Α": "\\mathrm{A}", "Β": "\\mathrm{B}", "Ε": "\\mathrm{E}", "Ζ": "\\mathrm{Z}",
    "Η": "\\mathrm{H}", "Ι": "\\mathrm{I}", "Κ": "\\mathrm{K}", "Μ": "\\mathrm{M}",
    "Ν": "\\mathrm{N}", "Ο": "\\mathrm{O}", "Ρ": "\\mathrm{P}", "Τ": "\\mathrm{T}",
    "Χ": "\\mathrm{X}", "ℯ": "e", "ℓ": "\\ell", "ℒ": "\\mathcal{L}", "ℝ": "\\mathbb{R}",
  ]

  /// Greek letters that are written out; `pi` is π, and `eta_hat` an η with a hat.
  private static let greekWords: [String: String] = [
    "alpha": "\\alpha", "beta": "\\beta", "gamma": "\\gamma", "delta": "\\delta",
    "epsilon": "\\varepsilon", "eps": "\\varepsilon", "zeta": "\\zeta", "eta": "\\eta",
    "theta": "\\theta", "kappa": "\\kappa", "lambda": "\\lambda", "mu": "\\mu", "nu": "\\nu",
    "xi": "\\xi", "pi": "\\pi", "rho": "\\rho", "sigma": "\\sigma", "tau": "\\tau",
    "phi": "\\varphi", "chi": "\\chi", "psi": "\\psi", "omega": "\\omega", "Gamma": "\\Gamma",
    "Delta": "\\Delta", "Theta": "\\Theta", "Lambda": "\\Lambda", "Sigma": "\\Sigma",
    "Phi": "\\Phi", "Psi": "\\Psi", "Omega": "\\Omega",
  ]
}

extension String {
  /// The letters with an accent that names use, taken apart. The standard library keeps its
  /// normalization to itself, and Foundation would cost more start-up than this table.
  fileprivate var decomposed: String.UnicodeScalarView {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let parts = accentedLetters[scalar] {
        result.append(contentsOf: parts.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return result
  }
}

/// Made from the letters and marks: two strings of equal characters are canonically equivalent, so the
/// composed letter is found by comparing.
private let accentedLetters: [Unicode.Scalar: String] = {
  let marks = [
    "\u{302}", "\u{304}", "\u{303}", "\u{307}", "\u{308}", "\u{30C}", "\u{301}", "\u{300}",
  ]
  let bases = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  var decompositions: [String: String] = [:]
  for base in bases { for mark in marks { decompositions["\(base)\(mark)"] = "\(base)\(mark)" } }
  var table: [Unicode.Scalar: String] = [:]
  for code in UInt32(0xC0)...0x24F {
    guard let scalar = Unicode.Scalar(code) else { continue }
    table[scalar] = decompositions[String(Character(scalar))]
  }
  for code in UInt32(0x1E00)...0x1EFF {
    guard let scalar = Unicode.Scalar(code) else { continue }
    table[scalar] = decompositions[String(Character(scalar))]
  }
  return table
}()
