import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Chooses what to do.
enum Command {
  /// The exit code.
  static func run(_ words: [String]) -> Int32 {
    // Whatever else stands there: `nbrun grade --help`.
    if words.contains("--help") || words.contains("-h") {
      Console.output(Help.text)
      return 0
    }
    do throws(UsageError) {
      switch words.first {
      case "new": return try New.run(Array(words.dropFirst()))
      case "assign": return try Assign.run(Array(words.dropFirst()))
      case "build": return try Build.run(Array(words.dropFirst()))
      case "grade": return try Grade.run(Array(words.dropFirst()))
      case "preview": return try ShowPreview.run(Array(words.dropFirst()))
      default: return try render(words)
      }
    } catch {
      Console.error("nbrun: \(error.message)\n")
      return Job.Exit.usage
    }
  }

  private static func render(_ words: [String]) throws(UsageError) -> Int32 {
    var arguments = try ArgumentParser.parse(words)
    if arguments.wantsVersion {
      Console.output(Help.version + "\n")
      return 0
    }
    if arguments.inputs.isEmpty {
      throw UsageError(message: "which notebook? Try `nbrun lesson.md`, or `nbrun --help`")
    }
    if let folder = arguments.inputs.first(where: isFolder) {
      return try checkBook(folder, arguments)
    }
    try checkCombination(arguments)
    arguments.request.columns = Console.columns
    arguments.request.color = Console.outputHasColor && arguments.request.output ?? "-" == "-"
    Interruption.install()
    return runAll(arguments)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// One after the other; the exit code is the gravest.
  private static func runAll(_ arguments: Arguments) -> Int32 {
    let reporter = TerminalReporter(arguments)
    var worst: Int32 = 0
    for input in arguments.inputs {
      var request = arguments.request
      request.input = input
      worst = max(worst, Job(request, reporter: reporter).run())
      if isInterrupted(worst) { break }
    }
    return worst
  }

  private static func isInterrupted(_ code: Int32) -> Bool {
    code == NotebookRun.Status.interrupted.rawValue
  }

  private static func checkBook(
    _ folder: String, _ arguments: Arguments
  ) throws(UsageError) -> Int32 {
    guard arguments.request.check else {
      throw UsageError(
        message: "\(folder) is a folder; `nbrun build \(folder)` makes a book of its SUMMARY.md")
    }
    if arguments.inputs.count > 1 {
      throw UsageError(message: "a book is checked by itself: \(folder) goes with nothing else")
    }
    return try Build.check(folder, arguments)
  }

  private static func checkCombination(_ arguments: Arguments) throws(UsageError) {
    let request = arguments.request
    if request.inPlace, request.check {
      throw UsageError(message: "--check writes nothing, so --in-place can't go with it")
    }
    if request.inPlace, arguments.hasFormat || request.output != nil {
      throw UsageError(
        message: "--in-place writes into the notebook, so -t and -o can't go with it")
    }
    if arguments.inputs.count > 1 {
      if request.output != nil || request.dependencyFile != nil {
        throw UsageError(message: "-o and -MF are for one notebook, and these are several")
      }
      if arguments.inputs.contains("-") {
        throw UsageError(message: "standard input goes with no other notebook")
      }
    }
    if arguments.jobs != nil || arguments.only != nil {
      throw UsageError(message: "-j and --only go with `nbrun build`")
    }
    if arguments.port != nil { throw UsageError(message: "--port goes with `nbrun preview`") }
    if request.writesDependencies, request.check || request.inPlace {
      throw UsageError(message: "-MD is for outputs that are files of their own")
    }
    if request.diff, !request.check { throw UsageError(message: "--diff goes with --check") }
  }
}
