import Diagnostics
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `nbrun build DIR`: a book from its `SUMMARY.md`.
enum Build {
  static func run(_ words: [String]) throws(UsageError) -> Int32 {
    let arguments = try ArgumentParser.parse(words)
    guard let folder = arguments.inputs.first, arguments.inputs.count == 1 else {
      throw UsageError(message: "`nbrun build` wants one folder, that of a SUMMARY.md")
    }
    let page = arguments.request
    if page.inPlace || arguments.hasFormat || !page.parameters.isEmpty || page.parameterFile != nil
    {
      throw UsageError(message: "a book is a site: -t, -P, --params and --in-place are not for it")
    }
    if page.check { return try check(folder, arguments) }
    if page.diff { throw UsageError(message: "--diff goes with --check") }
    let request = try request(folder, arguments)
    Interruption.install()
    return BookBuilder(request, reporter: TerminalReporter(arguments)).run()
  }

  /// Whether the pages of a book are as committed; nothing is built.
  static func check(_ folder: String, _ arguments: Arguments) throws(UsageError) -> Int32 {
    let page = arguments.request
    if page.output != nil || page.writesDependencies {
      throw UsageError(message: "--check writes nothing, so -o and -MD can't go with it")
    }
    var request = try request(folder, arguments)
    if arguments.isQuiet { request.pageFlags.append("--quiet") }
    if arguments.logsJSON { request.pageFlags += ["--log", "json"] }
    Interruption.install()
    return BookCheck(request, reporter: TerminalReporter(arguments)).run()
  }

  private static func request(
    _ folder: String, _ arguments: Arguments
  ) throws(UsageError) -> BookRequest {
    let page = arguments.request
    var request = BookRequest(folder: withoutSlash(folder))
    request.page = page
    request.page.output = nil
    request.output = page.output.map(withoutSlash)
    request.jobs = arguments.jobs
    if request.jobs == nil { request.jobs = try environmentJobs() }
    request.only = arguments.only
    request.refresh = arguments.refreshesCache
    request.writesDependencies = page.writesDependencies
    request.pageFlags = arguments.pageFlags
    request.executable = try executable()
    return request
  }

  private static func withoutSlash(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  private static func environmentJobs() throws(UsageError) -> Int? {
    guard let text = getenv("NBRUN_JOBS").map({ String(cString: $0) }), !text.isEmpty else {
      return nil
    }
    guard let jobs = Int(text), 1...1024 ~= jobs else {
      throw UsageError(message: "NBRUN_JOBS should be a number of jobs, not `\(text)`")
    }
    return jobs
  }

  private static func executable() throws(UsageError) -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw UsageError(message: "this program does not find itself")
    }
    defer { free(path) }
    return String(cString: path)
  }
}
