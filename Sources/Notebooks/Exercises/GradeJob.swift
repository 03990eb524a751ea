import Diagnostics
import HostFiles
import Interpreter

/// One call of `nbrun grade`.
public struct GradeJob {
  public var submission: String
  public var key: String
  public var asJSON = false
  /// nil is standard output.
  public var output: String?

  public init(submission: String, key: String) {
    self.submission = submission
    self.key = key
  }

  /// The exit code. A report was written when it is 0, whatever the points.
  public func run(reporter: any JobReporter) -> Int32 {
    do throws(FileFailure) {
      guard let lesson = try notebook(key, reporter) else { return Job.Exit.usage }
      guard !lesson.exercises.isEmpty else {
        throw FileFailure(key, reason: "the notebook has no exercises")
      }
      let answers = try Self.submitted(submission)
      let report = Grader.grade(answers, key: lesson, in: Self.session(for: lesson, at: key))
      let text = asJSON ? report.json + "\n" : report.markdown
      if let output {
        try Files.write(Array(text.utf8), to: output)
      } else {
        try Files.writeToOutput(Array(text.utf8))
      }
      return 0
    } catch {
      reporter.fail(error.message)
      return Job.Exit.usage
    }
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
