import Diagnostics

/// Expressions, loosest first: lambdas and conditionals, `|>`, `or`, `and`, `not`, comparisons, ranges,
/// sums, products, signs, powers (LANGUAGE.md, section 4). Each level loops over its operators.
extension Parser {
  mutating func parseExpression() throws(Failure) -> Expression {
    try nested { parser throws(Failure) in
      if parser.beginsLambda { return try parser.parseLambda() }
      if parser.at(.if) {
        let opener = parser.current
        parser.advance()
        let condition = try parser.parseExpression()
        return try parser.parseConditional(condition, from: opener)
      }
      if parser.at(.explain) { return try parser.parseExplain() }
      return try parser.parsePipe()
    }
  }

  /// `then a else b`; the condition was read.
  mutating func parseConditional(
    _ condition: Expression, from opener: Token
  ) throws(Failure) -> Expression {
    guard take(.then) else { try failUnexpected(expected: "`then`") }
    let then = try parseExpression()
    guard take(.else) else { try failUnexpected(expected: "`else` and the other value") }
    let otherwise = try parseExpression()
    return try node(
      .conditional(condition, then: then, otherwise: otherwise), from: opener.span.start)
  }

  // MARK: Lambdas

  /// `x ->` or `(x, y) ->`
  private var beginsLambda: Bool {
    switch current.kind {
    case .name, .discard: return peek().kind == .symbol(.arrow)
    case .symbol(.leftParen):
      guard current.partner >= 0 else { return false }
      return tokens[min(Int(current.partner) + 1, tokens.count - 1)].kind == .symbol(.arrow)
    default: return false
    }
  }

  private mutating func parseLambda() throws(Failure) -> Expression {
    let start = current.span.start
    var parameters: [Parameter]
    if at(.leftParen) {
      parameters = try parseParameterList()
    } else {
      let name = at(.leftParen) || current.kind == .discard ? "_" : text(current)
      let identifier =
        current.kind == .discard ? Identifier(name, current.span) : identifier(current)
      advance()
      parameters = [Parameter(name: identifier, shape: nil, defaultValue: nil)]
    }
    try expect(.arrow, "after the parameters")
    let body = try parseExpression()
    return try node(.lambda(parameters, body), from: start)
  }

  // MARK: Pipes and logic

  private mutating func parsePipe() throws(Failure) -> Expression {
    let start = current.span.start
    var left = try parseOr()
    while at(.pipe), isOnSameLine || continuesLine {
      let sign = current.span
      advance()
      let right = beginsLambda ? try parseLambda() : try parseOr()
      left = try node(.binary(.pipe, left, right, operatorSpan: sign), from: start)
    }
    return left
  }

  /// A line that begins with `|>` goes on with the one before.
  private var continuesLine: Bool { at(.pipe) }

  private mutating func parseOr() throws(Failure) -> Expression {
    let start = current.span.start
    var left = try parseAnd()
    while isOnSameLine, at(.or) || foreign(.doubleBar, "or") || foreign(.logicalOr, "or") {
      advance()
      left = try node(.or(left, try parseAnd()), from: start)
    }
    return left
  }

  private mutating func parseAnd() throws(Failure) -> Expression {
    let start = current.span.start
    var left = try parseNot()
    while isOnSameLine, at(.and) || foreign(.doubleAmpersand, "and") || foreign(.logicalAnd, "and")
    {
      advance()
      left = try node(.and(left, try parseNot()), from: start)
    }
    return left
  }

  private mutating func parseNot() throws(Failure) -> Expression {
    guard at(.not) || foreign(.exclamation, "not") || foreign(.logicalNot, "not") else {
      return try parseComparison()
    }
    let start = current.span.start
    advance()
    return try nested { parser throws(Failure) in
      let operand = try parser.parseNot()
      return try parser.node(.not(operand), from: start)
    }
  }

  /// Another language's spelling of an operator: noted, and then read as if it were ours.
  private mutating func foreign(_ symbol: Symbol, _ word: String) -> Bool {
    guard at(symbol) else { return false }
    report(SyntaxDiagnostics.foreignOperator(place(current.span), symbol.rawValue, use: word))
    return true
  }

  // MARK: Comparisons

  private mutating func parseComparison() throws(Failure) -> Expression {
    let start = current.span.start
    let first = try parseRange()
    guard isOnSameLine else { return first }
    if let op = dottedComparison {
      let sign = current.span
      advance()
      let right = try parseRange()
      return try node(.binary(op, first, right, operatorSpan: sign), from: start)
    }
    var operands = [first]
    var operators: [ComparisonOperator] = []
    while isOnSameLine, let op = comparison {
      advance()
      operators.append(op)
      operands.append(try parseRange())
    }
    return operators.isEmpty ? first : try node(.comparison(operands, operators), from: start)
  }

