import Diagnostics
import HostFiles

/// Settles where the links of a book's pages lead, and finds those that lead nowhere.
struct BookResolver {
  private let paths: BookPaths
  private let records: [String: PageRecord]
  /// The page of each output file.
  private let pageOf: [String: String]
  /// What can be linked to on each page.
  private let anchors: [String: Set<String>]
  private let figures: [String: (page: String, number: Int)]
  private let titles: [String: String]
  private(set) var files: Set<String> = []
  private(set) var problems: [Diagnostic] = []
  private var sources: [String: SourceFile] = [:]

  init(_ summary: BookSummary, _ records: [String: PageRecord], _ paths: BookPaths) {
    self.paths = paths
    self.records = records
    var pageOf: [String: String] = [:]
    var anchors: [String: Set<String>] = [:]
    var figures: [String: (page: String, number: Int)] = [:]
    var titles: [String: String] = [:]
    for entry in summary.pages {
      guard let path = entry.path, let record = records[path] else { continue }
      pageOf[BookPaths.output(of: path)] = path
      anchors[path] = Self.ids(in: record.body)
      titles[path] = entry.title
      for (label, number) in record.figures where figures[label] == nil {
        figures[label] = (path, number)
      }
    }
    (self.pageOf, self.anchors, self.figures, self.titles) = (pageOf, anchors, figures, titles)
  }

  /// The page's HTML with its links in the place of their marks.
  mutating func settle(_ html: String, of page: String) -> String {
    BookMark.replace(in: html) { mark in
      switch mark {
      case .reference(let label): return reference(label, from: page)
      case .link(let index):
        guard let links = records[page]?.links, links.indices.contains(index) else { return "" }
        return escapeHTML(target(links[index], from: page))
      }
    }
  }

  mutating func reportMissingImages(_ record: PageRecord, of page: String) {
    for image in record.missingImages {
      report(image, on: page, "there is no image `\(image.url)` in the book's folder")
    }
  }

  private static func ids(in html: String) -> Set<String> {
    var result: Set<String> = ["content"]
    let bytes = Array(html.utf8)
    var index = 0
    while let start = bytes.find(" id=\"", from: index) {
      let end = bytes[(start + 5)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count
      result.insert(HTMLEntities.decode(bytes[(start + 5)..<end].text))
      index = end
    }
    return result
  }

  // MARK: References

  private mutating func reference(_ label: String, from page: String) -> String {
    guard let figure = figures[label] else {
      let nearest = Suggestion.nearest(to: label, among: figures.keys.sorted())
      let hint = nearest.map { "did you mean `@\($0)`?" }
      report(line(of: "@" + label, on: page), on: page, "no figure of the book is `\(label)`", hint)
      return "@\(label)"
    }
    let title = "Figure \(figure.number) in <cite>\(escapeHTML(titles[figure.page] ?? ""))</cite>"
    let url = link(to: BookPaths.output(of: figure.page), from: page, rest: "#" + label)
    return "<a href=\"\(escapeHTML(url))\">\(title)</a>"
  }

  // MARK: Links

  private mutating func target(_ link: PageRecord.Link, from page: String) -> String {
    let url = link.url
    let path = String(url.prefix { $0 != "#" && $0 != "?" })
    let rest = String(url.dropFirst(path.count))
    if path.contains(":") || path.hasPrefix("//") { return url }
    if path.isEmpty {
      checkAnchor(rest, of: page, link, on: page)
      return url
    }
    let folder = PathNames.folder(of: page)
    guard let full = PathNames.normalized(PathNames.join(folder, PathNames.decodePercents(path)))
    else {
      report(link, on: page, "`\(url)` leads out of the book")
      return url
    }
    if let target = records[full] == nil ? pageOf[full] : full {
      checkAnchor(rest, of: target, link, on: page)
      return self.link(to: BookPaths.output(of: target), from: page, rest: rest)
    }
    checkFile(full, link, on: page)
    return url
  }

  private func link(to output: String, from page: String, rest: String) -> String {
    PathNames.encodePercents(PathNames.relative(output, from: PathNames.folder(of: page))) + rest
  }

  private mutating func checkAnchor(
    _ rest: String, of target: String, _ link: PageRecord.Link, on page: String
  ) {
    guard let sign = rest.firstIndex(of: "#") else { return }
    let id = PathNames.decodePercents(String(rest[rest.index(after: sign)...]))
    let known = anchors[target] ?? []
    if id.isEmpty || known.contains(id) { return }
    let nearest = Suggestion.nearest(to: id, among: known.sorted())
    report(
      link, on: page, "`\(target)` has nothing with the name `#\(id)`",
      nearest.map { "did you mean `#\($0)`?" })
  }

  private mutating func checkFile(_ path: String, _ link: PageRecord.Link, on page: String) {
    if path.hasSuffix(".md") || path.hasSuffix(".ipynb") {
      let isThere = Files.isFile(paths.source(of: path))
      let nearest = Suggestion.nearest(to: path, among: records.keys.sorted())
      let message = isThere ? "SUMMARY.md does not list `\(path)`" : "there is no `\(path)`"
      report(link, on: page, message, isThere ? nil : nearest.map { "did you mean `\($0)`?" })
      return
    }
    // A link of the file system may lead anywhere; only what is in the book's folder comes along.
    guard let root = Files.realPath(paths.root), let real = Files.realPath(paths.source(of: path)),
      real.hasPrefix(root + "/"), Files.isFile(real)
    else {
      report(link, on: page, "there is no file `\(path)` in the book's folder")
      return
    }
    files.insert(path)
  }

  // MARK: Problems

  private mutating func report(
    _ link: PageRecord.Link, on page: String, _ message: String, _ hint: String? = nil
  ) {
    let source = source(of: page)
    let range = TextLines(source.bytes).range(ofLine: link.line)
    let inLine = source.bytes[range].text
    var span = Span(range)
    if let at = Array(inLine.utf8)[...].position(of: Array(link.url.utf8)) {
      let start = range.lowerBound + at
      span = Span(start, start + link.url.utf8.count)
    }
    problems.append(
      Diagnostic("N0405", message, at: Place(source, span), label: "dead link", hint: hint))
  }

  private mutating func line(of text: String, on page: String) -> PageRecord.Link {
    let source = source(of: page)
    let at = source.bytes[...].position(of: Array(text.utf8)) ?? 0
    return .init(url: text, line: source.position(at: at).line)
  }

  private mutating func source(of page: String) -> SourceFile {
    if let known = sources[page] { return known }
    let path = paths.source(of: page)
    let text = (try? Files.read(path))?[...].text ?? ""
    let file = SourceFile(name: path, text: text)
    sources[page] = file
    return file
  }
}

extension ArraySlice<UInt8> {
  /// Where the bytes first occur.
  func position(of word: [UInt8]) -> Int? {
    guard !word.isEmpty, count >= word.count else { return nil }
    return (startIndex...(endIndex - word.count)).first { self[$0...].starts(with: word) }
  }
}
