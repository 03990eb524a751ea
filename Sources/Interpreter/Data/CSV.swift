import Diagnostics
import Graphs
import Tensors

/// Comma-separated values as RFC 4180 has them, and as spreadsheets write them: quotes with "" inside,
/// line ends of any kind, a byte order mark, other separators.
struct CSVReader {
  /// A field's bytes, without its quotes.
  private struct Field {
    var start: Int
    var end: Int
    /// Quoted text with "" in it.
    var hasDoubledQuotes = false
    var isQuoted = false
  }

  struct Options {
    /// nil: the one of `,` `;` tab and `|` that the first line has most of.
    var separator: UInt8?
    /// nil: the first row is a header if none of its fields is a number.
    var hasHeader: Bool?
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let path: String
  private let separator: UInt8
  /// All rows' fields, one after the other.
  private var fields: [Field] = []
  private var columnCount = 0
  private var rowCount = 0

  static func read(_ bytes: [UInt8], path: String, _ options: Options) throws -> Value {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = CSVReader(buffer, path: path, options)
      try reader.scan()
      return try reader.record(options)
    }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, path: String, _ options: Options) {
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    self.bytes = hasMark ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
    self.path = path
    separator = options.separator ?? CSVReader.guess(self.bytes)
  }

  private static func guess(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 10 || byte == 13 { break }
      counts[byte, default: 0] += 1
    }
    let candidates = ",;\t|".utf8
    var best = UInt8(ascii: ",")
    for candidate in candidates where counts[candidate, default: 0] > counts[best, default: 0] {
      best = candidate
    }
    return best
  }

  // MARK: Fields

  private mutating func scan() throws {
    var position = 0
    var line = 1
    while position < bytes.count {
      let start = line
      let first = fields.count
      try scanRow(&position, &line)
      let count = fields.count - first
      // A blank line.
      if count == 1, fields[first].start == fields[first].end, !fields[first].isQuoted {
        fields.removeLast()
        continue
      }
      if rowCount == 0 { columnCount = count }
      guard count == columnCount else {
        throw Diagnostic.csvRow(path, line: start, fields: count, expected: columnCount)
      }
      rowCount += 1
      if rowCount & 4095 == 0, Interrupt.isRequested { throw Diagnostic.stopped() }
    }
  }

  private mutating func scanRow(_ position: inout Int, _ line: inout Int) throws {
    while true {
      fields.append(try field(&position, &line))
      guard position < bytes.count else { return }
      let byte = bytes[position]
      position += 1
      if byte == separator {
        // A separator at the very end has one more, empty, field behind it.
        if position == bytes.count { fields.append(Field(start: position, end: position)) }
        if position == bytes.count { return }
        continue
      }
      if byte == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
      line += 1
      return
    }
  }

  private func field(_ position: inout Int, _ line: inout Int) throws -> Field {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      return try quoted(&position, &line)
    }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == separator || byte == 10 || byte == 13 { break }
      position += 1
    }
    return Field(start: start, end: position)
  }

  private func quoted(_ position: inout Int, _ line: inout Int) throws -> Field {
    let opened = line
    position += 1
    var field = Field(start: position, end: position, isQuoted: true)
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 10 { line += 1 }
      guard byte == UInt8(ascii: "\"") else { continue }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        field.hasDoubledQuotes = true
        position += 1
        continue
      }
      field.end = position - 1
      guard
        position == bytes.count || bytes[position] == separator || bytes[position] == 10
          || bytes[position] == 13
      else { throw Diagnostic.csvQuote(path, line: line) }
      return field
    }
    throw Diagnostic.csvUnclosed(path, line: opened)
  }

  // MARK: Columns

  private func record(_ options: Options) throws -> Value {
    guard rowCount > 0 else { throw Diagnostic.csvEmpty(path) }
    let hasHeader =
      options.hasHeader ?? (0..<columnCount).allSatisfy { number(fields[$0])?.isNaN ?? true }
    let names = hasHeader ? columnNames() : (1...columnCount).map { "x\($0)" }
    let first = hasHeader ? 1 : 0
    try TensorBudget.check(Shape([rowCount, columnCount]))
    let columns = (0..<columnCount).map { column(number: $0, from: first) }
    return .record(Record(names: names, values: columns))
  }

  /// A vector where every field is a number or missing, a mask where every one is true or false, else a
  /// tuple of strings.
  private func column(number column: Int, from first: Int) -> Value {
    let count = rowCount - first
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    for row in first..<rowCount {
      guard let value = number(fields[row * columnCount + column]) else {
        return words(column, from: first)
      }
      numbers.append(value)
    }
    return .tensor(Tensor(numbers, shape: Shape([count])))
  }

  private func words(_ column: Int, from first: Int) -> Value {
    let texts = (first..<rowCount).map { text(fields[$0 * columnCount + column]) }
    let flags = texts.map { ["true": true, "false": false][$0.lowercased()] }
    if flags.allSatisfy({ $0 != nil }) {
      return .tensor(Tensor(bools: flags.map { $0 == true }, shape: Shape([flags.count])))
    }
    return .tuple(Tuple(texts.map(Value.text)))
  }

  /// Headers as names that a program can write: what can't stand in a name becomes `_`.
  private func columnNames() -> [String] {
    var seen: [String: Int] = [:]
    return (0..<columnCount).map { column in
      var name = ""
      for character in text(fields[column]) {
        if character.isLetter || character.isNumber {
          name.append(character)
        } else if name.last != "_", !name.isEmpty {
          name.append("_")
        }
      }
      while name.last == "_" { name.removeLast() }
      if name.first?.isLetter != true { name = "x" + (name.isEmpty ? "\(column + 1)" : name) }
      seen[name, default: 0] += 1
      let count = seen[name, default: 1]
      return count > 1 ? "\(name)_\(count)" : name
    }
  }

  private func text(_ field: Field) -> String {
    let slice = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
    let text = String(decoding: slice, as: UTF8.self)
    return field.hasDoubledQuotes ? text.replacingDoubledQuotes : text
  }

  // MARK: Numbers

  /// The number that a field is, NaN where it is missing, nil for other text.
  private func number(_ field: Field) -> Double? {
    var (start, end) = (field.start, field.end)
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    if start == end { return field.isQuoted ? nil : .nan }
    if let value = shortDecimal(start, end) { return value }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    if CSVReader.missing.contains(text.lowercased()) { return .nan }
    // Hexadecimal and the like are text in a table.
    guard text.utf8.allSatisfy({ "0123456789+-.eEinftyINFTY".utf8.contains($0) }) else {
      return nil
    }
    return Double(text)
  }

  private static let missing: Set = ["na", "n/a", "nan", "null", "none", "missing"]

  /// Decimals of up to 15 digits with a small exponent: one division or product of numbers that are exact,
  /// so the result is the nearest double (W. Clinger, 1990). nil leaves it to the library.
  private func shortDecimal(_ start: Int, _ end: Int) -> Double? {
    var position = start
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var (digits, scale, mantissa) = (0, 0, 0)
    var isFraction = false
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte >= 48, byte <= 57 {
        mantissa = mantissa &* 10 &+ Int(byte - 48)
        if mantissa > 0 { digits += 1 }
        if isFraction { scale += 1 }
        if digits > 15 || scale > 22 { return nil }
      } else {
        return nil
      }
      position += 1
    }
    guard end - start > (isFraction ? 1 : 0), digits > 0 || scale > 0 || !isFraction,
      bytes[end - 1] != UInt8(ascii: "-"), bytes[end - 1] != UInt8(ascii: "+")
    else { return nil }
    let value = Double(mantissa) / CSVReader.powersOfTen[scale]
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}

extension String {
  fileprivate var replacingDoubledQuotes: String {
    var (result, wasQuote) = ("", false)
    for scalar in unicodeScalars {
      if scalar == "\"", wasQuote {
        wasQuote = false
        continue
      }
      wasQuote = scalar == "\""
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

/// Tables as text.
enum CSVWriter {
  static func text(names: [String]?, columns: [[String]]) -> String {
    var lines: [String] = []
    if let names { lines.append(names.map(quoted).joined(separator: ",")) }
    for row in 0..<(columns.first?.count ?? 0) {
      lines.append(columns.map { quoted($0[row]) }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The shortest digits that give the same number back.
  static func text(_ number: Double) -> String {
    if number.isInfinite { return number < 0 ? "-Inf" : "Inf" }
    if number.isNaN { return "NaN" }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
