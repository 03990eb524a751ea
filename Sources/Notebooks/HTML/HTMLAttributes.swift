/// Which attributes do no harm.
enum HTMLAttributes {
  /// May an attribute (its name in lower case) be written on an element?
  static func isHarmless(_ name: String, _ value: String?, on element: String) -> Bool {
    if name.hasPrefix("aria-") || name.hasPrefix("data-") { return isPlainName(name) }
    switch name {
    case "href": return element == "a" && isHarmlessLink(value ?? "")
    case "cite": return isHarmlessLink(value ?? "")
    case "style": return isHarmlessStyle(value ?? "")
    case "align": return element != "th" && element != "td"
    default:
      if common.contains(name) { return true }
      return drawings[element.lowercased()] != nil && isDrawing(name, value)
    }
  }

  /// Links within the page, to files and to the web; no scheme that runs or holds something.
  static func isHarmlessLink(_ link: String) -> Bool {
    // Browsers skip blanks and control characters in a scheme.
    let visible = link.unicodeScalars.filter { $0.value > 32 && $0.value != 127 }
    let text = String(String.UnicodeScalarView(visible)).lowercased()
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let scheme = text.utf8[..<colon]
    if scheme.contains(where: { "/?#".utf8.contains($0) }) { return true }
    return ["http", "https", "mailto", "tel", "ftp"].contains(String(scheme) ?? "")
  }

  /// No `url(…)`, however it may be written: a backslash or a comment could hide one.
  static func isHarmlessStyle(_ style: String) -> Bool {
    let text = style.lowercased()
    let fetching = ["url", "image", "import", "expression", "behavior", "-moz-binding", "position"]
    return !text.contains("\\") && !text.contains("/*") && !fetching.contains { text.contains($0) }
  }

  private static func isPlainName(_ name: String) -> Bool {
    name.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isDrawing(_ name: String, _ value: String?) -> Bool {
    guard drawing.contains(name) else { return false }
    let text = (value ?? "").lowercased().filter { !$0.isWhitespace }
    // `url(#arrow)` names something in the same drawing.
    return !text.contains("\\") && (!text.contains("url(") || text.hasPrefix("url(#"))
  }

  private static let common: Set<String> = words(
    """
    class id title lang dir alt width height colspan rowspan scope start type value open \
    name datetime role tabindex checked disabled reversed span headers abbr hidden
    """)

  private static let drawing: Set<String> = words(
    """
    x y x1 y1 x2 y2 cx cy r rx ry dx dy d points transform fill stroke stroke-width stroke-dasharray \
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-opacity fill-opacity fill-rule opacity viewbox \
    preserveaspectratio font-size font-family font-weight font-style text-anchor dominant-baseline \
    offset stop-color stop-opacity gradientunits gradienttransform markerwidth markerheight refx refy \
    orient marker-end marker-start marker-mid clip-path patternunits xmlns version
    """)

  /// Elements of drawings, by their name in lower case: how the name is written.
  static let drawings: [String: String] = {
    let names = """
      svg g path rect circle ellipse line polyline polygon text tspan defs marker linearGradient \
      radialGradient stop desc clipPath
      """
    var result: [String: String] = [:]
    for name in names.split(separator: " ") { result[name.lowercased()] = String(name) }
    return result
  }()

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(separator: " ").map(String.init))
  }
}
