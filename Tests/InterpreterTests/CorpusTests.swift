import Diagnostics
import Foundation
import Testing

@testable import Interpreter

/// `Tests/Corpus/programs` holds programs (`NAME.gradus`) with what they show (`NAME.out`);
/// `Tests/Corpus/broken` holds programs that fail, with their rendered diagnostic. `RECORD=1` writes the
/// outputs again; what it writes is to be read before it is committed.
@Suite struct CorpusTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus")

  static func programs(_ folder: String) -> [URL] {
    let all =
      (try? FileManager.default.contentsOfDirectory(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)) ?? []
    return all.filter { $0.pathExtension == "gradus" }.sorted { $0.path < $1.path }
  }

  @Test func thereIsACorpus() {
    #expect(Self.programs("programs").count >= 200)
    #expect(Self.programs("broken").count >= 80)
  }

  @Test(arguments: programs("programs"))
  func programShows(file: URL) throws {
    let result = try output(of: file)
    #expect(result.errors.isEmpty)
    try compare(show(result), with: file)
  }

  @Test(arguments: programs("broken"))
  func brokenProgramFails(file: URL) throws {
    let result = try output(of: file)
    #expect(!result.errors.isEmpty)
    try compare(show(result), with: file)
  }

  /// Plans change no result: to all 17 digits, which tell every number from its neighbours.
  @Test(arguments: programs("programs") + programs("broken"))
  func plansChangeNothing(file: URL) throws {
    let text = "digits(17)\n" + (try String(contentsOf: file, encoding: .utf8))
    let shown = [true, false].map { usesPlans in
      let session = Session(limits: .standard)
      session.usesPlans = usesPlans
      return show(session.run(SourceFile(name: file.lastPathComponent, text: text)))
    }
    #expect(shown[0] == shown[1])
  }

  private func output(of file: URL) throws -> CellResult {
    let text = try String(contentsOf: file, encoding: .utf8)
    return Session(limits: .standard).run(SourceFile(name: file.lastPathComponent, text: text))
  }

  private func compare(_ shown: String, with file: URL) throws {
    let expectation = file.deletingPathExtension().appendingPathExtension("out")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try (shown + "\n").write(to: expectation, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: expectation, encoding: .utf8)
    #expect(shown + "\n" == expected)
  }
}
