/// Formulas on one page. It remembers which characters they use, for the page's font, and which
/// formulas could not be set.
final class HTMLMath {
  private let typesetter: MathTypesetter
  private(set) var characters: Set<UInt32> = []
  /// Formulas that KaTeX does not understand, with its reason.
  private(set) var failures: [(tex: String, reason: String)] = []
  /// KaTeX is not installed, and the page has math.
  private(set) var isUnavailable = false

  init(_ typesetter: MathTypesetter) { self.typesetter = typesetter }

  func html(_ formula: MathFormula) -> String {
    switch typesetter.typeset(formula) {
    case .mathML(let markup):
      characters.formUnion(MathML.characters(in: markup))
      return markup
    case .failed(let reason):
      failures.append((formula.tex, reason))
      return "<code class=\"bad\" title=\"\(escapeHTML(reason))\">\(escapeHTML(formula.tex))</code>"
    case .unavailable:
      isUnavailable = true
      return "<code class=\"tex\">\(escapeHTML(formula.tex))</code>"
    }
  }
}
