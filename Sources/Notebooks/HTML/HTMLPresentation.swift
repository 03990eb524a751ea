import Diagnostics
import Interpreter

/// A cell's outputs as HTML.
struct HTMLPresentation {
  let math: HTMLMath

  /// One value, in the best form that a page can show.
  func html(of value: Presentation, figureName: String, caption: String?) -> String {
    if let figure = value.figure {
      let id = escapeHTML(figureName) + "-caption"
      let legend =
        caption.map { "<figcaption id=\"\(id)\">\(escapeHTML($0))</figcaption>\n" } ?? ""
      let name = caption == nil ? "" : " aria-labelledby=\"\(id)\""
      let drawing = figure.html(idPrefix: figureName)
      return "<figure\(name)>\n<div class=\"plot\">\(drawing)</div>\n\(legend)</figure>\n"
    }
    if let blocks = value.blocks { return blocks.map(html).joined() }
    if let latex = value.latex { return block(latex) }
    return Self.text(value.text)
  }

  static func text(_ text: String) -> String {
    let attributes = ScrollArea.attributes("Output", width: ScrollArea.width(of: text))
    return "<pre class=\"result\"\(attributes)>\(escapeHTML(text.trimmedNewlines))</pre>\n"
  }

  private func block(_ latex: String) -> String {
    let attributes = ScrollArea.attributes("Formula", width: HTMLMath.width(of: latex))
    let markup = math.html(MathFormula(latex, isDisplay: true))
    return "<div class=\"math\"\(attributes)>\(markup)</div>\n"
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
    let texts = ([header] + rows).map { $0.map { $0.map(Self.plain).joined() } }
    let attributes = ScrollArea.attributes("Table", width: ScrollArea.width(ofRows: texts))
    return """
      <div class="table"\(attributes)><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table></div>

      """
  }

  private static func plain(_ inline: Presentation.Inline) -> String {
    switch inline {
    case .text(let text), .code(let text): text
    case .math(let latex): UnicodeMath.convert(latex)
    }
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
