import Diagnostics
import Foundation
import Interpreter

/// Runs a program in a fresh session and gives everything that it shows, as text.
func run(_ program: String, limits: Limits = .unlimited) -> String {
  show(Session(limits: limits).run(SourceFile(name: "test", text: program)))
}

/// Runs several inputs in one session, as a REPL would.
func runInputs(_ inputs: String...) -> [String] {
  let session = Session(limits: .unlimited)
  return inputs.map { show(session.run(SourceFile(name: "test", text: $0))) }
}

/// The value of an expression after a program, to full precision.
func number(_ program: String) -> Double {
  let session = Session(limits: .unlimited)
  let text = show(session.run(SourceFile(name: "test", text: "digits(17)\n" + program)))
  return Double(text) ?? .nan
}

func show(_ result: CellResult) -> String {
  let renderer = TextRenderer()
  var lines = result.outputs.map { output in
    switch output {
    case .printed(let text): text.hasSuffix("\n") ? String(text.dropLast()) : text
    case .value(let presentation): presentation.text
    }
  }
  lines += (result.notes + result.errors).map(renderer.render)
  return lines.joined(separator: "\n")
}

/// The codes of the diagnostics that a program ends with.
func errorCodes(_ program: String, limits: Limits = .unlimited) -> [String] {
  Session(limits: limits).run(SourceFile(name: "test", text: program)).errors.map(\.code)
}
