/// Lets through what is harmless in a page's HTML, and puts the pieces of the notebook in their place.
///
/// A notebook is somebody else's text. Every tag is read, and written anew from its name and those of
/// its attributes that are known to be harmless, so what a browser reads is what this read. Scripts,
/// frames and the like go with their content; event handlers, `javascript:` links and whatever would
/// fetch something from elsewhere go; comments go, since browsers don't agree on where they end.
/// Pieces come in only where text stands: within a tag they are their plain text.
struct HTMLFilter {
  /// What stands for a mark, in text and within an attribute.
  struct Replacement {
    let html: String
    let plain: String
  }

  /// Everything is let through; only the pieces are put in.
  let isTrusting: Bool
  /// What stands for the piece with an index.
  let piece: (Int) -> Replacement
  /// The data URI of a local image; nil when there is no such file, or it is not within reach.
  let image: (String) -> String?
  /// What a harmless link becomes; nil leaves all as they are.
  var link: ((String) -> String)?

  private var source: [UInt8] = []
  private var index = 0
  private var result = ""
  private var open: [String] = []

  init(
    isTrusting: Bool, piece: @escaping (Int) -> Replacement, image: @escaping (String) -> String?
  ) {
    self.isTrusting = isTrusting
    self.piece = piece
    self.image = image
  }

  mutating func filter(_ html: String) -> String {
    source = Array(html.utf8)
    (index, result, open) = (0, "", [])
    while index < source.count { step() }
    while let name = open.popLast() { result += "</\(name)>" }
    return result
  }

  private mutating func step() {
    guard source[index] == UInt8(ascii: "<") else {
      let end = source[index...].firstIndex(of: UInt8(ascii: "<")) ?? source.count
      result += PieceMark.replace(in: source[index..<end].text) { piece($0).html }
      index = end
      return
    }
    if source.holds("<!--", at: index) {
      let end = source.find("-->", from: index + 4).map { $0 + 3 } ?? source.count
      if isTrusting { result += plain(source[index..<end].text) }
      index = end
    } else if let tag = HTMLTag(source, at: index) {
      let raw = source[index..<tag.end].text
      index = tag.end
      if isTrusting { result += plain(raw) } else { write(tag) }
    } else if source.holds("<!", at: index) || source.holds("<?", at: index) {
      let end = source[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? source.count
      if isTrusting { result += plain(source[index..<end].text) }
      index = end
    } else {
      result += "&lt;"
      index += 1
    }
  }

  private func plain(_ text: String) -> String {
    PieceMark.replace(in: text) { escapeHTML(piece($0).plain) }
  }

  // MARK: Tags

  private mutating func write(_ tag: HTMLTag) {
    if Self.droppedWithContent.contains(tag.name) {
      if !tag.isClosing { skipContent(of: tag.name) }
    } else if let name = Self.elements[tag.name] {
      if tag.isClosing { close(name) } else { openElement(name, tag) }
    }
  }

  /// Skips to behind the end tag, or to the end where there is none.
  private mutating func skipContent(of name: String) {
    while index < source.count {
      if source[index] == UInt8(ascii: "<"), let tag = HTMLTag(source, at: index), tag.isClosing,
        tag.name == name
      {
        index = tag.end
        return
      }
      index += 1
    }
  }

  private mutating func close(_ name: String) {
    guard let position = open.lastIndex(of: name) else { return }
    for inner in open[position...].reversed() { result += "</\(inner)>" }
    open.removeSubrange(position...)
    result += ""
  }

  private mutating func openElement(_ name: String, _ tag: HTMLTag) {
    if name == "img" {
      writeImage(tag)
      return
    }
    // The box of a task list; any other input has no use without a script.
    if name == "input", tag["type"]?.lowercased() != "checkbox" { return }
    result += "<" + name
    let side = tag["align"] ?? ""
    if name == "th" || name == "td", ["left", "center", "right"].contains(side) {
      // cmark says `align`, which HTML no longer has.
      result += " class=\"\(side.prefix(1))\""
    }
    for (key, value) in tag.attributes where HTMLAttributes.isHarmless(key, value, on: name) {
      if key == "href", let link, let value {
        result += " href=\"\(link(plain(raw: value)))\""
      } else {
        result += value.map { " \(key)=\"\(plain(attribute: $0))\"" } ?? " \(key)"
      }
    }
    if name == "input", tag["disabled"] == nil { result += " disabled" }
    result += ">"
    if Self.voids.contains(name) { return }
    if tag.isSelfClosing, HTMLAttributes.drawings[name.lowercased()] != nil {
      result += "</\(name)>"
    } else {
      open.append(name)
    }
  }

  /// A local image comes into the page; one from elsewhere becomes a link, since the page fetches
  /// nothing.
  private mutating func writeImage(_ tag: HTMLTag) {
    let source = tag["src"].map(plain(raw:)) ?? ""
    let alt = plain(attribute: tag["alt"] ?? "")
    let isData = source.lowercased().hasPrefix("data:image/")
    guard let data = isData ? source : image(source) else {
      let label = alt.isEmpty ? escapeHTML(source) : alt
      let isWeb = HTMLAttributes.isHarmlessLink(source) && source.contains("://")
      result +=
        isWeb
        ? "<a class=\"image\" href=\"\(escapeHTML(source))\">\(label)</a>"
        : "<span class=\"image\">\(label)</span>"
      return
    }
    result += "<img src=\"\(escapeHTML(data))\" alt=\"\(alt)\""
    for (key, value) in tag.attributes where key != "src" && key != "alt" {
      guard let value, HTMLAttributes.isHarmless(key, value, on: "img") else { continue }
      result += " \(key)=\"\(plain(attribute: value))\""
    }
    result += ">"
  }

  /// An attribute's value with entities decoded and marks as plain text.
  private func plain(raw value: String) -> String {
    PieceMark.replace(in: value) { piece($0).plain }
  }

  private func plain(attribute value: String) -> String { escapeHTML(plain(raw: value)) }
}

// MARK: - Elements

extension HTMLFilter {
  /// Elements that run, frame or fetch something, or whose content browsers read by rules of its own.
  static let droppedWithContent: Set<String> = [
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "template",
    "noscript", "noembed", "noframes", "xmp", "plaintext", "textarea", "select", "title", "math",
    "foreignobject", "audio", "video", "canvas", "portal",
  ]

  static let voids: Set<String> = ["br", "hr", "img", "input", "wbr", "col"]

  private static let html = """
    a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd \
    li main mark nav ol p picture pre q rp rt ruby s samp section small span strike strong sub summary \
    sup table tbody td tfoot th thead time tr tt u ul var wbr font big
    """

  /// Harmless elements, by their name in lower case: how the name is written.
  static let elements: [String: String] = {
    var result = HTMLAttributes.drawings
    for name in html.split(separator: " ") { result[String(name)] = String(name) }
    return result
  }()
}
