extension Figure {
  /// The figure as a complete SVG document that stands alone or inline in a page.
  ///
  /// - Parameters:
  ///   - idPrefix: makes ids and style rules its own; give each figure of a page a different one.
  ///     Characters other than letters, digits, "-" and "_" are replaced.
  ///   - background: false leaves the page's own colour behind the figure.
  public func svg(idPrefix: String = "figure", background: Bool = true) -> String {
    if let drawing { return background ? drawing.svg : drawing.svgOnPage }
    let scene = scene
    let size = FigureSize.of(scene)
    let document = SVGDocument(
      id: SVGDocument.identifier(idPrefix), width: size.width, height: size.height, name: name,
      description: description)
    var body = SVGBuffer()
    if background {
      body.raw("<rect width=\"100%\" height=\"100%\"")
      body.fill(.background)
      body.raw("/>")
    }
    SVGScene.draw(scene, in: Rect(x: 0, y: 0, width: size.width, height: size.height), to: &body)
    return document.text(body)
  }
}

/// The element around a drawing: size, names for screen readers, and the colours for dark screens.
struct SVGDocument {
  var id: String
  var width: Double
  var height: Double
  var name: String
  var description: String

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
    out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"\(id)\" viewBox=\"0 0 ")
    out.pair(width, height)
    out.raw("\"")
    out.attribute("width", width)
    out.attribute("height", height)
    out.raw(" role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\"")
    out.raw(" font-family=\"\(SVGDocument.fonts)\" style=\"max-width:100%;height:auto\">\n")
    out.raw("<title id=\"\(id)-title\">")
    out.escaped(name)
    out.raw("</title>\n<desc id=\"\(id)-desc\">")
    out.escaped(description)
    out.raw("</desc>\n")
    out.raw(darkStyle(body))
    out.append(body)
    out.raw("</svg>\n")
    return String(decoding: out.bytes, as: UTF8.self)
  }

  private func darkStyle(_ body: SVGBuffer) -> String {
    let rules =
      rules(body.strokes, letter: "s", property: "stroke")
      + rules(body.fills, letter: "f", property: "fill")
    guard !rules.isEmpty else { return "" }
    return "<style>@media (prefers-color-scheme:dark){\(rules.joined())}</style>\n"
  }

  private func rules(_ colors: Set<PlotColor>, letter: String, property: String) -> [String] {
    var byName: [String: PlotColor] = [:]
    for color in colors { if let name = color.className { byName[name] = color } }
    return byName.sorted { $0.key < $1.key }.map { name, color in
      "#\(id) .\(letter)-\(name){\(property):\(Theme.dark.rgb(color).hex)}"
    }
  }
}
