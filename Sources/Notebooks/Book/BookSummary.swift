import Diagnostics
import HostFiles

/// What a book's `SUMMARY.md` says: its title, and its pages in order.
///
/// The form is that of a list of links, nested as the pages are; headings between lists name parts,
/// and a link in a paragraph of its own is a page without a number.
struct BookSummary {
  struct Entry: Equatable {
    let title: String
    /// The notebook's path in the book's folder; nil for a page that is only announced.
    let path: String?
    /// `2.1`; empty for a page without a number, and for a part.
    let number: String
    /// 0 for pages and parts on the outermost level.
    let depth: Int
    var isPart = false
  }

  private(set) var title: String?
  private(set) var entries: [Entry] = []
  private(set) var errors: [Diagnostic] = []
  let frontMatter: FrontMatter

  private let file: SourceFile
  private var counters: [Int] = []
  private var firstLines: [String: Int] = [:]

  init(_ text: String, name: String) {
    let notebook = NotebookParser.parse(text, name: name)
    file = notebook.file
    frontMatter = notebook.frontMatter
    errors = notebook.errors
    title = frontMatter.title
    let lines = TextLines(file.bytes)
    let head = notebook.pieces.first { if case .frontMatter = $0.kind { true } else { false } }
    let headLines = head.map { file.position(at: $0.range.upperBound).line } ?? 0
    let masked = BlockMask(lines, frontMatterLines: headLines).bytes
    guard let tree = MarkdownTree(masked) else { return }
    for node in tree.root.children { read(node) }
    if pages.isEmpty, errors.isEmpty {
      errors.append(
        Diagnostic(
          "N0401", "\(name) lists no page",
          hint: "a page is a line like `- [The chain rule](01-chain-rule.md)`"))
    }
  }

  /// The entries that are pages, in reading order.
  var pages: [Entry] { entries.filter { $0.path != nil } }

  private mutating func read(_ node: MarkdownNode) {
    switch node.kind {
    case .heading: readHeading(node)
    case .paragraph:
      for child in node.children where child.kind == .link { add(child, number: "", depth: 0) }
    case .list: readList(node, depth: 0)
    default: break
    }
  }

  private mutating func readHeading(_ node: MarkdownNode) {
    let text = node.plainText.trimmed
    if node.headingLevel == 1, entries.isEmpty, counters.isEmpty {
      if title == nil, text.lowercased() != "summary" { title = text }
    } else {
      entries.append(Entry(title: text, path: nil, number: "", depth: 0, isPart: true))
    }
  }

  private mutating func readList(_ list: MarkdownNode, depth: Int) {
    guard depth < 6 else { return }
    if counters.count <= depth { counters.append(0) }
    for item in list.children {
      for child in item.children {
        switch child.kind {
        case .paragraph:
          guard let link = child.children.first(where: { $0.kind == .link }) else { continue }
          counters[depth] += 1
          counters.removeSubrange((depth + 1)...)
          let number = counters.map(String.init).joined(separator: ".")
          add(link, number: number, depth: depth)
        case .list: readList(child, depth: depth + 1)
        default: break
        }
      }
    }
  }

  private mutating func add(_ link: MarkdownNode, number: String, depth: Int) {
    let title = link.plainText.trimmed
    guard !link.url.isEmpty else {
      entries.append(Entry(title: title, path: nil, number: number, depth: depth))
      return
    }
    let line = max(1, link.parent?.startLine ?? 1)
    guard let path = PathNames.normalized(PathNames.decodePercents(link.url)),
      path.hasSuffix(".md") || path.hasSuffix(".ipynb")
    else {
      errors.append(.badPage(link.url, at: place(line)))
      return
    }
    if let first = firstLines[path] {
      errors.append(.repeatedPage(path, at: place(line), first: place(first)))
      return
    }
    firstLines[path] = line
    entries.append(Entry(title: title, path: path, number: number, depth: depth))
  }

  /// Where a page is listed.
  func place(of path: String) -> Place { place(firstLines[path] ?? 1) }

  private func place(_ line: Int) -> Place {
    Place(file, Span(TextLines(file.bytes).range(ofLine: line)))
  }
}

extension Diagnostic {
  fileprivate static func badPage(_ url: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0402", "`\(url)` is no page of this book", at: place,
      hint: "a page is a notebook (.md or .ipynb) in the folder of SUMMARY.md, or below it")
  }

  fileprivate static func repeatedPage(
    _ path: String, at place: Place, first: Place
  ) -> Diagnostic {
    Diagnostic(
      "N0403", "`\(path)` is listed twice", at: place, label: "the second time",
      secondary: [Label(first, "the first time")])
  }

  static func missingPage(_ path: String, at place: Place) -> Diagnostic {
    Diagnostic("N0404", "there is no `\(path)`", at: place, label: "listed here")
  }
}
