import Diagnostics
import Foundation
import Interpreter
import Testing

/// Every example of docs/language.md runs, in order and in one session, and shows what stands below it.
/// An example marked `error` must fail. `RECORD=1` writes what is shown; read it before it is committed.
@Suite struct LanguagePageTests {
  private static let page = ReferencePageTests.root.appendingPathComponent("docs/language.md")

  /// A fence with the number of its line.
  private struct Fence {
    let info: String
    let lines: Range<Int>
  }

  private func fences(_ lines: [String]) -> [Fence] {
    var result: [Fence] = []
    var open: (info: String, start: Int)?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let current = open {
        result.append(Fence(info: current.info, lines: current.start..<number))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), number + 1)
      }
    }
    return result
  }

  @Test func examplesShowWhatTheySay() throws {
    var lines = try String(contentsOf: Self.page, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let session = Session(limits: .standard)
    var replacements: [(Range<Int>, [String])] = []
    var count = 0
    let all = fences(lines)
    for (index, fence) in all.enumerated() where fence.info.hasPrefix("gradus") {
      let code = lines[fence.lines].joined(separator: "\n")
      let result = session.run(SourceFile(name: "example", text: code))
      #expect(result.errors.isEmpty != (fence.info == "gradus error"), "\(code)")
      count += 1
      let next = index + 1 < all.count ? all[index + 1] : nil
      guard let next, next.info == "text", next.lines.lowerBound <= fence.lines.upperBound + 3
      else { continue }
      let shown = show(result)
      if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        replacements.append((next.lines, shown.components(separatedBy: "\n")))
      } else {
        #expect(lines[next.lines].joined(separator: "\n") == shown, "\(code)")
      }
    }
    #expect(count > 30)
    guard !replacements.isEmpty else { return }
    for (range, text) in replacements.reversed() { lines.replaceSubrange(range, with: text) }
    try lines.joined(separator: "\n").write(to: Self.page, atomically: true, encoding: .utf8)
  }

  @Test func everyGroupOfBuiltinsHasItsTable() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    for group in ReferencePage.groups { #expect(page.contains("<!-- builtins:\(group) -->")) }
  }
}
