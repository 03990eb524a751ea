/// The line of a label with the caret line under it, as every renderer but JSON shows it.
struct SourceExcerpt {
  /// Longer lines are shown as a window around the caret.
  private static let window = 100

  let lineNumber: Int
  let line: String
  /// What stands before the mark: spaces, and tabs where the line has tabs.
  let padding: String
  let mark: String

  init(_ label: Diagnostic.Label, markedBy sign: Character) {
    let file = label.place.file
    let position = file.position(at: label.place.span.start)
    let text = file.line(position.lineIndex)
    let end = file.position(at: label.place.span.end)
    let indent = SourceExcerpt.indent(of: file, position)
    let start = max(position.column - 1 - indent, 0)
    let stop =
      end.lineIndex == position.lineIndex ? max(end.column - 1 - indent, start) : text.count
    let characters = Array(text)
    let first = SourceExcerpt.windowStart(characters.count, start)
    let last = min(characters.count, first + SourceExcerpt.window)
    let head = first > 0 ? "…" : ""
    let tail = last < characters.count ? "…" : ""
    lineNumber = position.line
    line = head + String(characters[first..<last]).visible + tail
    let before = characters[first..<min(max(start, first), characters.count)]
    padding = (first > 0 ? " " : "") + before.map(SourceExcerpt.blank).joined()
    let marked = characters[min(start, characters.count)..<min(stop, last)]
    mark = String(repeating: sign, count: max(1, DisplayWidth.of(String(marked))))
  }

  private static func indent(of file: SourceFile, _ position: Position) -> Int {
    file.indents.indices.contains(position.lineIndex) ? file.indents[position.lineIndex] : 0
  }

  private static func windowStart(_ count: Int, _ caret: Int) -> Int {
    guard count > window, caret > window / 2 else { return 0 }
    return min(caret - window / 2, max(0, count - window))
  }

  private static func blank(_ character: Character) -> String {
    character == "\t" ? "\t" : String(repeating: " ", count: DisplayWidth.of(character))
  }
}
