extension Notebook {
  /// The source with something in the place of some pieces. Where `replacement` gives nil the piece
  /// stays as it stands.
  func splicing(_ replacement: (Piece) -> String?) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(file.bytes.count)
    var position = 0
    for piece in pieces where piece.range.lowerBound >= position {
      guard let text = replacement(piece) else { continue }
      result += file.bytes[position..<piece.range.lowerBound]
      result += text.utf8
      position = piece.range.upperBound
    }
    result += file.bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }
}

/// Marks that stand in the prose for pieces while Markdown is parsed, so that nothing in a formula or
/// a value is taken for Markdown. They are private-use characters at the very end of Unicode.
enum PieceMark {
  static let open: Unicode.Scalar = "\u{10FFF0}"
  static let close: Unicode.Scalar = "\u{10FFF1}"

  static func mark(_ index: Int) -> String { "\(open)\(index)\(close)" }

  /// A text without anything that could be taken for a mark.
  static func sanitize(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == open || $0 == close }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(scalar == open || scalar == close ? "\u{10FFFD}" : scalar)
    }
    return String(result)
  }

  /// The text with each mark replaced by what `replacement` gives for its index.
  static func replace(in text: some StringProtocol, _ replacement: (Int) -> String) -> String {
    guard text.unicodeScalars.contains(open) else { return String(text) }
    var result = String.UnicodeScalarView()
    var number: String.UnicodeScalarView?
    for scalar in text.unicodeScalars {
      if scalar == open {
        number = String.UnicodeScalarView()
      } else if scalar == close {
        result += (number.flatMap { Int(String($0)) }.map(replacement) ?? "").unicodeScalars
        number = nil
      } else if number != nil {
        number?.append(scalar)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The index in a text that is one mark.
  static func index(in text: String) -> Int? {
    let scalars = text.unicodeScalars
    guard scalars.first == open, scalars.last == close else { return nil }
    return Int(String(String.UnicodeScalarView(scalars.dropFirst().dropLast())))
  }
}

extension Notebook {
  /// The prose as Markdown, with a mark for each cell, value, formula and reference (by its index in
  /// `pieces`), and nothing for the front matter and earlier outputs.
  var markedProse: String {
    var indices: [Int: Int] = [:]
    for (index, piece) in pieces.enumerated() { indices[piece.range.lowerBound] = index }
    // Marks of the author's own are taken out first, by others of the same number of bytes.
    let clean = Notebook(
      file: .init(name: file.name, text: PieceMark.sanitize(file.text)), frontMatter: frontMatter,
      pieces: pieces, cells: cells, values: values, errors: errors)
    return clean.splicing { piece in
      let mark = PieceMark.mark(indices[piece.range.lowerBound] ?? 0)
      switch piece.kind {
      case .frontMatter, .earlierOutput: return ""
      case .cell(let index): return "```\(mark)\n\(cells[index].prefix)```"
      case .value, .math, .reference: return mark
      }
    }
  }
}
