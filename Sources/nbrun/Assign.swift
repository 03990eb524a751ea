import Notebooks

/// `nbrun assign COURSE -o dist`: copies for students.
enum Assign {
  private static let usage = "`nbrun assign` is used as `nbrun assign COURSE -o FOLDER`"

  static func run(_ words: [String]) throws(UsageError) -> Int32 {
    var inputs: [String] = []
    var output: String?
    var isQuiet = false
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-o", "--output": output = rest.popFirst()
      case "-q", "--quiet": isQuiet = true
      case _ where word.hasPrefix("-"):
        throw UsageError(message: "unknown flag \(word); \(usage)")
      default: inputs.append(word)
      }
    }
    guard let output, let course = inputs.first, inputs.count == 1 else {
      throw UsageError(message: usage)
    }
    var arguments = Arguments()
    arguments.isQuiet = isQuiet
    Interruption.install()
    return AssignJob(course: course, output: output).run(reporter: TerminalReporter(arguments))
  }
}
