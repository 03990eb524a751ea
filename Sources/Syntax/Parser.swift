import Diagnostics

/// Makes the tree of a text: by recursive descent, with one loop for all binary operators.
///
/// A fault within a statement ends that statement (`Failure`); reading goes on with the next one, so
/// one text can give several diagnostics. Where the intent is plain (`2x`, `a && b`) the fault is only
/// noted, and the statement goes on as if it had been written well.
public struct Parser {
  /// Thrown after the diagnostic was noted.
  struct Failure: Error {}

  let file: SourceFile
  let tokens: [Token]
  var index = 0
  var diagnostics: [Diagnostic]
  /// The text ended where something was still due, and nothing was wrong before.
  var isIncomplete = false
  /// Levels of recursion under way: statements and expressions.
  var nesting = 0
  /// The levels of blocks around the statement at hand.
  var blockDepth = 0
  /// The tokens of the brackets that are open, outermost first: within them a newline is a space.
  var brackets: [Int] = []
  /// Within `a[…]`, where `end` is the axis' size.
  var isInIndex = false
  /// Within the header of a block, where a `:` at the end of the line is another language's.
  var isInHeader = false
  /// Every `_` that was read as a value; assignment targets take theirs back.
  var discards: [Span] = []
  /// `end`s that will follow with no block of theirs, after an error has swallowed the opener.
  var forgivenEnds = 0
  /// Blocks under way that began with a brace: a brace ends them.
  var braceBlocks = 0

  public static func parse(_ file: SourceFile) -> ParsedSource {
    let lexed = Lexer.lex(file)
    var parser = Parser(lexed)
    let statements = parser.parseStatements()
    return ParsedSource(
      file: file, statements: statements, diagnostics: parser.sortedDiagnostics,
      isIncomplete: parser.isIncomplete)
  }

  /// For a value that stands alone: in a document's text, in a cell's option.
  public static func parseExpression(_ file: SourceFile) -> (Expression?, [Diagnostic]) {
    var parser = Parser(Lexer.lex(file))
    let expression = parser.parseLoneExpression()
    return (expression, parser.sortedDiagnostics)
  }

  init(_ lexed: LexedSource) {
    file = lexed.file
    tokens = lexed.tokens
    diagnostics = lexed.diagnostics
  }

  private mutating func parseLoneExpression() -> Expression? {
    do {
      let expression = try parseExpressionList()
      _ = take(.semicolon)
      if current.kind != .endOfText { try failUnexpected(expected: "the end of the expression") }
      reportDiscards()
      return expression
    } catch {
      return nil
    }
  }

  /// In the order of the text; the order of finding decides between equals.
  private var sortedDiagnostics: [Diagnostic] {
    let keyed = diagnostics.enumerated().map { ($1.primary?.place.span.start ?? 0, $0, $1) }
    return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}

// MARK: - Tokens

extension Parser {
  var current: Token { tokens[index] }
  /// The end of the text stands for everything beyond it.
  func peek(_ distance: Int = 1) -> Token { tokens[min(index + distance, tokens.count - 1)] }
  var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  func at(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }
  func at(_ keyword: Keyword) -> Bool { current.kind == .keyword(keyword) }
  func at(word: String) -> Bool { current.kind == .name && text(current) == word }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard at(keyword) else { return false }
    advance()
    return true
  }

  /// The token at hand belongs to the line of the one before.
  var isOnSameLine: Bool { !current.isFirstOnLine || !brackets.isEmpty }

  /// The token at hand stands right behind the one before.
  var touchesPrevious: Bool { previous.map { $0.end == current.start } ?? false }

  var atStatementEnd: Bool {
    if !isOnSameLine { return true }
    switch current.kind {
    case .endOfText, .symbol(.semicolon): return true
    case .keyword(.end), .keyword(.else), .keyword(.elseif): return blockDepth > 0
    default: return false
    }
  }

  func text(_ token: Token) -> String { file.text(in: token.span) }
  func text(_ span: Span) -> String { file.text(in: span) }
  func place(_ span: Span) -> Place { Place(file, span) }

