import Diagnostics

extension Lexer {
  /// `12`, `1_000`, `0.5`, `.5`, `1.5e-3`. A point that begins `..`, `.^`, `.*` … or a field is not
  /// part of the number.
  mutating func scanNumber() {
    let start = position
    scanDigits()
    if byte(at: position) == UInt8(ascii: "."), pointBelongsToNumber {
      position += 1
      scanDigits()
    }
    scanExponent()
    if bytes[position - 1] == UInt8(ascii: "_") {
      diagnostics.append(SyntaxDiagnostics.looseDigitSeparator(place(start)))
    }
    if position - start == 1, bytes[start] == UInt8(ascii: "0"), scanOtherBase() {
      diagnostics.append(SyntaxDiagnostics.otherNumberBase(place(start)))
    }
    emit(.number, from: start)
  }

  private mutating func scanDigits() {
    while position < bytes.count,
      Characters.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: "_")
    {
      position += 1
    }
  }

  private var pointBelongsToNumber: Bool {
    let next = byte(at: position + 1)
    if Characters.isDigit(next) { return true }
    if next >= 0x80 || "^*/+-=!<>.'(\\".utf8.contains(next) { return false }
    if next | 0x20 == UInt8(ascii: "e") { return exponentLength(at: position + 1) != nil }
    return !Characters.isASCIIName(next)
  }

  private mutating func scanExponent() {
    if byte(at: position) | 0x20 == UInt8(ascii: "e"), let length = exponentLength(at: position) {
      position += length
      scanDigits()
    }
  }

  /// The length of `e`, `e-` or `e+` if digits follow, so that `2e` is no number but `2` and a name.
  private func exponentLength(at offset: Int) -> Int? {
    if isDigit(at: offset + 1) { return 1 }
    let sign = byte(at: offset + 1)
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), isDigit(at: offset + 2) { return 2 }
    let minus = Array("−".utf8)
    let after = offset + 1 + minus.count
    guard isDigit(at: after), Array(bytes[(offset + 1)..<after]) == minus else { return nil }
    return 1 + minus.count
  }

  /// `0x1F`, `0b101`, `0o7`: read as one so that one message says it all.
  private mutating func scanOtherBase() -> Bool {
    let letter = byte(at: position) | 0x20
    let isBase = "xbo".utf8.contains(letter) && byte(at: position) >= 0x40
    guard isBase, isDigit(at: position + 1) || letter == UInt8(ascii: "x") && isHex(position + 1)
    else { return false }
    while position < bytes.count,
      Characters.isDigit(bytes[position]) || Characters.isASCIIName(bytes[position])
    {
      position += 1
    }
    return true
  }

  private func isHex(_ offset: Int) -> Bool {
    let letter = byte(at: offset) | 0x20
    return letter >= 0x61 && letter <= 0x66 && !Characters.isASCIIName(byte(at: offset + 1))
  }

  /// Goes on within a string: to its end, or to the next hole.
  mutating func scanStringText() {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        return endStringText(start, then: .stringEnd)
      case UInt8(ascii: "{"):
        endStringText(start, then: .holeStart)
        open.append(tokens.count - 1)
        return
      case UInt8(ascii: "\\") where byte(at: position + 1) != 0x0A && position + 1 < bytes.count:
        // The brace of `\u{3b7}` opens no hole.
        let isUnicode =
          byte(at: position + 1) == UInt8(ascii: "u") && byte(at: position + 2) == UInt8(ascii: "{")
        position += isUnicode ? 3 : 2
      case 0x0A:
        return abandonString(start)
      default:
        position += 1
      }
    }
    abandonString(start)
  }

  private mutating func endStringText(_ start: Int, then kind: Token.Kind) {
    if position > start { emit(.stringText, from: start) }
    let mark = position
    position += 1
    emit(kind, from: mark)
  }

  /// A line ended within a string: the string ends too, with those around it, so that the next line
  /// is read as usual.
  private mutating func abandonString(_ start: Int) {
    if position > start { emit(.stringText, from: start) }
    reportUnclosedString(endingAt: start)
    emit(.stringEnd, from: position)
    while let level = open.lastIndex(where: { tokens[$0].kind == .holeStart }) {
      tokens[open[level]].partner = Int32(tokens.count)
      open.removeSubrange(level...)
      emit(.holeEnd, from: position)
      emit(.stringEnd, from: position)
    }
  }

  private mutating func reportUnclosedString(endingAt start: Int) {
    guard diagnostics.count < SyntaxLimits.diagnostics else { return }
    let opener = innermostStringStart ?? start
    let isNested = open.contains { tokens[$0].kind == .holeStart }
    diagnostics.append(SyntaxDiagnostics.unclosedString(place(opener), isWithinHole: isNested))
  }

  private var innermostStringStart: Int? {
    var closed = 0
    for token in tokens.reversed() {
      if token.kind == .stringEnd { closed += 1 }
      guard token.kind == .stringStart else { continue }
      if closed == 0 { return Int(token.start) }
      closed -= 1
    }
    return nil
  }

  /// `:…` up to the brace that ends the hole.
  mutating func scanFormat() {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "}"), bytes[position] != 0x0A,
      bytes[position] != UInt8(ascii: "\"")
    {
      position += 1
    }
    emit(.holeFormat, from: start)
  }
}
