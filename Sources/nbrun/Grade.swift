import Notebooks

/// `nbrun grade SUBMISSION… --key lesson.md [--json] [-o FILE]`, of files or a folder of them.
enum Grade {
  private static let usage = "`nbrun grade` is used as `nbrun grade SUBMISSION… --key lesson.md`"

  static func run(_ words: [String]) throws(UsageError) -> Int32 {
    var inputs: [String] = []
    var key: String?
    var output: String?
    var asJSON = false
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--json": asJSON = true
      case "--key": key = rest.popFirst()
      case "-o", "--output": output = rest.popFirst()
      case _ where word.hasPrefix("--key="): key = String(word.dropFirst(6))
      case _ where word.hasPrefix("-") && word != "-":
        throw UsageError(message: "unknown flag \(word); \(usage)")
      default: inputs.append(word)
      }
    }
    guard let key, !inputs.isEmpty else {
      throw UsageError(message: usage)
    }
    var job = GradeJob(submissions: inputs, key: key)
    job.asJSON = asJSON
    job.output = output == "-" ? nil : output
    Interruption.install()
    return job.run(reporter: TerminalReporter(Arguments()))
  }
}
