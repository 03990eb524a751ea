import Notebooks

/// What the command line says.
struct Arguments: Sendable {
  var request = JobRequest(input: "")
  var inputs: [String] = []
  var wantsVersion = false
  var isQuiet = false
  var showsProgress = true
  var logsJSON = false
  var hasFormat = false
  /// For a book.
  var jobs: Int?
  var only: String?
  var port: UInt16?
  var refreshesCache = false
  /// The flags that a book passes on to the runs of its pages, as they were given.
  var pageFlags: [String] = []
}

/// Why a command line is not one.
struct UsageError: Error {
  let message: String
}

/// One flag: its names, what it takes, its line of help, and what it does.
struct Flag: Sendable {
  let names: [String]
  /// What the help calls its value; nil when it takes none.
  let value: String?
  let help: String
  /// It settles how a page of a book is run.
  let isOfPage: Bool
  let apply: @Sendable (inout Arguments, String) throws(UsageError) -> Void

  static let all: [Flag] = output + running + building + telling

  private static let output: [Flag] = [
    Flag("-t", "--to", value: "FORMAT", help: "html (usual), md, ipynb or text") {
      (arguments, text) throws(UsageError) in
      guard let format = NotebookFormat(name: text) else {
        throw UsageError(message: "-t takes html, md, ipynb or text, not `\(text)`")
      }
      arguments.request.format = format
      arguments.hasFormat = true
    },
    Flag("-o", "--output", value: "FILE", help: "write there; `-` is standard output") {
      $0.request.output = $1
    },
    Flag("--in-place", help: "write outputs into the notebook, behind their cells") {
      arguments, _ in
      arguments.request.inPlace = true
    },
    Flag("--check", help: "compare with what is committed, write nothing; 5 if it differs") {
      arguments, _ in
      arguments.request.check = true
    },
    Flag("--diff", help: "with --check: show the differences") { arguments, _ in
      arguments.request.diff = true
    },
    Flag("--unsafe-html", help: "let the prose's HTML through unfiltered", isOfPage: true) {
      arguments, _ in
      arguments.request.unsafeHTML = true
    },
  ]

  private static let running: [Flag] = [
    Flag("-P", "--param", value: "NAME=VALUE", help: "set a declared parameter") {
      $0.request.parameters.append($1)
    },
    Flag("--params", value: "FILE.yml", help: "set parameters from a file") {
      $0.request.parameterFile = $1
    },
    Flag("--timeout", value: "SECONDS", help: "for one cell", isOfPage: true) {
      (arguments, text) throws(UsageError) in
      arguments.request.settings.timeout = try seconds(text, for: "--timeout")
    },
    Flag("--total-timeout", value: "SECONDS", help: "for all cells", isOfPage: true) {
      (arguments, text) throws(UsageError) in
      arguments.request.settings.totalTimeout = try seconds(text, for: "--total-timeout")
    },
    Flag("--memory", value: "SIZE", help: "bytes that cells may hold, as 512M", isOfPage: true) {
      (arguments, text) throws(UsageError) in
      guard let count = parseByteCount(text) else {
        throw UsageError(message: "--memory takes a size, as 512M, not `\(text)`")
      }
      arguments.request.settings.memory = count
    },
    Flag(
      "--allow-errors", help: "a cell that fails is shown and fails nothing else", isOfPage: true
    ) {
      arguments, _ in
      arguments.request.settings.allowErrors = true
    },
    Flag("--fail-fast", help: "stop at the first failure", isOfPage: true) { arguments, _ in
      arguments.request.settings.failFast = true
    },
    Flag("--allow-write", value: "DIR", help: "a folder that cells may write to", isOfPage: true) {
      $0.request.writableFolders.append($1)
    },
    Flag("--no-cache", help: "run all cells and keep nothing", isOfPage: true) { arguments, _ in
      arguments.request.settings.cache.use = .never
    },
    Flag("--cache-refresh", help: "run all cells and keep what they give", isOfPage: true) {
      arguments, _ in
      arguments.request.settings.cache.use = .refresh
      arguments.refreshesCache = true
    },
  ]

  private static let building: [Flag] = [
    Flag("-MD", help: "also write what the output was made from, for make and ninja") {
      arguments, _ in
      arguments.request.writesDependencies = true
    },
    Flag("-MF", value: "FILE", help: "write that there") {
      $0.request.writesDependencies = true
      $0.request.dependencyFile = $1
    },
    Flag("-j", "--jobs", value: "N", help: "build: pages that run side by side") {
      (arguments, text) throws(UsageError) in
      guard let jobs = Int(text), 1...1024 ~= jobs else {
        throw UsageError(message: "-j takes a number of jobs, not `\(text)`")
      }
      arguments.jobs = jobs
    },
    Flag("--port", value: "N", help: "preview: the port, instead of any free one") {
      (arguments, text) throws(UsageError) in
      guard let port = UInt16(text), port > 0 else {
        throw UsageError(message: "--port takes a number from 1 to 65535, not `\(text)`")
      }
      arguments.port = port
    },
    Flag("--only", value: "PAGE", help: "build: run this page and keep what it gave") {
      $0.only = $1
    },
  ]

  private static let telling: [Flag] = [
    Flag("-q", "--quiet", help: "say nothing but errors") { arguments, _ in arguments.isQuiet = true
    },
    Flag("--no-progress", help: "no progress line on a terminal") { arguments, _ in
      arguments.showsProgress = false
    },
    Flag("--log", value: "json", help: "events and diagnostics as JSON lines on standard error") {
      (arguments, text) throws(UsageError) in
      guard text == "json" else { throw UsageError(message: "--log takes json, not `\(text)`") }
      arguments.logsJSON = true
    },
    // Never gets here: `Command` looks for it first, behind any command.
    Flag("-h", "--help", help: "this text") { _, _ in },
    Flag("--version", help: "the version") { arguments, _ in arguments.wantsVersion = true },
  ]

  private static func seconds(_ text: String, for flag: String) throws(UsageError) -> Double {
    guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
      throw UsageError(message: "\(flag) takes seconds above 0, not `\(text)`")
    }
    return seconds
  }

  private init(
    _ names: String..., value: String? = nil, help: String, isOfPage: Bool = false,
    apply: @escaping @Sendable (inout Arguments, String) throws(UsageError) -> Void
  ) {
    self.names = names
    self.value = value
    self.help = help
    self.isOfPage = isOfPage
    self.apply = apply
  }
}
