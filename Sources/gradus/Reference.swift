import Diagnostics
import Interpreter

/// `gradus doc [--check] FILE`: writes the tables of builtins between a page's markers.
enum Reference {
  static func run(_ arguments: [String]) -> Int32 {
    let isCheck = arguments.contains("--check")
    let paths = arguments.filter { $0 != "--check" }
    guard paths.count == 1, let path = paths.first, !path.hasPrefix("-") else {
      return Command.fail("doc takes one page: gradus doc [--check] docs/language.md")
    }
    return TextFile.update(
      path, isCheck: isCheck, stale: "\(path) is not up to date: gradus doc \(path)",
      done: "wrote \(path)"
    ) { DerivativesPage.filled(ReferencePage.filled($0)) }
  }

  /// `gradus grammar textmate|pygments`
  static func grammar(_ arguments: [String]) -> Int32 {
    switch arguments {
    case ["textmate"]: Terminal.write(Grammar.textMate)
    case ["pygments"]: Terminal.write(Grammar.pygments)
    default: return Command.fail("grammar takes textmate or pygments")
    }
    return Command.Code.fine
  }
}
