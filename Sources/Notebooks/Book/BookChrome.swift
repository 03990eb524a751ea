import HostFiles

/// What a book puts around its pages. In the HTML the navigation comes behind the text, so that on a
/// phone one reads first; where there is room it stands beside it.
struct BookChrome {
  let title: String
  private let entries: [BookSummary.Entry]
  /// In reading order.
  private let pages: [BookSummary.Entry]

  init(_ summary: BookSummary, _ records: [String: PageRecord], title: String) {
    self.title = title
    // A page that is not there (its run was interrupted before it gave one) is only announced.
    entries = summary.entries.map { entry in
      guard let path = entry.path, records[path] == nil else { return entry }
      return .init(title: entry.title, path: nil, number: entry.number, depth: entry.depth)
    }
    pages = entries.filter { $0.path != nil }
  }

  func url(of path: String, from page: String) -> String {
    Self.url(BookPaths.output(of: path), from: page)
  }

  /// A file of the site as a page links to it.
  static func url(_ file: String, from page: String) -> String {
    escapeHTML(
      PathNames.encodePercents(PathNames.relative(file, from: PathNames.folder(of: page))))
  }

  // MARK: Above the text

  func bar(for page: String) -> String {
    let home = Self.url("index.html", from: page)
    return """
      <div class="bar"><a href="\(home)">\(escapeHTML(title))</a> <a href="#book">Contents</a></div>

      """
  }

  // MARK: Below the text

  /// Links to the pages before and after.
  func turning(from page: String) -> String {
    guard let index = pages.firstIndex(where: { $0.path == page }) else { return "" }
    var links = ""
    if index > 0 { links += turn(to: pages[index - 1], from: page, "prev", "Previous") }
    if index + 1 < pages.count { links += turn(to: pages[index + 1], from: page, "next", "Next") }
    return links.isEmpty
      ? "" : "<nav class=\"turn\" aria-label=\"Previous and next page\">\n\(links)</nav>\n"
  }

  private func turn(
    to entry: BookSummary.Entry, from page: String, _ relation: String, _ word: String
  ) -> String {
    let url = entry.path.map { self.url(of: $0, from: page) } ?? ""
    return """
      <a class="\(relation)" rel="\(relation)" href="\(url)"><span>\(word)</span> \
      \(Self.label(entry))</a>\n
      """
  }

  private static func label(_ entry: BookSummary.Entry) -> String {
    let number = entry.number.isEmpty ? "" : "<span class=\"n\">\(entry.number)</span> "
    return number + escapeHTML(entry.title)
  }

  // MARK: Beside the text

  /// The book's contents, under this page those of the page, and the search.
  func sidebar(for page: String, _ sections: [PageRecord.Section]) -> String {
    let home = Self.url("index.html", from: page)
    return """
      <nav class="book" id="book" aria-label="Book">
      <p class="book-title"><a href="\(home)">\(escapeHTML(title))</a></p>
      \(Self.searchForm(from: page))\(contents(from: page, sections))</nav>

      """
  }

  static func searchForm(from page: String) -> String {
    """
    <form role="search" action="\(url(BookSearch.file, from: page))">
    <input type="search" name="q" aria-label="Search the book" placeholder="Search">
    </form>

    """
  }

  func contents(from page: String, _ sections: [PageRecord.Section]) -> String {
    let items = entries.map { entry in
      if entry.isPart { return "<li class=\"part\">\(escapeHTML(entry.title))</li>\n" }
      let depth = entry.depth > 0 ? " class=\"d\(min(entry.depth, 3))\"" : ""
      guard let path = entry.path else {
        return "<li\(depth)><span class=\"draft\">\(Self.label(entry))</span></li>\n"
      }
      let isHere = path == page
      let mark = isHere ? " aria-current=\"page\"" : ""
      let inner = isHere ? Self.list(sections) : ""
      let url = self.url(of: path, from: page)
      return "<li\(depth)><a href=\"\(url)\"\(mark)>\(Self.label(entry))</a>\(inner)</li>\n"
    }
    return "<ul>\n\(items.joined())</ul>\n"
  }

  private static func list(_ sections: [PageRecord.Section]) -> String {
    let items = sections.filter { $0.level == 2 }.map {
      "<li><a href=\"#\(escapeHTML($0.id))\">\($0.html)</a></li>\n"
    }
    return items.isEmpty ? "" : "\n<ul class=\"sections\">\n\(items.joined())</ul>\n"
  }

  // MARK: The page before all others

  func titlePage(_ matter: FrontMatter) -> String {
    let byline = matter.authors + (matter.shownDate.map { [$0] } ?? [])
    var header = "<h1>\(escapeHTML(title))</h1>\n"
    if let subtitle = matter.subtitle {
      header += "<p class=\"subtitle\">\(escapeHTML(subtitle))</p>\n"
    }
    if !byline.isEmpty {
      header += "<p class=\"byline\">\(escapeHTML(byline.joined(separator: " · ")))</p>\n"
    }
    return """
      <header>
      \(header)</header>
      <main id="content">
      <nav class="listing" aria-label="Contents">
      \(contents(from: "", []))</nav>
      \(Self.searchForm(from: ""))</main>

      """
  }
}
