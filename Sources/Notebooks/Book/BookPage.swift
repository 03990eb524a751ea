import Diagnostics
import HostFiles
import Interpreter

/// Runs one notebook as a page of a book.
struct BookPage {
  let request: BookRequest
  /// The notebook's path in the book's folder.
  let page: String
  let key: String
  let reporter: any JobReporter

  func record() -> PageRecord {
    let paths = BookPaths(request)
    let recorder = RecordingReporter(reporter)
    var job = request.page
    job.input = paths.source(of: page)
    job.format = .html
    var record = PageRecord()
    do throws(Job.Failure) {
      record = try run(Job(job, reporter: recorder), paths, recorder)
    } catch {
      recorder.fail(error.message)
      record = .stopped(Job.Exit.usage, title: PathNames.stem(of: page), message: error.message)
    }
    record.key = key
    record.log = recorder.log
    record.dependencies.insert(dependency(page, paths), at: 0)
    return record
  }

  private func run(
    _ job: Job, _ paths: BookPaths, _ recorder: RecordingReporter
  ) throws(Job.Failure) -> PageRecord {
    let bytes = try job.read(job.request.input)
    guard let notebook = try job.parse(bytes, allowsNoCells: true) else {
      return .stopped(
        Job.Exit.usage, title: PathNames.stem(of: page), message: "This page is not a notebook.")
    }
    let typesetter = MathTypesetter()
    let settings = try job.settings(for: notebook)
    let run = job.execute(notebook, settings, typesetter)
    let links = BookLinks()
    var options = HTMLPage.Options()
    options.unsafeHTML = job.request.unsafeHTML
    options.folder = job.paths.folder
    options.root = paths.root
    let parts = HTMLPage.parts(run, options: options, typesetter: typesetter, book: links)
    parts.warnings.forEach(recorder.report)
    return record(of: parts, run, links, paths, files: job.journal.allReads)
  }

  private func record(
    of parts: HTMLPage.Parts, _ run: NotebookRun, _ links: BookLinks, _ paths: BookPaths,
    files: [String]
  ) -> PageRecord {
    let notebook = run.notebook
    var record = PageRecord()
    record.status = run.status.rawValue
    record.title = parts.title
    record.lang = parts.lang
    record.description = parts.description
    record.style = parts.style
    record.header = parts.header
    record.body = parts.body
    record.today = notebook.frontMatter.date == "today" ? notebook.frontMatter.shownDate ?? "" : ""
    record.sections = parts.sections.map { .init(level: $0.level, id: $0.id, html: $0.html) }
    record.figures = parts.figures.map { ($0.key, $0.value) }.sorted { $0.1 < $1.1 }
    record.links = links.urls.map { link($0, notebook) }
    record.missingImages = links.missingImages.map { link($0, notebook) }
    let folder = PathNames.folder(of: page)
    let images = links.images.compactMap {
      PathNames.normalized(PathNames.join(folder, PathNames.decodePercents($0)))
    }
    record.dependencies = Set(images).sorted().map { dependency($0, paths) }
    record.dependencies += files.map { .init(path: $0, hash: PageRecord.hash(of: $0)) }
    return record
  }

  private func dependency(_ path: String, _ paths: BookPaths) -> PageRecord.Dependency {
    .init(path: path, hash: PageRecord.hash(of: paths.source(of: path)))
  }

  /// A link with the line of its first occurrence, which is where one looks for it.
  private func link(_ url: String, _ notebook: Notebook) -> PageRecord.Link {
    let at = notebook.file.bytes[...].position(of: Array(url.utf8)) ?? 0
    return .init(url: url, line: notebook.file.position(at: at).line)
  }
}

extension PageRecord {
  /// For a page that has nothing to show.
  static func stopped(_ status: Int32, title: String, message: String) -> PageRecord {
    var record = PageRecord()
    record.status = status
    record.title = title
    record.header = "<header>\n<h1>\(escapeHTML(title))</h1>\n</header>\n"
    record.body = "<p class=\"bad\">\(escapeHTML(message))</p>\n"
    return record
  }
}

/// Passes on what it hears and keeps it, so that a build that does not run the page tells it again.
private final class RecordingReporter: JobReporter {
  private let inner: any JobReporter
  private(set) var log = ""

  init(_ inner: any JobReporter) { self.inner = inner }

  func report(_ event: RunEvent) { inner.report(event) }
  func note(_ text: String) { inner.note(text) }
  func report(_ difference: Checker.Difference) { inner.report(difference) }

  func report(_ diagnostic: Diagnostic) {
    log += TextRenderer().render(diagnostic) + "\n"
    inner.report(diagnostic)
  }

  func fail(_ text: String) {
    log += "nbrun: \(text)\n"
    inner.fail(text)
  }
}
