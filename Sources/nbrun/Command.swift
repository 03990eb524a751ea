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
    if arguments.wantsHelp {
      Console.output(Help.text)
      return 0
    }
    if arguments.wantsVersion {
      Console.output(Help.version + "\n")
      return 0
    }
    guard let input = arguments.inputs.first else {
      throw UsageError(message: "which notebook? Try `nbrun lesson.md`, or `nbrun --help`")
    }
    if arguments.inputs.count > 1 {
      throw UsageError(message: "one notebook at a time; `\(arguments.inputs[1])` is one too many")
    }
    arguments.request.input = input
    try checkCombination(arguments)
    arguments.request.columns = Console.columns
    arguments.request.color = Console.outputHasColor && arguments.request.output ?? "-" == "-"
    Interruption.install()
    return Job(arguments.request, reporter: TerminalReporter(arguments)).run()
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