  private var dottedComparison: BinaryOperator? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    switch symbol {
    case .dottedEqual, .dottedNotEqual, .dottedLess, .dottedLessEqual, .dottedGreater,
      .dottedGreaterEqual:
      return BinaryOperator(rawValue: symbol.rawValue)
    default: return nil
    }
  }

  private var comparison: ComparisonOperator? {
    switch current.kind {
    case .symbol(.elementOf): return .elementOf
    case .symbol(let symbol): return ComparisonOperator(rawValue: symbol.rawValue)
    // In a header `in` ends the pattern; a pattern is no expression, so here it is the operator.
    case .keyword(.in): return .elementOf
    default: return nil
    }
  }

  // MARK: Ranges and arithmetic

  private mutating func parseRange() throws(Failure) -> Expression {
    let start = current.span.start
    let first = try parseSum()
    guard atRangeColon else { return first }
    advance()
    if isInIndex, at(.rightBracket) || at(.comma) {
      try fail(unexpected(expected: "a value", hint: "\(text(first.span)):end"))
    }
    let second = try parseSum()
    guard atRangeColon else {
      return try node(.range(first, step: nil, second), from: start)
    }
    advance()
    let last = try parseSum()
    return try node(.range(first, step: second, last), from: start)
  }

  /// A `:` that is not the end of another language's header.
  private var atRangeColon: Bool {
    at(.colon) && isOnSameLine && !(isInHeader && brackets.isEmpty && peek().isFirstOnLine)
  }

  private mutating func parseSum() throws(Failure) -> Expression {
    let start = current.span.start
    var left = try parseProduct()
    while isOnSameLine, let op = sumOperator {
      let sign = current.span
      if isStepSign { try fail(SyntaxDiagnostics.stepSign(place(sign), text(current))) }
      advance()
      let right = try parseProduct()
      left = try node(.binary(op, left, right, operatorSpan: sign), from: start)
    }
    return left
  }

  /// `i++` and `i--`: the same sign twice, and nothing behind.
  private var isStepSign: Bool {
    guard peek().kind == current.kind, peek().start == current.end else { return false }
    return peek(2).isFirstOnLine || [.endOfText, .symbol(.semicolon)].contains(peek(2).kind)
  }

  private var sumOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(.plus): .plus
    case .symbol(.minus): .minus
    case .symbol(.dottedPlus): .dottedPlus
    case .symbol(.dottedMinus): .dottedMinus
    default: nil
    }
  }

  private mutating func parseProduct() throws(Failure) -> Expression {
    let start = current.span.start
    var left = try parseSign()
    while isOnSameLine {
      if at(.percent) || at(.doubleSlash) || at(.division) {
        try fail(SyntaxDiagnostics.foreignDivision(place(current.span), text(current)))
      }
      guard let op = productOperator else { break }
      let sign = current.span
      advance()
      let right = try parseSign()
      left = try node(.binary(op, left, right, operatorSpan: sign), from: start)
    }
    return left
  }

  private var productOperator: BinaryOperator? {
    switch current.kind {
    case .symbol(.times): .times
    case .symbol(.divide): .divide
    case .symbol(.matmul): .matmul
    case .symbol(.solve): .solve
    case .symbol(.dottedTimes): .dottedTimes
    case .symbol(.dottedDivide): .dottedDivide
    case .symbol(.dotProduct): .dot
    case .symbol(.outer): .outer
    default: nil
    }
  }

  /// `-x`, `+x`, `√x`: looser than a power, so `-x^2` is `-(x^2)`.
  private mutating func parseSign() throws(Failure) -> Expression {
    let op: UnaryOperator
    switch current.kind {
    case .symbol(.minus): op = .minus
    case .symbol(.plus): op = .plus
    case .symbol(.squareRoot): op = .squareRoot
    default: return try parsePower()
    }
    let start = current.span.start
    advance()
    return try nested { parser throws(Failure) in
      let operand = try parser.parseSign()
      return try parser.node(.unary(op, operand), from: start)
    }
  }

  /// `^` and `.^` bind to the right, and their exponent may have a sign.
  private mutating func parsePower() throws(Failure) -> Expression {
    let start = current.span.start
    let base = try parsePostfix()
    guard isOnSameLine else { return base }
    if at(.doubleStar) {
      report(SyntaxDiagnostics.foreignOperator(place(current.span), "**", use: "^"))
    }
    guard at(.power) || at(.dottedPower) || at(.doubleStar) else { return base }
    let op: BinaryOperator = at(.dottedPower) ? .dottedPower : .power
    let sign = current.span
    advance()
    let exponent = try nested { parser throws(Failure) in try parser.parseSign() }
    return try node(.binary(op, base, exponent, operatorSpan: sign), from: start)
  }
}
