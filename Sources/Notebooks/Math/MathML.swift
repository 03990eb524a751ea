/// Makes KaTeX's MathML fit for browsers, which implement MathML Core.
///
/// Three things are not in MathML Core: `mathvariant` (but `normal`), which becomes Unicode's
/// mathematical letters; `columnalign`, which becomes a class; and delimiters that grow without being
/// told to. Three more are TeX's spacing: none around a sign within a script, none behind a sign that
/// follows another operator, a thin space on either side of a function's name. The TeX annotation is left
/// out.
struct MathML {
  private struct Element {
    let name: String
    /// It stands in a script, or within something that does.
    let isScript: Bool
    var childCount = 0
    /// Where it begins in the result, and where its last child does.
    let start: Int
    var lastChild = 0
  }

  private let source: [UInt8]
  private var result = ""
  private var index = 0
  private var open: [Element] = []
  /// The text of the operator that ended right before here.
  private var operatorBefore: String?
  /// The alignment of each column, for each open table, and the column that is next.
  private var tables: [(alignment: [String], column: Int)] = []
  private var variant: String?

  static func polish(_ katex: String) -> String {
    var writer = MathML(source: Array(katex.utf8))
    writer.run()
    return writer.result
  }

  private init(source: [UInt8]) { self.source = source }

  private mutating func run() {
    while index < source.count {
      if source[index] == UInt8(ascii: "<") {
        let end = source[index...].firstIndex(of: UInt8(ascii: ">")) ?? source.count - 1
        let tag = source[(index + 1)..<end].text
        index = end + 1
        write(tag: tag)
      } else {
        let end = source[index...].firstIndex(of: UInt8(ascii: "<")) ?? source.count
        write(text: source[index..<end].text)
        index = end
      }
    }
  }

  private mutating func write(text: String) {
    operatorBefore = open.last?.name == "mo" ? text : nil
    result += variant.map { MathLetters.convert(text, to: $0) } ?? text
  }

  private mutating func write(tag: String) {
    let name = tag.prefix { $0 != " " }
    var closed: Element?
    if name.hasPrefix("/") {
      if open.last?.name == String(name.dropFirst()) { closed = open.popLast() }
      if tag == "/msup", let closed, closePrime(closed) { return }
      if name != "/mo" { operatorBefore = nil }
    } else if name.hasPrefix("m"), !tag.hasSuffix("/") {
      openElement(String(name))
    }
    switch name {
    case "/mrow":
      variant = nil
      result += "</mrow>"
      if let closed { settleFences(from: closed.start) }
    case "span", "/span", "semantics", "/semantics": return
    case "annotation":
      index = (source.find("</annotation>", from: index) ?? source.count - 13) + 13
    case "math": result += tag.contains("display=\"block\"") ? "<math display=\"block\">" : "<math>"
    case "mtable": openTable(tag)
    case "/mtable":
      _ = tables.popLast()
      result += "</mtable>"
    case "mtr":
      if !tables.isEmpty { tables[tables.count - 1].column = 0 }
      result += "<mtr>"
    case "mtd": openCell()
    case "mo" where tag.contains("fence="): openFence(tag)
    case "mo" where tag == "mo": openOperator()
    case "mi", "mn", "mo", "mtext", "ms": openLetters(tag)
    default:
      if name.hasPrefix("/") { variant = nil }
      result += "<\(tag)>"
    }
  }

  private mutating func openElement(_ name: String) {
    var isScript = open.last?.isScript ?? false
    if let parent = open.last, Self.scripted.contains(parent.name), parent.childCount > 0 {
      isScript = true
    }
    let start = result.utf8.count
    if !open.isEmpty {
      open[open.count - 1].childCount += 1
      open[open.count - 1].lastChild = start
    }
    open.append(Element(name: name, isScript: isScript, start: start))
  }

  /// The prime of Latin Modern Math is drawn raised and small, so as a script it would be raised and
  /// small twice: `f′` is written as two things beside each other.
  private mutating func closePrime(_ element: Element) -> Bool {
    let bytes = Array(result.utf8)
    let script = TextPlain.strip(bytes[element.lastChild...].text)
    guard !script.isEmpty, script.allSatisfy({ $0 == "′" }) else { return false }
    let base = bytes[(element.start + 6)..<element.lastChild].text
    result = bytes[..<element.start].text + "<mrow>" + base
    result += "<mo lspace=\"0\" rspace=\"0\">\(script)</mo></mrow>"
    return true
  }

  private static let scripted: Set<String> = [
    "msub", "msup", "msubsup", "munder", "mover", "munderover",
  ]

