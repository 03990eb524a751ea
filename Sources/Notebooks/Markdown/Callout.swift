/// A kind of call-out: `> [!NOTE]` and its kin, as GitHub has them. Hints and solutions fold.
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

  /// The call-out that a quotation is, its mark taken out of the tree; nil when it is a quotation.
  static func take(from node: MarkdownNode) -> (kind: Callout, title: String)? {
    guard let paragraph = node.firstChild, paragraph.kind == .paragraph,
      let first = paragraph.firstChild, first.kind == .text
    else { return nil }
    let text = first.literal
    guard text.hasPrefix("[!"), let close = text.firstIndex(of: "]") else { return nil }
    let word = text[text.index(text.startIndex, offsetBy: 2)..<close].lowercased()
    guard let kind = kinds[word] else { return nil }
    let title = text[text.index(after: close)...].trimmed
    if let next = first.next, next.kind == .softBreak || next.kind == .lineBreak { next.remove() }
    first.remove()
    if paragraph.firstChild == nil { paragraph.remove() }
    return (kind, title.isEmpty ? kind.title : title)
  }
}
