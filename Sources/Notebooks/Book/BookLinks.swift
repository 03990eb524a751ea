/// Collects what a page of a book links to while the page is rendered. In the place of a link stands a
/// mark: where it leads is settled when all pages have run.
final class BookLinks {
  /// The links' targets as they were written, by the number in their marks.
  private(set) var urls: [String] = []
  /// Images that are not there.
  private(set) var missingImages: [String] = []
  /// Images that came into the page.
  private(set) var images: [String] = []

  func mark(_ url: String) -> String {
    urls.append(url)
    return BookMark.link(urls.count - 1)
  }

  func reference(_ label: String) -> String { BookMark.reference(label) }

  func image(_ url: String, isThere: Bool) {
    if isThere { images.append(url) } else { missingImages.append(url) }
  }
}

/// Marks in the HTML of a page that is not part of its book yet. Their characters are private ones at
/// the end of Unicode; `PieceMark` has others.
enum BookMark {
  enum Kind {
    case link(Int)
    case reference(String)
  }

  static let open: Unicode.Scalar = "\u{10FFF2}"
  static let close: Unicode.Scalar = "\u{10FFF3}"

  static func link(_ index: Int) -> String { "\(open)\(index)\(close)" }
  static func reference(_ label: String) -> String { "\(open)@\(label)\(close)" }

  /// The text with each mark replaced; what only looks like a mark goes.
  static func replace(in text: String, _ replacement: (Kind) -> String) -> String {
    guard text.unicodeScalars.contains(open) else { return text }
    var result = String.UnicodeScalarView()
    var inner: String.UnicodeScalarView?
    for scalar in text.unicodeScalars {
      if scalar == open {
        inner = String.UnicodeScalarView()
      } else if scalar == close {
        result += (inner.flatMap { kind(String($0)) }.map(replacement) ?? "").unicodeScalars
        inner = nil
      } else if inner == nil {
        result.append(scalar)
      } else {
        inner?.append(scalar)
      }
    }
    return String(result)
  }

  private static func kind(_ text: String) -> Kind? {
    if text.hasPrefix("@") {
      let label = String(text.dropFirst())
      return CellOptions.isLabel(label) ? .reference(label) : nil
    }
    return Int(text).map(Kind.link)
  }
}
