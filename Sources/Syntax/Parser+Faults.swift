import Diagnostics

/// Messages about something that stands where it can't.
extension Parser {
  /// The token can begin a value, where no operator can be meant.
  func beginsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .number, .stringStart, .symbol(.leftParen), .symbol(.leftBracket),
      .symbol(.differential), .symbol(.squareRoot):
      true
    default: false
    }
  }

  func endsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .number, .superscript, .stringEnd: true
    case .symbol(let symbol):
      [.rightParen, .rightBracket, .rightBrace, .transpose].contains(symbol)
    default: false
    }
  }

  /// Within brackets a value follows another one directly.
  mutating func failWithoutComma(_ opener: Token) throws(Failure) {
    let isArray = opener.kind == .symbol(.leftBracket)
    if opener.kind == .symbol(.leftParen), at(.for) {
      try fail(SyntaxDiagnostics.generatorArgument(place(current.span)))
    }
    guard beginsValue(current) else { return }
    if let last = previous, last.kind == .number, touchesPrevious {
      try fail(
        SyntaxDiagnostics.implicitProduct(
          place(last.span.union(current.span)), text(last), text(current)))
    }
    if isArray {
      try fail(
        SyntaxDiagnostics.missingComma(
          place(current.span), previous.map(text), text(current), isNewLine: current.isFirstOnLine))
    }
    if opener.kind == .symbol(.leftParen) {
      try fail(SyntaxDiagnostics.missingArgumentComma(place(current.span)))
    }
  }

  /// A whole value was read, and then comes something that does not belong to it.
  mutating func failAfterValue() throws(Failure) -> Never {
    guard let last = previous else { try failUnexpected(expected: "the end of the line") }
    if current.kind == .endOfText || current.kind == .unknown { throw Failure() }
    let beginsValue = beginsValue(current)
    if beginsValue, last.kind == .number, touchesPrevious {
      try fail(
        SyntaxDiagnostics.implicitProduct(
          place(last.span.union(current.span)), text(last), text(current)))
    }
    if last.kind == .name, beginsValue {
      try fail(
        SyntaxDiagnostics.twoNames(
          place(current.span), text(last), text(current), rest: restOfStatement))
    }
    if current.kind == .keyword(.if) {
      try fail(SyntaxDiagnostics.postfixCondition(place(current.span)))
    }
    if current.kind == .name, ["mod", "div", "rem"].contains(text(current)) {
      try fail(
        unexpected(
          expected: "the end of the line", hint: "\(text(current) == "div" ? "div" : "mod")(a, b)"))
    }
    if at(.not), peek().kind == .keyword(.in) {
      try fail(unexpected(expected: "the end of the line", hint: "not (x in xs)"))
    }
    if beginsValue {
      try fail(
        unexpected(
          expected: "the end of the line",
          hint: "a new line or `;` separates statements, `,` values"))
    }
    if at(.exclamation) { try fail(SyntaxDiagnostics.postfixExclamation(place(current.span))) }
    try fail(unexpected(expected: "the end of the line"))
  }

  /// The text from here to the end of the statement, for hints that quote it; short ones only.
  private var restOfStatement: String {
    var last = index
    while last + 1 < tokens.count, !tokens[last + 1].isFirstOnLine,
      ![.endOfText, .symbol(.semicolon)].contains(tokens[last + 1].kind)
    {
      last += 1
    }
    let rest = text(tokens[index].span.union(tokens[last].span))
    return rest.count <= 40 ? rest : "…"
  }

  /// What is due here, and what stands here instead.
  func unexpected(expected: String, hint: String? = nil) -> Diagnostic {
    let token = current
    switch token.kind {
    case .endOfText:
      return SyntaxDiagnostics.unexpected(place(token.span), expected, found: "the text ends")
    case .keyword(.end):
      return SyntaxDiagnostics.unexpected(place(token.span), expected, found: "`end` is here")
    default:
      return SyntaxDiagnostics.unexpected(
        place(token.span), expected, found: "`\(text(token))` is here",
        hint: hint ?? ForeignSyntax.hint(for: text(token), isFirst: token.isFirstOnLine))
    }
  }
}

/// What people who come from other languages type, and what Gradus writes.
enum ForeignSyntax {
  static func hint(for text: String, isFirst: Bool) -> String? {
    if isFirst, ["%", "//", "/", "--"].contains(text) { return "a comment begins with #" }
    return table.first { $0.0 == text }?.1
  }

  private static let table: [(String, String)] = [
    ("**", "a power is x^2"), ("//", "floor(a / b)"), ("%", "mod(a, b)"), ("&&", "and"),
    ("||", "or"), ("!", "not"), ("~", "not"), ("~=", "!="), ("===", "=="), ("<>", "!="),
    ("=<", "<="), ("@", "a decorator is a call: g = checkpoint(f)"), ("\\", "x -> x^2"),
    ("=>", "x -> x^2"), ("→", "x -> x^2"), ("::", "shapes are annotated x: [n, d]"),
    ("∞", "Inf"), ("∑", "sum(xs)"), ("∏", "prod(xs)"), ("∫", "integrate(f, a, b)"),
    ("←", "x = 3"), ("?", "if c then a else b"),
    ("|", "abs(x); norm(v) of a vector"), ("..", "\"{a}{b}\" joins texts"), ("/=", "!="),
    (":=", "an equation stands at the beginning of a line: L := …"),
    ("=", "== compares; = assigns, at the beginning of a line"),
  ]
}
