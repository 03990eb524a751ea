import Diagnostics

extension Parser {
  /// `f(x, p=2) = e` and `f'(x) = e`: told by the `=` behind the parameters' bracket.
  mutating func parseShortDefinition() throws(Failure) -> Statement.Kind? {
    guard current.kind == .name else { return nil }
    var distance = 1
    while peek(distance).kind == .symbol(.prime) { distance += 1 }
    let opener = peek(distance)
    guard opener.kind == .symbol(.leftParen), !opener.isFirstOnLine, opener.partner >= 0,
      tokens[Int(opener.partner) + 1].kind == .symbol(.assign)
    else { return nil }
    let (name, isRule) = try parseFunctionName()
    let parameters = try parseParameterList()
    advance()
    let body = try parseExpressionList()
    return definition(name, parameters, .expression(body), isRule: isRule)
  }

  /// `function f(x: [n, d]) … end`
  mutating func parseFunctionBlock() throws(Failure) -> Statement.Kind {
    let opener = current
    advance()
    if at(.leftParen) { forgivenEnds += 1 }
    let (name, isRule) = try parseFunctionName()
    guard at(.leftParen) else {
      if at(.assign) {
        forgivenEnds += 1
        try fail(SyntaxDiagnostics.functionWithEquals(place(opener.span), name.name))
      }
      try failUnexpected(expected: "`(` and the parameters")
    }
    let parameters = try parseParameterList()
    if at(.assign), isOnSameLine {
      try fail(SyntaxDiagnostics.functionWithEquals(place(opener.span), name.name))
    }
    try endHeader(opener)
    let body = try parseBlock(openedBy: opener)
    advance()
    return definition(name, parameters, .block(body), isRule: isRule)
  }

  private func definition(
    _ name: Identifier, _ parameters: [Parameter], _ body: FunctionDefinition.Body, isRule: Bool
  ) -> Statement.Kind {
    let function = FunctionDefinition(name: name, parameters: parameters, body: body)
    return isRule ? .derivativeRule(function) : .function(function)
  }

  private mutating func parseFunctionName() throws(Failure) -> (Identifier, isRule: Bool) {
    if at(.leftParen) { try fail(SyntaxDiagnostics.functionWithoutName(place(current.span))) }
    let name = try parseIdentifier("the function's name")
    guard take(.prime) else { return (name, false) }
    if at(.prime) { try fail(SyntaxDiagnostics.higherRule(place(current.span), name.name)) }
    return (name, true)
  }

  /// `(x: [n, d], p=2)`
  mutating func parseParameterList() throws(Failure) -> [Parameter] {
    let parameters = try bracketed { parser throws(Failure) in
      var parameters: [Parameter] = []
      while !parser.at(.rightParen) {
        parameters.append(try parser.parseParameter())
        guard parser.take(.comma) else { break }
      }
      return parameters
    }
    checkParameters(parameters)
    return parameters
  }

  private mutating func parseParameter() throws(Failure) -> Parameter {
    let name: Identifier
    if current.kind == .discard {
      name = Identifier("_", current.span)
      advance()
    } else {
      name = try parseIdentifier("a parameter's name")
    }
    let shape = take(.colon) ? try parseShape() : nil
    if at(.doubleColon) { try fail(SyntaxDiagnostics.typeAnnotation(place(current.span))) }
    let defaultValue = take(.assign) ? try parseExpression() : nil
    return Parameter(name: name, shape: shape, defaultValue: defaultValue)
  }

  private mutating func parseShape() throws(Failure) -> [ShapeSize] {
    guard at(.leftBracket) else {
      if current.kind == .endOfText { try failUnexpected(expected: "a shape") }
      try fail(SyntaxDiagnostics.typeAnnotation(place(current.span)))
    }
    return try bracketed { parser throws(Failure) in
      var sizes: [ShapeSize] = []
      while !parser.at(.rightBracket) {
        sizes.append(try parser.parseShapeSize())
        guard parser.take(.comma) else { break }
      }
      return sizes
    }
  }

  private mutating func parseShapeSize() throws(Failure) -> ShapeSize {
    let token = current
    switch token.kind {
    case .discard:
      advance()
      return .any(token.span)
    case .number:
      guard let size = Int(text(token).filter { $0 != "_" }) else {
        try fail(SyntaxDiagnostics.shapeSize(place(token.span), text(token)))
      }
      advance()
      return .fixed(size, token.span)
    case .name:
      return .named(try parseIdentifier("a size"))
    default:
      if current.kind == .endOfText { try failUnexpected(expected: "a size") }
      try fail(SyntaxDiagnostics.shapeSize(place(token.span), text(token)))
    }
  }

  /// Names must differ, and a parameter that must be given can't follow one that may be left out.
  private mutating func checkParameters(_ parameters: [Parameter]) {
    var seen: [String: Identifier] = [:]
    var optional: Identifier?
    for parameter in parameters where parameter.name.name != "_" {
      let name = parameter.name
      if let first = seen[name.name] {
        report(
          SyntaxDiagnostics.duplicateName(
            place(name.span), name.name, first: place(first.span), kind: "parameter"))
      }
      seen[name.name] = name
      if parameter.defaultValue != nil {
        optional = name
      } else if let optional {
        report(
          SyntaxDiagnostics.requiredAfterOptional(
            place(name.span), name.name, optional: optional.name))
      }
    }
  }
}
