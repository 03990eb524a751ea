/// The inside of a panel's axes in characters: fills below, dots over them, markers and words on top.
struct PlotRaster {
  /// What a line or a shape is drawn with: a colour, and a character where there are no dots.
  struct Pen {
    var color: PlotColor?
    var character: Character
  }

  private struct Cell {
    var under: Character?
    var underInk: PlotColor?
    var paper: RGB?
    var dots: UInt8 = 0
    var dotInk: PlotColor?
    var over: Character?
    var overInk: PlotColor?
  }

  let columns: Int
  let rows: Int
  let glyphs: GlyphSet
  private var cells: [Cell]
  private var words: [(column: Int, row: Int, text: String, ink: PlotColor?)] = []

  init(columns: Int, rows: Int, glyphs: GlyphSet) {
    self.columns = columns
    self.rows = rows
    self.glyphs = glyphs
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Size in dots.
  var dotColumns: Int { columns * glyphs.dots.across }
  var dotRows: Int { rows * glyphs.dots.down }

  /// The middle of the dots: the frame that data are projected to.
  var frame: Rect {
    Rect(x: 0, y: 0, width: Double(dotColumns - 1), height: Double(dotRows - 1))
  }

  private func index(_ column: Int, _ row: Int) -> Int? {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return nil }
    return row * columns + column
  }

  /// The character that holds a point of the frame.
  func cell(_ point: Point) -> (column: Int, row: Int)? {
    guard let (x, y) = dot(point) else { return nil }
    return (x / glyphs.dots.across, y / glyphs.dots.down)
  }

  private func dot(_ point: Point) -> (x: Int, y: Int)? {
    guard frame.inset(-0.5).contains(point) else { return nil }
    return (
      clampedInt(point.x.rounded(), 0, dotColumns - 1),
      clampedInt(point.y.rounded(), 0, dotRows - 1)
    )
  }

  // MARK: Fills

  mutating func fill(
    _ character: Character, column: Int, row: Int, ink: PlotColor? = nil, paper: RGB? = nil
  ) {
    guard let index = index(column, row) else { return }
    cells[index].under = character
    cells[index].underInk = ink
    cells[index].paper = paper
  }

  /// True where another texture than `character` stands already.
  func isFilled(column: Int, row: Int, not character: Character) -> Bool {
    guard let index = index(column, row), let under = cells[index].under else { return false }
    return under != character
  }

  // MARK: Dots

  // The order of the dots of U+2800…U+28FF: three rows of the left column, three of the right one, then
  // the fourth row.
  private static let bits: [[UInt8]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  mutating func setDot(x: Int, y: Int, _ pen: Pen) {
    let (across, down) = glyphs.dots
    guard x >= 0, y >= 0, let index = index(x / across, y / down) else { return }
    cells[index].dotInk = pen.color
    if glyphs.isASCII {
      cells[index].over = pen.character
      cells[index].overInk = pen.color
    } else {
      cells[index].dots |= PlotRaster.bits[y % down][x % across]
    }
  }

  mutating func setDot(_ point: Point, _ pen: Pen) {
    if let (x, y) = dot(point) { setDot(x: x, y: y, pen) }
  }

  /// A line one dot wide.
  mutating func drawLine(from a: Point, to b: Point, _ pen: Pen) {
    guard let start = dot(a), let end = dot(b) else { return }
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    for step in 0...steps {
      // Rounded half up by whole numbers: equal on every machine.
      let half = steps / 2
      let x = steps == 0 ? 0 : floorDivide((end.x - start.x) * step + half, steps)
      let y = steps == 0 ? 0 : floorDivide((end.y - start.y) * step + half, steps)
      setDot(x: start.x + x, y: start.y + y, pen)
    }
  }

  private func floorDivide(_ a: Int, _ b: Int) -> Int {
    a >= 0 ? a / b : -((b - 1 - a) / b)
  }

  // MARK: Markers and words

  mutating func mark(_ character: Character, at point: Point, ink: PlotColor?) {
    guard let (column, row) = cell(point), let index = index(column, row) else { return }
    cells[index].over = character
    cells[index].overInk = ink
  }

  /// Words over everything, moved to stay inside and cut where they can't. False where other words stand
  /// already.
  @discardableResult
  mutating func write(_ text: String, column: Int, row: Int, ink: PlotColor?) -> Bool {
    let text = glyphs.fitted(text, columns)
    let width = DisplayWidth.columns(text)
    let start = max(0, min(column, columns - width))
    let isTaken = words.contains { other in
      other.row == row && other.column <= start + width
        && start <= other.column + DisplayWidth.columns(other.text)
    }
    guard !isTaken, width > 0, (0..<rows).contains(row) else { return false }
    words.append((start, row, text, ink))
    return true
  }

  // MARK: Result

  func paint(onto canvas: inout TextCanvas, column: Int, row: Int) {
    for y in 0..<rows {
      for x in 0..<columns {
        let (character, ink) = shown(cells[y * columns + x])
        let paper = cells[y * columns + x].paper
        canvas.set(character, column: column + x, row: row + y, ink: ink, paper: paper)
      }
    }
    for word in words {
      canvas.write(word.text, column: column + word.column, row: row + word.row, ink: word.ink)
    }
  }

  private func shown(_ cell: Cell) -> (Character, PlotColor?) {
    if let over = cell.over { return (over, cell.overInk) }
    if cell.dots > 0, let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) {
      return (Character(scalar), cell.dotInk)
    }
    return (cell.under ?? " ", cell.underInk)
  }
}
