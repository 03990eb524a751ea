import Diagnostics

extension Parser {
  /// The whole text.
  mutating func parseStatements() -> [Statement] {
    var statements: [Statement] = []
    while current.kind != .endOfText {
      if take(.semicolon) { continue }
      if let statement = parseRecovering() { statements.append(statement) }
    }
    return statements
  }

  /// The statements up to the word that ends the block, which is left for the caller.
  mutating func parseBlock(openedBy opener: Token, orElse: Bool = false) throws(Failure)
    -> [Statement]
  {
    var statements: [Statement] = []
    blockDepth += 1
    defer { blockDepth -= 1 }
    while true {
      switch current.kind {
      case .endOfText:
        if diagnostics.isEmpty { isIncomplete = true }
        try fail(
          SyntaxDiagnostics.unclosedBlock(
            place(opener.span), text(opener), line: file.position(at: Int(opener.start)).line))
      case .keyword(.end): return statements
      case .symbol(.rightBrace) where braceBlocks > 0 && !orElse:
        braceBlocks -= 1
        return statements
      case .keyword(.else) where orElse, .keyword(.elseif) where orElse: return statements
      case .symbol(.semicolon): advance()
      default:
        if orElse, isElif { return statements }
        if let statement = parseRecovering() { statements.append(statement) }
      }
    }
  }

  /// One statement, or `.invalid` where it can't be understood.
  private mutating func parseRecovering() -> Statement? {
    let start = index
    let (depth, level) = (blockDepth, nesting)
    do {
      let statement = try nested { parser throws(Failure) in try parser.parseStatement() }
      return statement
    } catch {
      (blockDepth, nesting) = (depth, level)
      isInIndex = false
      isInHeader = false
      discards.removeAll()
      if index == start { advance() }
      skipStatement()
      return Statement(.invalid, span(from: tokens[start].span.start))
    }
  }

  private mutating func parseStatement() throws(Failure) -> Statement? {
    let start = current.span.start
    guard let kind = try parseStatementKind() else { return nil }
    reportDiscards()
    let span = span(from: start)
    if !atStatementEnd { try failAfterValue() }
    return Statement(kind, span, isSilenced: at(.semicolon) && isOnSameLine)
  }

  private mutating func parseStatementKind() throws(Failure) -> Statement.Kind? {
    guard case .keyword(let keyword) = current.kind else { return try parseSimpleStatement() }
    switch keyword {
    case .function: return try parseFunctionBlock()
    case .if: return try parseIf()
    case .for: return try parseFor()
    case .while: return try parseWhile()
    case .break:
      advance()
      return .breakLoop
    case .continue:
      advance()
      return .continueLoop
    case .return: return try parseReturn()
    case .check: return try parseCheck()
    case .import: return try parseImport()
    case .end:
      return try strayEnd()
    case .else, .elseif, .then:
      try fail(SyntaxDiagnostics.strayWord(place(current.span), keyword.rawValue))
    default: return try parseSimpleStatement()
    }
  }

  /// An `end` with nothing to end. It is passed over, so that what follows on its line is read.
  private mutating func strayEnd() throws(Failure) -> Statement.Kind? {
    let token = current
    if forgivenEnds > 0 {
      forgivenEnds -= 1
    } else {
      report(SyntaxDiagnostics.strayEnd(place(token.span)))
    }
    advance()
    return nil
  }

  private mutating func parseReturn() throws(Failure) -> Statement.Kind {
    advance()
    return .returnValue(atStatementEnd ? nil : try parseExpressionList())
  }

  /// `check a ≈ b "message"`
  private mutating func parseCheck() throws(Failure) -> Statement.Kind {
    advance()
    let condition = try parseExpression()
    if at(.comma), isOnSameLine {
      report(SyntaxDiagnostics.checkComma(place(current.span)))
      advance()
    }
    if case .tuple = condition.kind {
      report(SyntaxDiagnostics.checkTuple(place(condition.span)))
    }
    guard !atStatementEnd else { return .check(condition, message: nil) }
    guard current.kind == .stringStart || current.kind == .quotedText else { try failAfterValue() }
    return .check(condition, message: try parseExpression())
  }

  /// `import "utils.gradus" as u`
  private mutating func parseImport() throws(Failure) -> Statement.Kind {
    advance()
    guard current.kind == .stringStart else {
      if current.kind == .endOfText { try failUnexpected(expected: "a file name in quotes") }
      try fail(SyntaxDiagnostics.importWithoutPath(place(current.span)))
    }
    let path = try parseString(from: current.span.start)
    guard isOnSameLine, at(word: "as") else {
      try fail(SyntaxDiagnostics.importWithoutName(place(path.span)))
    }
    advance()
    let alias = try parseIdentifier("a name for the import")
    guard case .string(let pieces) = path.kind else { throw Failure() }
    var text = ""
    for piece in pieces {
      guard case .text(let part) = piece else {
        try fail(SyntaxDiagnostics.importWithHole(place(path.span)))
      }
      text += part
    }
    return .importScript(path: text, pathSpan: path.span, alias: alias)
  }
}

// MARK: - Blocks

extension Parser {
  /// `if c … elseif d … else … end`, or an expression statement that begins with `if c then`.
  private mutating func parseIf() throws(Failure) -> Statement.Kind? {
    let opener = current
    advance()
    let condition = try parseHeader()
    if at(.then) {
      if !peek().isFirstOnLine || !closesAsBlock {
        let value = try parseConditional(condition, from: opener)
        return try parseSimpleStatement(beginningWith: value)
      }
      report(SyntaxDiagnostics.thenInBlock(place(current.span)))
      advance()
    }
    try endHeader(opener)
    var branches = [
      Statement.Branch(
        condition: condition, body: try parseBlock(openedBy: opener, orElse: true))
    ]
    var otherwise: [Statement]?
    while !at(.end) {
      if let condition = try parseElseIf(opener) {
        let body = try parseBlock(openedBy: opener, orElse: true)
        branches.append(Statement.Branch(condition: condition, body: body))
      } else {
        advance()
        skipForeignColon()
        otherwise = try parseBlock(openedBy: opener)
      }
    }
    advance()
    return .conditional(branches, otherwise: otherwise)
  }

