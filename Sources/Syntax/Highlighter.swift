import Diagnostics

/// The parts of a text by kind, for colours. Works on any text, right or wrong.
public enum Highlighter {
  public enum Category: String, Sendable, CaseIterable {
    case keyword, number, string, comment, `operator`, name, function, constant
    /// A sign of calculus: `∂`, `∇`, `√`, `'`.
    case calculus
  }

  /// Spans in the order of the text; what lies between them is space or punctuation.
  public static func spans(in file: SourceFile) -> [(Span, Category)] {
    let lexed = Lexer.lex(file)
    var result: [(Span, Category)] = lexed.comments.map { ($0, .comment) }
    for (index, token) in lexed.tokens.enumerated() {
      let next = index + 1 < lexed.tokens.count ? lexed.tokens[index + 1] : nil
      if let category = category(of: token, before: next, file) {
        result.append((token.span, category))
      }
    }
    return result.sorted { ($0.0.start, $0.0.end) < ($1.0.start, $1.0.end) }
  }

  private static func category(
    of token: Token, before next: Token?, _ file: SourceFile
  ) -> Category? {
    switch token.kind {
    case .number, .superscript: return .number
    case .keyword(.true), .keyword(.false), .keyword(.nothing): return .constant
    case .keyword: return .keyword
    case .stringStart, .stringText, .stringEnd, .quotedText, .holeFormat: return .string
    case .name:
      let text = file.text(in: token.span)
      if SyntaxWords.contextual.contains(text), next?.kind == .name { return .keyword }
      let isCall = next?.kind == .symbol(.leftParen) && next?.span.start == token.span.end
      return isCall ? .function : SyntaxWords.constants.contains(text) ? .constant : .name
    case .symbol(let symbol): return category(of: symbol)
    case .discard: return .name
    case .holeStart, .holeEnd, .unknown, .endOfText: return nil
    }
  }

  private static func category(of symbol: Symbol) -> Category? {
    switch symbol {
    case .leftParen, .rightParen, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma,
      .semicolon, .dot:
      nil
    case .prime, .nabla, .differential, .squareRoot, .transpose: .calculus
    default: .operator
    }
  }
}
