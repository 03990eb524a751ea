/// Diagnostics for a terminal or a log.
public struct TextRenderer: Sendable {
  private let usesColor: Bool

  public init(color: Bool = false) { usesColor = color }

  /// The diagnostic on several lines, without a final newline.
  public func render(_ diagnostic: Diagnostic) -> String {
    var lines = [headline(diagnostic)]
    let labels =
      (diagnostic.primary.map { [($0, Character("^"))] } ?? [])
      + diagnostic.secondary.map { ($0, Character("-")) }
    let width = labels.map { gutter($0.0) }.max() ?? 1
    if let primary = diagnostic.primary {
      lines.append(String(repeating: " ", count: width) + dim("--> ") + primary.place.description)
    }
    lines += excerpts(labels, width, diagnostic.severity)
    if let hint = diagnostic.hint { lines.append(note(width, "hint", hint)) }
    for call in diagnostic.calls {
      lines.append(
        note(width, "in \(call.function)", "called at \(call.place.description)", separator: ", "))
    }
    return lines.joined(separator: "\n")
  }

  private func headline(_ diagnostic: Diagnostic) -> String {
    let word = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
    return paint(word, color(diagnostic.severity)) + bold(": " + diagnostic.message)
  }

  private func gutter(_ label: Diagnostic.Label) -> Int {
    String(label.place.file.position(at: label.place.span.start).line).count
  }

  /// Labels of one line stand under one copy of it.
  private func excerpts(
    _ labels: [(Diagnostic.Label, Character)], _ width: Int, _ severity: Diagnostic.Severity
  ) -> [String] {
    var lines: [String] = []
    var shown: (name: String, line: Int)?
    let bar = String(repeating: " ", count: width) + dim(" |")
    for (label, sign) in labels {
      let excerpt = SourceExcerpt(label, markedBy: sign)
      let name = label.place.file.name
      if shown == nil || shown?.name != name || shown?.line != excerpt.lineNumber {
        if let shown, shown.name != name { lines.append(bar + " " + label.place.description) }
        if shown == nil { lines.append(bar) }
        let number = String(excerpt.lineNumber)
        let padding = String(repeating: " ", count: width - number.count)
        lines.append(padding + dim("\(number) |") + " " + excerpt.line)
        shown = (name, excerpt.lineNumber)
      }
      let mark = paint(excerpt.mark, sign == "^" ? color(severity) : "36")
      let text = label.text.isEmpty ? "" : " " + label.text
      lines.append(bar + " " + excerpt.padding + mark + text)
    }
    return lines
  }

  private func note(
    _ width: Int, _ word: String, _ text: String, separator: String = ": "
  ) -> String {
    String(repeating: " ", count: width) + dim(" = ") + bold(word) + separator + text
  }

  private func color(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;36"
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
  private func bold(_ text: String) -> String { paint(text, "1") }
  private func dim(_ text: String) -> String { paint(text, "34") }
}
