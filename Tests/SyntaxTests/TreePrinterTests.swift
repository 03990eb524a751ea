import Diagnostics
import Foundation
import Testing

@testable import Syntax

/// print∘parse is the identity: reading what is printed of a tree gives the tree.
@Suite struct TreePrinterTests {
  /// Every text of the corpus that parses, by its name.
  @Test func programsOfTheCorpus() {
    var count = 0
    for program in Corpus.programs + Corpus.broken {
      let parsed = parse(program.text)
      guard parsed.diagnostics.isEmpty else { continue }
      count += 1
      expectSameTree(parsed.statements, program.name)
    }
    #expect(count > 250)
  }

  /// Every cell of the course and of the notebooks that the tests have, and every program of the language
  /// page: what stands between fences.
  @Test func cellsOfNotebooks() throws {
    let root = Corpus.root.deletingLastPathComponent().deletingLastPathComponent()
    var count = 0
    for folder in ["notebooks", "docs", "Tests/Notebooks"] {
      let files = try FileManager.default.contentsOfDirectory(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      for file in files where file.pathExtension == "md" {
        for cell in cells(of: try String(contentsOf: file, encoding: .utf8)) {
          let parsed = parse(cell)
          guard parsed.diagnostics.isEmpty else { continue }
          count += 1
          expectSameTree(parsed.statements, file.lastPathComponent)
        }
      }
    }
    #expect(count > 150)
  }

  private func cells(of text: String) -> [String] {
    text.components(separatedBy: "\n```").filter {
      $0.hasPrefix("{gradus") || $0.hasPrefix("gradus\n")
    }
    .map { $0.drop { $0 != "\n" }.description }
  }

  private func expectSameTree(_ statements: [Statement], _ name: String) {
    let printed = TreePrinter.print(statements)
    let again = parse(printed)
    #expect(again.diagnostics.isEmpty, "\(name): \(printed)")
    #expect(TreeDumper.dump(again.statements) == TreeDumper.dump(statements), "\(name): \(printed)")
  }

  /// Parentheses stand where they are needed and nowhere else (LANGUAGE.md, section 4).
  @Test(arguments: [
    "-x^2", "(-x)^2", "2^-1", "2^3^2", "(2^3)^2", "a - (b - c)", "a - b - c", "a*(b + c)",
    "a / (b*c)", "a / b*c", "-(a + b)", "-a + b", "√(x + 1)", "√x^2", "(√x)^2", "f(x)^2",
    "(f + g)(x)", "f'(x)", "(f')'", "(x -> x^2)'(3)", "x -> y -> x + y", "(x -> x)(1)",
    "1:n + 1", "(1:n) + 1", "a == b and not c or d", "a and (b or c)", "not (a and b)",
    "0 < x < 1", "(0 < x) == (y < 1)", "a .< b", "x |> f |> g", "x |> (y -> y)",
    "if a then b else c", "(if a then b else c) + 1", "∂L/∂x", "∂²L/∂x∂y", "(∂L/∂x)^2",
    "∂L/∂x | (a, b)", "∇f(x)", "∇(f + g)(x)", "A[end, :]", "A[.., 1]", "A[(end + 1) / 2]",
    "Aᵀ @ B", "(A @ B)ᵀ", "f.(xs)", "[1, 2; 3, 4]", "[1;]", "[x^2 for x in xs if x > 0]",
    "(a,)", "()", "{W: 1, b: {c: 2}}", "\"{x:.2f} and {(1:3)}\"", "a - (-b)^2", "-(-x)",
    "(x, y=2) -> x*y", "2 in xs", "p.W[1]", "(2).T",
  ])
  func parenthesesAreTheNeededOnes(text: String) {
    let (expression, problems) = Parser.parseExpression(SourceFile(name: "test", text: text))
    #expect(problems.isEmpty)
    guard let expression else { return }
    let printed = TreePrinter.print(expression)
    #expect(Self.bare(printed) == Self.bare(text))
    #expect(
      TreeDumper.dump(
        Parser.parseExpression(SourceFile(name: "test", text: printed)).0 ?? expression)
        == TreeDumper.dump(expression))
  }

  /// Without spaces, which are a matter of layout; `.T` is `ᵀ`.
  private static func bare(_ text: String) -> String {
    text.filter { $0 != " " }.replacingOccurrences(of: ".T", with: "ᵀ")
  }
}
