import HostFiles

/// What running one page of a book gave: all that the book needs of it, kept from build to build.
struct PageRecord {
  struct Link: Equatable {
    let url: String
    /// Where it stands in the notebook.
    let line: Int
  }

  struct Section: Equatable {
    let level: Int
    let id: String
    let html: String
  }

  /// A file that the page was made from, with what it held (its SHA-256); empty when it was not there.
  struct Dependency: Equatable {
    let path: String
    let hash: String
  }

  /// The engine and the settings that the page was made with.
  var key = ""
  /// The exit code that the page alone would have.
  var status: Int32 = 0
  var dependencies: [Dependency] = []
  /// What the run told, for standard error.
  var log = ""
  /// The day that the page shows, when it shows the day of its making.
  var today = ""
  var title = ""
  var lang = "en"
  var description: String?
  var style = ""
  var header = ""
  var body = ""
  var sections: [Section] = []
  var figures: [(label: String, number: Int)] = []
  var links: [Link] = []
  var missingImages: [Link] = []
}

// MARK: - As a file

extension PageRecord {
  var json: JSON {
    .object([
      ("key", .string(key)), ("status", .number(Double(status))),
      ("dependencies", .array(dependencies.map { .array([.string($0.path), .string($0.hash)]) })),
      ("log", .string(log)), ("today", .string(today)), ("title", .string(title)),
      ("lang", .string(lang)),
      ("description", description.map(JSON.string) ?? .null), ("style", .string(style)),
      ("header", .string(header)), ("body", .string(body)),
      (
        "sections",
        .array(
          sections.map { .array([.number(Double($0.level)), .string($0.id), .string($0.html)]) })
      ),
      (
        "figures", .array(figures.map { .array([.string($0.label), .number(Double($0.number))]) })
      ),
      ("links", .array(links.map(Self.json))),
      ("missingImages", .array(missingImages.map(Self.json))),
    ])
  }

  private static func json(_ link: Link) -> JSON {
    .array([.string(link.url), .number(Double(link.line))])
  }

  /// nil when the text is no record, as when a build was killed or another version wrote it.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSONParser.parse(bytes), let key = json["key"]?.text,
      let status = json["status"]?.double, let body = json["body"]?.text
    else { return nil }
    self.key = key
    self.status = Int32(status)
    self.body = body
    dependencies = Self.pairs(json["dependencies"]) {
      guard let path = $0.text, let hash = $1.text else { return nil }
      return Dependency(path: path, hash: hash)
    }
    log = json["log"]?.text ?? ""
    today = json["today"]?.text ?? ""
    title = json["title"]?.text ?? ""
    lang = json["lang"]?.text ?? "en"
    description = json["description"]?.text
    style = json["style"]?.text ?? ""
    header = json["header"]?.text ?? ""
    sections = (json["sections"]?.items ?? []).compactMap { item in
      guard let parts = item.items, parts.count == 3, let level = parts[0].double,
        let id = parts[1].text, let html = parts[2].text
      else { return nil }
      return Section(level: Int(level), id: id, html: html)
    }
    figures = Self.pairs(json["figures"]) {
      guard let label = $0.text, let number = $1.double else { return nil }
      return (label, Int(number))
    }
    links = Self.pairs(json["links"], Self.link)
    missingImages = Self.pairs(json["missingImages"], Self.link)
  }

  private static func link(_ url: JSON, _ line: JSON) -> Link? {
    guard let url = url.text, let line = line.double else { return nil }
    return Link(url: url, line: Int(line))
  }

  private static func pairs<Part>(_ json: JSON?, _ make: (JSON, JSON) -> Part?) -> [Part] {
    (json?.items ?? []).compactMap { item in
      guard let parts = item.items, parts.count == 2 else { return nil }
      return make(parts[0], parts[1])
    }
  }
}

// MARK: - Whether it still holds

extension PageRecord {
  /// Would running the page again give the same? A run that was stopped may go further next time.
  func isFresh(key: String, root: String) -> Bool {
    key == self.key && status != 3 && status != 130
      && (today.isEmpty || today == FrontMatter.today)
      && dependencies.allSatisfy {
        // What cells read stands here with its whole path.
        let path = $0.path.hasPrefix("/") ? $0.path : PathNames.join(root, $0.path)
        return $0.hash == Self.hash(of: path)
      }
  }

  /// Empty when there is no such file.
  static func hash(of path: String) -> String {
    guard let bytes = try? Files.read(path) else { return "" }
    return SHA256.hex(bytes)
  }
}
