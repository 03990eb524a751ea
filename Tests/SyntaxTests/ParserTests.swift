import Diagnostics
import Testing

@testable import Syntax

/// Precedence and forms, by what they are the same as with all parentheses written.
@Suite struct ParserTests {
  @Test(arguments: [
    ("-x^2", "-(x^2)"), ("2^-1", "2^(-1)"), ("2^3^2", "2^(3^2)"), ("a - b - c", "(a - b) - c"),
    ("a / b * c", "(a / b) * c"), ("a + b*c", "a + (b*c)"), ("1:n + 1", "1:(n + 1)"),
    ("a < b + 1", "a < (b + 1)"), ("not a == b", "not (a == b)"),
    ("a or b and c", "a or (b and c)"), ("x |> f |> g", "(x |> f) |> g"),
    ("x -> y -> x + y", "x -> (y -> (x + y))"), ("√x^2", "√(x^2)"), ("-x'", "-(x')"),
    ("f'(x)^2", "(f'(x))^2"), ("a.b[1].c", "((a.b)[1]).c"), ("∇f(x)", "(∇f)(x)"),
    ("∂L/∂W[1]", "(∂L/∂W)[1]"), ("x²", "x^2"), ("x⁻¹", "x^(-1)"), ("A.T", "Aᵀ"),
    ("if a then b else c + 1", "if a then b else (c + 1)"), ("a, b", "(a, b)"),
    ("a .< b + 1", "a .< (b + 1)"), ("- a * b", "(-a) * b"), ("a ⊗ b ⋅ c", "(a ⊗ b) ⋅ c"),
  ])
  func bindsAs(text: String, parenthesised: String) {
    #expect(codes(text) == [])
    #expect(tree(text) == tree(parenthesised))
  }

  @Test(arguments: [
    ("x +\n  1", "x + 1"), ("[1,\n 2]", "[1, 2]"), ("x\n  |> f", "x |> f"), ("x =\n  1", "x = 1"),
    ("if a then\n b else\n c", "if a then b else c"), ("f(x) =\n  x", "f(x) = x"),
    ("for i in 1:3; s += i; end", "for i in 1:3\n  s += i;\nend"),
    ("while c; x; end", "while c\nx;\nend"), ("x = 1;;", "x = 1;"),
  ])
  func linesGoOnWhereTheyMust(text: String, same: String) {
    #expect(codes(text) == [])
    #expect(tree(text) == tree(same))
  }

  @Test func chainsComparisons() {
    #expect(tree("0 < x <= 1") == "comparison < <=\n  number 0.0\n  name x\n  number 1.0")
  }

  @Test func tellsDefinitionsFromCalls() {
    #expect(tree("f(x) = x").hasPrefix("function f"))
    #expect(tree("f(x)").hasPrefix("call"))
    #expect(tree("f'(x) = x").hasPrefix("derivative rule f"))
    #expect(tree("L := x").hasPrefix("equation L"))
  }

  @Test func minimizeHasItsWords() {
    let dump = tree("minimize L over W1, b1 using adam(0.05) for 500 until L < 1e-3")
    #expect(dump.hasPrefix("minimize over W1, b1"))
    #expect(dump.contains("\n  using") && dump.contains("\n  for") && dump.contains("\n  until"))
    #expect(tree("using = 1").hasPrefix("assign"))
  }

  @Test func partialsHaveOrdersAndHeldNames() {
    #expect(tree("∂²L/∂x∂y").hasPrefix("partial by x, y"))
    #expect(tree("∂²L/∂x²").hasPrefix("partial by x^2"))
    #expect(tree("∂L/∂x | (a, b)").hasPrefix("partial by x | a, b"))
  }

  @Test func everyNodeLiesWithinItsParent() {
    for program in Corpus.programs {
      let parsed = parse(program.text)
      for statement in parsed.statements {
        #expect(statement.span.start <= statement.span.end, "\(program.name)")
        #expect(statement.span.end <= parsed.file.bytes.count, "\(program.name)")
      }
    }
  }

  // MARK: Unfinished and wrong texts

  @Test(arguments: ["x = [1,", "for i in 1:3", "f(x) =", "if a then", "(1 + 2", "function f(x)"])
  func unfinishedTextWaitsForMore(text: String) { #expect(parse(text).isIncomplete) }

  @Test(arguments: ["x = 1", "for i in 1:3; end", "x = )", "end", "2x"])
  func otherTextDoesNotWait(text: String) { #expect(!parse(text).isIncomplete) }

  @Test(arguments: [
    ("x = 3\n2x\ny = 4", "E0020", "2x"), ("f(x, x) = x", "E0019", "x"), ("a && b", "E0022", "&&"),
    ("x = = 3", "E0025", "= ="), ("7 // 2", "E0023", "//"), ("p = {\"a\": 1}", "E0054", "\""),
    ("(1 + 2", "E0014", "("),
  ])
  func marksTheFault(text: String, code: String, under: String) {
    #expect(codes(text).first == code)
    #expect(marked(text) == under)
  }

  @Test func readingGoesOnAfterAFault() {
    let parsed = parse("x = )\ny = 2\nz = 3x\nw = 4")
    #expect(parsed.diagnostics.count == 2)
    #expect(tree("x = )\ny = 2\nz = 3x\nw = 4").contains("name y"))
    #expect(tree("x = )\ny = 2\nz = 3x\nw = 4").contains("name w"))
  }

  @Test func aFaultInAHeaderKeepsItsBlock() {
    #expect(codes("for i = 1:3\n  print(i)\nend\nx = 2") == ["E0036"])
    #expect(codes("if x = 1\n  y = 2\nend") == ["E0032"])
    #expect(codes("function (x)\n  x\nend") == ["E0041"])
  }

  @Test func depthIsBounded() {
    for text in [
      String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
      String(repeating: "[", count: 10_000), String(repeating: "-", count: 10_000) + "1",
      String(repeating: "not ", count: 10_000) + "a", String(repeating: "x -> ", count: 10_000),
      String(repeating: "if a\n", count: 10_000), "1" + String(repeating: " + 1", count: 10_000),
      "2" + String(repeating: "^2", count: 10_000), "a" + String(repeating: ".b", count: 10_000),
      String(repeating: "if a then b else ", count: 10_000) + "c",
      String(repeating: "\"{", count: 10_000),
    ] {
      let (found, isIncomplete) = onLargeStack { (codes(text), parse(text).isIncomplete) }
      #expect(found.contains("E0012") || isIncomplete)
    }
  }

  /// A pattern on a line of its own is not the parameters of the name above it.
  @Test func patternBelowAName() {
    #expect(tree("A\n(a, b) = f(x)") == tree("A; ").dropLast(2) + "\n" + tree("a, b = f(x)"))
  }
}
