import Diagnostics

/// The `{gradus}` cells of a Markdown text, for the formatter. It finds fences and touches nothing
/// else; what a notebook means is not known here.
public enum NotebookCells {
  /// The text with the code of its cells laid out. A cell that can't be read stays as it is, since a
  /// lesson may show one on purpose; `report` hears of it and the result is nil.
  public static func format(
    _ text: String, name: String, report: (SourceFile) -> Void
  ) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var isWhole = true
    // From the last to the first, so that line numbers stay true.
    for cell in cells(lines).reversed() {
      let code = cell.lines.map { String(lines[$0].dropFirst(cell.indent.count)) }
      let file = SourceFile(
        name: name, text: code.joined(separator: "\n"), firstLine: cell.lines.lowerBound + 1)
      if code.contains(where: isExpectedError) { continue }
      guard let formatted = Formatter.format(file) else {
        if !code.contains(where: { $0.contains("____") }) {
          report(file)
          isWhole = false
        }
        continue
      }
      let new = formatted.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      lines.replaceSubrange(
        cell.lines, with: new.map { $0.isEmpty ? String($0) : cell.indent + $0 })
    }
    return isWhole ? lines.joined(separator: "\n") : nil
  }

  /// `#| error: expected`: the cell is wrong and should be.
  private static func isExpectedError(_ line: String) -> Bool {
    line.hasPrefix("#|") && line.contains("error:") && !line.contains("false")
  }

  private struct Cell {
    let lines: Swift.Range<Int>
    let indent: String
  }

  private static func cells(_ lines: [String]) -> [Cell] {
    var cells: [Cell] = []
    var open: (fence: Substring, start: Int, indent: String, isCell: Bool)?
    for (number, line) in lines.enumerated() {
      let indent = String(line.prefix { $0 == " " || $0 == ">" || $0 == "\t" })
      let rest = line.dropFirst(indent.count)
      guard let mark = rest.first, mark == "`" || mark == "~" else { continue }
      let fence = rest.prefix { $0 == mark }
      guard fence.count >= 3 else { continue }
      let info = rest.dropFirst(fence.count)
      if let current = open {
        let isClosing = info.allSatisfy(\.isWhitespace)
        guard isClosing, fence.first == current.fence.first, fence.count >= current.fence.count
        else { continue }
        if current.isCell {
          cells.append(Cell(lines: current.start..<number, indent: current.indent))
        }
        open = nil
      } else {
        let isCell = info.hasPrefix("{gradus}") || info.hasPrefix("{gradus ")
        open = (fence, number + 1, indent, isCell)
      }
    }
    return cells
  }
}
