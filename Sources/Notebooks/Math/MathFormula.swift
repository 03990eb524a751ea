import Interpreter

/// A formula in LaTeX, without dollar signs.
public struct MathFormula: Hashable, Sendable {
  public let tex: String
  public let isDisplay: Bool

  public init(_ tex: String, isDisplay: Bool) {
    self.tex = tex
    self.isDisplay = isDisplay
  }
}

extension MathFormula {
  /// The formulas of a notebook's prose.
  static func all(in notebook: Notebook) -> [MathFormula] {
    notebook.pieces.compactMap {
      guard case .math(let tex, let isDisplay) = $0.kind else { return nil }
      return MathFormula(tex, isDisplay: isDisplay)
    }
  }

  /// The formulas that a cell's outputs show.
  static func all(in outputs: [CellOutput], isInline: Bool = false) -> [MathFormula] {
    outputs.flatMap { output -> [MathFormula] in
      guard case .value(let value) = output, value.figure == nil else { return [] }
      if isInline { return value.latex.map { [MathFormula($0, isDisplay: false)] } ?? [] }
      if let blocks = value.blocks { return blocks.flatMap(all) }
      return value.latex.map { [MathFormula($0, isDisplay: true)] } ?? []
    }
  }

  private static func all(in block: Presentation.Block) -> [MathFormula] {
    switch block {
    case .paragraph(let inlines): all(in: inlines)
    case .math(let tex): [MathFormula(tex, isDisplay: true)]
    case .table(let header, let rows): (header + rows.flatMap { $0 }).flatMap(all)
    case .details(let summary, let blocks): all(in: summary) + blocks.flatMap(all)
    }
  }

  private static func all(in inlines: [Presentation.Inline]) -> [MathFormula] {
    inlines.compactMap {
      guard case .math(let tex) = $0 else { return nil }
      return MathFormula(tex, isDisplay: false)
    }
  }
}
