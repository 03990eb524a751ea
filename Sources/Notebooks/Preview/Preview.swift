import Diagnostics
import HostFiles
import Interpreter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Shows a notebook in the browser, and again whenever it changes. Cells before the change do not run
/// again.
public final class Preview {
  private let request: JobRequest
  private let reporter: any JobReporter
  private let server: PreviewServer
  private let typesetter = MathTypesetter()
  private var run: PreviewRun?

  public var address: String { "http://127.0.0.1:\(server.port)/" }

  /// nil when the port can't be had; 0 is any free one.
  public init?(_ request: JobRequest, port: UInt16, reporter: any JobReporter) {
    guard let server = PreviewServer(port: port) else { return nil }
    self.server = server
    self.request = request
    self.reporter = reporter
  }

  /// Goes on until ctrl-C; the exit code.
  public func serve() -> Int32 {
    defer { server.stop() }
    server.show(PreviewPage.html(PreviewPage.waiting(request.input), version: server.nextVersion))
    var shown: [String: String] = [:]
    while !Interrupt.isPending {
      let files = [request.input] + (run?.files ?? [])
      let now = Self.marks(of: files)
      if now != shown {
        // Some editors empty a file before they write it.
        guard isSettled(now, files) else { continue }
        server.setBusy()
        // When the notebook changes meanwhile, nothing is shown, and it is looked at again.
        shown = show(isChanged: { Self.marks(of: files) != now }) ? now : [:]
        // Files that were read for the first time are as they were read.
        if !shown.isEmpty { shown = Self.marks(of: [request.input] + (run?.files ?? [])) }
      }
      usleep(100_000)
    }
    return 0
  }

  /// Nothing is being written any more.
  private func isSettled(_ now: [String: String], _ files: [String]) -> Bool {
    usleep(40_000)
    return Self.marks(of: files) == now
  }

  /// Size and time of each file that the page depends on.
  private static func marks(of files: [String]) -> [String: String] {
    var result: [String: String] = [:]
    for path in files { result[path] = Files.mark(of: path) }
    return result
  }

  /// Runs what is new and shows the page; false when the notebook changed meanwhile.
  private func show(isChanged: @escaping @Sendable () -> Bool) -> Bool {
    let watcher = ChangeWatcher(isChanged)
    let page = page()
    watcher.stop()
    if watcher.hasFired {
      Interrupt.clear()
      return false
    }
    server.show(PreviewPage.html(page, version: server.nextVersion))
    return true
  }

  private func page() -> String {
    let job = Job(request, reporter: reporter)
    do throws(Job.Failure) {
      let bytes = try job.read(request.input)
      let notebook = try parse(bytes)
      guard notebook.errors.allSatisfy({ $0.severity != .error }) else {
        notebook.errors.forEach(reporter.report)
        return PreviewPage.html(notebook.errors, name: request.input)
      }
      return try page(of: notebook, job)
    } catch {
      reporter.fail(error.message)
      return PreviewPage.html([Diagnostic("N0501", error.message)], name: request.input)
    }
  }

  private func parse(_ bytes: [UInt8]) throws(Job.Failure) -> Notebook {
    do throws(Diagnostic) {
      return try NotebookParser.parse(bytes, name: request.input)
    } catch {
      throw Job.Failure(error.message)
    }
  }

  private func page(of notebook: Notebook, _ job: Job) throws(Job.Failure) -> String {
    var settings = try job.settings(for: notebook)
    settings.cache.use = .never
    let base = PreviewRun.base(notebook, settings)
    if run?.base != base { run = PreviewRun(base, notebook, job) }
    guard let run else { return "" }
    typesetter.prepare(MathFormula.all(in: notebook))
    let result = Runner.run(
      notebook, in: run.session, settings: settings, memory: run.memory,
      onEvent: { self.reporter.report($0) }, onMath: { self.typesetter.prepare($0) })
    if result.status != .interrupted { result.diagnostics.forEach(reporter.report) }
    var options = HTMLPage.Options()
    options.folder = job.paths.folder
    let page = HTMLPage.render(result, options: options, typesetter: typesetter)
    page.warnings.forEach(reporter.report)
    run.images = page.images.map { PathNames.join(job.paths.folder, PathNames.decodePercents($0)) }
    reporter.note("\(run.memory.runs) of \(notebook.cells.count + notebook.values.count) ran")
    return page.html
  }
}

/// The session that goes on from run to run, while what it was made with stays the same.
private final class PreviewRun {
  let base: String
  let session: Session
  let memory: RunMemory
  private let journal = FileJournal()
  var images: [String] = []

  /// Files that the page was made from.
  var files: [String] { journal.allReads + images }

  static func base(_ notebook: Notebook, _ settings: RunSettings) -> String {
    let execute = notebook.frontMatter.execute
    let parameters =
      notebook.frontMatter.parameters.map { "\($0.name)=\($0.value)" }
      + settings.parameters.map { "\($0.name)=\($0.value)" }
    return "\(execute.seed ?? 0) \(parameters)"
  }

  init(_ base: String, _ notebook: Notebook, _ job: Job) {
    self.base = base
    var files = FileAccess(
      readRoot: job.paths.folder,
      writeRoots: [job.paths.filesFolder] + job.request.writableFolders)
    files.journal = journal
    let seed = notebook.frontMatter.execute.seed.map { UInt64($0) } ?? 0
    session = Session(seed: seed, limits: .standard, files: files)
    memory = RunMemory(journal)
  }
}
