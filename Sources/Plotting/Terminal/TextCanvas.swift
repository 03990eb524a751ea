/// A rectangle of characters, as wide as it may be.
struct TextCanvas {
  struct Cell: Equatable {
    var character: Character = " "
    var ink: PlotColor?
    var paper: RGB?
    /// The right half of a wide character.
    var isCovered = false
  }

  let columns: Int
  let rows: Int
  private var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Sets a character one column wide; outside the canvas nothing happens.
  mutating func set(
    _ character: Character, column: Int, row: Int, ink: PlotColor? = nil, paper: RGB? = nil
  ) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    let index = row * columns + column
    if cells[index].isCovered { cells[index - 1].character = " " }
    if column + 1 < columns, cells[index + 1].isCovered { cells[index + 1] = Cell() }
    cells[index] = Cell(character: character, ink: ink, paper: paper)
  }

  /// Writes `text` from `column` on, without what lies outside.
  mutating func write(_ text: String, column: Int, row: Int, ink: PlotColor? = nil) {
    var place = column
    for character in text {
      let width = DisplayWidth.columns(character)
      if width > 0, place + width <= columns {
        set(character, column: place, row: row, ink: ink)
        if width == 2, place >= 0, (0..<rows).contains(row) { cover(place + 1, row) }
      }
      place += width
    }
  }

  private mutating func cover(_ column: Int, _ row: Int) {
    set(" ", column: column, row: row)
    cells[row * columns + column].isCovered = true
  }

  /// One line for each row, without blanks at the end.
  func lines(color: Bool) -> [String] {
    (0..<rows).map { row in
      let line = cells[(row * columns)..<((row + 1) * columns)]
      let isBlank = { (cell: Cell) in
        cell.character == " " && !cell.isCovered && (!color || cell.paper == nil)
      }
      let end = line.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? line.startIndex
      return color
        ? colored(line[..<end]) : String(line[..<end].filter { !$0.isCovered }.map(\.character))
    }
  }

  private func colored(_ line: ArraySlice<Cell>) -> String {
    var out = ""
    var last = Cell()
    for cell in line where !cell.isCovered {
      let ink = cell.character == " " ? last.ink : cell.ink
      if ink != last.ink || cell.paper != last.paper {
        var codes = ["0"]
        if let ink { codes.append("38;5;\(TerminalColor.index(ink))") }
        if let paper = cell.paper { codes.append("48;5;\(TerminalColor.nearest(paper))") }
        out += "\u{1b}[\(codes.joined(separator: ";"))m"
      }
      out.append(cell.character)
      last = Cell(ink: ink, paper: cell.paper)
    }
    return last == Cell() ? out : out + "\u{1b}[0m"
  }
}
