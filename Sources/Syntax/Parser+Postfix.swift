import Diagnostics

/// What can follow a value directly: calls, indexes, fields, marks; and the values themselves.
extension Parser {
  mutating func parsePostfix() throws(Failure) -> Expression {
    let start = current.span.start
    var value = try parsePrimary()
    while let next = try parsePostfixStep(value, from: start) { value = next }
    return value
  }

  private mutating func parsePostfixStep(
    _ value: Expression, from start: Int
  ) throws(Failure) -> Expression? {
    if current.kind == .superscript, isOnSameLine {
      return try parseSuperscript(value, from: start)
    }
    guard case .symbol(let symbol) = current.kind, touchesPrevious || symbol == .transpose else {
      return nil
    }
    switch symbol {
    case .leftParen:
      let arguments = try parseArguments()
      return try node(.call(value, arguments, isDotted: false), from: start)
    case .leftBracket:
      let indexes = try parseIndexes()
      return try node(.index(value, indexes), from: start)
    case .dot: return try parseMember(of: value, from: start)
    case .prime, .curlyPrime:
      var order = 0
      while at(.prime) || at(.curlyPrime), touchesPrevious {
        order += 1
        advance()
      }
      return try node(.derivative(value, order: order), from: start)
    case .transpose where isOnSameLine:
      advance()
      return try node(.transpose(value), from: start)
    default: return nil
    }
  }

  /// `x²` is `x^2`.
  private mutating func parseSuperscript(
    _ value: Expression, from start: Int
  ) throws(Failure) -> Expression {
    let token = current
    let digits = String(text(token).unicodeScalars.compactMap(Characters.superscript))
    guard let number = Double(digits) else {
      try fail(SyntaxDiagnostics.superscript(place(token.span), text(token)))
    }
    advance()
    let isNegative = number < 0
    var exponent = Expression(.number(abs(number)), token.span)
    if isNegative { exponent = Expression(.unary(.minus, exponent), token.span) }
    return try node(.binary(.power, value, exponent, operatorSpan: token.span), from: start)
  }

  /// `.name`, `.T`, `.(`.
  private mutating func parseMember(
    of value: Expression, from start: Int
  ) throws(Failure) -> Expression {
    advance()
    if at(.leftParen), touchesPrevious {
      let arguments = try parseArguments()
      return try node(.call(value, arguments, isDotted: true), from: start)
    }
    let name = try parseIdentifier("a field's name")
    if name.name == "T" { return try node(.transpose(value), from: start) }
    return try node(.field(value, name), from: start)
  }

  private mutating func parseArguments() throws(Failure) -> [Argument] {
    try bracketed { parser throws(Failure) in
      var arguments: [Argument] = []
      while !parser.at(.rightParen) {
        arguments.append(try parser.parseArgument())
        guard parser.take(.comma) else { break }
      }
      return arguments
    }
  }

  private mutating func parseArgument() throws(Failure) -> Argument {
    if current.kind == .name, peek().kind == .symbol(.assign) {
      let label = identifier(current)
      advance()
      advance()
      return Argument(label: label, value: try parseExpression())
    }
    return Argument(label: nil, value: try parseExpression())
  }

  private mutating func parseIndexes() throws(Failure) -> [Expression] {
    let wasInIndex = isInIndex
    isInIndex = true
    defer { isInIndex = wasInIndex }
    let opener = current
    let indexes = try bracketed { parser throws(Failure) in
      var indexes: [Expression] = []
      while !parser.at(.rightBracket) {
        indexes.append(try parser.parseIndexItem())
        guard parser.take(.comma) else { break }
      }
      return indexes
    }
    guard !indexes.isEmpty else {
      try fail(SyntaxDiagnostics.emptyIndex(place(span(from: opener.span.start))))
    }
    return indexes
  }

  private mutating func parseIndexItem() throws(Failure) -> Expression {
    let token = current
    let endsItem = [.symbol(.comma), .symbol(.rightBracket)].contains(peek().kind)
    if at(.colon), endsItem {
      advance()
      return Expression(.wholeAxis, token.span)
    }
    if at(.dots) || at(.ellipsis), endsItem {
      advance()
      return Expression(.leadingAxes, token.span)
    }
    if at(.colon) { try fail(SyntaxDiagnostics.openRange(place(token.span))) }
    let item = try parseExpression()
    return item
  }

  // MARK: Values

