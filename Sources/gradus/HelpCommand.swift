import Diagnostics
import Interpreter

/// `gradus help NAME`
enum HelpCommand {
  static func run(_ arguments: [String]) -> Int32 {
    guard let name = arguments.first else {
      print(Command.usage)
      return Command.Code.fine
    }
    let session = Session()
    if let text = session.help(name) {
      print(text)
      return Command.Code.fine
    }
    let nearest = Suggestion.nearest(to: name, among: session.names(withPrefix: ""))
    return Command.fail(
      "there is no help on \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
  }
}
