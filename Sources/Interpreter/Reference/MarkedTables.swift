import Graphs

/// Tables in a Markdown page that are made from the catalogue: they stand between `<!-- KIND:GROUP -->` and
/// `<!-- /KIND -->`, a group of rows each.
struct MarkedTables {
  private let opening: String
  private let closing: String

  init(_ kind: String) {
    opening = "<!-- \(kind):"
    closing = "<!-- /\(kind) -->"
  }

  /// The page with its tables brought up to date.
  func filled(_ page: String, _ table: (Entry.Group) -> String) -> String {
    var result: [String] = []
    var isSkipping = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == closing { isSkipping = false }
      if !isSkipping { result.append(line) }
      guard line.hasPrefix(opening), line.hasSuffix(" -->") else { continue }
      let name = String(line.dropFirst(opening.count).dropLast(4))
      guard let group = Entry.Group(rawValue: name) else { continue }
      result += ["", table(group), ""]
      isSkipping = true
    }
    return result.joined(separator: "\n")
  }

  /// A table with its head.
  static func table(_ columns: [String], _ lines: [String]) -> String {
    let head = "| \(columns.joined(separator: " | ")) |"
    let rule = "|" + columns.map { _ in "---|" }.joined()
    return ([head, rule] + lines).joined(separator: "\n")
  }

  /// A bar or a line break would end the cell of the table.
  static func escaped(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : $0 == "\n" ? " " : String($0) }.joined()
  }
}
