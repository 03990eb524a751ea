import Diagnostics
import Foundation

@testable import Syntax

func parse(_ text: String) -> ParsedSource { Parser.parse(SourceFile(name: "test", text: text)) }

/// The tree of a text, as `gradus dump tree` prints it, without the final newline.
func tree(_ text: String) -> String {
  let dump = TreeDumper.dump(parse(text).statements)
  return dump.hasSuffix("\n") ? String(dump.dropLast()) : dump
}

func codes(_ text: String) -> [String] { parse(text).diagnostics.map(\.code) }

/// The text under the mark of the first diagnostic.
func marked(_ text: String) -> String? {
  parse(text).diagnostics.first?.primary.map { $0.place.file.text(in: $0.place.span) }
}

func format(_ text: String) -> String? { Formatter.format(SourceFile(name: "test", text: text)) }

/// Every program of the corpus, with its name.
enum Corpus {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpus")

  static let programs: [(name: String, text: String)] = texts("programs")
  static let broken: [(name: String, text: String)] = texts("broken")

  private static func texts(_ folder: String) -> [(name: String, text: String)] {
    let files =
      (try? FileManager.default.contentsOfDirectory(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "gradus" }.sorted { $0.path < $1.path }.compactMap {
      guard let text = try? String(contentsOf: $0, encoding: .utf8) else { return nil }
      return ($0.lastPathComponent, text)
    }
  }
}

/// Runs the work where the programs run theirs: on a thread with room for deep trees.
func onLargeStack<T: Sendable>(_ work: @escaping @Sendable () -> T) -> T {
  let result = ResultBox<T>()
  let thread = Thread {
    result.value = work()
    result.done.signal()
  }
  thread.stackSize = 256 << 20
  thread.start()
  result.done.wait()
  guard let value = result.value else { preconditionFailure("the work gave nothing") }
  return value
}

private final class ResultBox<T>: @unchecked Sendable {
  var value: T?
  let done = DispatchSemaphore(value: 0)
}
