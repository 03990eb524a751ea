/// What a block that may be wider than its column says of itself.
///
/// A reader without a mouse scrolls what has the focus, so a wide block can be focused; one that fits
/// should not be a stop on the way. How wide a page is set nobody knows here, so width is taken in
/// characters.
enum ScrollArea {
  /// About the characters of code that the column holds on a small screen in landscape.
  private static let columns = 60

  /// The attributes of the block, with a blank before them.
  static func attributes(_ label: String, width: Int) -> String {
    " role=\"group\" aria-label=\"\(label)\"" + (width > columns ? " tabindex=\"0\"" : "")
  }

  static func width(of text: String) -> Int {
    text.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
  }

  /// The width of a table from the texts of its rows.
  static func width(ofRows rows: [[String]]) -> Int {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in
      3 + (rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }.reduce(0, +)
  }
}
