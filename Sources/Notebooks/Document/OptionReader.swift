import Diagnostics

/// Reads the `#| key: value` lines at the head of a cell.
struct OptionReader {
  private(set) var options = CellOptions()
  private(set) var errors: [Diagnostic] = []
  /// The lines that hold options.
  let lineCount: Int

  private let source: SourceFile
  /// How many bytes stand before the YAML on each line, and where the line begins.
  private var lines: [(start: Int, indent: Int)] = []

  init(_ source: SourceFile) {
    self.source = source
    var yaml = ""
    var count = 0
    var start = 0
    for line in source.text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("#|") else { break }
      let indent = line.dropFirst(2).first == " " ? 3 : 2
      yaml += line.dropFirst(indent) + "\n"
      lines.append((start, indent))
      start += line.utf8.count + 1
      count += 1
    }
    lineCount = count
    if count > 0 { read(yaml) }
    findLateOptions(from: start)
  }

  /// A line that looks like an option but stands where it is only a comment.
  private mutating func findLateOptions(from start: Int) {
    var start = start
    for line in source.bytes[min(start, source.bytes.count)...].text.split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      let key = line.dropFirst(2).prefix { $0 != ":" }.trimmed
      if line.hasPrefix("#|"), line.contains(":"),
        CellOptions.rows.contains(where: { $0.key == key })
      {
        errors.append(
          .lateOption(
            key, at: Place(source, Span(start, start + String(line).trimmedEnd.utf8.count))))
      }
      start += line.utf8.count + 1
    }
  }

  private mutating func read(_ text: String) {
    do throws(YAML.Failure) {
      guard let yaml = try YAML.parse(text) else { return }
      guard let entries = yaml.map else {
        errors.append(.notYAML("these options are", "expected `key: value`", at: place(yaml, 1)))
        return
      }
      var seen: Set<String> = []
      for entry in entries { store(entry, &seen) }
      warnOfExercise(entries)
    } catch {
      let reason = error.message
      errors.append(
        .notYAML("these options are", reason, at: place(line: error.line, column: error.column, 1)))
    }
  }

  private mutating func warnOfExercise(_ entries: [YAML.Entry]) {
    guard options.exerciseName == nil else { return }
    for entry in entries {
      guard let key = entry.key.text, ["points", "forbid"].contains(key) else { continue }
      errors.append(.onlyForExercises(key, at: place(entry.key, key.utf8.count)))
    }
  }

  private mutating func store(_ entry: YAML.Entry, _ seen: inout Set<String>) {
    let key = entry.key.text ?? ""
    let keyPlace = place(entry.key, key.utf8.count)
    guard let row = CellOptions.rows.first(where: { $0.key == key }) else {
      let nearest = Suggestion.nearest(to: key, among: CellOptions.rows.map(\.key))
      errors.append(.unknownOption(key, at: keyPlace, nearest: nearest))
      return
    }
    if !seen.insert(key).inserted { errors.append(.repeatedKey(key, at: keyPlace)) }
    if !row.store(entry.value, &options) {
      let length = max(1, entry.value.text?.utf8.count ?? 1)
      errors.append(.badOption(key, takes: row.takes, at: place(entry.value, length)))
    }
  }

  private func place(_ yaml: YAML, _ length: Int) -> Place {
    place(line: yaml.line, column: yaml.column, length)
  }

  private func place(line: Int, column: Int, _ length: Int) -> Place {
    guard !lines.isEmpty else { return Place(source, Span(0, 0)) }
    let (start, indent) = lines[min(line, lines.count - 1)]
    return Place(source, Span(start + indent + column, start + indent + column + length))
  }
}
