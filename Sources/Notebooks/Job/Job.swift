import Diagnostics
import HostFiles
import Interpreter

/// One call of `nbrun` on one notebook: read, run, write or check.
public struct Job {
  /// Exit codes that a run itself does not have.
  public enum Exit {
    public static let usage: Int32 = 2
    public static let differs: Int32 = 5
  }

  /// What is to be written, and where; nil is standard output.
  private struct Result {
    let path: String?
    let text: String
    /// Where the attachments go.
    let folder: String?
    let attachments: [(name: String, content: String)]
    /// Images that came into the text, as it names them.
    var images: [String] = []
  }

  struct Failure: Error {
    let message: String
    init(_ message: String) { self.message = message }
  }

  private(set) var request: JobRequest
  let reporter: any JobReporter
  private(set) var paths: JobPaths
  /// The files that the run read.
  let journal = FileJournal()
  private let makeEngine: (UInt64, FileAccess) -> any CellEngine

  public init(
    _ request: JobRequest, reporter: any JobReporter,
    makeEngine: @escaping (UInt64, FileAccess) -> any CellEngine = {
      Session(seed: $0, limits: .standard, files: $1)
    }
  ) {
    self.request = request
    self.reporter = reporter
    self.makeEngine = makeEngine
    paths = JobPaths(request)
  }

  /// Does it all; the exit code.
  public func run() -> Int32 {
    do throws(Failure) {
      let bytes = try read(request.input)
      guard let notebook = try parse(bytes) else { return Exit.usage }
      return try settled(by: notebook).run(notebook, bytes)
    } catch {
      reporter.fail(error.message)
      return Exit.usage
    }
  }

  /// The same job in the form that the notebook asks for, if the request names none.
  private func settled(by notebook: Notebook) -> Job {
    guard request.format == nil, let format = notebook.frontMatter.format else { return self }
    var job = self
    job.request.format = format
    job.paths = JobPaths(job.request)
    return job
  }

  private func run(_ notebook: Notebook, _ bytes: [UInt8]) throws(Failure) -> Int32 {
    if let problem = paths.problem() { throw Failure(problem) }
    let settings = try settings(for: notebook)
    let typesetter = MathTypesetter()
    let run = execute(notebook, settings, typesetter)
    let result = render(run, typesetter)
    if request.check { return check(run, result) }
    try write(result, source: bytes)
    try writeDependencies(result)
    return run.status.rawValue
  }

  // MARK: Reading

  func read(_ path: String) throws(Failure) -> [UInt8] {
    do throws(FileFailure) {
      return try Files.read(path)
    } catch {
      throw Failure(error.message)
    }
  }

  /// nil when the text is not a notebook; what is wrong has been told then.
  func parse(
    _ bytes: [UInt8], allowsNoCells: Bool = false
  ) throws(Failure) -> Notebook? {
    do throws(Diagnostic) {
      let notebook =
        paths.isIPYNB
        ? NotebookParser.parse(
          try IPYNBReader.markdown(from: bytes, name: paths.name), name: paths.name)
        : try NotebookParser.parse(bytes, name: paths.name)
      for error in notebook.errors { reporter.report(error) }
      if notebook.isProse, !allowsNoCells,
        !notebook.errors.contains(where: { $0.severity == .error })
      {
        reporter.note("\(paths.name) has no cells")
      }
      return notebook.errors.contains { $0.severity == .error } ? nil : notebook
    } catch {
      reporter.report(error)
      return nil
    }
  }

  func settings(for notebook: Notebook) throws(Failure) -> RunSettings {
    var settings = request.settings
    settings.cache.columns = request.columns
    settings.cache.color = request.color
    if settings.cache.folder == nil { settings.cache.folder = paths.cacheFolder }
    let declared = notebook.frontMatter.parameters
    do throws(Parameters.Failure) {
      if let file = request.parameterFile {
        let bytes: [UInt8]
        do throws(FileFailure) {
          bytes = try Files.read(file)
        } catch {
          throw Parameters.Failure(message: error.message)
        }
        settings.parameters += try Parameters.parseFile(
          bytes[...].text, name: file, declared: declared)
      }
      for assignment in request.parameters {
        settings.parameters.append(try Parameters.parse(assignment, declared: declared))
      }
    } catch {
      throw Failure(error.message)
    }
    return settings
  }

  // MARK: Running

  func execute(
    _ notebook: Notebook, _ settings: RunSettings, _ typesetter: MathTypesetter
  ) -> NotebookRun {
    let wantsMath = request.format ?? .html == .html && !request.inPlace
    if wantsMath { typesetter.prepare(MathFormula.all(in: notebook)) }
    var files = FileAccess(
      readRoot: paths.folder, writeRoots: [paths.filesFolder] + request.writableFolders)
    files.journal = journal
    let seed = notebook.frontMatter.execute.seed.map { UInt64($0) } ?? 0
    let run = Runner.run(
      notebook, in: makeEngine(seed, files), settings: settings,
      onEvent: { reporter.report($0) }, onMath: { if wantsMath { typesetter.prepare($0) } })
    for diagnostic in run.diagnostics { reporter.report(diagnostic) }
    return run
  }

