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

  /// The formula as text for those programs that read no MathML.
  private static func withAlternative(_ markup: String, _ tex: String) -> String {
    guard markup.hasPrefix("<math"), let end = markup.firstIndex(of: ">") else { return markup }
    let text = escapeHTML(UnicodeMath.convert(tex).oneLine)
    return "\(markup[..<end]) alttext=\"\(text)\"\(markup[end...])"
  }

  /// About how many characters wide a formula is.
  static func width(of tex: String) -> Int { ScrollArea.width(of: UnicodeMath.convert(tex)) }

  func html(_ formula: MathFormula) -> String {
    switch typesetter.typeset(formula) {
    case .mathML(let markup):
      characters.formUnion(MathML.characters(in: markup))
      return Self.withAlternative(markup, formula.tex)
    case .failed(let reason):
      failures.append((formula.tex, reason))
      return "<code class=\"bad\" title=\"\(escapeHTML(reason))\">\(escapeHTML(formula.tex))</code>"
    case .unavailable:
      isUnavailable = true
      return "<code class=\"tex\">\(escapeHTML(formula.tex))</code>"
    }
  }
}
