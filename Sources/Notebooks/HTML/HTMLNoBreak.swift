/// Keeps the punctuation behind an inline formula on the formula's line: browsers break there, since to them a
/// formula is a box and not a word.
enum HTMLNoBreak {
  private static let punctuation = Set(",.;:!?)".utf8)

  private static func inlineFormula(in bytes: [UInt8], from start: Int) -> Int? {
    var start = start
    while let found = bytes.find("<math", from: start) {
      if !bytes.holds(" display=", at: found + 5) { return found }
      start = found + 5
    }
    return nil
  }

  static func apply(_ html: String) -> String {
    let bytes = Array(html.utf8)
    var result: [UInt8] = []
    var position = 0
    while let start = inlineFormula(in: bytes, from: position),
      let last = bytes.find("</math>", from: start)
    {
      let end = last + 7
      let tail = bytes[end...].prefix { punctuation.contains($0) }
      result += bytes[position..<start]
      if !tail.isEmpty { result += "<span class=\"nb\">".utf8 }
      result += bytes[start..<tail.endIndex]
      if !tail.isEmpty { result += "</span>".utf8 }
      position = tail.endIndex
    }
    return (result + bytes[position...]).text
  }
}
