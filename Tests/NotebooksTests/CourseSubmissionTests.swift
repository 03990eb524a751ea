import Foundation
import HostFiles
import Interpreter
import Testing

@testable import Notebooks

/// Submissions to the course itself: each gets its verdict, and docs/grading.md shows them all.
/// `RECORD=1` writes the page again; read it before it is committed.
@Suite struct CourseSubmissionTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
  private static let mark = "<!-- verdicts -->\n"

  @Test func everySubmissionGetsItsVerdict() throws {
    let folder = Self.root + "/notebooks"
    let names = try Files.names(in: folder)
    var rows: [String] = []
    for submission in CourseSubmission.all {
      let name = try #require(
        names.first { $0.hasPrefix(submission.lesson) && $0.hasSuffix(".md") })
      let path = "\(folder)/\(name)"
      let key = try NotebookParser.parse(try Files.read(path), name: name)
      let report = Grader.grade(
        notebook(submission.text), key: key, in: GradeJob.session(for: key, at: path), patience: 1)
      let result = try #require(report.results.first { $0.name == submission.exercise })
      #expect(result.verdict == submission.verdict, "\(submission.what): \(result.message)")
      #expect(
        submission.says.isEmpty || result.message.contains(submission.says),
        "\(submission.what): \(result.message)")
      #expect(report.problems.isEmpty)
      #expect(result.points == (submission.verdict == .passed ? result.max : 0))
      rows.append(row(submission, result))
    }
    try compare(rows)
  }

  /// The issue asks for thirty; and each known slip is there.
  @Test func thereAreEnoughOfThem() {
    #expect(CourseSubmission.all.count >= 30)
    #expect(Set(CourseSubmission.all.map(\.verdict)) == Set(Verdict.allCases))
  }

  private func row(_ submission: CourseSubmission, _ result: Grader.Result) -> String {
    let remark = result.message.oneLine
    let short = remark.count > 220 ? String(remark.prefix(219)) + "…" : remark
    let cells: [String] = [
      submission.what, "\(submission.lesson) \(submission.exercise)",
      "**\(result.verdict.rawValue)**", short.replacing("|", with: "\\|"),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func compare(_ rows: [String]) throws {
    let path = Self.root + "/docs/grading.md"
    let page = String(decoding: try Files.read(path), as: UTF8.self)
    let parts = page.components(separatedBy: Self.mark)
    try #require(parts.count == 3, "the page has two marks")
    let table =
      (["| submission | exercise | verdict | remark |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
    let wanted = [parts[0], table, parts[2]].joined(separator: Self.mark)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Files.write(Array(wanted.utf8), to: path)
    } else {
      #expect(
        page == wanted, "RECORD=1 swift test --filter CourseSubmissionTests brings it up to date")
    }
  }
}
