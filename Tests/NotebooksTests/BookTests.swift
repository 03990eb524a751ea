import Diagnostics
import HostFiles
import Testing

@testable import Notebooks

#if canImport(Glibc)
  import Glibc
#endif

struct BookSummaryTests {
  @Test func readsPartsNumbersAndDrafts() {
    let summary = BookSummary(
      """
      # A book

      [First](first.md)

      # Part one

      - [One](one.md)
        - [Inner](part/inner.md)
        - [Announced]()
      - [Two](./two.md)

      # Part two

      - [Three](three.ipynb)
      """, name: "SUMMARY.md")
    #expect(summary.errors.isEmpty)
    #expect(summary.title == "A book")
    #expect(
      summary.pages.map(\.path) == [
        "first.md", "one.md", "part/inner.md", "two.md", "three.ipynb",
      ])
    #expect(
      summary.entries.map(\.number) == ["", "", "1", "1.1", "1.2", "2", "", "3"])
    #expect(summary.entries.filter(\.isPart).map(\.title) == ["Part one", "Part two"])
    #expect(summary.entries.map(\.depth) == [0, 0, 0, 1, 1, 0, 0, 0])
  }

  @Test(arguments: [
    ("- [A](../a.md)", "N0402", 1), ("- [A](/etc/a.md)", "N0402", 1),
    ("- [A](a.md)\n- [B](./x/../a.md)", "N0403", 2), ("- [A](a.txt)", "N0402", 1),
    ("Nothing.", "N0401", 0),
  ])
  func tellsWhatIsWrong(text: String, code: String, line: Int) {
    let errors = BookSummary(text, name: "SUMMARY.md").errors
    #expect(errors.map(\.code) == [code])
    #expect(errors.first?.primary?.place.line ?? 0 == line)
  }
}

struct BookSiteTests {
  private static func record(_ body: String, links: [String] = []) -> PageRecord {
    var record = PageRecord()
    record.title = "T"
    record.body = body
    record.links = links.map { .init(url: $0, line: 1) }
    return record
  }

  /// Two pages of which the second is in a folder.
  private static func resolver(_ folder: Folder, _ records: [String: PageRecord]) -> BookResolver {
    let summary = BookSummary("- [A & B](a.md)\n- [C](part/c.md)\n", name: "SUMMARY.md")
    return BookResolver(summary, records, BookPaths(BookRequest(folder: folder.path)))
  }

