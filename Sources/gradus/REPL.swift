import Diagnostics
import Interpreter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The session in the terminal.
final class REPL {
  private let session = Session(limits: .unlimited, files: .own("."))
  private let editor = LineEditor()
  private var count = 0

  func run() -> Int32 {
    Report.follow(session)
    editor.start { [session] prefix in session.names(withPrefix: prefix) }
    defer { editor.finish() }
    Terminal.write(
      "gradus \(Command.version) — help for a start, ?name for a function, ctrl-D to leave\n")
    while true {
      switch readInput() {
      case .text(let text) where isFarewell(text.trimmedSpaces): return Command.Code.fine
      case .text(let text): handle(text)
      case .cancelled: continue
      case .end:
        Terminal.write("\n")
        return Command.Code.fine
      }
    }
  }

  /// One input: a line, or several until every block and bracket is closed.
  private func readInput() -> LineEditor.Input {
    var text = ""
    while true {
      switch editor.readLine(prompt: text.isEmpty ? "> " : "… ") {
      case .text(let line):
        text += (text.isEmpty ? "" : "\n") + line
        // An empty line ends an input that the parser still hopes to see more of.
        if line.isEmpty || !Session.isIncomplete(text) {
          editor.remember(text)
          return .text(text)
        }
      case .cancelled: return .cancelled
      case .end: return text.isEmpty ? .end : .text(text)
      }
    }
  }

  private func handle(_ text: String) {
    let trimmed = text.trimmedSpaces
    if trimmed.isEmpty { return }
    if let name = topic(trimmed) { return help(name) }
    count += 1
    Interrupt.clear()
    Signals.interruptOnControlC()
    Report.diagnose(session.run(SourceFile(name: "input[\(count)]", text: text)))
  }

  /// What other systems' sessions are left with, unless it is a name of the user's.
  private func isFarewell(_ input: String) -> Bool {
    let word = input.hasSuffix("()") ? String(input.dropLast(2)) : input
    return ["exit", "quit"].contains(word) && !session.names(withPrefix: word).contains(word)
  }

  /// The name that `?name` or `help name` asks about, empty for the guide; nil when the input is code.
  private func topic(_ input: String) -> String? {
    if input.hasPrefix("?") { return String(input.dropFirst()).trimmedSpaces }
    if input == "help" || input == "help()" { return "" }
    let words = input.split(separator: " ")
    return words.count == 2 && words[0] == "help" ? String(words[1]) : nil
  }

  private static let guide = """
      f(x) = x^2*sin(x)    a function: f(2) its value, f' its derivative, explain f' the steps
      y := w*x + b         an equation: y its value, ∂y/∂w a derivative, explain ∂y/∂w the chain rule
      minimize y over w    changes w until y is smallest; using adam(0.1) for 500 says how
      plot(f, 0:5)         a plot; graph(y) the computational graph
      equations()          lists the equations
      ?sum                 what a function does; of your own functions the text
      \\sigma TAB           σ; \\partial ∂, \\nabla ∇, y\\hat ŷ, x\\_1 x₁
      ctrl-C               stops what runs and keeps what you had; ctrl-D, or exit, leaves

    """

  private func help(_ name: String) {
    if name.isEmpty {
      Terminal.write(Self.guide)
    } else if let text = session.help(name) {
      Terminal.write(text + "\n")
    } else {
      let nearest = Suggestion.nearest(to: name, among: session.names(withPrefix: ""))
      Terminal.write(
        "there is no help on \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "") + "\n")
    }
  }
}

extension String {
  var trimmedSpaces: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
