import Diagnostics
import Interpreter

/// `gradus explain-error E0203`
enum ExplainError {
  static func run(_ arguments: [String]) -> Int32 {
    guard let given = arguments.first, arguments.count == 1 else {
      return Command.fail("explain-error takes one code: gradus explain-error E0203")
    }
    let code = given.uppercased()
    if let entry = DiagnosticReference.entry(code) {
      Terminal.write(DiagnosticReference.text(entry) + "\n")
      return Command.Code.fine
    }
    let codes = DiagnosticReference.entries.map(\.code)
    let nearest = Suggestion.nearest(to: code, among: codes).map { "; did you mean \($0)?" } ?? ""
    return Command.fail("there is no diagnostic \(given)\(nearest)")
  }
}
