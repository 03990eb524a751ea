import Diagnostics
import HostFiles
import Interpreter

/// One call of `nbrun assign`: a course in, copies for students out, with proofs.
public struct AssignJob {
  public var course: String
  public var output: String

  public init(course: String, output: String) {
    self.course = course
    self.output = output
  }

  private struct Row {
    let lesson: String
    let exercises: Int
    let points: Double
    let proof: AssignmentProof
  }

  /// The exit code: 1 when something could not be proved. A lesson of which that is so is not written.
  public func run(reporter: any JobReporter) -> Int32 {
    do throws(FileFailure) {
      var rows: [Row] = []
      switch Files.kind(of: course) {
      case .folder: try copy(course, to: output, &rows, reporter)
      case .file:
        try Files.makeFolder(output)
        try assign(course, to: PathNames.join(output, PathNames.file(of: course)), &rows, reporter)
      default: throw FileFailure(course, reason: "no such notebook or folder")
      }
      if rows.isEmpty { throw FileFailure(course, reason: "there are no exercises") }
      try Files.writeToOutput(Array(Self.table(rows).utf8))
      for row in rows where !row.proof.holds { tell(row, reporter) }
      return rows.allSatisfy(\.proof.holds) ? 0 : 1
    } catch {
      reporter.fail(error.message)
      return Job.Exit.usage
    }
  }

  // MARK: Files

  private func copy(
    _ folder: String, to target: String, _ rows: inout [Row], _ reporter: any JobReporter
  ) throws(FileFailure) {
    try Files.makeFolder(target)
    let names = try Files.names(in: folder)
    for name in names where !Self.isMade(name, among: names) {
      let from = PathNames.join(folder, name)
      let to = PathNames.join(target, name)
      if Files.isSame(from, output) { continue }
      switch Files.kind(of: from) {
      case .folder: try copy(from, to: to, &rows, reporter)
      case .file where name.hasSuffix(".md"): try assign(from, to: to, &rows, reporter)
      case .file: try Files.write(try Files.read(from), to: to)
      default: continue
      }
    }
  }

  /// Pages and figures are made from notebooks; those of the instructor's copy show solutions.
  private static func isMade(_ name: String, among names: [String]) -> Bool {
    if name == "_site" { return true }
    for suffix in ["_files", ".html", ".ipynb"] where name.hasSuffix(suffix) {
      if names.contains(name.dropLast(suffix.count) + ".md") { return true }
    }
    return false
  }

  private func assign(
    _ path: String, to target: String, _ rows: inout [Row], _ reporter: any JobReporter
  ) throws(FileFailure) {
    let bytes = try Files.read(path)
    let key: Notebook
    do throws(Diagnostic) {
      key = try NotebookParser.parse(bytes, name: path)
    } catch {
      throw FileFailure(path, reason: error.message)
    }
    for error in key.errors { reporter.report(error) }
    guard !key.exercises.isEmpty else {
      try Files.write(bytes, to: target)
      return
    }
    reporter.note("proving \(path)")
    let (proof, run) = AssignmentProof.prove(key, student: StudentCopy.text(of: key)) {
      GradeJob.session(for: key, at: path)
    }
    rows.append(
      Row(
        lesson: path, exercises: key.exercises.count,
        points: key.exercises.reduce(0) { $0 + $1.points }, proof: proof))
    if proof.holds { try write(run, isInPlace: key.hasCommittedOutputs, to: target) }
  }

  /// With outputs of its own where the instructor's copy has outputs.
  private func write(
    _ run: NotebookRun, isInPlace: Bool, to target: String
  ) throws(FileFailure) {
    guard isInPlace else {
      try Files.write(run.notebook.file.bytes, to: target)
      return
    }
    let folder = PathNames.stem(of: target) + "_files"
    let document = InPlace.render(run, folder: folder)
    try Files.write(Array(document.text.utf8), to: target)
    if document.attachments.isEmpty { return }
    let place = PathNames.join(PathNames.folder(of: target), folder)
    try Files.makeFolder(place)
    for file in document.attachments {
      try Files.write(Array(file.content.utf8), to: PathNames.join(place, file.name))
    }
  }

  // MARK: Telling

  private static func table(_ rows: [Row]) -> String {
    var lines = [
      "| lesson | exercises | points | solutions pass | untouched scores 0 | no solution in it |",
      "|---|---|---|---|---|---|",
    ]
    for row in rows {
      let proofs = [row.proof.instructor, row.proof.student, row.proof.leaks]
        .map { $0.isEmpty ? "yes" : "NO" }
      let points = ExerciseHTML.words(points: row.points).split(separator: " ")[0]
      lines.append(
        "| \(row.lesson) | \(row.exercises) | \(points) | \(proofs.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func tell(_ row: Row, _ reporter: any JobReporter) {
    for fault in row.proof.instructor { reporter.fail("\(row.lesson): \(fault)") }
    for fault in row.proof.student { reporter.fail("\(row.lesson), student's copy: \(fault)") }
    for leak in row.proof.leaks {
      reporter.fail("\(row.lesson), student's copy: it holds the solution `\(leak.oneLine)`")
    }
  }
}
