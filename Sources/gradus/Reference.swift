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
    let text: String
    switch TextFile.read(path) {
    case .success(let read): text = read
    case .failure(let fault): return Command.fail("can't read \(path): \(fault.reason)")
    }
    let filled = DerivativesPage.filled(ReferencePage.filled(text))
    if filled == text { return Command.Code.fine }
    if isCheck {
      Terminal.write("\(path) is not up to date: gradus doc \(path)\n")
      return Command.Code.failed
    }
    if let fault = TextFile.write(filled, to: path) {
      return Command.fail("can't write \(path): \(fault.reason)")
    }
    Terminal.write("wrote \(path)\n")
    return Command.Code.fine
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
