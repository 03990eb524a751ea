import Foundation

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A drawing read back by an XML parser that is not ours.
final class ParsedSVG: NSObject, XMLParserDelegate {
  private(set) var error: String?
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var texts: [String: [String]] = [:]
  private var open: [String] = []
  private var characters = ""

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { error = parser.parserError.map { "\($0)" } ?? "not parsed" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes))
    open.append(name)
    characters = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { characters += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    texts[name, default: []].append(characters)
    characters = ""
    open.removeLast()
  }

  var ids: [String] { elements.compactMap { $0.attributes["id"] } }

  /// The size that the viewBox declares.
  var size: (width: Double, height: Double) {
    let parts = (elements.first?.attributes["viewBox"] ?? "").split(separator: " ")
    let numbers = parts.compactMap { Double($0) }
    return numbers.count == 4 ? (numbers[2], numbers[3]) : (0, 0)
  }

  /// Where each word of the drawing begins, with its anchor.
  var words: [(text: String, x: Double, y: Double, anchor: String, isTurned: Bool)] {
    let places = elements.filter { $0.name == "text" }.map(\.attributes)
    return zip(places, texts["text"] ?? []).map { place, text in
      (
        text, Double(place["x"] ?? "") ?? .nan, Double(place["y"] ?? "") ?? .nan,
        place["text-anchor"] ?? "start", place["transform"] != nil
      )
    }
  }

  /// All points of all paths, absolute ones only.
  var pathPoints: [(x: Double, y: Double)] {
    elements.filter { $0.name == "path" }.flatMap { element -> [(x: Double, y: Double)] in
      let commands = (element.attributes["d"] ?? "").split { "MLZHVhvz".contains($0) }
      return commands.compactMap { command in
        let pair = command.split(separator: " ").compactMap { Double($0) }
        return pair.count == 2 ? (pair[0], pair[1]) : nil
      }
    }
  }
}

/// The same numbers for every run: a linear congruential generator (Numerical Recipes' constants).
struct Noise {
  private var state: UInt32
  init(_ seed: UInt32) { state = seed }

  /// Uniform in 0 ..< 1.
  mutating func next() -> Double {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Double(state >> 8) / Double(1 << 24)
  }
}

/// The dots of one braille character, as (column, row) pairs from the upper left.
func dots(_ character: Character) -> Set<[Int]> {
  guard let value = character.unicodeScalars.first?.value, (0x2800...0x28ff).contains(value) else {
    return []
  }
  // ISO/TR 11548-1: dots 1 2 3 7 are the left column from above, 4 5 6 8 the right one.
  let places = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [0, 3], [1, 3]]
  return Set((0..<8).filter { value >> UInt32($0) & 1 == 1 }.map { places[$0] })
}