  /// `then` at the end of a line: an `else` that would make it an expression is not in sight, but an
  /// `end` or an assignment is. Looks at the next line only.
  private var closesAsBlock: Bool {
    var distance = 1
    while !(distance > 1 && peek(distance).isFirstOnLine) {
      switch peek(distance).kind {
      case .endOfText, .keyword(.else): return false
      case .symbol(.assign), .symbol(.plusAssign), .symbol(.minusAssign), .keyword(.return),
        .keyword(.end):
        return true
      default: distance += 1
      }
    }
    return peek(distance).kind != .keyword(.else)
  }

  /// The condition of an `elseif`, also where it is written as in other languages. `nil` at a
  /// plain `else`.
  private mutating func parseElseIf(_ opener: Token) throws(Failure) -> Expression? {
    let word = current
    if isElif {
      report(SyntaxDiagnostics.elif(place(word.span)))
    } else if at(.else) {
      guard peek().kind == .keyword(.if), !peek().isFirstOnLine else { return nil }
      if elseIfIsExpression { return nil }
      report(SyntaxDiagnostics.elseIf(place(word.span.union(peek().span))))
      advance()
    }
    advance()
    let condition = try parseHeader()
    if take(.then) { report(SyntaxDiagnostics.thenInBlock(place(word.span))) }
    try endHeader(opener)
    return condition
  }

  /// `elif c` where a branch can begin.
  private var isElif: Bool {
    at(word: "elif") && current.isFirstOnLine && !peek().isFirstOnLine
      && peek().kind != .symbol(.assign)
  }

  /// After `else`: the `if` on the same line has its `then`, and so is an expression statement.
  private var elseIfIsExpression: Bool {
    var distance = 2
    while !peek(distance).isFirstOnLine, peek(distance).kind != .endOfText {
      if peek(distance).kind == .keyword(.then) { return true }
      distance += 1
    }
    return false
  }

  private mutating func parseFor() throws(Failure) -> Statement.Kind {
    let opener = current
    advance()
    var pattern = Pattern.discard(opener.span)
    let source = try recoverHeader { parser throws(Failure) in
      pattern = try parser.parsePattern()
      if !parser.take(.in) { try parser.failFor() }
      return try parser.parseHeaderExpression()
    }
    try endHeader(opener)
    let body = try parseBlock(openedBy: opener)
    advance()
    return .forLoop(pattern, in: source, body: body)
  }

  private mutating func failFor() throws(Failure) -> Never {
    if at(.assign) || at(.elementOf) {
      try fail(SyntaxDiagnostics.forNeedsIn(place(current.span), text(current)))
    }
    try failUnexpected(expected: "`in`")
  }

  private mutating func parseWhile() throws(Failure) -> Statement.Kind {
    let opener = current
    advance()
    let condition = try parseHeader()
    try endHeader(opener)
    let body = try parseBlock(openedBy: opener)
    advance()
    return .whileLoop(condition, body: body)
  }

  private mutating func parseHeader() throws(Failure) -> Expression {
    try recoverHeader { parser throws(Failure) in try parser.parseHeaderExpression() }
  }

  /// A fault in a header must not lose the block: the rest of the header is passed over. Only at the
  /// end of the text there is no block to save.
  private mutating func recoverHeader(
    _ body: (inout Parser) throws(Failure) -> Expression
  ) throws(Failure) -> Expression {
    let start = current.span.start
    let (level, depth) = (nesting, blockDepth)
    do {
      return try body(&self)
    } catch {
      guard current.kind != .endOfText else { throw Failure() }
      (nesting, blockDepth) = (level, depth)
      isInHeader = false
      isInIndex = false
      skipStatement()
      return Expression(.invalid, span(from: start))
    }
  }

  private mutating func parseHeaderExpression() throws(Failure) -> Expression {
    isInHeader = true
    defer { isInHeader = false }
    let condition = try parseExpressionList()
    if at(.assign), isOnSameLine {
      try fail(SyntaxDiagnostics.assignmentAsCondition(place(current.span)))
    }
    return condition
  }

  /// A header ends with its line or a `;`.
  mutating func endHeader(_ opener: Token) throws(Failure) {
    skipForeignColon()
    if at(.leftBrace), isOnSameLine {
      report(SyntaxDiagnostics.braceBlock(place(current.span)))
      if tokens[index].partner >= 0 { braceBlocks += 1 }
      advance()
      return
    }
    if at(word: "do"), isOnSameLine, peek().isFirstOnLine {
      report(SyntaxDiagnostics.doInHeader(place(current.span), text(opener)))
      advance()
      return
    }
    if isOnSameLine, !at(.semicolon), current.kind != .endOfText { try failHeader(opener) }
  }

  private mutating func failHeader(_ opener: Token) throws(Failure) {
    if current.kind == .unknown { return skipStatement() }
    report(SyntaxDiagnostics.headerGoesOn(place(current.span), text(opener)))
    skipStatement()
  }

  /// Python's `:` at the end of a header.
  mutating func skipForeignColon() {
    guard at(.colon), isOnSameLine else { return }
    report(SyntaxDiagnostics.headerColon(place(current.span)))
    advance()
  }
}
