/// The prose of a page: Markdown to HTML, with anchors, a table of contents and call-outs.
struct HTMLProse {
  struct Heading {
    let level: Int
    let id: String
    /// Its content as HTML, with marks, without links.
    let html: String
    /// The same as text, with marks.
    var text = ""
  }

  /// With a mark where each piece goes.
  private(set) var html = ""
  private(set) var headings: [Heading] = []
  private var slugs: Set<String>
  private let plain: (Int) -> String

  /// `taken` are ids that the page uses otherwise; `plain` is the plain text of a piece.
  init(_ markdown: String, taken: Set<String>, plain: @escaping (Int) -> String) {
    slugs = taken
    self.plain = plain
    guard let tree = MarkdownTree(Array(markdown.utf8)) else { return }
    for node in tree.root.all {
      switch node.kind {
      case .heading: addAnchor(node)
      case .codeBlock: rewriteCode(node)
      case .table: wrapTable(node)
      default: break
      }
    }
    // A call-out loses nodes, so this comes when nobody holds them any more.
    for node in tree.root.all.filter({ $0.kind == .blockQuote }) { rewriteCallout(node) }
    html = MarkdownTree.html(of: tree.root)
  }

  // MARK: Headings

  private mutating func addAnchor(_ node: MarkdownNode) {
    let level = node.headingLevel
    let rendered = MarkdownTree.html(of: node).trimmed
    let inner = String(rendered.dropFirst(4).dropLast(5))
    let id = unique(Self.slug(PieceMark.replace(in: node.plainText, plain)))
    let text = node.plainText
    headings.append(Heading(level: level, id: id, html: Self.withoutLinks(inner), text: text))
    // Behind the heading and not in it, where it would be a part of its name.
    let anchor =
      "<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to: \(escapeHTML(text))\">#</a>"
    node.replaceShell(
      opening: "<div class=\"heading\"><h\(level) id=\"\(id)\">",
      closing: "</h\(level)>\(anchor)</div>\n")
  }

  private func wrapTable(_ node: MarkdownNode) {
    let rows = node.children.map { row in
      row.children.map { PieceMark.replace(in: $0.plainText, plain) }
    }
    let attributes = ScrollArea.attributes("Table", width: ScrollArea.width(ofRows: rows))
    node.wrap(opening: "<div class=\"table\"\(attributes)>", closing: "</div>\n")
  }

  /// GitHub's rule: letters, digits, `-` and `_`, in lower case, blanks as hyphens.
  static func slug(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        result.append(character)
      } else if character.isWhitespace {
        result.append("-")
      }
    }
    return result.isEmpty ? "section" : result
  }

  private mutating func unique(_ slug: String) -> String {
    var candidate = slug
    var number = 1
    while !slugs.insert(candidate).inserted {
      candidate = "\(slug)-\(number)"
      number += 1
    }
    return candidate
  }

  private static func withoutLinks(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      result += rest[..<start]
      let end = rest[start...].firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex
      let tag = rest[start..<end]
      if !tag.hasPrefix("<a ") && tag != "</a>" && !tag.hasPrefix("<sup") && tag != "</sup>" {
        result += tag
      }
      rest = rest[end...]
    }
    return result + rest
  }

  // MARK: Code

  private func rewriteCode(_ node: MarkdownNode) {
    let info = node.info.trimmed
    if let index = PieceMark.index(in: info) {
      node.replace(withHTML: PieceMark.mark(index))
    } else if info == "gradus" {
      node.replace(withHTML: HTMLCell.code(node.literal.trimmedNewlines))
    } else if info == "{{gradus}}" {
      node.replace(withHTML: HTMLCell.code("```{gradus}\n\(node.literal)```"))
    }
  }

  // MARK: Call-outs

  private func rewriteCallout(_ node: MarkdownNode) {
    guard let callout = Callout.take(from: node) else { return }
    let name = escapeHTML(callout.title)
    if callout.kind.folds {
      node.replaceShell(
        opening: "<details class=\"fold\"><summary>\(name)</summary>\n", closing: "</details>\n")
    } else {
      node.replaceShell(
        opening:
          "<aside class=\"callout \(callout.kind.name)\">\n<p class=\"callout-title\">\(name)</p>\n",
        closing: "</aside>\n")
    }
  }
}

extension MarkdownNode {
  /// The text of all leaves.
  var plainText: String {
    all.map { node in
      switch node.kind {
      case .text, .code: node.literal
      case .softBreak, .lineBreak: " "
      default: ""
      }
    }.joined()
  }
}
