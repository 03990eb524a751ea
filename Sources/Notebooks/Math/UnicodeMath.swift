/// LaTeX as plain Unicode text, for terminals and for places where no markup may stand.
///
/// It covers what a course's formulas use. What it does not know stays readable: a command keeps its
/// name, braces go.
struct UnicodeMath {
  /// A formula on one line, rows of a matrix or of an alignment apart by `;`.
  static func convert(_ tex: String) -> String {
    lines(tex).joined(separator: "; ")
  }

  /// A formula with its rows on lines of their own.
  static func lines(_ tex: String) -> [String] {
    var reader = UnicodeMath(Array(tex.unicodeScalars))
    let text = reader.readAll()
    return text.split(separator: "\n").map { tidy(String($0)) }.filter { !$0.isEmpty }
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  /// Inside a matrix a new row is a `;`, elsewhere a line.
  private var matrixDepth = 0

  private static let maximumDepth = 200

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func readAll() -> String {
    var result = ""
    while index < scalars.count {
      result += readUntilBrace()
      // A brace that was never opened.
      if index < scalars.count { index += 1 }
    }
    return result
  }

  /// Everything up to the closing brace of the group, or to the end.
  private mutating func readUntilBrace() -> String {
    var result = ""
    while index < scalars.count, scalars[index] != "}" { result += readItem(after: result) }
    return result
  }

  private mutating func readItem(after before: String) -> String {
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\": return readCommand()
    case "{": return readGroupRest()
    case "^": return script(readArgument(), Self.superscripts, "^")
    case "_": return script(readArgument(), Self.subscripts, "_")
    case "&": return matrixDepth > 0 ? "  " : " "
    case "~", "\n", "\t", " ": return " "
    case "'": return "′"
    case "-": return Self.endsTerm(before) ? " − " : "−"
    case "+": return Self.endsTerm(before) ? " + " : "+"
    case "=", "<", ">": return before.trimmed.isEmpty ? "\(scalar)" : " \(scalar) "
    default: return String(Character(scalar))
    }
  }

  /// Is a sign that follows one between two terms?
  private static func endsTerm(_ text: String) -> Bool {
    guard let last = text.last(where: { $0 != " " }) else { return false }
    return !"([{=<>≤≥≈·×+−,;".contains(last)
  }

  private mutating func readGroupRest() -> String {
    guard depth < Self.maximumDepth else {
      index = scalars.count
      return "…"
    }
    depth += 1
    defer { depth -= 1 }
    let inner = readUntilBrace()
    if index < scalars.count { index += 1 }
    return inner
  }

  /// What a command applies to: a group, a command or one character.
  private mutating func readArgument() -> String {
    while index < scalars.count, scalars[index] == " " { index += 1 }
    guard index < scalars.count else { return "" }
    if scalars[index] == "{" {
      index += 1
      return readGroupRest()
    }
    if scalars[index] == "\\" {
      index += 1
      guard depth < Self.maximumDepth else { return "…" }
      depth += 1
      defer { depth -= 1 }
      return readCommand()
    }
    index += 1
    return String(Character(scalars[index - 1]))
  }

  // MARK: Commands

  private mutating func readCommand() -> String {
    guard index < scalars.count else { return "" }
    var name = ""
    while index < scalars.count, scalars[index].isASCII, scalars[index].properties.isAlphabetic {
      name.unicodeScalars.append(scalars[index])
      index += 1
    }
    if name.isEmpty {
      let scalar = scalars[index]
      index += 1
      return Self.marks[scalar] ?? (scalar == "\\" ? newRow() : String(Character(scalar)))
    }
    // LaTeX takes the blank behind a command for its end.
    while index < scalars.count, scalars[index] == " " { index += 1 }
    return write(command: name)
  }

  private mutating func newRow() -> String { matrixDepth > 0 ? "; " : "\n" }

