import Diagnostics
import Foundation
import Testing

@testable import Syntax

/// Programs of the corpus, mutated: whatever the text, the parser ends with a tree and diagnostics, and
/// what it takes without complaint the formatter lays out to the same tree.
///
/// A sample runs always. `GRADUS_FULL=1` tries twenty thousand, and `GRADUS_MUTANTS=1000000` as many as it
/// says, from the place in the random stream that `GRADUS_MUTATION_SEED` gives (so that shards may run side
/// by side): `GRADUS_MUTANTS=1000000 swift test --filter MutationTests`.
@Suite struct MutationTests {
  /// A generator that gives the same mutations everywhere.
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let count =
    environment["GRADUS_MUTANTS"].flatMap { Int($0) }
    ?? (environment["GRADUS_FULL"] == "1" ? 20_000 : 4_000)
  private static let seed =
    environment["GRADUS_MUTATION_SEED"].flatMap { UInt64($0) } ?? 20_240_601

  private static let fragments: [[UInt8]] =
    (Symbol.allCases.map(\.rawValue) + Keyword.allCases.map(\.rawValue)
    + [
      "\"", "\n", "{", "}", "\"{", "}\"", " ", "\\", "\\u{", "x", "2", "1e", "₁", "é", "ᵀ", "²",
      "_",
      "'", "\u{0}", "over", "using", "#", "∂L/∂x", "function f(x)\n", "\nend\n", "\r\n", "\t",
    ]).map { Array($0.utf8) }

  @Test func noTextStopsTheParser() {
    let seeds = (Corpus.programs + Corpus.broken).map { Array($0.text.utf8) }
    var random = Random(state: Self.seed)
    var slowest = 0.0
    for _ in 0..<Self.count {
      var bytes = seeds.randomElement(using: &random) ?? []
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        Self.mutate(&bytes, seeds, &random)
      }
      let began = ProcessInfo.processInfo.systemUptime
      Self.examine(bytes)
      slowest = max(slowest, ProcessInfo.processInfo.systemUptime - began)
    }
    // No single text, of a few kilobytes each, takes long.
    #expect(slowest < 5)
  }

  private static func examine(_ bytes: [UInt8]) {
    let file = SourceFile(name: "mutant", text: String(decoding: bytes, as: UTF8.self))
    let parsed = Parser.parse(file)
    _ = Highlighter.spans(in: file)
    for diagnostic in parsed.diagnostics {
      let span = diagnostic.primary?.place.span ?? .none
      if span.start > span.end || span.end > file.bytes.count {
        Issue.record("\(diagnostic.code) marks what is not there: \(file.text.debugDescription)")
      }
    }
    guard parsed.diagnostics.isEmpty else { return }
    let dump = TreeDumper.dump(parsed.statements)
    let printed = TreePrinter.print(parsed.statements)
    let reread = Parser.parse(SourceFile(name: "mutant", text: printed))
    if !reread.diagnostics.isEmpty || TreeDumper.dump(reread.statements) != dump {
      Issue.record("printed: \(file.text.debugDescription) → \(printed.debugDescription)")
    }
    guard let formatted = Formatter.format(file) else {
      Issue.record("not formatted: \(file.text.debugDescription)")
      return
    }
    let again = SourceFile(name: "mutant", text: formatted)
    if TreeDumper.dump(Parser.parse(again).statements) != dump {
      Issue.record("another tree: \(file.text.debugDescription) → \(formatted.debugDescription)")
    } else if Formatter.format(again) != formatted {
      Issue.record("not idempotent: \(file.text.debugDescription) → \(formatted.debugDescription)")
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ seeds: [[UInt8]], _ random: inout Random) {
    let position = Int.random(in: 0...bytes.count, using: &random)
    let length = min(Int.random(in: 1...12, using: &random), bytes.count - position)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes.removeSubrange(position..<position + length)
    case 1, 2: bytes.insert(contentsOf: fragments.randomElement(using: &random) ?? [], at: position)
    case 3:
      if position < bytes.count { bytes[position] = UInt8.random(in: 0...255, using: &random) }
    case 4:
      bytes.insert(contentsOf: bytes[position..<position + length], at: position)
    case 5:
      let other = seeds.randomElement(using: &random) ?? []
      let start = Int.random(in: 0...other.count, using: &random)
      bytes.insert(contentsOf: other[start..<min(start + 40, other.count)], at: position)
    default: bytes.removeLast(bytes.count - position)
    }
  }
}
