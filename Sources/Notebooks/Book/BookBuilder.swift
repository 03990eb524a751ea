import Diagnostics
import HostFiles
import Interpreter

/// Builds a book: runs the pages that have changed, each in a process of its own, and puts all pages
/// together to a site.
public struct BookBuilder {
  private let request: BookRequest
  private let paths: BookPaths
  private let reporter: any BookReporter
  /// What pages are made with: another engine or other settings make all pages anew.
  private let key: String

  public init(_ request: BookRequest, reporter: any BookReporter) {
    self.request = request
    self.reporter = reporter
    paths = BookPaths(request)
    // How results of cells are kept makes no difference to a page.
    let parts =
      [EngineIdentity.current]
      + request.pageFlags.filter { $0 != "--no-cache" && $0 != "--cache-refresh" }
    key = SHA256.hex(parts.joined(separator: "\n").utf8)
  }

  /// Does it all; the exit code.
  public func run() -> Int32 {
    do throws(FileFailure) {
      let bytes = try Files.read(paths.summary)
      let summary = BookSummary(bytes[...].text, name: paths.summary)
      let errors = summary.errors + paths.missing(summary)
      errors.forEach(reporter.report)
      guard errors.isEmpty else { return Job.Exit.usage }
      if let page = request.only { return try runOne(page, of: summary) }
      return try build(summary)
    } catch {
      reporter.fail(error.message)
      return Job.Exit.usage
    }
  }

  // MARK: Pages

  /// The page is named by its path in the book, or as it is seen from where we are.
  private func runOne(_ name: String, of summary: BookSummary) throws(FileFailure) -> Int32 {
    let known = summary.pages.compactMap(\.path)
    guard let page = known.first(where: { $0 == name || paths.source(of: $0) == name }) else {
      let nearest = Suggestion.nearest(to: name, among: known)
      let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
      reporter.fail("\(paths.summary) lists no `\(name)`\(hint)")
      return Job.Exit.usage
    }
    let record = BookPage(request: request, page: page, key: key, reporter: reporter).record()
    try paths.makeRecordFolder(for: page)
    try Files.write(Array((record.json.compact + "\n").utf8), to: paths.record(of: page))
    if request.writesDependencies {
      let files = record.dependencies.map(path)
      try DependencyFile.write(target: paths.record(of: page), files: files)
    }
    return record.status
  }

  private func build(_ summary: BookSummary) throws(FileFailure) -> Int32 {
    let pages = summary.pages.compactMap(\.path)
    var records: [String: PageRecord] = [:]
    for page in pages where !request.refresh {
      guard let record = kept(page), record.isFresh(key: key, root: paths.root) else { continue }
      records[page] = record
      if !record.log.isEmpty { reporter.relay(record.log) }
    }
    let stale = pages.filter { records[$0] == nil }
    for (page, record) in runAll(stale) { records[page] = record }
    if Interrupt.isPending {
      reporter.fail("interrupted; the site is as it was")
      return NotebookRun.Status.interrupted.rawValue
    }
    let site = try BookSite(summary, records, paths, unsafeHTML: request.page.unsafeHTML)
    site.problems.forEach(reporter.report)
    let written = try site.write()
    if request.writesDependencies { try writeDependencies(records) }
    reporter.note(
      "\(pages.count) pages in \(paths.site), \(stale.count) run, \(written) files written")
    let worst = records.values.map(\.status).max() ?? 0
    return max(worst, site.problems.isEmpty ? 0 : 1)
  }

  private func kept(_ page: String) -> PageRecord? {
    (try? Files.read(paths.record(of: page))).flatMap(PageRecord.init)
  }

  private func runAll(_ pages: [String]) -> [(String, PageRecord)] {
    var result: [(String, PageRecord)] = []
    let tasks = pages.map { page in
      ProcessPool.Task(
        arguments: ["build", paths.root] + request.pageFlags + ["--no-progress", "--only", page])
    }
    let pool = ProcessPool(
      executable: request.executable, limit: request.jobs ?? ProcessPool.processors,
      isStopped: { Interrupt.isPending })
    pool.run(
      tasks,
      onStart: {
        reporter.report(BookProgress(page: pages[$0], done: result.count, count: pages.count))
      },
      onEnd: { index, ending, output in
        if !output.isEmpty { reporter.relay(output[...].text) }
        result.append((pages[index], outcome(of: pages[index], ending)))
        reporter.report(
          BookProgress(page: pages[index], done: result.count, count: pages.count))
      })
    return result
  }

  private func outcome(of page: String, _ ending: ProcessPool.Ending) -> PageRecord {
    let message: String
    switch ending {
    case .exited(let status):
      if let record = kept(page), record.key == key, record.status == status { return record }
      message = "its run ended with code \(status) and gave no page"
    case .killed(let signal): message = "its run was ended by signal \(signal)"
    case .notStarted(let reason): message = "its run did not start: \(reason)"
    }
    reporter.fail("\(paths.source(of: page)): \(message)")
    return .stopped(1, title: PathNames.stem(of: page), message: "This page did not run.")
  }

  private func path(_ file: PageRecord.Dependency) -> String {
    file.path.hasPrefix("/") ? file.path : paths.source(of: file.path)
  }

  private func writeDependencies(_ records: [String: PageRecord]) throws(FileFailure) {
    let files = records.values.flatMap(\.dependencies).map(path)
    try DependencyFile.write(
      target: PathNames.join(paths.site, "index.html"),
      files: [paths.summary] + Set(files).sorted())
  }
}
