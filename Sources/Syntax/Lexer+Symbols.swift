import Diagnostics

extension Lexer {
  /// Takes the longest symbol that stands here.
  mutating func scanSymbol() {
    let start = position
    let candidates = Symbol.spellings[Int(bytes[position])]
    guard let found = candidates.first(where: { stands($0.bytes) }) else { return scanUnknown() }
    if found.symbol == .colon || found.symbol == .define || found.symbol == .doubleColon,
      isInHole
    {
      return scanFormat()
    }
    position += found.bytes.count
    emit(.symbol(found.symbol), from: start)
    track(found.symbol)
  }

  private func stands(_ spelling: [UInt8]) -> Bool {
    guard position + spelling.count <= bytes.count else { return false }
    return spelling.indices.allSatisfy { bytes[position + $0] == spelling[$0] }
  }

  /// The innermost open thing is the hole of a string.
  var isInHole: Bool { open.last.map { tokens[$0].kind == .holeStart } ?? false }

  /// Keeps the stack of open brackets, and tells each bracket its partner.
  private mutating func track(_ symbol: Symbol) {
    let index = tokens.count - 1
    switch symbol {
    case .leftParen, .leftBracket, .leftBrace: open.append(index)
    case .rightParen, .rightBracket, .rightBrace: close(symbol, with: index)
    default: break
    }
  }

  /// A closer ends the innermost bracket of its kind; those inside that one stay without a partner.
  /// A bracket outside a string's hole can't be closed within it.
  private mutating func close(_ symbol: Symbol, with index: Int) {
    for level in open.indices.reversed() {
      let opener = tokens[open[level]]
      if opener.kind == .holeStart {
        if symbol == .rightBrace { endHole(at: level, closer: index) }
        return
      }
      if case .symbol(let opening) = opener.kind, opening.closer == symbol {
        tokens[open[level]].partner = Int32(index)
        open.removeSubrange(level...)
        return
      }
    }
  }

  private mutating func endHole(at level: Int, closer index: Int) {
    let brace = tokens[index]
    tokens[index] = Token(
      .holeEnd, Int(brace.start), Int(brace.end), isFirstOnLine: brace.isFirstOnLine)
    tokens[open[level]].partner = Int32(index)
    open.removeSubrange(level...)
    scanStringText()
  }

  private mutating func scanUnknown() {
    let start = position
    let (scalar, length) = scalar(at: position)
    position += length
    // A run of them (a pasted binary, a line of emoji) is one mistake.
    while position < bytes.count, bytes[position] >= 0x80 {
      let (next, size) = self.scalar(at: position)
      guard next == scalar else { break }
      position += size
    }
    if diagnostics.count < SyntaxLimits.diagnostics {
      diagnostics.append(SyntaxDiagnostics.unknownCharacter(place(start), scalar))
    }
    emit(.unknown, from: start)
  }

  /// `'` right after a value is the derivative's mark; elsewhere it may begin another language's string.
  mutating func scanPrime() {
    let start = position
    let isMark = touchesOperand
    position += 1
    if isMark { return emit(.symbol(.prime), from: start) }
    var end = position
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != UInt8(ascii: "'") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "'") else {
      return emit(.symbol(.prime), from: start)
    }
    position = end + 1
    diagnostics.append(
      SyntaxDiagnostics.singleQuotes(
        place(start), String(decoding: bytes[(start + 1)..<end], as: UTF8.self)))
    emit(.quotedText, from: start)
  }
}
