import Foundation
import Testing

@testable import Interpreter

/// Whatever has a name from the start is used by a program of the corpus.
@Suite struct CorpusCoverageTests {
  /// Programs of the corpus have neither files nor a clock; these have tests of their own.
  private static let elsewhere: Set<String> = [
    "load", "save", "read_csv", "write_csv", "clock", "import",
  ]

  @Test func everyNameIsInAProgram() throws {
    var words: Set<Substring> = []
    for file in CorpusTests.programs("programs") {
      let text = try String(contentsOf: file, encoding: .utf8)
      words.formUnion(text.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    }
    let missing = Session().names(withPrefix: "").filter {
      !words.contains(Substring($0)) && !Self.elsewhere.contains($0)
    }
    #expect(missing.isEmpty, "no program of the corpus has \(missing.joined(separator: ", "))")
  }
}
