import Diagnostics

/// What one diagnostic means: the rule, a program that breaks it and one that keeps it.
public struct DiagnosticEntry: Sendable {
  public let code: String
  public let rule: String
  /// nil where no short program can show it (a text of 256 MiB, a wall clock).
  public let wrong: String?
  public let right: String?

  init(_ code: String, _ rule: String, wrong: String? = nil, right: String? = nil) {
    self.code = code
    self.rule = rule
    self.wrong = wrong
    self.right = right
  }
}

/// Every diagnostic of the language, by code: `gradus explain-error E0203`. A test runs the examples and
/// finds the codes that are missing here.
public enum DiagnosticReference {
  public static let entries: [DiagnosticEntry] = [
    syntax, names, operators, indexes, calls, derivatives, equations, budgets, checks, files,
  ].flatMap { $0 }

  public static func entry(_ code: String) -> DiagnosticEntry? {
    entries.first { $0.code == code }
  }

  /// The entry as text, with what the wrong program says when it is run.
  public static func text(_ entry: DiagnosticEntry) -> String {
    var parts = ["\(entry.code): \(entry.rule)"]
    if let wrong = entry.wrong {
      parts.append("wrong:\n" + indented(wrong))
      if let message = message(of: wrong, entry.code) { parts.append(indented(message)) }
    }
    if let right = entry.right { parts.append("right:\n" + indented(right)) }
    return parts.joined(separator: "\n\n")
  }

  private static func message(of program: String, _ code: String) -> String? {
    let limits = Limits(
      steps: 200_000, seconds: 10, depth: 500, memory: 64 << 20, output: 10_000)
    let result = Session(limits: limits).run(SourceFile(name: "wrong.gradus", text: program))
    return result.errors.first { $0.code == code }.map { TextRenderer().render($0) }
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
      .joined(separator: "\n")
  }
}