  @Test func linksLeadToPagesOfTheSite() throws {
    let folder = try Folder()
    let links = ["part/c.md#top", "https://example.org/x.md", "#here", "part/c.md"]
    let body = (0..<4).map(BookMark.link).joined(separator: " ") + "<p id=\"here\">"
    let records = [
      "a.md": Self.record(body, links: links), "part/c.md": Self.record("<h1 id=\"top\">"),
    ]
    var resolver = Self.resolver(folder, records)
    #expect(
      resolver.settle(body, of: "a.md")
        == "part/c.html#top https://example.org/x.md #here part/c.html<p id=\"here\">")
    #expect(resolver.problems.isEmpty)
  }

  @Test(arguments: [
    "b.md", "part/c.md#nowhere", "#nowhere", "../a.md", "../../etc/passwd", "/etc/passwd",
    "data.csv", "part/", "out.txt",
  ])
  func deadLinksAreFound(url: String) throws {
    let folder = try Folder()
    try folder.write("[x](\(url))\n", to: "a.md")
    // A link of the file system that leads out of the folder is no file of the book.
    try #require(symlink("/etc/hostname", folder.path + "/out.txt") == 0)
    let records = [
      "a.md": Self.record(BookMark.link(0), links: [url]), "part/c.md": Self.record(""),
    ]
    var resolver = Self.resolver(folder, records)
    _ = resolver.settle(BookMark.link(0), of: "a.md")
    #expect(resolver.problems.map(\.code) == ["N0405"])
    #expect(resolver.files.isEmpty)
  }

  @Test func filesComeAlong() throws {
    let folder = try Folder()
    try folder.write("1,2\n", to: "data.csv")
    let records = ["part/c.md": Self.record(BookMark.link(0), links: ["../data.csv"])]
    var resolver = Self.resolver(folder, records)
    #expect(resolver.settle(BookMark.link(0), of: "part/c.md") == "../data.csv")
    #expect(resolver.files == ["data.csv"])
  }

  @Test func referencesReachOtherPages() throws {
    let folder = try Folder()
    var first = Self.record("")
    first.figures = [("fig-a", 3)]
    let records = ["a.md": first, "part/c.md": Self.record("")]
    var resolver = Self.resolver(folder, records)
    #expect(
      resolver.settle(BookMark.reference("fig-a"), of: "part/c.md")
        == "<a href=\"../a.html#fig-a\">Figure 3 in <cite>A &amp; B</cite></a>")
    #expect(resolver.problems.isEmpty)
    #expect(resolver.settle(BookMark.reference("fig-b"), of: "part/c.md") == "@fig-b")
    #expect(resolver.problems.first?.hint == "did you mean `@fig-a`?")
  }

  @Test func marksThatAnOutputFakesAreHarmless() {
    let fakes = "\u{10FFF2}@<script>\u{10FFF3}|\u{10FFF2}x\u{10FFF3}|\u{10FFF2}"
    #expect(BookMark.replace(in: fakes) { _ in "!" } == "||")
  }

  @Test func aPageRunsAndIsFreshUntilItChanges() throws {
    let folder = try Folder()
    try folder.write("# Hello\n\n`{gradus} 1 + 1` [a](b.md) ![i](i.svg)\n", to: "a.md")
    try folder.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "i.svg")
    let page = BookPage(
      request: BookRequest(folder: folder.path), page: "a.md", key: "k", reporter: Recorder())
    let record = try #require(PageRecord(Array(page.record().json.compact.utf8)))
    #expect(record.status == 0)
    #expect(record.body.contains("<p>2 <a href=\"\(BookMark.link(1))\">a</a>"))
    // The first one is the heading's own.
    #expect(record.links == [.init(url: "#hello", line: 1), .init(url: "b.md", line: 3)])
    #expect(record.dependencies.map(\.path) == ["a.md", "i.svg"])
    #expect(record.isFresh(key: "k", root: folder.path))
    #expect(!record.isFresh(key: "other", root: folder.path))
    try folder.write("<svg/>", to: "i.svg")
    #expect(!record.isFresh(key: "k", root: folder.path))
  }

  @Test func theSiteHasNoScriptButTheSearch() throws {
    let folder = try Folder()
    let records = [
      "a.md": Self.record("<p>text &lt;/script&gt;</p>"), "part/c.md": Self.record(""),
    ]
    let summary = BookSummary("- [A](a.md)\n- [C](part/c.md)\n", name: "SUMMARY.md")
    let paths = BookPaths(BookRequest(folder: folder.path))
    let site = try BookSite(summary, records, paths, unsafeHTML: false)
    #expect(try site.write() == 4)
    #expect(try site.write() == 0)
    for name in ["a.html", "part/c.html", "index.html"] {
      let page = try #require(folder.read("_site/" + name))
      #expect(!page.contains("<script"))
    }
    let search = try #require(folder.read("_site/search.html"))
    #expect(search.components("<script").count == 3)
    #expect(search.contains(#""text \u003c/script>""#))
    // A page that is no longer listed goes.
    let shorter = BookSummary("- [A](a.md)\n", name: "SUMMARY.md")
    _ = try BookSite(shorter, records, paths, unsafeHTML: false).write()
    #expect(folder.read("_site/part/c.html") == nil)
    #expect(folder.read("_site/a.html") != nil)
  }
}

struct SmallFileTests {
  /// FIPS 180-4's own examples (NIST, "SHA256.pdf").
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256(text: String, digest: String) { #expect(SHA256.hex(text.utf8) == digest) }

  @Test func pathsAreNormalized() {
    #expect(PathNames.normalized("a/./b//../c.md") == "a/c.md")
    #expect(PathNames.normalized("../a") == nil)
    #expect(PathNames.normalized("a/../../b") == nil)
    #expect(PathNames.normalized("/a") == nil)
    #expect(PathNames.relative("a/b.html", from: ".") == "a/b.html")
    #expect(PathNames.relative("a/b.html", from: "a") == "b.html")
    #expect(PathNames.relative("index.html", from: "a/c") == "../../index.html")
  }

  @Test func dependencyFilesAreMakeRules() {
    #expect(
      DependencyFile.text(target: "my page.html", files: ["my page.md", "a$b.csv"])
        == "my\\ page.html: \\\n  my\\ page.md \\\n  a$$b.csv\n\na$$b.csv:\n")
  }
}

extension String {
  fileprivate func components(_ word: String) -> [Substring] {
    var result: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: word) {
      result.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return result + [rest]
  }
}
