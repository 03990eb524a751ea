import Diagnostics

/// The lesson as students get it: without solutions and hidden checks.
///
/// What folds as a solution goes as a whole, with its prose: `<details>` that hold a solution cell or
/// are titled so, and `> [!SOLUTION]`. Outputs go too: some rest on solutions.
struct StudentCopy {
  private let notebook: Notebook
  private let lines: TextLines
  private var removed: [Range<Int>] = []

  static func text(of notebook: Notebook) -> String {
    var copy = StudentCopy(notebook)
    copy.findCells()
    copy.findDetails()
    copy.findCallouts()
    return copy.text()
  }

  private init(_ notebook: Notebook) {
    self.notebook = notebook
    lines = TextLines(notebook.file.bytes)
  }

  private mutating func findCells() {
    for cell in notebook.cells {
      let isHidden = cell.isCheck && !cell.options.include
      if cell.isSolution || isHidden { removed.append(cell.range) }
      if let committed = cell.committed { removed.append(committed.range) }
    }
  }

  /// Whole `<details>` by lines, nested ones with what holds them.
  private mutating func findDetails() {
    var start: Int?
    var depth = 0
    for (index, range) in lines.ranges.enumerated() where !isWithinCell(range.lowerBound) {
      let line = lines[index].text
      let opened = line.ranges(of: "<details").count
      if depth == 0, opened > 0 { start = index }
      depth += opened - line.ranges(of: "</details>").count
      guard depth <= 0, let first = start else { continue }
      depth = 0
      start = nil
      let block = lines.ranges[first].lowerBound..<range.upperBound
      if isSolution(block) { removed.append(block) }
    }
  }

  private func isWithinCell(_ offset: Int) -> Bool {
    notebook.cells.contains {
      $0.range.contains(offset) || $0.committed?.range.contains(offset) == true
    }
  }

  private func isSolution(_ block: Range<Int>) -> Bool {
    if notebook.cells.contains(where: { $0.isSolution && block.contains($0.range.lowerBound) }) {
      return true
    }
    let text = notebook.file.bytes[block].text
    guard let start = text.firstRange(of: "<summary>"), let end = text.firstRange(of: "</summary>")
    else {
      return false
    }
    return start.upperBound <= end.lowerBound
      && text[start.upperBound..<end.lowerBound].lowercased().contains("solution")
  }

  private mutating func findCallouts() {
    var start: Int?
    for (index, range) in lines.ranges.enumerated() {
      let line = lines[index].text.trimmed
      if line.lowercased().hasPrefix("> [!solution]") { start = start ?? index }
      guard let first = start, !line.hasPrefix(">") else { continue }
      removed.append(lines.ranges[first].lowerBound..<range.lowerBound)
      start = nil
    }
    if let start { removed.append(lines.ranges[start].lowerBound..<notebook.file.bytes.count) }
  }

  private func text() -> String {
    var result: [UInt8] = []
    var position = 0
    for range in removed.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard range.upperBound > position else { continue }
      result += notebook.file.bytes[position..<max(position, range.lowerBound)]
      position = range.upperBound
      // What stood around it is one gap now.
      let isGap = result.isEmpty || result.suffix(2).elementsEqual("\n\n".utf8)
      while isGap, position < notebook.file.bytes.count,
        notebook.file.bytes[position] == UInt8(ascii: "\n")
      {
        position += 1
      }
    }
    return String(decoding: result + notebook.file.bytes[position...], as: UTF8.self)
  }
}