  /// From a start to the end of the last token that was taken.
  func span(from start: Int) -> Span { Span(start, max(start, previous?.span.end ?? start)) }

  mutating func parseIdentifier(_ what: String) throws(Failure) -> Identifier {
    let token = current
    switch token.kind {
    case .name:
      advance()
      return identifier(token)
    case .keyword(let keyword):
      try fail(SyntaxDiagnostics.keywordAsName(place(token.span), keyword.rawValue))
    default:
      try failUnexpected(expected: what)
    }
  }

  func identifier(_ token: Token) -> Identifier {
    Identifier(Characters.canonicalName(text(token)[...]), token.span)
  }
}

// MARK: - Faults

extension Parser {
  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < SyntaxLimits.diagnostics { diagnostics.append(diagnostic) }
  }

  mutating func fail(_ diagnostic: Diagnostic) throws(Failure) -> Never {
    report(diagnostic)
    throw Failure()
  }

  /// Something else is due here. At the end of the text more text could still bring it.
  mutating func failUnexpected(expected: String) throws(Failure) -> Never {
    if current.kind == .endOfText, diagnostics.isEmpty { isIncomplete = true }
    // The lexer said already what is wrong with an unknown character.
    if current.kind == .unknown { throw Failure() }
    try fail(unexpected(expected: expected))
  }

  mutating func expect(_ symbol: Symbol, _ context: String) throws(Failure) {
    guard take(symbol) else { try failUnexpected(expected: "`\(symbol.rawValue)` \(context)") }
  }

  /// Runs the body one level deeper.
  mutating func nested<T>(
    _ body: (inout Parser) throws(Failure) -> T
  ) throws(Failure) -> T {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= SyntaxLimits.depth else {
      try fail(SyntaxDiagnostics.tooDeep(place(current.span)))
    }
    return try body(&self)
  }

  /// Makes a node, unless the tree grows too tall.
  mutating func node(_ kind: Expression.Kind, from start: Int) throws(Failure) -> Expression {
    let expression = Expression(kind, span(from: start))
    guard expression.height + blockDepth <= SyntaxLimits.depth else {
      try fail(SyntaxDiagnostics.tooDeep(place(previous?.span ?? expression.span)))
    }
    return expression
  }

  /// Reads something in brackets: the body, then the closer. `current` is the opener.
  mutating func bracketed<T>(
    _ body: (inout Parser) throws(Failure) -> T
  ) throws(Failure) -> T {
    let opener = index
    let closer = closerOf(tokens[opener])
    advance()
    brackets.append(opener)
    let result = try body(&self)
    guard current.kind == closer else { try failUnclosed(opener) }
    // On failure the bracket stays on the stack: recovery has to know of it.
    brackets.removeLast()
    advance()
    return result
  }

  private func closerOf(_ opener: Token) -> Token.Kind {
    if case .symbol(let symbol) = opener.kind, let closer = symbol.closer { return .symbol(closer) }
    return .holeEnd
  }

  private mutating func failUnclosed(_ opener: Int) throws(Failure) -> Never {
    let token = tokens[opener]
    if token.partner >= 0 || token.kind == .holeStart && current.kind != .endOfText {
      if previous.map(endsValue) == true { try failWithoutComma(token) }
      try failUnexpected(expected: "`,` or `\(text(tokens[Int(max(token.partner, 0))]))`")
    }
    if current.kind == .endOfText, diagnostics.isEmpty { isIncomplete = true }
    if current.kind == .unknown { throw Failure() }
    try fail(
      SyntaxDiagnostics.unclosedBracket(
        place(token.span), text(token), found: place(current.span), text(current)))
  }

  /// After a failure: to where the next statement begins.
  mutating func skipStatement() {
    // Out of the brackets that were open when it happened, if they close at all.
    if let partner = brackets.first(where: { tokens[$0].partner >= 0 }).map({ tokens[$0].partner }),
      Int(partner) >= index
    {
      index = Int(partner)
      advance()
    }
    brackets.removeAll()
    while !atStatementEnd {
      if current.partner >= 0 { index = Int(current.partner) }
      advance()
    }
  }
}
