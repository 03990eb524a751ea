import Foundation
import Testing

@testable import Interpreter

/// `docs/derivatives.md` says what the catalogue says: `gradus doc docs/derivatives.md` writes its tables.
@Suite struct DerivativesPageTests {
  static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/derivatives.md")

  @Test func isCurrent() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(DerivativesPage.filled(text) == text)
    for group in DerivativesPage.groups {
      #expect(text.contains("<!-- derivatives:\(group) -->"), "\(group) has no table")
    }
  }

  /// Formulas as they are known, so that the page can't be current and wrong.
  @Test(arguments: [
    "| `sin(x)` | $\\cos\\left(x\\right)$ |", "| `log(x)` | $\\frac{1}{x}$ |",
    "by a: $b$<br>by b: $a$",
  ])
  func saysWhatIsKnown(row: String) throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(text.contains(row))
  }
}
