import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Interpreter

extension Limits {
  fileprivate static var shortTime: Limits {
    var limits = Limits.unlimited
    limits.seconds = 0.05
    return limits
  }
}

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

  /// What has to be the case for a wrong program to show its diagnostic, where it is not the program alone.
  private enum Circumstance {
    case timeIsShort, isInterrupted, noPrograms, failingPrograms
    /// Tests/cli/gradus.sh takes the library away; here it is loaded already, and stays so.
    case noLibrary

    static let all: [String: Circumstance] = [
      "E0703": .timeIsShort, "E0706": .isInterrupted, "E0905": .noPrograms,
      "E0906": .failingPrograms, "E0242": .noLibrary,
    ]
  }

  private func run(_ program: String, _ circumstance: Circumstance? = nil) throws -> CellResult {
    var access = FileAccess(readRoot: Self.folder, writeRoots: [Self.folder])
    var limits = Self.limits
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    defer { setenv("PATH", path, 1) }
    switch circumstance {
    case .timeIsShort: limits = .shortTime
    case .isInterrupted: limits = .unlimited
    case .noPrograms, .failingPrograms:
      access.startsPrograms = true
      let programs = circumstance == .noPrograms ? "no-such-folder" : try failingPrograms()
      setenv("PATH", programs, 1)
    case .noLibrary, nil: break
    }
    let session = Session(limits: limits, files: access)
    let file = SourceFile(name: "example", text: program)
    return circumstance == .isInterrupted ? interrupted { session.run(file) } : session.run(file)
  }

  /// A folder with a program that converts no picture.
  private func failingPrograms() throws -> String {
    let program = Self.folder + "/rsvg-convert"
    try "#!/bin/sh\necho no ink >&2\nexit 1\n".write(
      toFile: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    return Self.folder
  }

  /// Runs a cell while another thread asks to stop, again and again: a cell takes back what was asked
  /// before it began.
  private func interrupted(_ body: () -> CellResult) -> CellResult {
    let hasEnded = Atomic(false)
    return withoutActuallyEscaping(body) { body in
      let asking = Thread {
        while !hasEnded.load(ordering: .relaxed) {
          usleep(20_000)
          Interrupt.request()
        }
      }
      asking.start()
      defer {
        hasEnded.store(true, ordering: .relaxed)
        while !asking.isFinished { usleep(1_000) }
        Interrupt.clear()
      }
      return body()
    }
  }

  @Test(arguments: DiagnosticReference.entries.filter { $0.wrong != nil })
  func examplesBreakAndKeepTheRule(entry: DiagnosticEntry) throws {
    let circumstance = Circumstance.all[entry.code]
    if circumstance != .noLibrary {
      let wrong = try run(try #require(entry.wrong), circumstance)
      #expect(Set(wrong.errors.map(\.code)) == [entry.code], "\(entry.code), wrong")
    }
    let right = try run(try #require(entry.right))
    #expect(right.errors.map(\.message) == [], "\(entry.code), right")
  }

  /// Codes that no program of a few lines shows: texts and trees too large to print, and what the reader of
  /// programs, which comes first, refuses in words of its own. A new code needs an example.
  static let withoutExample: Set<String> = [
    "E0001", "E0012", "E0103", "E0104", "E0105", "E0106", "E0109", "E0110", "E0113", "E0200",
    "E0234", "E0241", "E0507", "E0519", "E0999",
  ]

  @Test func everyOtherCodeHasAnExample() {
    let without = DiagnosticReference.entries.filter { $0.wrong == nil || $0.right == nil }
    #expect(Set(without.map(\.code)) == Self.withoutExample)
  }

  @Test func tooLargeAndUnknown() throws {
    let brackets = { String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0) }
    #expect(try run(brackets(501)).errors.map(\.code) == ["E0012"])
    #expect(try run(brackets(200)).errors.isEmpty)
    // An index of a field has 16 bits: one more must not become another field.
    let fields = { "p = {a: 1}; sum([" + String(repeating: "p.a, ", count: $0) + "p.a])" }
    #expect(try run(fields(70_000)).errors.map(\.code) == ["E0104"])
    #expect(try run(fields(2_000)).errors.isEmpty)
    struct Unforeseen: Error {}
    #expect(Diagnostic.from(Unforeseen()).code == "E0999")
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