  private mutating func parsePrimary() throws(Failure) -> Expression {
    let token = current
    let start = token.span.start
    switch token.kind {
    case .number: return try parseNumber()
    case .name:
      advance()
      return Expression(.name(identifier(token).name), token.span)
    case .discard:
      advance()
      discards.append(token.span)
      return Expression(.name("_"), token.span)
    case .stringStart: return try parseString(from: start)
    case .quotedText:
      advance()
      let quoted = text(token).dropFirst().dropLast()
      return Expression(.string([.text(String(quoted))]), token.span)
    case .keyword(let keyword): return try parseKeyword(keyword, token)
    case .symbol(.leftParen): return try parseParentheses()
    case .symbol(.leftBracket): return try parseArray()
    case .symbol(.leftBrace): return try parseRecord()
    case .symbol(.nabla): return try parseGradient()
    case .symbol(.differential): return try parsePartial()
    default: try failUnexpected(expected: "a value")
    }
  }

  private mutating func parseNumber() throws(Failure) -> Expression {
    let token = current
    let digits = text(token).replacingMinus.filter { $0 != "_" }
    guard let value = Double(digits.hasSuffix(".") ? digits + "0" : digits) else {
      // Another number base: the lexer said so.
      throw Failure()
    }
    advance()
    return Expression(.number(value), token.span)
  }

  private mutating func parseKeyword(
    _ keyword: Keyword, _ token: Token
  ) throws(Failure) -> Expression {
    switch keyword {
    case .true, .false:
      advance()
      return Expression(.boolean(keyword == .true), token.span)
    case .nothing:
      advance()
      return Expression(.nothing, token.span)
    case .end where isInIndex:
      advance()
      return Expression(.axisEnd, token.span)
    case .minimize:
      let isCall = peek().kind == .symbol(.leftParen) && peek().start == token.end
      if isCall {
        advance()
        return Expression(.name("minimize"), token.span)
      }
      return try parseMinimize()
    case .explain: return try parseExplain()
    case .not:
      // `-not x` and the like: the operator binds looser than where it stands.
      try failUnexpected(expected: "a value (put `not …` in parentheses)")
    case .if:
      advance()
      let condition = try parseExpression()
      return try parseConditional(condition, from: token)
    default: try failUnexpected(expected: "a value")
    }
  }

  /// A string with its holes.
  mutating func parseString(from start: Int) throws(Failure) -> Expression {
    advance()
    var pieces: [StringPiece] = []
    while current.kind != .stringEnd {
      switch current.kind {
      case .stringText: pieces.append(.text(decodedText()))
      case .holeStart: pieces.append(try parseHole())
      default: throw Failure()
      }
    }
    advance()
    return try node(.string(pieces), from: start)
  }

  private mutating func decodedText() -> String {
    let token = current
    let (decoded, wrong) = StringText.decode(file.bytes[token.span.start..<token.span.end])
    for range in wrong {
      let span = Span(range.lowerBound, range.upperBound)
      report(SyntaxDiagnostics.unknownEscape(place(span), text(span)))
    }
    advance()
    return decoded
  }

  private mutating func parseHole() throws(Failure) -> StringPiece {
    if peek().kind == .holeEnd {
      try fail(SyntaxDiagnostics.emptyHole(place(span(from: current.span.start))))
    }
    let wasInIndex = isInIndex
    isInIndex = false
    defer { isInIndex = wasInIndex }
    return try bracketed { parser throws(Failure) in
      let value = try parser.parseExpression()
      guard parser.current.kind == .holeFormat else { return .hole(value, format: nil) }
      let token = parser.current
      guard let format = StringPiece.Format(text: parser.text(token).dropFirst()) else {
        try parser.fail(
          SyntaxDiagnostics.format(parser.place(token.span), parser.text(token)))
      }
      parser.advance()
      return .hole(value, format: format)
    }
  }
}

extension String {
  fileprivate var replacingMinus: String {
    String(map { $0 == "−" ? "-" : $0 })
  }
}

extension StringPiece.Format {
  /// `8.3f`: width, precision, style, each of which may be missing.
  init?(text: Substring) {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    let width = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(width.count)
    var precision: Substring?
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { return nil }
      precision = digits
      rest = rest.dropFirst(digits.count + 1)
    }
    var style: Style?
    if let letter = rest.first {
      guard let known = Style(rawValue: letter) else { return nil }
      style = known
      rest = rest.dropFirst()
    }
    guard rest.isEmpty, width.count <= 4, (precision?.count ?? 0) <= 3 else { return nil }
    self.init(width: Int(width), precision: precision.flatMap { Int($0) }, style: style)
  }
}
