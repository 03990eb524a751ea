/// What a terminal can show.
public enum Charset: Sendable {
  /// Unicode: braille dots for lines, blocks for bars, box drawing for axes.
  case braille
  /// The printable characters of ASCII.
  case ascii
}

/// The characters that a charset draws with.
struct GlyphSet: Sendable {
  /// Dots that one character holds, across and down.
  var dots: (across: Int, down: Int)
  var vertical: Character
  var horizontal: Character
  var corner: Character
  var xTick: Character
  var yTick: Character
  /// From light to dark.
  var shades: [Character]
  /// Columns filled from the foot, one part more each; the last is full.
  var columns: [Character]
  /// The upper half of a character.
  var upperHalf: Character
  /// What tells filled shapes of several series apart.
  var fills: [Character]
  /// What lines of several series consist of; empty where they are dots.
  var lines: [Character]
  var shapes: [MarkerShape: Character]
  /// Points whose colour is a number, from low to high.
  var pointShades: [Character]
  /// East, north-east, north, and so on around.
  var arrows: [Character]
  var arrow: String
  var ellipsis: String

  static let braille = GlyphSet(
    dots: (2, 4), vertical: "│", horizontal: "─", corner: "└", xTick: "┬", yTick: "┤",
    shades: [" ", "░", "▒", "▓", "█"], columns: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    upperHalf: "▀", fills: ["█", "▒", "░", "▓", "▚", "▤"], lines: [],
    shapes: [
      .circle: "●", .square: "■", .triangle: "▲", .diamond: "◆", .down: "▼", .plus: "+",
      .cross: "×", .dash: "─",
    ],
    pointShades: ["·", "∘", "○", "◉", "●"],
    arrows: ["→", "↗", "↑", "↖", "←", "↙", "↓", "↘"], arrow: "→", ellipsis: "…")

  static let ascii = GlyphSet(
    dots: (1, 1), vertical: "|", horizontal: "-", corner: "+", xTick: "+", yTick: "+",
    shades: [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"], columns: ["#"], upperHalf: "#",
    fills: ["#", "=", ":", "%", "o", "."], lines: ["*", "+", "o", "x", "#", "@", "%", "&"],
    shapes: [
      .circle: "o", .square: "#", .triangle: "^", .diamond: "d", .down: "v", .plus: "+",
      .cross: "x", .dash: "-",
    ],
    pointShades: [".", ":", "o", "O", "@"],
    arrows: [">", "/", "^", "\\", "<", "/", "v", "\\"], arrow: "->", ellipsis: "..")

  var isASCII: Bool { !lines.isEmpty }

  func shape(_ shape: MarkerShape) -> Character { shapes[shape] ?? "*" }

  /// The shade for `part`, 0…1.
  func shade(_ part: Double) -> Character {
    shades[clampedInt(part * Double(shades.count), 0, shades.count - 1)]
  }

  func pointShade(_ part: Double) -> Character {
    pointShades[clampedInt(part * Double(pointShades.count), 0, pointShades.count - 1)]
  }

  /// The arrow nearest to the direction (dx, dy), y upwards.
  func arrow(_ dx: Double, _ dy: Double) -> Character {
    // tan 22.5°: closer to an axis than this is level or upright.
    let slope = 0.414_213_562
    let (across, up) = (dx.magnitude, dy.magnitude)
    if up <= slope * across { return arrows[dx >= 0 ? 0 : 4] }
    if across <= slope * up { return arrows[dy >= 0 ? 2 : 6] }
    if dy > 0 { return arrows[dx > 0 ? 1 : 3] }
    return arrows[dx > 0 ? 7 : 5]
  }

  // MARK: Text

  /// `text` in characters that the charset has, without controls.
  func plain(_ text: String) -> String {
    let line = String(text.map { $0.isWhitespace ? " " : $0 })
    let known = isASCII ? NumberText.ascii(line) : line
    return String(known.filter { DisplayWidth.columns($0) > 0 })
  }

  /// `text`, cut where it takes more than `limit` columns.
  func fitted(_ text: String, _ limit: Int) -> String {
    let text = plain(text)
    guard DisplayWidth.columns(text) > limit else { return text }
    let room = limit - DisplayWidth.columns(ellipsis)
    guard room > 0 else { return DisplayWidth.prefix(text, max(limit, 0)) }
    return DisplayWidth.prefix(text, room) + ellipsis
  }

  /// `text` in at most `lines` lines, broken at spaces; each is cut at `limit` columns.
  func wrapped(_ text: String, _ limit: Int, lines: Int) -> [String] {
    var result: [String] = []
    var line = ""
    for word in plain(text).split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || result.count == lines - 1 || DisplayWidth.columns(longer) <= limit {
        line = longer
      } else {
        result.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { result.append(line) }
    return result.map { fitted($0, limit) }
  }
}

extension Charset {
  var glyphs: GlyphSet {
    switch self {
    case .braille: .braille
    case .ascii: .ascii
    }
  }
}
