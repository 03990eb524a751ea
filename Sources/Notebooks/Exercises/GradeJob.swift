import Diagnostics
import HostFiles
import Interpreter

/// One call of `nbrun grade`.
public struct GradeJob {
  /// Files, and folders of files.
  public var submissions: [String]
  public var key: String
  public var asJSON = false
  /// A file for one submission, a folder for several; nil is standard output.
  public var output: String?

  public init(submissions: [String], key: String) {
    self.submissions = submissions
    self.key = key
  }

  /// The exit code. A report was written when it is 0, whatever the points.
  public func run(reporter: any JobReporter) -> Int32 {
    do throws(FileFailure) {
      guard let lesson = try notebook(key, reporter) else { return Job.Exit.usage }
      guard !lesson.exercises.isEmpty else {
        throw FileFailure(key, reason: "the notebook has no exercises")
      }
      let paths = try files()
      var reports: [ClassReport.Row] = []
      for path in paths {
        if paths.count > 1 { reporter.note("grading \(path)") }
        let answers = try Self.submitted(path)
        let report = Grader.grade(answers, key: lesson, in: Self.session(for: lesson, at: key))
        reports.append(ClassReport.Row(path: path, report: report))
      }
      try isClass ? write(ClassReport(rows: reports)) : write(reports[0].report)
      return 0
    } catch {
      reporter.fail(error.message)
      return Job.Exit.usage
    }
  }

  private var isClass: Bool {
    if submissions.count == 1, case .folder = Files.kind(of: submissions[0]) { return true }
    return submissions.count > 1
  }

  /// Notebooks in a folder stand for it, in the order of their names.
  private func files() throws(FileFailure) -> [String] {
    var result: [String] = []
    for submission in submissions {
      guard case .folder = Files.kind(of: submission) else {
        result.append(submission)
        continue
      }
      let names = try Files.names(in: submission).sorted()
        .filter { $0.hasSuffix(".md") || $0.hasSuffix(".ipynb") }
      if names.isEmpty { throw FileFailure(submission, reason: "there are no notebooks in it") }
      result += names.map { PathNames.join(submission, $0) }
    }
    return result
  }

  private func write(_ report: Grader.Report) throws(FileFailure) {
    let text = Array((asJSON ? report.json + "\n" : report.markdown).utf8)
    if let output {
      try Files.write(text, to: output)
    } else {
      try Files.writeToOutput(text)
    }
  }

  /// To a folder: each report by itself, beside the table of all, for people and for a gradebook.
  private func write(_ all: ClassReport) throws(FileFailure) {
    guard let output else {
      let text = asJSON ? all.json + "\n" : all.markdown
      return try Files.writeToOutput(Array(text.utf8))
    }
    try Files.makeFolder(output)
    func put(_ text: String, _ name: String) throws(FileFailure) {
      try Files.write(Array(text.utf8), to: PathNames.join(output, name))
    }
    for row in all.rows {
      let text = asJSON ? row.report.json + "\n" : row.report.markdown
      try put(text, row.name + (asJSON ? ".json" : ".md"))
    }
    try put(all.table, "summary.md")
    try put(all.csv, "summary.csv")
  }

  /// A session as a run of the lesson would have it.
  static func session(for lesson: Notebook, at path: String) -> Session {
    let seed = lesson.frontMatter.execute.seed.map { UInt64($0) } ?? 0
    return Session(
      seed: seed, limits: .standard, files: .below(PathNames.folder(of: path)))
  }

  /// nil when the lesson is no notebook; what is wrong has been told then.
  private func notebook(_ path: String, _ reporter: any JobReporter) throws(FileFailure)
    -> Notebook?
  {
    let bytes = try Files.read(path)
    do throws(Diagnostic) {
      let notebook = try NotebookParser.parse(bytes, name: path)
      for error in notebook.errors { reporter.report(error) }
      return notebook.errors.contains { $0.severity == .error } ? nil : notebook
    } catch {
      reporter.report(error)
      return nil
    }
  }

  /// Whatever somebody handed in: what is wrong with it costs only the answers that it touches.
  static func submitted(_ path: String) throws(FileFailure) -> Notebook {
    let bytes = try Files.read(path)
    if path.hasSuffix(".ipynb"), let text = try? IPYNBReader.markdown(from: bytes, name: path) {
      return NotebookParser.parse(text, name: path)
    }
    return NotebookParser.parse(String(decoding: bytes, as: UTF8.self), name: path)
  }
}
