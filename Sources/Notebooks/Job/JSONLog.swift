import Diagnostics

/// Events and diagnostics as one JSON object a line, for `--log json`.
public enum JSONLog {
  public static func line(_ event: RunEvent) -> String {
    switch event {
    case .started(let number, let count, let cell):
      return JSON.object(head("started", number, count, cell)).compact
    case .finished(let number, let count, let cell, let status, let seconds):
      let rest: [(String, JSON)] = [
        ("status", .string(status.rawValue)), ("seconds", .number((seconds * 1e6).rounded() / 1e6)),
      ]
      return JSON.object(head("finished", number, count, cell) + rest).compact
    }
  }

  public static func line(_ diagnostic: Diagnostic) -> String {
    var members: [(String, JSON)] = [
      ("event", .string("diagnostic")), ("severity", .string(diagnostic.severity.rawValue)),
      ("code", .string(diagnostic.code)), ("message", .string(diagnostic.message)),
    ]
    if let place = diagnostic.primary?.place {
      let position = place.file.position(at: place.span.start)
      members += [
        ("file", .string(place.file.name)), ("line", .number(Double(position.line))),
        ("column", .number(Double(position.column))),
      ]
    }
    if let hint = diagnostic.hint { members.append(("hint", .string(hint))) }
    return JSON.object(members).compact
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
