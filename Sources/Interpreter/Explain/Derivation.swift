/// A derivation as a value: a small document that every renderer can show in its own medium.
final class Derivation {
  /// `∂L/∂W1 = ∂L/∂O2 ⋅ ∂O2/∂W1`
  let headline: String
  let lines: [Line]
  /// The same as assignments, and last the derivative itself; nil when it can't be said so.
  let code: [String]?

  /// One step: text for a terminal, LaTeX for pages.
  enum Line {
    /// A formula; the LaTeX may hold several rows.
    case formula(text: [String], latex: String)
    /// Words.
    case words(String)
    case table(header: [Cell], rows: [[Cell]])
    /// Steps within a step: indented in a terminal, folded where the medium can fold.
    indirect case steps(rule: String, general: Cell, formula: Cell, [Line])
    /// The text of a function that is a step.
    case details(summary: String, code: String)
  }

  struct Cell {
    let text: String
    let latex: String?

    static func words(_ text: String) -> Cell { Cell(text: text, latex: nil) }
    static func math(_ text: String, _ latex: String) -> Cell { Cell(text: text, latex: latex) }
  }

  init(headline: String, lines: [Line], code: [String]? = nil) {
    self.headline = headline
    self.lines = lines
    self.code = code
  }

  var text: String {
    lines.map(text(of:)).joined(separator: "\n")
  }

  var blocks: [Presentation.Block] { lines.map(block) }

  /// The formulas alone, as one display.
  var latex: String {
    let formulas = lines.compactMap { line -> String? in
      if case .formula(_, let latex) = line { latex } else { nil }
    }
    if formulas.count == 1 { return formulas[0] }
    return "\\begin{gathered} \(formulas.joined(separator: " \\\\ ")) \\end{gathered}"
  }

  /// Rows of LaTeX under each other, aligned at their `&`.
  static func aligned(_ rows: [String]) -> String {
    "\\begin{aligned}" + rows.joined(separator: " \\\\ ") + "\\end{aligned}"
  }

  private func block(_ line: Line) -> Presentation.Block {
    switch line {
    case .formula(_, let latex): .math(latex)
    case .words(let words): .paragraph([.text(words)])
    case .table(let header, let rows):
      .table(header: header.map(\.inlines), rows: rows.map { $0.map(\.inlines) })
    case .steps(let rule, let general, let formula, let lines):
      step([.text("\(rule): ")] + general.inlines, formula, lines)
    case .details(let summary, let code):
      .details(summary: [.text("the function "), .code(summary)], [.paragraph([.code(code)])])
    }
  }

  /// Folded where there are steps within it.
  private func step(
    _ rule: [Presentation.Inline], _ formula: Cell, _ lines: [Line]
  ) -> Presentation.Block {
    let summary = formula.inlines + [.text("  (")] + rule + [.text(")")]
    return lines.isEmpty ? .paragraph(summary) : .details(summary: summary, lines.map(block))
  }

  private func text(of line: Line) -> String {
    switch line {
    case .formula(let text, _): text.joined(separator: "\n")
    case .words(let words): words
    case .table(let header, let rows): Derivation.align([header] + rows)
    case .steps(let rule, let general, let formula, let lines):
      (["\(formula.text)  (\(rule), \(general.text))"] + lines.map(text(of:)))
        .joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\n  ")
    case .details(_, let code): "where " + code.split(separator: "\n").joined(separator: "\n  ")
    }
  }

  /// Columns padded to their widest cell, counted in characters.
  private static func align(_ rows: [[Cell]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].text.count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell.text
        guard column < row.count - 1 else { continue }
        line += String(repeating: " ", count: widths[column] - cell.text.count + 2)
      }
      return line
    }.joined(separator: "\n")
  }
}

extension Derivation.Cell {
  fileprivate var inlines: [Presentation.Inline] { [latex.map { .math($0) } ?? .text(text)] }
}
