import Diagnostics
import HostFiles

/// Puts the pages of a book together: links and references settled, navigation, search.
struct BookSite {
  private let summary: BookSummary
  private let paths: BookPaths
  private let unsafeHTML: Bool
  private var pages: [(source: String, output: String, html: String)] = []
  /// Files of the book's folder that pages link to, and which come along.
  private var files: Set<String> = []
  /// Links that lead nowhere.
  private(set) var problems: [Diagnostic] = []
  private let chrome: BookChrome

  init(
    _ summary: BookSummary, _ records: [String: PageRecord], _ paths: BookPaths, unsafeHTML: Bool
  ) throws(FileFailure) {
    self.summary = summary
    self.paths = paths
    self.unsafeHTML = unsafeHTML
    let title = summary.title ?? PathNames.file(of: Files.realPath(paths.root) ?? "Book")
    chrome = BookChrome(summary, records, title: title)
    var resolver = BookResolver(summary, records, paths)
    for path in summary.pages.compactMap(\.path) {
      guard let record = records[path] else { continue }
      let body = resolver.settle(record.body, of: path)
      resolver.reportMissingImages(record, of: path)
      pages.append((path, BookPaths.output(of: path), page(path, record, body)))
    }
    files = resolver.files
    problems = resolver.problems
    addIndex()
    let search = BookSearch(summary, records, chrome)
    pages.append(("", BookSearch.file, search.html(lang: lang)))
  }

  private var lang: String { summary.frontMatter.lang ?? "en" }

  private func page(_ path: String, _ record: PageRecord, _ body: String) -> String {
    let frame = HTMLFrame(
      title: record.title == chrome.title ? chrome.title : "\(record.title) · \(chrome.title)",
      lang: record.lang, description: record.description,
      style: StyleSheet.text + StyleSheet.book + record.style,
      policy: unsafeHTML ? nil : HTMLFrame.policy)
    return frame.html(
      chrome.bar(for: path) + record.header + "<main id=\"content\">\n" + body
        + chrome.turning(from: path) + "</main>\n" + chrome.sidebar(for: path, record.sections))
  }

  /// Where no page is the first one of the folder, a page with the contents is.
  private mutating func addIndex() {
    guard !pages.contains(where: { $0.output == "index.html" }) else { return }
    let frame = HTMLFrame(
      title: chrome.title, lang: lang, description: summary.frontMatter.description,
      style: StyleSheet.text + StyleSheet.book, policy: HTMLFrame.policy)
    pages.append(("", "index.html", frame.html(chrome.titlePage(summary.frontMatter))))
  }

  // MARK: Writing

  /// - Returns: how many files were written: those that changed.
  func write() throws(FileFailure) -> Int {
    var written = 0
    for page in pages {
      written += try write(Array(page.html.utf8), to: page.output)
    }
    for file in files.sorted() {
      written += try write(Files.read(paths.source(of: file)), to: file)
    }
    try removeOld()
    return written
  }

  private func write(_ bytes: [UInt8], to name: String) throws(FileFailure) -> Int {
    let path = PathNames.join(paths.site, name)
    try Files.makeFolders(PathNames.folder(of: path))
    return try Files.write(bytes, to: path) ? 1 : 0
  }

  /// Removes what an earlier build wrote and this one did not: only files that it noted down itself.
  private func removeOld() throws(FileFailure) {
    let names = (pages.map(\.output) + files).sorted()
    if let bytes = try? Files.read(paths.manifest), let old = try? JSONParser.parse(bytes),
      old["site"]?.text == paths.site
    {
      for name in (old["files"]?.items ?? []).compactMap(\.text)
      where !names.contains(name) && PathNames.normalized(name) == name {
        Files.remove(PathNames.join(paths.site, name))
      }
    }
    let manifest = JSON.object([
      ("site", .string(paths.site)), ("files", .array(names.map(JSON.string))),
    ])
    try Files.makeFolders(PathNames.folder(of: paths.manifest))
    try Files.write(Array((manifest.compact + "\n").utf8), to: paths.manifest)
  }
}
