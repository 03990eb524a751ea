import Diagnostics
import Interpreter

/// What `gradus` can do, by its first argument.
enum Command {
  static let version = "0.1.0"

  /// Exit codes: those of nbrun, as far as they apply.
  enum Code {
    static let fine: Int32 = 0
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let budget: Int32 = 3
    static let interrupted: Int32 = 130
  }

  static func run(_ arguments: [String]) -> Int32 {
    guard let first = arguments.first else {
      return Terminal.isInteractive ? REPL().run() : Scripts.runStandardInput()
    }
    let rest = Array(arguments.dropFirst())
    if names.contains(first), rest.contains("--help") || rest.contains("-h") {
      print(usage)
      return Code.fine
    }
    switch first {
    case "-e", "--eval": return Scripts.evaluate(rest)
    case "run": return Scripts.runFile(rest)
    case "-": return Scripts.runStandardInput()
    case "repl": return REPL().run()
    case "dump": return Dump.run(rest)
    case "help": return HelpCommand.run(rest)
    case "explain-error": return ExplainError.run(rest)
    case "fmt": return Format.run(rest)
    case "doc": return Reference.run(rest)
    case "grammar": return Reference.grammar(rest)
    case "completion": return Completion.run(rest)
    case "names": return list(Session().names(withPrefix: ""))
    case "codes": return list(DiagnosticReference.entries.map(\.code))
    case "-h", "--help":
      print(usage)
      return Code.fine
    case "--version":
      print("gradus \(version)")
      return Code.fine
    default:
      return first.hasSuffix(".gradus") ? Scripts.runFile(arguments) : unknown(first)
    }
  }

  /// The commands, for completion and suggestions.
  static let names = [
    "run", "repl", "fmt", "help", "explain-error", "doc", "dump", "grammar", "completion",
  ]

  static let options = ["--help", "--version", "--eval", "-h", "-e"]

  /// A word a line, for completion scripts.
  private static func list(_ words: [String]) -> Int32 {
    Terminal.write(words.map { $0 + "\n" }.joined())
    return Code.fine
  }

  private static func unknown(_ word: String) -> Int32 {
    let words = names + options.filter { $0.hasPrefix("--") }
    let nearest = Suggestion.nearest(to: word, among: words).map { "; did you mean \($0)?" } ?? ""
    return fail("gradus has no command \(word)\(nearest) (gradus --help lists them)")
  }

  /// Says what is wrong with the call.
  static func fail(_ message: String) -> Int32 {
    Terminal.writeError("gradus: \(message)\n")
    return Code.usage
  }

  static let usage = """
    gradus: a language for calculus and deep learning that knows the chain rule

      gradus                 a session in the terminal; a script on standard input otherwise
      gradus run FILE        runs a script
      gradus -e CODE         runs code and shows its last value
      gradus help NAME       what the catalogue says of a function
      gradus fmt FILE…       lays out scripts and the cells of notebooks; --check only tells
      gradus explain-error E0203
                             the rule behind a diagnostic, with a wrong and a right program
      gradus doc PAGE        writes the tables of builtins into a page
      gradus completion SHELL
                             a completion script for bash, zsh or fish
      gradus grammar KIND    the language for editors: textmate or pygments
      gradus dump tree FILE  the syntax tree of a script
      gradus --version

    exit codes: 0 fine, 1 the program failed, 2 usage or a missing file, 3 a budget was exceeded,
    130 interrupted
    """
}
