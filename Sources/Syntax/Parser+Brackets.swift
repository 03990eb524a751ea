import Diagnostics

/// Parentheses, arrays with comprehensions, records.
extension Parser {
  /// `()`, `(a)`, `(a,)`, `(a, b)`
  mutating func parseParentheses() throws(Failure) -> Expression {
    let start = current.span.start
    var hasComma = false
    let items = try nested { parser throws(Failure) in
      try parser.bracketed { parser throws(Failure) in
        var items: [Expression] = []
        while !parser.at(.rightParen) {
          items.append(try parser.parseExpression())
          guard parser.take(.comma) else { break }
          hasComma = true
        }
        return items
      }
    }
    // A value in parentheses is itself; its span grows to hold them.
    if items.count == 1, !hasComma { return Expression(items[0].kind, span(from: start)) }
    return try node(.tuple(items), from: start)
  }

  private mutating func leaveIndex() -> Bool {
    defer { isInIndex = false }
    return isInIndex
  }

  /// `[1, 2]`, `[1, 2; 3, 4]`, `[x^2 for x in xs if c]`
  mutating func parseArray() throws(Failure) -> Expression {
    let start = current.span.start
    let kind = try nested { parser throws(Failure) in
      try parser.bracketed { parser throws(Failure) in try parser.parseArrayBody() }
    }
    return try node(kind, from: start)
  }

  private mutating func parseArrayBody() throws(Failure) -> Expression.Kind {
    if at(.rightBracket) { return .array(rows: [], isMatrix: false) }
    var rows: [[Expression]] = [[]]
    var isMatrix = false
    while !at(.rightBracket) {
      if take(.semicolon) {
        isMatrix = true
        if !at(.rightBracket) { rows.append([]) }
        continue
      }
      let item = try parseExpression()
      if at(.for), rows.count == 1, rows[0].isEmpty { return try parseComprehension(of: item) }
      rows[rows.count - 1].append(item)
      guard take(.comma) || at(.semicolon) else { break }
    }
    return .array(rows: rows, isMatrix: isMatrix)
  }

  private mutating func parseComprehension(
    of element: Expression
  ) throws(Failure) -> Expression.Kind {
    var generators: [Generator] = []
    repeat {
      _ = take(.for)
      let pattern = try parseGeneratorPattern()
      guard take(.in) else { try failUnexpected(expected: "`in`") }
      generators.append(Generator(pattern: pattern, source: try parseExpression()))
    } while take(.comma) || at(.for)
    let condition = take(.if) ? try parseExpression() : nil
    return .comprehension(element, generators: generators, condition: condition)
  }

  /// One name, or a pattern in parentheses: a comma begins the next generator.
  private mutating func parseGeneratorPattern() throws(Failure) -> Pattern {
    if current.kind == .discard {
      let span = current.span
      advance()
      return .discard(span)
    }
    if at(.leftParen) { return try parsePattern() }
    return .name(try parseIdentifier("a name"))
  }

  /// `{W: 1, b: 2}`
  mutating func parseRecord() throws(Failure) -> Expression {
    let start = current.span.start
    let outer = leaveIndex()
    defer { isInIndex = outer }
    let fields = try nested { parser throws(Failure) in
      try parser.bracketed { parser throws(Failure) in
        var fields: [RecordField] = []
        while !parser.at(.rightBrace) {
          fields.append(try parser.parseField())
          guard parser.take(.comma) else { break }
        }
        return fields
      }
    }
    checkFields(fields)
    return try node(.record(fields), from: start)
  }

  private mutating func parseField() throws(Failure) -> RecordField {
    if current.kind == .stringStart || current.kind == .quotedText {
      try fail(SyntaxDiagnostics.stringKey(place(current.span)))
    }
    let name = try parseIdentifier("a field's name")
    if at(.assign) { try fail(SyntaxDiagnostics.fieldWithEquals(place(current.span), name.name)) }
    try expect(.colon, "after the field's name")
    return RecordField(name: name, value: try parseExpression())
  }

  private mutating func checkFields(_ fields: [RecordField]) {
    var seen: [String: Identifier] = [:]
    for field in fields {
      if let first = seen[field.name.name] {
        report(
          SyntaxDiagnostics.duplicateName(
            place(field.name.span), field.name.name, first: place(first.span), kind: "field"))
      }
      seen[field.name.name] = field.name
    }
  }
}
