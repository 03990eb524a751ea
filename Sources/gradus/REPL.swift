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
    session.onOutput = Report.show
    editor.start { [session] prefix in session.names(withPrefix: prefix) }
    defer { editor.finish() }
    Terminal.write("gradus \(Command.version) — ?name for help, ctrl-D to leave\n")
    while true {
      switch readInput() {
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
    if trimmed.hasPrefix("?") { return help(String(trimmed.dropFirst()).trimmedSpaces) }
    count += 1
    Interrupt.clear()
    Signals.interruptOnControlC()
    Report.diagnose(session.run(SourceFile(name: "input[\(count)]", text: text)))
  }

  private func help(_ name: String) {
    if name.isEmpty {
      Terminal.write("?name says what a function does, for example ?sum\n")
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