  /// A delimiter grows with what it encloses, and stands close to it.
  private mutating func openFence(_ tag: String) {
    let stretch = tag.contains("stretchy=") ? "" : " stretchy=\"true\""
    result += "<\(tag)\(stretch) lspace=\"0\" rspace=\"0\">"
    // KaTeX writes a bar as the relation "divides", which does not grow.
    if source.holds("∣", at: index) {
      result += "|"
      index += 3
    }
  }

  /// Browsers give a growing delimiter the width of its widest form, which leaves gaps: only what encloses
  /// something tall grows.
  private mutating func settleFences(from start: Int) {
    let bytes = Array(result.utf8)
    let row = bytes[start...].text
    guard row.hasPrefix("<mrow><mo fence"), !Self.tall.contains(where: row.contains) else { return }
    result =
      bytes[..<start].text + row.replacing(" stretchy=\"true\"", with: " stretchy=\"false\"")
  }

  private static let tall = [
    "<mfrac", "<mtable", "<munder", "<mover", "<msqrt", "<mroot", "<mo>∑", "<mo>∏", "<mo>∫",
  ]

  private static let functionApplication = "\u{2061}"
  private static let thinSpace = "<mspace width=\"0.1667em\"/>"

  /// `sin x` has a space that `sin(x)` has not.
  private mutating func writeApplication() {
    index = (source.find("</mo>", from: index) ?? source.count - 5) + 5
    _ = open.popLast()
    result += "<mo>\(Self.functionApplication)</mo>"
    let isParenthesized =
      source.holds("<mo stretchy=\"false\">(", at: index)
      || source.holds("<mrow><mo fence", at: index) || source.holds("</", at: index)
    if !isParenthesized { result += Self.thinSpace }
  }

  private mutating func openOperator() {
    let sign = source[index...].prefix { $0 != UInt8(ascii: "<") }.text
    if sign == Self.functionApplication { return writeApplication() }
    let isSigned = ["−", "+", "±", "∓", "-"].contains(sign)
    if open.last?.isScript == true {
      result += "<mo lspace=\"0\" rspace=\"0\">"
    } else if isSigned, let before = operatorBefore, !Self.closing.contains(before) {
      result += "<mo form=\"prefix\">"
    } else {
      result += "<mo>"
    }
  }

  /// Operators behind which a sign is one between two things.
  private static let closing: Set<String> = [")", "]", "}", "!", "|", "∣", "∥", "⟩", "⌋", "⌉", "′"]

  private mutating func openLetters(_ tag: String) {
    let text = source[index...].prefix { $0 != UInt8(ascii: "<") }.text
    if tag == "mi", text.count > 1, operatorBefore == nil, let parent = open.dropLast().last,
      parent.childCount > 1, !Self.scripted.contains(parent.name)
    {
      result += Self.thinSpace
    }
    guard let found = Self.attribute("mathvariant", in: tag), found != "normal" else {
      result += "<\(tag)>"
      return
    }
    variant = found
    // A letter that already is what it should be must not become italic once more.
    result += "<" + tag.replacing(" mathvariant=\"\(found)\"", with: "") + ">"
  }

  private mutating func openTable(_ tag: String) {
    let alignment = Self.attribute("columnalign", in: tag) ?? ""
    let spacing = Self.attribute("columnspacing", in: tag) ?? ""
    tables.append((alignment.split(separator: " ").map { String($0.prefix(1)) }, 0))
    let isEquation = alignment.hasPrefix("right left") || spacing == "0em"
    result += isEquation ? "<mtable class=\"eq\">" : "<mtable>"
  }

  private mutating func openCell() {
    guard let table = tables.last else {
      result += "<mtd>"
      return
    }
    let side = table.column < table.alignment.count ? table.alignment[table.column] : "c"
    tables[tables.count - 1].column += 1
    result += side == "c" ? "<mtd>" : "<mtd class=\"\(side)\">"
  }

  private static func attribute(_ name: String, in tag: String) -> String? {
    let bytes = Array(tag.utf8)
    let mark = Array(" \(name)=\"".utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
      return nil
    }
    return bytes[(start + mark.count)...].prefix { $0 != UInt8(ascii: "\"") }.text
  }

  /// The characters of a formula, those included that the browser puts in the place of single
  /// letters (an `x` alone is drawn as the mathematical italic `𝑥`).
  static func characters(in markup: String) -> Set<UInt32> {
    var result: Set<UInt32> = []
    var isTag = false
    for scalar in markup.replacing("&lt;", with: "‹<").unicodeScalars {
      if scalar == "<" { isTag = true }
      if !isTag {
        result.insert(scalar.value)
        if let italic = MathLetters.letter(scalar, "italic") { result.insert(italic.value) }
      }
      if scalar == ">" { isTag = false }
    }
    // The root's sign is drawn by the browser and stands nowhere in the text.
    if markup.contains("<msqrt") || markup.contains("<mroot") { result.insert(0x221A) }
    return result.union("<>&−".unicodeScalars.map(\.value))
  }
}
