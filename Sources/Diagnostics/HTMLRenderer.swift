/// Diagnostics for a page: semantic elements, no styles.
public struct HTMLRenderer: Sendable {
  public init() {}

  public func render(_ diagnostic: Diagnostic) -> String {
    var parts = [
      "<div class=\"diagnostic \(diagnostic.severity.rawValue)\" role=\"note\">",
      "<p class=\"message\"><span class=\"severity\">\(diagnostic.severity.rawValue)</span> "
        + "<span class=\"code\">\(escaped(diagnostic.code))</span> "
        + "\(escaped(diagnostic.message))</p>",
    ]
    let source = excerpt(diagnostic)
    if !source.isEmpty { parts.append("<pre class=\"source\">\(source)</pre>") }
    if let hint = diagnostic.hint { parts.append("<p class=\"hint\">hint: \(escaped(hint))</p>") }
    for call in diagnostic.calls {
      parts.append(
        "<p class=\"call\">in \(escaped(call.function)), called at "
          + "\(escaped(call.place.description))</p>")
    }
    return (parts + ["</div>"]).joined(separator: "\n")
  }

  private func excerpt(_ diagnostic: Diagnostic) -> String {
    guard let primary = diagnostic.primary else { return "" }
    var lines = ["<span class=\"place\">\(escaped(primary.place.description))</span>"]
    let labels = [(primary, Character("^"))] + diagnostic.secondary.map { ($0, Character("-")) }
    for (label, sign) in labels {
      let excerpt = SourceExcerpt(label, markedBy: sign)
      lines.append(escaped(excerpt.line))
      let text = label.text.isEmpty ? "" : " " + label.text
      lines.append(
        "<span class=\"caret\">\(excerpt.padding)\(excerpt.mark)\(escaped(text))</span>")
    }
    return lines.joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
