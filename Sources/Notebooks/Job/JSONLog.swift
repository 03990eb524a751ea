import Diagnostics
import Interpreter

/// Events and diagnostics as one JSON object a line, for `--log json`.
public enum JSONLog {
  public static func line(_ event: RunEvent) -> String {
    switch event {
    case .started(let number, let count, let cell):
      return JSON.object(head("started", number, count, cell)).compact
    case .training(let progress):
      return JSON.object([
        ("event", .string("training")), ("step", .number(Double(progress.step))),
        ("of", .number(Double(progress.steps))), ("loss", .string("\(progress.loss)")),
        ("seconds", .number((progress.seconds * 1e6).rounded() / 1e6)),
      ]).compact
    case .finished(let number, let count, let cell, let status, let seconds):
      let rest: [(String, JSON)] = [
        ("status", .string(status.rawValue)), ("seconds", .number((seconds * 1e6).rounded() / 1e6)),
      ]
      return JSON.object(head("finished", number, count, cell) + rest).compact
    }
  }

  /// The diagnostic's own object, with the event in front.
  public static func line(_ diagnostic: Diagnostic) -> String {
    "{\"event\":\"diagnostic\"," + JSONRenderer().render(diagnostic).dropFirst()
  }

  public static func line(_ event: String, _ text: String) -> String {
    JSON.object([("event", .string(event)), ("text", .string(text))]).compact
  }

  private static func head(
    _ event: String, _ number: Int, _ count: Int, _ cell: Cell
  ) -> [(String, JSON)] {
    [
      ("event", .string(event)), ("cell", .string(cell.id)), ("number", .number(Double(number))),
      ("of", .number(Double(count))), ("line", .number(Double(cell.source.firstLine - 1))),
    ]
  }
}
