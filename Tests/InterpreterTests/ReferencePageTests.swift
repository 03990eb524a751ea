import Foundation
import Interpreter
import Testing

/// What is written from the catalogue and the word list is up to date. `RECORD=1` writes it again.
@Suite struct ReferencePageTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func expectCurrent(_ path: String, _ text: (String) -> String) throws {
    let file = Self.root.appendingPathComponent(path)
    let now = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let wanted = text(now)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try wanted.write(to: file, atomically: true, encoding: .utf8)
    }
    let current = try String(contentsOf: file, encoding: .utf8)
    #expect(
      current == wanted, "RECORD=1 swift test --filter ReferencePageTests brings \(path) up to date"
    )
  }

  @Test func grammarsForEditors() throws {
    try expectCurrent("editors/gradus.tmLanguage.json") { _ in Grammar.textMate }
    try expectCurrent("editors/gradus_lexer.py") { _ in Grammar.pygments }
  }

  /// After a change of a row: `gradus doc docs/language.md`.
  @Test func tablesOfBuiltins() throws {
    try expectCurrent("docs/language.md", ReferencePage.filled)
  }

  @Test func theGrammarIsJSON() throws {
    let grammar = try JSONSerialization.jsonObject(with: Data(Grammar.textMate.utf8))
    #expect((grammar as? [String: Any])?["scopeName"] as? String == "source.gradus")
  }
}