  // MARK: Rendering

  private func render(_ run: NotebookRun, _ typesetter: MathTypesetter) -> Result {
    if isInPlace(run) {
      let document = InPlace.render(run, folder: paths.filesName)
      if !request.isInBook { document.warnings.forEach(reporter.report) }
      let text = paths.isIPYNB ? IPYNBWriter.render(run) : document.text
      return Result(
        path: request.input, text: text, folder: paths.filesFolder,
        attachments: paths.isIPYNB ? [] : document.attachments)
    }
    switch request.format ?? .html {
    case .html:
      var options = HTMLPage.Options()
      options.unsafeHTML = request.unsafeHTML
      options.folder = paths.folder
      let page = HTMLPage.render(run, options: options, typesetter: typesetter)
      if !request.isInBook { page.warnings.forEach(reporter.report) }
      return Result(
        path: paths.output, text: page.html, folder: nil, attachments: [], images: page.images)
    case .markdown:
      let document = MarkdownPage.render(run, folder: paths.attachmentsName)
      document.warnings.forEach(reporter.report)
      return Result(
        path: paths.output, text: document.text, folder: paths.attachmentsFolder,
        attachments: document.attachments)
    case .ipynb:
      return Result(path: paths.output, text: IPYNBWriter.render(run), folder: nil, attachments: [])
    case .text:
      let text = TextPage.render(run, columns: request.columns, color: request.color)
      return Result(path: paths.output, text: text, folder: nil, attachments: [])
    }
  }

  /// A check of a notebook that holds outputs compares those.
  private func isInPlace(_ run: NotebookRun) -> Bool {
    request.inPlace || request.check && request.output == nil && run.notebook.hasCommittedOutputs
  }

  // MARK: Writing

  private func write(_ result: Result, source: [UInt8]) throws(Failure) {
    do throws(FileFailure) {
      if request.inPlace, try Files.read(request.input) != source {
        throw FileFailure(
          request.input, reason: "the file changed while it ran; nothing was written")
      }
      if let folder = result.folder, !result.attachments.isEmpty {
        try Files.makeFolder(folder)
        for file in result.attachments {
          try Files.write(Array(file.content.utf8), to: PathNames.join(folder, file.name))
        }
      }
      guard let path = result.path else {
        try Files.writeToOutput(Array(result.text.utf8))
        return
      }
      let isNew = try Files.write(Array(result.text.utf8), to: path)
      reporter.note(isNew ? "wrote \(path)" : "\(path) is up to date")
    } catch {
      throw Failure(error.message)
    }
  }

  /// Which files the output was made from.
  private func writeDependencies(_ result: Result) throws(Failure) {
    guard request.writesDependencies, let target = result.path else { return }
    let images = result.images.map {
      PathNames.join(paths.folder, PathNames.decodePercents($0))
    }
    let others = Set(journal.allReads + images + [request.parameterFile].compactMap { $0 })
    do throws(FileFailure) {
      try DependencyFile.write(
        target: target, files: [request.input] + others.sorted(), to: request.dependencyFile)
    } catch {
      throw Failure(error.message)
    }
  }

  // MARK: Checking

  private func check(_ run: NotebookRun, _ result: Result) -> Int32 {
    guard run.status == .fine else { return run.status.rawValue }
    let differences = differences(run, result)
    for difference in differences {
      reporter.report(
        request.diff ? difference : Checker.Difference(title: difference.title, lines: []))
    }
    if differences.isEmpty { reporter.note("\(paths.name) is as committed") }
    return differences.isEmpty ? 0 : Exit.differs
  }

  private func differences(_ run: NotebookRun, _ result: Result) -> [Checker.Difference] {
    if isInPlace(run), !paths.isIPYNB {
      return Checker.inPlace(run, folder: paths.filesName) { name in
        (try? Files.read(PathNames.join(paths.filesFolder, name)))?[...].text
      }
    }
    guard let path = result.path, let old = try? Files.read(path) else {
      // A page of prose has nothing that could differ.
      if run.notebook.isProse, request.output == nil { return [] }
      let what = result.path.map { "there is no \($0)" } ?? "nothing is committed"
      return [Checker.Difference(title: "\(what) to compare \(paths.name) with", lines: [])]
    }
    let tolerance = run.notebook.cells.compactMap(\.options.tol).max() ?? 0
    var found = Checker.file(path, old: old[...].text, new: result.text, tolerance: tolerance)
    for file in result.attachments {
      let name = PathNames.join(result.folder ?? ".", file.name)
      let old = (try? Files.read(name))?[...].text ?? ""
      found += Checker.file(name, old: old, new: file.content, tolerance: tolerance)
    }
    return found
  }
}
