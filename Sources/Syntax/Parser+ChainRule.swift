import Diagnostics

/// `∇f`, `∂²L/∂x∂y | z`, `explain …`, `minimize …` (LANGUAGE.md, sections 6 to 8).
extension Parser {
  /// `∇` binds to the name or parenthesis right after it.
  mutating func parseGradient() throws(Failure) -> Expression {
    let start = current.span.start
    advance()
    let operand: Expression
    if at(.leftParen) {
      operand = try parseParentheses()
    } else {
      let name = try parseIdentifier("a function after ∇")
      operand = Expression(.name(name.name), name.span)
    }
    return try node(.gradient(operand), from: start)
  }

  mutating func parsePartial() throws(Failure) -> Expression {
    let start = current.span.start
    advance()
    let order = try takeOrder()
    let target = try parsePartialTarget()
    guard at(.divide) else { try failUnexpected(expected: "`/∂x` after the target of ∂") }
    advance()
    let variables = try parsePartialVariables()
    if at(.power), touchesPrevious {
      try fail(SyntaxDiagnostics.powerOfVariable(place(current.span), variables[0].name.name))
    }
    let total = variables.reduce(0) { $0 + $1.order }
    if total != order ?? 1 {
      try fail(
        SyntaxDiagnostics.partialOrder(
          place(span(from: start)), above: order ?? 1, below: total))
    }
    let held = try parseHeldFixed()
    let partial = PartialDerivative(target: target, variables: variables, heldFixed: held)
    return try node(.partial(partial), from: start)
  }

  /// A superscript right behind: the order of a derivative.
  private mutating func takeOrder() throws(Failure) -> Int? {
    guard current.kind == .superscript, touchesPrevious else { return nil }
    let token = current
    let digits = String(text(token).unicodeScalars.compactMap(Characters.superscript))
    guard let order = Int(digits), order >= 1, order <= 20 else {
      try fail(SyntaxDiagnostics.superscript(place(token.span), text(token)))
    }
    advance()
    return order
  }

  private mutating func parsePartialTarget() throws(Failure) -> Expression {
    if at(.leftParen) { return try parseParentheses() }
    let name = try parseIdentifier("a name or a parenthesis after ∂")
    return Expression(.name(name.name), name.span)
  }

  private mutating func parsePartialVariables() throws(Failure) -> [PartialDerivative.Variable] {
    var variables: [PartialDerivative.Variable] = []
    repeat {
      guard take(.differential) else { try failUnexpected(expected: "`∂` and a variable") }
      let name = try parseIdentifier("a variable after ∂")
      variables.append(.init(name: name, order: try takeOrder() ?? 1))
    } while at(.differential) && touchesPrevious
    return variables
  }

  /// `| a` or `| (a, b)`
  private mutating func parseHeldFixed() throws(Failure) -> [Identifier] {
    guard at(.bar), isOnSameLine else { return [] }
    advance()
    guard at(.leftParen) else { return [try parseIdentifier("a name that is held fixed")] }
    return try bracketed { parser throws(Failure) in
      var names: [Identifier] = []
      while !parser.at(.rightParen) {
        names.append(try parser.parseIdentifier("a name that is held fixed"))
        guard parser.take(.comma) else { break }
      }
      return names
    }
  }

  // MARK: explain and minimize

  mutating func parseExplain() throws(Failure) -> Expression {
    let start = current.span.start
    advance()
    let operand = try parseExpression()
    return try node(.explain(operand), from: start)
  }

  /// `minimize L over W1, b1 using adam(0.05) for 500 until L < 1e-3`: the parts after `over` in any
  /// order.
  mutating func parseMinimize() throws(Failure) -> Expression {
    let start = current.span.start
    advance()
    let target = try parseExpression()
    guard at(word: "over") else { try failUnexpected(expected: "`over` and the variables") }
    advance()
    var variables = [try parseIdentifier("a variable")]
    while take(.comma) { variables.append(try parseIdentifier("a variable")) }
    var optimizer: Expression?
    var steps: Expression?
    var until: Expression?
    while isOnSameLine {
      if optimizer == nil, at(word: "using") {
        advance()
        optimizer = try parseExpression()
      } else if steps == nil, at(.for) {
        advance()
        steps = try parseExpression()
      } else if until == nil, at(word: "until") {
        advance()
        until = try parseExpression()
      } else {
        break
      }
    }
    return try node(
      .minimize(
        Minimization(
          target: target, variables: variables, optimizer: optimizer, steps: steps, until: until)),
      from: start)
  }
}
