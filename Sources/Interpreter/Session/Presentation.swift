import Plotting

/// What a value shows of itself, in every form that some renderer can use.
///
/// A value always has `text`. The rest is offered where it says more: a formula, a figure, or a
/// document of formulas and tables (a derivation). Each renderer takes the best form that it can show.
public struct Presentation: Sendable {
  /// Plain Unicode text, without a final newline; what a terminal shows.
  public var text: String
  /// The value as one formula, in LaTeX without dollar signs.
  public var latex: String?
  /// The value as a small document; preferred to `latex` by renderers that can show one.
  public var blocks: [Block]?
  public var figure: Figure?
  /// A derivation as code: what it assigns on the way, `δ_O2 = -2*(y - O2)`, and last the derivative.
  public var code: [String]?

  public init(
    text: String, latex: String? = nil, blocks: [Block]? = nil, figure: Figure? = nil,
    code: [String]? = nil
  ) {
    self.text = text
    self.latex = latex
    self.blocks = blocks
    self.figure = figure
    self.code = code
  }

  public indirect enum Block: Sendable {
    case paragraph([Inline])
    /// Display mathematics, LaTeX without dollar signs.
    case math(String)
    case table(header: [[Inline]], rows: [[[Inline]]])
    /// Folded until it is opened, where the medium can fold.
    case details(summary: [Inline], [Block])
  }

  public enum Inline: Sendable {
    case text(String)
    case code(String)
    /// Inline mathematics, LaTeX without dollar signs.
    case math(String)
  }
}
