extension Figure {
  /// The figure as a complete SVG document that stands alone.
  ///
  /// - Parameter idPrefix: makes ids and style rules its own. Characters other than letters, digits,
  ///   "-" and "_" are replaced.
  public func svg(idPrefix: String = "figure") -> String {
    if let drawing { return drawing.svg }
    return document(idPrefix: idPrefix, background: true)
  }

  /// The figure for the inside of an HTML page, on the page's own ground: one SVG, or, of panels side
  /// by side, a group of them that a narrow page sets in fewer columns.
  ///
  /// - Parameter idPrefix: as for `svg`; give each figure of a page a different one.
  public func html(idPrefix: String = "figure") -> String {
    if let drawing { return drawing.html }
    if let panels = SVGPanels(self, id: SVGDocument.identifier(idPrefix)) { return panels.html }
    return document(idPrefix: idPrefix, background: false)
  }

  private func document(idPrefix: String, background: Bool) -> String {
    let scene = scene
    let size = FigureSize.of(scene)
    let rect = Rect(x: 0, y: 0, width: size.width, height: size.height)
    var body = SVGBuffer()
    if background {
      body.raw("<rect width=\"100%\" height=\"100%\"")
      body.fill(.background)
      body.raw("/>")
    }
    SVGScene.draw(scene, in: rect, to: &body)
    let id = SVGDocument.identifier(idPrefix)
    let document = SVGDocument(
      id: id, rect: rect, name: name, description: details,
      style: SVGDocument.darkStyle(body, id: id))
    return document.text(body)
  }
}

/// The element around a drawing: size, names for screen readers, and the colours for dark screens.
struct SVGDocument {
  var id: String
  /// The part of the drawing's plane that is shown.
  var rect: Rect
  var name: String
  var description: String
  /// A style element, or nothing.
  var style: String

  /// Helvetica or a face with its widths: the layout counts on them.
  private static let fonts = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif"

  /// A name that XML and CSS both take.
  static func identifier(_ text: String) -> String {
    let kept = text.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain || scalar == "-" || scalar == "_" ? Character(scalar) : "-"
    }
    let name = String(kept)
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else {
      return "f" + name
    }
    return name
  }

  func text(_ body: SVGBuffer) -> String {
    var out = SVGBuffer()
    out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(id)\" viewBox=\"")
    out.pair(rect.x, rect.y)
    out.raw(" ")
    out.pair(rect.width, rect.height)
    out.raw("\"")
    out.attribute("width", rect.width)
    out.attribute("height", rect.height)
    // The numbers are the description, not a part of the name: nothing is read out twice.
    out.raw(" role=\"img\" aria-labelledby=\"\(id)-title\" aria-describedby=\"\(id)-desc\"")
    out.raw(" font-family=\"\(SVGDocument.fonts)\" style=\"max-width:100%;height:auto\">\n")
    out.raw("<title id=\"\(id)-title\">")
    out.escaped(name)
    out.raw("</title>\n<desc id=\"\(id)-desc\">")
    out.escaped(description)
    out.raw("</desc>\n")
    out.raw(style)
    out.append(body)
    out.raw("</svg>\n")
    return String(decoding: out.bytes, as: UTF8.self)
  }

  /// The colours that `body` uses, for dark screens, within the element `id`.
  static func darkStyle(_ body: SVGBuffer, id: String) -> String {
    let rules =
      rules(body.strokes, id: id, letter: "s", property: "stroke")
      + rules(body.fills, id: id, letter: "f", property: "fill")
    guard !rules.isEmpty else { return "" }
    return "<style>@media (prefers-color-scheme:dark){\(rules.joined())}</style>\n"
  }

  private static func rules(
    _ colors: Set<PlotColor>, id: String, letter: String, property: String
  ) -> [String] {
    var byName: [String: PlotColor] = [:]
    for color in colors { if let name = color.className { byName[name] = color } }
    return byName.sorted { $0.key < $1.key }.map { name, color in
      "#\(id) .\(letter)-\(name){\(property):\(Theme.dark.rgb(color).hex)}"
    }
  }
}
