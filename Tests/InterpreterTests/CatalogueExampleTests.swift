import Testing

@testable import Interpreter

/// Every example in the documentation of a builtin runs and shows what it says.
@Suite struct CatalogueExampleTests {
  static let examples = Library.entries.flatMap { entry in
    entry.examples.map { (entry.name, $0.code, $0.result) }
  }

  @Test(arguments: examples)
  func exampleShows(name: String, code: String, expected: String) {
    #expect(run(code) == expected, "in the row of \(name)")
  }

  @Test func thereAreExamples() { #expect(Self.examples.count > 60) }
}
