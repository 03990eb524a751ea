import Diagnostics

/// The part of the library that is written in Gradus itself, so that students can read it with
/// `source(adam)`. Each function is compiled when its name is first used.
enum Prelude {
  /// The name of the source file that each of its functions is in.
  static let fileName = "prelude"

  /// The text of a function, by its name.
  static func source(of name: String) -> String? { sources[name] }

  static let names: [String] = sources.keys.sorted()

  private static let sources: [String: String] = {
    var table: [String: String] = [:]
    for text in optimizers + schedules { table[name(of: text)] = text }
    return table
  }()

  /// The name that a text beginning with `function name(` defines.
  private static func name(of text: String) -> String {
    let afterKeyword = text.dropFirst("function ".count)
    return String(afterKeyword.prefix { $0 != "(" })
  }

  /// The name of the schedule whose text a file holds.
  static func schedule(in file: SourceFile) -> String? {
    let text = file.text(in: Span(0, file.bytes.count))
    return schedules.contains(text) ? name(of: text) : nil
  }

  /// The head of a function's text: `adam(lr=0.001, …)`.
  static func head(of name: String) -> String? {
    guard let first = source(of: name)?.split(separator: "\n").first else { return nil }
    return String(first.drop { $0 != " " }.dropFirst())
  }

  /// The comment below the head, a line each.
  static func comments(of name: String) -> [String] {
    let lines = (source(of: name) ?? "").split(separator: "\n").dropFirst()
    return lines.prefix { $0.drop { $0 == " " }.hasPrefix("#") }.map {
      String($0.drop { $0 == " " || $0 == "#" })
    }
  }
}