  private mutating func write(command name: String) -> String {
    if let symbol = UnicodeMathSymbols.symbols[name] { return symbol }
    if let spaced = UnicodeMathSymbols.operators[name] { return " \(spaced) " }
    if UnicodeMathSymbols.functions.contains(name) { return functionName(name) }
    if let accent = UnicodeMathSymbols.accents[name] {
      return Self.accented(readArgument(), accent)
    }
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac":
      let numerator = readArgument()
      return Self.grouped(numerator) + "/" + Self.grouped(readArgument())
    case "binom": return "C(\(readArgument()), \(readArgument()))"
    case "sqrt": return root()
    case "begin": return readEnvironment()
    case "end":
      _ = readArgument()
      return ""
    case "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg":
      return delimiter()
    case "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "operatorname",
      "boldsymbol", "bm", "mathsf", "mathtt", "boxed", "underline", "mbox", "phantom":
      return verbatimArgument()
    case "mathbb": return MathLetters.convert(readArgument(), to: "double-struck")
    case "mathcal", "mathscr": return MathLetters.convert(readArgument(), to: "script")
    case "underbrace", "overbrace": return readArgument()
    case "displaystyle", "textstyle", "limits", "nolimits", "quad", "qquad", "nonumber", "notag":
      return name.hasSuffix("quad") ? "   " : ""
    default: return name
    }
  }

  private func functionName(_ name: String) -> String {
    guard index < scalars.count, !"(^_}&'".unicodeScalars.contains(scalars[index]) else {
      return name
    }
    return name + " "
  }

  private mutating func root() -> String {
    var degree = ""
    if index < scalars.count, scalars[index] == "[" {
      let end = scalars[index...].firstIndex(of: "]") ?? scalars.count - 1
      degree = String(String.UnicodeScalarView(scalars[(index + 1)..<max(end, index + 1)]))
      index = end + 1
    }
    let sign = ["3": "∛", "4": "∜"][degree] ?? "√"
    return sign + Self.grouped(readArgument())
  }

  private mutating func delimiter() -> String {
    while index < scalars.count, scalars[index] == " " { index += 1 }
    guard index < scalars.count else { return "" }
    if scalars[index] == "." {
      index += 1
      return ""
    }
    return readArgument()
  }

  /// The text of a group in which blanks count.
  private mutating func verbatimArgument() -> String { readArgument() }

  private mutating func readEnvironment() -> String {
    let name = readArgument()
    let brackets = UnicodeMathSymbols.matrices[name]
    if name == "array" { _ = readArgument() }
    guard depth < Self.maximumDepth else { return "…" }
    depth += 1
    if brackets != nil { matrixDepth += 1 }
    defer {
      depth -= 1
      if brackets != nil { matrixDepth -= 1 }
    }
    var inner = ""
    while index < scalars.count {
      if isEnd() { break }
      inner += scalars[index] == "}" ? skipBrace() : readItem(after: inner)
    }
    if index < scalars.count {
      index += 4
      _ = readArgument()
    }
    guard let brackets else { return inner }
    return brackets.open + Self.tidy(inner) + brackets.close
  }

  private mutating func skipBrace() -> String {
    index += 1
    return ""
  }

  private func isEnd() -> Bool {
    index + 4 < scalars.count
      && scalars[index..<(index + 4)].elementsEqual(["\\", "e", "n", "d"])
      && !scalars[index + 4].properties.isAlphabetic
  }

  // MARK: Writing

  private func script(
    _ text: String, _ table: [Character: Character], _ mark: Character
  ) -> String {
    let plain = Self.tidy(text).filter { $0 != " " }
    let raised = plain.compactMap { table[$0] }
    if raised.count == plain.count { return String(raised) }
    if plain.allSatisfy(\.isLetter) { return "\(mark)\(plain)" }
    return "\(mark)" + (plain.count > 1 ? "(\(Self.tidy(text)))" : plain)
  }

  /// In parentheses, unless it is one factor.
  private static func grouped(_ text: String) -> String {
    let text = tidy(text)
    let isOne = text.allSatisfy {
      $0.isLetter || $0.isNumber || "∂∇.′_".contains($0) || isScript($0)
    }
    return isOne ? text : "(\(text))"
  }

  private static func isScript(_ character: Character) -> Bool {
    subscripts.values.contains(character) || superscripts.values.contains(character)
  }

  private static func accented(_ text: String, _ accent: Unicode.Scalar) -> String {
    guard let first = text.first else { return "" }
    return "\(first)\(accent)" + text.dropFirst()
  }

  /// Runs of blanks as one.
  private static func tidy(_ text: String) -> String {
    var result = ""
    for character in text.trimmed where character != " " || result.last != " " {
      result.append(character)
    }
    return result.replacing("( ", with: "(").replacing(" )", with: ")").replacing(" ,", with: ",")
      .replacing(" ;", with: ";")
  }

  private static let marks: [Unicode.Scalar: String] = [
    ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "|": "‖", "{": "{", "}": "}", "%": "%",
    "$": "$",
    "&": "&", "#": "#", "_": "_",
  ]

  static let superscripts: [Character: Character] = Dictionary(
    uniqueKeysWithValues: zip(
      "0123456789+-−=()niTabcdefghjklmoprstuvwxyz⊤′∗*",
      "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ′**"))

  static let subscripts: [Character: Character] = Dictionary(
    uniqueKeysWithValues: zip(
      "0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"))
}
