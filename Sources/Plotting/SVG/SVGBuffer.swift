/// Builds SVG text byte by byte: numbers with two decimals, names escaped, colours as attributes with
/// the class that the dark style changes.
struct SVGBuffer {
  private(set) var bytes: [UInt8] = []
  /// Roles of colours met so far: only these get a rule in the style sheet.
  private(set) var strokes: Set<PlotColor> = []
  private(set) var fills: Set<PlotColor> = []

  mutating func raw(_ text: String) { bytes += text.utf8 }

  mutating func append(_ other: SVGBuffer) {
    bytes += other.bytes
    strokes.formUnion(other.strokes)
    fills.formUnion(other.fills)
  }

  // MARK: Text

  /// Escapes what XML gives a meaning, and drops what XML 1.0 has no way to write.
  mutating func escaped(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "&": raw("&amp;")
      case "\"": raw("&quot;")
      case "\t", "\n", "\r": bytes.append(UInt8(ascii: " "))
      case _ where scalar.value < 32 || (0xfffe...0xffff).contains(scalar.value): break
      default: bytes += Array(String(scalar).utf8)
      }
    }
  }

  // MARK: Numbers

  /// A coordinate to a hundredth of a px: "12.5", "-0.25", "0".
  mutating func number(_ value: Double) {
    let hundredths = clampedInt((value * 100).rounded(), -1_000_000_000, 1_000_000_000)
    if hundredths < 0 { bytes.append(UInt8(ascii: "-")) }
    let size = Int(hundredths.magnitude)
    digits(size / 100)
    let rest = size % 100
    guard rest > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 10))
    if rest % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
  }

  private mutating func digits(_ value: Int) {
    if value >= 10 { digits(value / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
  }

  mutating func attribute(_ name: String, _ value: Double) {
    raw(" \(name)=\"")
    number(value)
    raw("\"")
  }

  /// Two coordinates with a blank between.
  mutating func pair(_ x: Double, _ y: Double) {
    number(x)
    bytes.append(UInt8(ascii: " "))
    number(y)
  }

  // MARK: Colours

  mutating func stroke(_ color: PlotColor, width: Double) {
    strokes.insert(color)
    raw(" stroke=\"\(Theme.light.rgb(color).hex)\"")
    if let name = color.className { raw(" class=\"s-\(name)\"") }
    attribute("stroke-width", width)
  }

  mutating func fill(_ color: PlotColor) {
    fills.insert(color)
    raw(" fill=\"\(Theme.light.rgb(color).hex)\"")
    if let name = color.className { raw(" class=\"f-\(name)\"") }
  }

  /// For an element that has both, with its attributes written by the caller.
  mutating func addRoles(stroke: PlotColor, fill: PlotColor) {
    strokes.insert(stroke)
    fills.insert(fill)
  }

  mutating func opacity(_ alpha: Double) {
    if alpha < 1 { attribute("opacity", alpha) }
  }

  mutating func dashes(_ style: LineStyle) {
    guard !style.dashes.isEmpty else { return }
    raw(" stroke-dasharray=\"")
    for (index, length) in style.dashes.enumerated() {
      if index > 0 { raw(" ") }
      number(length)
    }
    raw("\"")
  }

  // MARK: Paths

  mutating func path(_ line: [Point]) {
    for (index, point) in line.enumerated() {
      bytes.append(index == 0 ? UInt8(ascii: "M") : UInt8(ascii: "L"))
      pair(point.x, point.y)
    }
  }

  /// A line of many points, without those that can't be seen.
  mutating func curve(_ line: [Point]) { path(Simplifier.simplified(line)) }

  mutating func segment(_ a: Point, _ b: Point) { path([a, b]) }
}

extension PlotColor {
  /// The part of a class name for a role that differs between themes; nil for a fixed colour.
  var className: String? {
    switch self {
    case .series(let index): "c\(index % Theme.light.series.count)"
    case .level(let index): "l\(min(max(index, 0), PlotColor.levels - 1))"
    case .ink: "ink"
    case .muted: "muted"
    case .grid: "grid"
    case .minorGrid: "minor"
    case .background: "paper"
    case .rgb: nil
    }
  }
}
