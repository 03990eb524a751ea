import Diagnostics

/// The smallest piece of text that means something.
public struct Token: Sendable {
  public enum Kind: Hashable, Sendable {
    case number
    case name
    /// `_` alone.
    case discard
    case keyword(Keyword)
    case symbol(Symbol)
    /// `²`, `⁻¹`, `¹⁰`.
    case superscript
    /// A string is `stringStart`, then texts and holes, then `stringEnd`. A hole is `holeStart`, the
    /// tokens of an expression, perhaps `holeFormat` (`:.3f`), and `holeEnd`.
    case stringStart, stringText, holeStart, holeFormat, holeEnd, stringEnd
    /// A text in single quotes, which is no string here.
    case quotedText
    /// A character that means nothing; the lexer gave a diagnostic.
    case unknown
    case endOfText
  }

  public let kind: Kind
  /// A line ended between the token before and this one.
  public let isFirstOnLine: Bool
  let start: UInt32
  let end: UInt32
  /// For an opening bracket the index of the token that closes it, or -1.
  var partner: Int32 = -1

  public var span: Span { Span(Int(start), Int(end)) }

  init(_ kind: Kind, _ start: Int, _ end: Int, isFirstOnLine: Bool) {
    self.kind = kind
    self.start = UInt32(start)
    self.end = UInt32(end)
    self.isFirstOnLine = isFirstOnLine
  }
}

/// What the lexer makes of a text: its tokens, and beside them everything that is no token.
public struct LexedSource: Sendable {
  public let file: SourceFile
  /// Ends with `endOfText`.
  public let tokens: [Token]
  /// From `#` to the end of the line, in order.
  public let comments: [Span]
  public let diagnostics: [Diagnostic]
}
