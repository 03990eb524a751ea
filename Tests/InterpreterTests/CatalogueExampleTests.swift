import Testing

@testable import Interpreter

/// Every example in the documentation of a builtin runs and shows what it says: the text itself, or what that
/// text shows when it is run, since a matrix is shown in rows.
@Suite struct CatalogueExampleTests {
  static let examples = Library.entries.flatMap { entry in
    entry.examples.map { (entry.name, $0.code, $0.result) }
  }

  @Test(arguments: examples)
  func exampleShows(name: String, code: String, expected: String) {
    let shown = run(code)
    #expect(shown == expected || shown == run(expected), "in the row of \(name)")
  }

  @Test func thereAreExamples() { #expect(Self.examples.count > 60) }
}
