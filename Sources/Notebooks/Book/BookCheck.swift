import Diagnostics
import HostFiles
import Interpreter

/// `nbrun --check DIR`: checks every page of a book, each in a process of its own.
public struct BookCheck {
  private let request: BookRequest
  private let paths: BookPaths
  private let reporter: any BookReporter

  public init(_ request: BookRequest, reporter: any BookReporter) {
    self.request = request
    self.reporter = reporter
    paths = BookPaths(request)
  }

  /// The exit code: the gravest of all pages'.
  public func run() -> Int32 {
    do throws(FileFailure) {
      let summary = BookSummary(try Files.read(paths.summary)[...].text, name: paths.summary)
      let errors = summary.errors + paths.missing(summary)
      errors.forEach(reporter.report)
      guard errors.isEmpty else { return Job.Exit.usage }
      if let page = request.only { return check(page) }
      return run(summary.pages.compactMap(\.path))
    } catch {
      reporter.fail(error.message)
      return Job.Exit.usage
    }
  }

  private func run(_ pages: [String]) -> Int32 {
    let flags =
      ["build", paths.root, "--check", "--no-progress"] + (request.page.diff ? ["--diff"] : [])
      + request.pageFlags
    let pool = ProcessPool(
      executable: request.executable, limit: request.jobs ?? ProcessPool.processors,
      isStopped: { Interrupt.isPending })
    var codes: [Int32] = []
    pool.run(
      pages.map { ProcessPool.Task(arguments: flags + ["--only", $0]) },
      onStart: {
        reporter.report(BookProgress(page: pages[$0], done: codes.count, count: pages.count))
      },
      onEnd: { index, ending, output in
        if !output.isEmpty { reporter.relay(output[...].text) }
        codes.append(code(of: pages[index], ending))
        reporter.report(
          BookProgress(page: pages[index], done: codes.count, count: pages.count))
      })
    if Interrupt.isPending { return NotebookRun.Status.interrupted.rawValue }
    let bad = codes.filter { $0 != 0 }.count
    reporter.note(
      "\(pages.count) pages checked, \(bad == 0 ? "all" : "\(codes.count - bad)") as committed")
    return codes.max() ?? 0
  }

  private func check(_ page: String) -> Int32 {
    var job = request.page
    job.input = paths.source(of: page)
    job.isInBook = true
    return Job(job, reporter: reporter).run()
  }

  private func code(of page: String, _ ending: ProcessPool.Ending) -> Int32 {
    switch ending {
    case .exited(let code): return code
    case .killed(let signal):
      reporter.fail("\(paths.source(of: page)): its run was ended by signal \(signal)")
    case .notStarted(let reason):
      reporter.fail("\(paths.source(of: page)): its run did not start: \(reason)")
    }
    return NotebookRun.Status.cellFailed.rawValue
  }
}
