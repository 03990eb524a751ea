import Diagnostics
import Interpreter

/// A cell's outputs as HTML.
struct HTMLPresentation {
  let math: HTMLMath

  /// One value, in the best form that a page can show.
  func html(of value: Presentation, figureName: String, caption: String?) -> String {
    if let figure = value.figure {
      let legend = caption.map { "<figcaption>\(escapeHTML($0))</figcaption>\n" } ?? ""
      let drawing = figure.svg(idPrefix: figureName, background: false)
      return "<figure>\n<div class=\"plot\">\(drawing)</div>\n\(legend)</figure>\n"
    }
    if let blocks = value.blocks { return blocks.map(html).joined() }
    if let latex = value.latex { return block(latex) }
    return Self.text(value.text)
  }

  static func text(_ text: String) -> String {
    "<pre class=\"result\" tabindex=\"0\">\(escapeHTML(text.trimmedNewlines))</pre>\n"
  }

  private func block(_ latex: String) -> String {
    "<div class=\"math\" tabindex=\"0\">\(math.html(MathFormula(latex, isDisplay: true)))</div>\n"
  }

  private func html(of block: Presentation.Block) -> String {
    switch block {
    case .paragraph(let inlines): "<p>\(html(of: inlines))</p>\n"
    case .math(let latex): self.block(latex)
    case .table(let header, let rows): table(header, rows)
    case .details(let summary, let blocks):
      """
      <details><summary>\(html(of: summary))</summary>
      \(blocks.map(html).joined())</details>

      """
    }
  }

  private func table(
    _ header: [[Presentation.Inline]], _ rows: [[[Presentation.Inline]]]
  ) -> String {
    // A column of nothing but numbers is set flush right.
    let sides = header.indices.map { column in
      let isNumeric =
        !rows.isEmpty && rows.allSatisfy { $0.count > column && Self.isNumber($0[column]) }
      return isNumeric ? " class=\"r\"" : ""
    }
    let head = zip(header, sides).map { "<th scope=\"col\"\($1)>\(html(of: $0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>\(zip(row, sides).map { "<td\($1)>\(html(of: $0))</td>" }.joined())</tr>\n"
    }.joined()
    return """
      <div class="table" tabindex="0"><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table></div>

      """
  }

  private static func isNumber(_ inlines: [Presentation.Inline]) -> Bool {
    guard inlines.count == 1, case .text(let text)? = inlines.first else { return false }
    return Double(text.trimmed.replacing("−", with: "-")) != nil
  }

  func html(of inlines: [Presentation.Inline]) -> String {
    inlines.map {
      switch $0 {
      case .text(let text): escapeHTML(text)
      case .code(let text): "<code>\(escapeHTML(text))</code>"
      case .math(let latex): math.html(MathFormula(latex, isDisplay: false))
      }
    }.joined()
  }
}

extension String {
  /// Without line breaks at either end; blanks may matter.
  var trimmedNewlines: String {
    var slice = self[...]
    while slice.first?.isNewline == true { slice.removeFirst() }
    while slice.last?.isNewline == true { slice.removeLast() }
    return String(slice)
  }
}
