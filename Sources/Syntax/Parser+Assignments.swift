import Diagnostics

extension Parser {
  /// An expression, or what begins like one: an assignment, an update, an equation, a definition.
  mutating func parseSimpleStatement(
    beginningWith first: Expression? = nil
  ) throws(Failure) -> Statement.Kind {
    if first == nil, let definition = try parseShortDefinition() { return definition }
    let values = try parseCommaList(beginningWith: first)
    guard isOnSameLine, case .symbol(let symbol) = current.kind else {
      return .expression(tuple(values))
    }
    switch symbol {
    case .assign: return try parseAssignment(values)
    case .define: return try parseEquation(values)
    case .dottedAssign:
      try fail(SyntaxDiagnostics.dottedAssignment(place(current.span)))
    default:
      if let update = symbol.updateOperator { return try parseUpdate(update, values) }
      return .expression(tuple(values))
    }
  }

  /// `a, b, c` is a tuple wherever a whole value can stand.
  mutating func parseExpressionList() throws(Failure) -> Expression {
    tuple(try parseCommaList(beginningWith: nil))
  }

  private mutating func parseCommaList(
    beginningWith first: Expression?
  ) throws(Failure) -> [Expression] {
    var values: [Expression] = []
    if let first { values.append(first) } else { values.append(try parseExpression()) }
    while at(.comma), isOnSameLine {
      advance()
      values.append(try parseExpression())
    }
    return values
  }

  private func tuple(_ values: [Expression]) -> Expression {
    guard values.count != 1 else { return values[0] }
    return Expression(.tuple(values), values[0].span.union(values[values.count - 1].span))
  }

  private mutating func parseAssignment(_ left: [Expression]) throws(Failure) -> Statement.Kind {
    let sign = current
    advance()
    if at(.assign), touchesPrevious || !current.isFirstOnLine {
      try fail(SyntaxDiagnostics.spacedEquals(place(sign.span.union(current.span))))
    }
    let targets = try targets(left)
    let value = try parseExpressionList()
    if at(.assign), isOnSameLine {
      try fail(SyntaxDiagnostics.chainedAssignment(place(current.span)))
    }
    if targets.count == 1 { return .assign(targets[0], value) }
    let patterns = targets.compactMap { target -> Pattern? in
      if case .pattern(let pattern) = target { pattern } else { nil }
    }
    guard patterns.count == targets.count else { return .assignEach(targets, value) }
    let whole = left[0].span.union(left[left.count - 1].span)
    return .assign(.pattern(.tuple(patterns, whole)), value)
  }

  private mutating func parseUpdate(
    _ update: BinaryOperator, _ left: [Expression]
  ) throws(Failure) -> Statement.Kind {
    let sign = current
    advance()
    let targets = try targets(left)
    guard targets.count == 1 else {
      try fail(SyntaxDiagnostics.updateOfSeveral(place(sign.span), text(sign)))
    }
    switch targets[0] {
    case .pattern(.name), .path: break
    default: try fail(SyntaxDiagnostics.updateOfSeveral(place(sign.span), text(sign)))
    }
    return .update(update, targets[0], try parseExpressionList())
  }

  private mutating func parseEquation(_ left: [Expression]) throws(Failure) -> Statement.Kind {
    let sign = current
    guard left.count == 1, case .name(let name) = left[0].kind, name != "_" else {
      try fail(SyntaxDiagnostics.equationTarget(place(tuple(left).span)))
    }
    if blockDepth > 0 { report(SyntaxDiagnostics.equationInBlock(place(sign.span), name)) }
    advance()
    return .equation(Identifier(name, left[0].span), try parseExpressionList())
  }
}

// MARK: - Targets

extension Parser {
  /// What stands left of `=`, as places to assign to.
  private mutating func targets(_ values: [Expression]) throws(Failure) -> [Target] {
    // `(A[1], b) = …` assigns to paths too; patterns hold only names.
    if values.count == 1, case .tuple(let elements) = values[0].kind, hasPath(elements) {
      return try targets(elements)
    }
    var result: [Target] = []
    for value in values { result.append(try target(value)) }
    return result
  }

  private func hasPath(_ elements: [Expression]) -> Bool {
    elements.contains { element in
      switch element.kind {
      case .index, .field: true
      default: false
      }
    }
  }

  private mutating func target(_ value: Expression) throws(Failure) -> Target {
    var steps: [Target.PathStep] = []
    var root = value
    while true {
      switch root.kind {
      case .index(let base, let indices):
        steps.append(.index(indices, Span(base.span.end, root.span.end)))
        root = base
      case .field(let base, let name):
        steps.append(.field(name))
        root = base
      case .name(let name) where !steps.isEmpty && name != "_":
        return .path(Identifier(name, root.span), steps.reversed(), value.span)
      case _ where steps.isEmpty:
        return .pattern(try pattern(value))
      default:
        try fail(SyntaxDiagnostics.notAssignable(place(root.span), value))
      }
    }
  }

  private mutating func pattern(_ value: Expression) throws(Failure) -> Pattern {
    switch value.kind {
    case .name("_"):
      discards.removeAll { $0 == value.span }
      return .discard(value.span)
    case .name(let name):
      return .name(Identifier(name, value.span))
    case .tuple(let elements) where !elements.isEmpty:
      var parts: [Pattern] = []
      for element in elements { parts.append(try pattern(element)) }
      return .tuple(parts, value.span)
    default:
      try fail(SyntaxDiagnostics.notAssignable(place(value.span), value))
    }
  }

  /// The variable of a `for`: `i`, `i, x`, `(i, (a, _))`.
  mutating func parsePattern() throws(Failure) -> Pattern {
    let start = current.span.start
    var parts = [try parsePatternPart()]
    while take(.comma) {
      if at(.in) { break }
      parts.append(try parsePatternPart())
    }
    return parts.count == 1 ? parts[0] : .tuple(parts, span(from: start))
  }

  private mutating func parsePatternPart() throws(Failure) -> Pattern {
    let start = current.span.start
    if current.kind == .discard {
      advance()
      return .discard(span(from: start))
    }
    guard at(.leftParen) else { return .name(try parseIdentifier("a name")) }
    let parts = try nested { parser throws(Failure) in
      try parser.bracketed { parser throws(Failure) in
        var parts: [Pattern] = []
        while !parser.at(.rightParen) {
          parts.append(try parser.parsePatternPart())
          guard parser.take(.comma) else { break }
        }
        return parts
      }
    }
    let isParenthesised = parts.count == 1 && tokens[index - 2].kind != .symbol(.comma)
    return isParenthesised ? parts[0] : .tuple(parts, span(from: start))
  }

  /// What is still in `discards` was read, not assigned to.
  mutating func reportDiscards() {
    for span in discards { report(SyntaxDiagnostics.discardRead(place(span))) }
    discards.removeAll()
  }
}
