/// The prose of a page: Markdown to HTML, with anchors, a table of contents and call-outs.
struct HTMLProse {
  struct Heading {
    let level: Int
    let id: String
    /// Its content as HTML, with marks, without links.
    let html: String
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
      case .table: node.wrap(opening: "<div class=\"table\" tabindex=\"0\">", closing: "</div>\n")
      case .blockQuote: rewriteCallout(node)
      default: break
      }
    }
    html = MarkdownTree.html(of: tree.root)
  }

  // MARK: Headings

  private mutating func addAnchor(_ node: MarkdownNode) {
    let level = node.headingLevel
    let rendered = MarkdownTree.html(of: node).trimmed
    let inner = String(rendered.dropFirst(4).dropLast(5))
    let id = unique(Self.slug(PieceMark.replace(in: node.plainText, plain)))
    headings.append(Heading(level: level, id: id, html: Self.withoutLinks(inner)))
    let anchor = "<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a>"
    node.replaceShell(opening: "<h\(level) id=\"\(id)\">", closing: " \(anchor)</h\(level)>\n")
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

  /// `> [!NOTE]` and its kin, as GitHub has them; hints and solutions fold.
  private func rewriteCallout(_ node: MarkdownNode) {
    guard let paragraph = node.firstChild, paragraph.kind == .paragraph,
      let first = paragraph.firstChild, first.kind == .text
    else { return }
    let text = first.literal
    guard text.hasPrefix("[!"), let close = text.firstIndex(of: "]") else { return }
    let word = text[text.index(text.startIndex, offsetBy: 2)..<close].lowercased()
    guard let callout = Callout.kinds[word] else { return }
    let title = text[text.index(after: close)...].trimmed
    if let next = first.next, next.kind == .softBreak || next.kind == .lineBreak { next.remove() }
    first.remove()
    if paragraph.firstChild == nil { paragraph.remove() }
    let name = escapeHTML(title.isEmpty ? callout.title : title)
    if callout.folds {
      node.replaceShell(
        opening: "<details class=\"fold\"><summary>\(name)</summary>\n", closing: "</details>\n")
    } else {
      node.replaceShell(
        opening: "<aside class=\"callout \(callout.name)\">\n<p class=\"callout-title\">\(name)</p>\n",
        closing: "</aside>\n")
    }
  }
}

/// A kind of call-out.
struct Callout {
  let name: String
  let title: String
  let folds: Bool

  /// By the word in `[!WORD]`, in lower case.
  static let kinds: [String: Callout] = {
    let plain = [
      "note", "tip", "important", "warning", "caution", "definition", "theorem", "example",
      "exercise", "remark",
    ]
    var result: [String: Callout] = [:]
    for name in plain { result[name] = Callout(name, folds: false) }
    for name in ["hint", "solution"] { result[name] = Callout(name, folds: true) }
    return result
  }()

  private init(_ name: String, folds: Bool) {
    self.name = name
    title = name.prefix(1).uppercased() + name.dropFirst()
    self.folds = folds
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
