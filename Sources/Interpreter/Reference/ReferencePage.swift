import Graphs

/// The tables of builtins in a Markdown page: written between `<!-- builtins:GROUP -->` and
/// `<!-- /builtins -->`, from the catalogue, so that the page can't say what is not so.
public enum ReferencePage {
  /// The page with its tables brought up to date.
  public static func filled(_ page: String) -> String {
    MarkedTables("builtins").filled(page, table)
  }

  /// The groups that have rows, in the order of the reference.
  public static let groups: [String] = Entry.Group.allCases.filter { !rows($0).isEmpty }
    .map(\.rawValue)

  private static func rows(_ group: Entry.Group) -> [Entry] {
    var names: Set<String> = []
    return Library.entries.filter { $0.group == group && names.insert($0.name).inserted }
      .sorted { $0.name < $1.name }
  }

  private static func table(_ group: Entry.Group) -> String {
    let prelude = group == .optimizers ? preludeLines : []
    let lines =
      prelude
      + rows(group).map { entry -> String in
        let also =
          entry.aliases.isEmpty ? "" : ", also " + entry.aliases.map(code).joined(separator: ", ")
        let example = entry.examples.first.map { exampleText($0) } ?? ""
        return "| \(code(entry.signature))\(also) | \(escaped(entry.doc)) | \(example) |"
      }
    return MarkedTables.table(["function", "what it does", "example"], lines)
  }

  /// The functions that are written in Gradus, with the comment of their text.
  private static var preludeLines: [String] {
    Prelude.names.compactMap { name in
      guard let head = Prelude.head(of: name) else { return nil }
      let words = Prelude.comments(of: name).joined(separator: " ")
      return "| \(code(head)) | \(escaped(words)) | \(code("source(\(name))")) shows its text |"
    }
  }

  private static func exampleText(_ example: Entry.Example) -> String {
    if example.result.contains("\n") { return code(example.code) }
    return "\(code(example.code)) is \(code(example.result))"
  }

  private static func code(_ text: String) -> String { "`" + escaped(text) + "`" }

  private static func escaped(_ text: String) -> String { MarkedTables.escaped(text) }
}
