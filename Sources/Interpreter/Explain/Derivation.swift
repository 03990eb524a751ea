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
    /// A function that is a step, with its derivation through its own names.
    indirect case opened(name: String, code: String, [Line])
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
    case .opened(let name, let code, let lines):
      .details(
        summary: [.text("the function "), .code(name)],
        codeBlocks(code) + lines.map(block))
    }
  }

  /// A paragraph for each line of a program.
  private func codeBlocks(_ code: String) -> [Presentation.Block] {
    code.split(separator: "\n").map { .paragraph([.code(String($0))]) }
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
    case .opened(_, let code, let lines):
      (["where " + code] + lines.map(text(of:))).joined(separator: "\n")
        .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
    }
  }

  /// Columns padded to their widest cell, counted in characters. Long sums are broken before a sign where
  /// the table is wider than a terminal.
  private static func align(_ rows: [[Cell]]) -> String {
    var rows = rows.map { $0.map { [$0.text] } }
    let columns = rows.map(\.count).max() ?? 0
    func widths() -> [Int] {
      (0..<columns).map { column in
        // What is alone in its row needs no column.
        rows.filter { $0.count > 1 && $0.indices.contains(column) }
          .flatMap { $0[column].map(\.count) }.max() ?? 0
      }
    }
    if widths().reduce(2 * (columns - 1), +) > lineWidth, let header = rows.first {
      rows[0] = header.map { $0[0].brokenAtCommas }
    }
    let wide = widths()
    let total = wide.reduce(2 * (columns - 1), +)
    if total > lineWidth, let widest = wide.indices.max(by: { wide[$0] < wide[$1] }) {
      let limit = max(30, lineWidth - (total - wide[widest]))
      for row in rows.indices.dropFirst() where rows[row].indices.contains(widest) {
        rows[row][widest] = broken(rows[row][widest][0], limit)
      }
    }
    let final = widths()
    return rows.map { row in
      (0..<(row.map(\.count).max() ?? 1)).map { line in
        row.enumerated().map { column, cell in
          (line < cell.count ? cell[line] : "").padded(to: final[column])
        }.joined(separator: "  ").trimmingEnd
      }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static let lineWidth = 79

  /// A sum on several lines, each of at most so many characters where its terms are no longer.
  private static func broken(_ text: String, _ limit: Int) -> [String] {
    guard text.count > limit else { return [text] }
    var lines: [String] = []
    var line = ""
    var depth = 0
    var term = ""
    func end() {
      if !line.isEmpty, line.count + term.count > limit {
        lines.append(line.trimmingEnd)
        line = "  " + term.drop { $0 == " " }
      } else {
        line += term
      }
      term = ""
    }
    var previous: Character = " "
    for character in text {
      if depth == 0, previous == " ", character == "+" || character == "-", !term.isEmpty { end() }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      term.append(character)
      previous = character
    }
    end()
    return lines + [line]
  }
}

extension Derivation.Cell {
  fileprivate var inlines: [Presentation.Inline] { [latex.map { .math($0) } ?? .text(text)] }
}

extension String {
  /// `a, b` on two lines, but not what stands in brackets.
  fileprivate var brokenAtCommas: [String] {
    var lines = [""]
    var depth = 0
    for character in self {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == " ", depth == 0, lines[lines.count - 1].hasSuffix(",") {
        lines.append("")
      } else {
        lines[lines.count - 1].append(character)
      }
    }
    return lines
  }

  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
