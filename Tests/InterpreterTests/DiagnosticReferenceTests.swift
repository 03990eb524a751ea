import Diagnostics
import Foundation
import Interpreter
import Testing

/// Every diagnostic is documented with a program that breaks its rule and one that keeps it, and they do.
@Suite struct DiagnosticReferenceTests {
  static let limits = Limits(
    steps: 200_000, seconds: 60, depth: 500, memory: 64 << 20, output: 10_000)

  /// A folder with the scripts and tables that the examples read.
  static let folder: String = {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gradus-reference-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("utils.gradus", "k = 3\n"), ("circle.gradus", "import \"circle.gradus\" as c\n"),
      ("table.csv", "a,b\n1,2\n"), ("ragged.csv", "a,b\n1,2\n3\n"),
      ("open.csv", "a,b\n1,\"2\n"), ("empty.csv", ""), ("notes.txt", "1 2\n"),
      ("fake.npy", "1 2\n"),
    ] {
      try? text.write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return folder.path
  }()

  private func run(_ program: String) -> CellResult {
    Session(limits: Self.limits, files: .below(Self.folder)).run(
      SourceFile(name: "example", text: program))
  }

  @Test(arguments: DiagnosticReference.entries.filter { $0.wrong != nil })
  func examplesBreakAndKeepTheRule(entry: DiagnosticEntry) throws {
    let wrong = run(try #require(entry.wrong))
    #expect(Set(wrong.errors.map(\.code)) == [entry.code], "\(entry.code), wrong")
    let right = run(try #require(entry.right))
    #expect(right.errors.map(\.message) == [], "\(entry.code), right")
  }

  @Test func codesAreDocumentedOnce() {
    let codes = DiagnosticReference.entries.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(DiagnosticReference.entries.allSatisfy { $0.rule.hasSuffix(".") })
  }

  /// Whoever adds a code adds its entry under Sources/Interpreter/Diagnostics/Reference.
  @Test func everyCodeIsDocumented() throws {
    let used = try Self.codesInSources()
    let documented = Set(DiagnosticReference.entries.map(\.code))
    #expect(used.subtracting(documented).sorted() == [], "no entry in Diagnostics/Reference")
  }

  private static func codesInSources() throws -> Set<String> {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    var codes: Set<String> = []
    for target in ["Syntax", "Interpreter"] {
      let files = FileManager.default.enumerator(
        at: sources.appendingPathComponent(target), includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        if file.path.contains("/Reference/") { continue }
        let text = try String(contentsOf: file, encoding: .utf8)
        codes.formUnion(text.matches(of: /"(E\d{4})"/).map { String($0.1) })
      }
    }
    return codes
  }
}
