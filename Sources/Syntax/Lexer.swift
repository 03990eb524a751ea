import Diagnostics

/// Cuts a text into tokens, in one pass and without recursion: a stack tells in which brackets and
/// string holes the text is.
///
/// Newlines are no tokens. Each token knows whether it is the first of its line, and the parser, which
/// knows where a statement can end, makes of it what it means.
public struct Lexer {
  let file: SourceFile
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var comments: [Span] = []
  var diagnostics: [Diagnostic] = []
  var isFirstOnLine = true
  /// The tokens that opened what is open now: brackets and holes.
  var open: [Int] = []

  public static func lex(_ file: SourceFile) -> LexedSource {
    var lexer = Lexer(file)
    lexer.run()
    return LexedSource(
      file: file, tokens: lexer.tokens, comments: lexer.comments, diagnostics: lexer.diagnostics)
  }

  init(_ file: SourceFile) {
    self.file = file
    bytes = file.bytes
  }

  private mutating func run() {
    guard bytes.count <= SyntaxLimits.bytes else {
      diagnostics.append(SyntaxDiagnostics.tooLong(file))
      return emit(.endOfText, from: 0)
    }
    while position < bytes.count { scanToken() }
    emit(.endOfText, from: position)
  }

  private mutating func scanToken() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case 0x0A:
      isFirstOnLine = true
      position += 1
    case 0x20, 0x09, 0x0D, 0x0B, 0x0C:
      position += 1
    case UInt8(ascii: "#"):
      scanComment()
    case UInt8(ascii: "\""):
      position += 1
      emit(.stringStart, from: start)
      scanStringText()
    case UInt8(ascii: "'"):
      scanPrime()
    case UInt8(ascii: "."):
      if isDigit(at: position + 1), !touchesOperand { scanNumber() } else { scanSymbol() }
    case _ where Characters.isDigit(byte):
      scanNumber()
    case _ where Characters.isASCIIName(byte):
      scanName()
    case _ where byte < 0x80:
      scanSymbol()
    default:
      scanBeyondASCII()
    }
  }

  mutating func emit(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, start, position, isFirstOnLine: isFirstOnLine))
    isFirstOnLine = false
  }

  func isDigit(at offset: Int) -> Bool {
    offset < bytes.count && Characters.isDigit(bytes[offset])
  }

  func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// The character at an offset, with its length in bytes.
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let end = min(offset + length, bytes.count)
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    return (text.unicodeScalars.first ?? "\u{FFFD}", end - offset)
  }

  /// The token before ends right here and is something that a postfix can follow.
  var touchesOperand: Bool {
    guard let last = tokens.last, Int(last.end) == position else { return false }
    switch last.kind {
    case .name, .number, .superscript, .stringEnd, .discard: return true
    case .symbol(let symbol):
      switch symbol {
      case .rightParen, .rightBracket, .rightBrace, .prime, .transpose: return true
      default: return false
      }
    default: return false
    }
  }

  private mutating func scanComment() {
    let start = position
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    let end = position > start && bytes[position - 1] == 0x0D ? position - 1 : position
    comments.append(Span(start, end))
  }

  private mutating func scanBeyondASCII() {
    let (scalar, length) = scalar(at: position)
    if Characters.superscript(scalar) != nil {
      scanSuperscript()
    } else if Characters.isNameStart(scalar) {
      scanName()
    } else if Characters.isSpace(scalar) {
      position += length
    } else {
      scanSymbol()
    }
  }

  mutating func scanName() {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        guard Characters.isASCIIName(byte) || Characters.isDigit(byte) else { break }
        position += 1
      } else {
        let (scalar, length) = scalar(at: position)
        guard Characters.isNamePart(scalar) else { break }
        position += length
      }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if text == "_" { return emit(.discard, from: start) }
    if bytes[start] == UInt8(ascii: "_") {
      diagnostics.append(SyntaxDiagnostics.nameBeginsWithUnderscore(place(start), text))
    }
    emit(Keyword(rawValue: text).map(Token.Kind.keyword) ?? .name, from: start)
  }

  private mutating func scanSuperscript() {
    let start = position
    while position < bytes.count {
      let (scalar, length) = scalar(at: position)
      guard Characters.superscript(scalar) != nil else { break }
      position += length
    }
    emit(.superscript, from: start)
  }

  func place(_ start: Int) -> Place { Place(file, Span(start, position)) }
}
