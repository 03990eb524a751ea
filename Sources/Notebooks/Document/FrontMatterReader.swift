import Diagnostics
import Syntax

/// Reads the YAML at the head of a notebook. Keys that are not known here are nobody's error: other
/// programs have theirs.
struct FrontMatterReader {
  private(set) var result = FrontMatter()
  private(set) var errors: [Diagnostic] = []
  private let file: SourceFile
  private let lines: TextLines
  private let firstLine: Int

  /// `firstLine` counts from 0 and is the line behind the opening `---`.
  init(_ text: String, file: SourceFile, lines: TextLines, firstLine: Int) {
    self.file = file
    self.lines = lines
    self.firstLine = firstLine
    do throws(YAML.Failure) {
      guard let yaml = try YAML.parse(text) else { return }
      guard yaml.map != nil else {
        errors.append(.notYAML("the front matter is", "expected `key: value`", at: place(yaml)))
        return
      }
      rejectRepeated(yaml)
      readTexts(yaml)
      readAuthors(yaml)
      readFormat(yaml)
      readParameters(yaml)
      readExecute(yaml)
    } catch {
      let reason = error.message
      errors.append(
        .notYAML("the front matter is", reason, at: place(line: error.line, error.column)))
    }
  }

  private mutating func readTexts(_ yaml: YAML) {
    result.title = text("title", in: yaml)
    result.subtitle = text("subtitle", in: yaml)
    result.date = text("date", in: yaml)
    result.description = text("description", in: yaml)
    result.lang = text("lang", in: yaml)
    if let lang = result.lang,
      !lang.utf8.allSatisfy({ isWordByte($0) || $0 == UInt8(ascii: "-") })
    {
      result.lang = nil
      if let value = yaml["lang"] {
        errors.append(.badFrontMatter("lang", takes: "a language tag, as `en`", at: place(value)))
      }
    }
  }

  private mutating func readAuthors(_ yaml: YAML) {
    guard let author = yaml["author"], !author.isNull else { return }
    for entry in author.list ?? [author] {
      if let name = entry.text ?? entry["name"]?.text {
        result.authors.append(name)
      } else {
        errors.append(
          .badFrontMatter("author", takes: "a name, or a list of names", at: place(entry)))
      }
    }
  }

  /// One of ours, alone (`format: md`) or as the first known key of a map. Others are for other
  /// programs.
  private mutating func readFormat(_ yaml: YAML) {
    guard let value = yaml["format"], !value.isNull else { return }
    let names = value.map?.map(\.key) ?? value.list ?? [value]
    result.format = names.lazy.compactMap { $0.text.flatMap(NotebookFormat.init(name:)) }.first
    if result.format == nil, let name = names.first?.text {
      errors.append(.unknownFormat(name, at: place(value)))
    }
  }

  /// YAML allows a key once; of two a reader would not know which one holds.
  private mutating func rejectRepeated(_ yaml: YAML) {
    var seen: Set<String> = []
    for entry in yaml.map ?? [] {
      guard let key = entry.key.text else { continue }
      if !seen.insert(key).inserted { errors.append(.repeatedKey(key, at: place(entry.key))) }
      if ["params", "execute"].contains(key) { rejectRepeated(entry.value) }
    }
  }

  private mutating func text(_ key: String, in yaml: YAML) -> String? {
    guard let value = yaml[key], !value.isNull else { return nil }
    if value.text == nil { errors.append(.badFrontMatter(key, takes: "a text", at: place(value))) }
    return value.text
  }

  private mutating func readParameters(_ yaml: YAML) {
    guard let parameters = yaml["params"], !parameters.isNull else { return }
    guard let entries = parameters.map else {
      errors.append(.badFrontMatter("params", takes: "names with defaults", at: place(parameters)))
      return
    }
    for entry in entries {
      guard let name = entry.key.text, let value = FrontMatter.Value(entry.value) else {
        errors.append(
          .badFrontMatter(
            "params", takes: "numbers, texts, true and false", at: place(entry.value)))
        continue
      }
      guard Self.isName(name) else {
        errors.append(
          .badFrontMatter("params", takes: "names that a program can use", at: place(entry.key)))
        continue
      }
      result.parameters.append(FrontMatter.Parameter(name: name, value: value))
    }
  }

  private static func isName(_ text: String) -> Bool {
    let tokens = Lexer.lex(SourceFile(name: "", text: text)).tokens
    return tokens.map(\.kind) == [.name, .endOfText] && !text.contains("\n")
  }

  private static let settings = [
    "echo", "error", "timeout", "total-timeout", "memory", "seed", "cache",
  ]

  private mutating func readExecute(_ yaml: YAML) {
    guard let execute = yaml["execute"], !execute.isNull else { return }
    guard let entries = execute.map else {
      errors.append(
        .badFrontMatter("execute", takes: "keys, as `{timeout: 5}`", at: place(execute)))
      return
    }
    for entry in entries {
      guard let key = entry.key.text, !Self.settings.contains(key),
        let nearest = Suggestion.nearest(to: key, among: Self.settings)
      else { continue }
      errors.append(.unknownSetting(key, at: place(entry.key), nearest: nearest))
    }
    result.execute.echo = flag("echo", in: execute)
    result.execute.cache = flag("cache", in: execute)
    result.execute.timeout = number("timeout", in: execute, takes: "seconds above 0") { $0 > 0 }
    result.execute.totalTimeout =
      number("total-timeout", in: execute, takes: "seconds above 0") { $0 > 0 }
    result.execute.seed =
      number("seed", in: execute, takes: "a whole number", where: CellOptions.isSeed)
    if let value = execute["memory"] {
      result.execute.memory = value.text.flatMap(parseByteCount)
      if result.execute.memory == nil {
        errors.append(.badFrontMatter("memory", takes: "a size, as `512M`", at: place(value)))
      }
    }
    if let value = execute["error"] {
      result.execute.error = value.text.flatMap(CellOptions.Failure.init(rawValue:))
      if result.execute.error == nil {
        errors.append(.badFrontMatter("error", takes: "true or false", at: place(value)))
      }
    }
  }

  private mutating func flag(_ key: String, in yaml: YAML) -> Bool? {
    guard let value = yaml[key] else { return nil }
    if value.bool == nil {
      errors.append(.badFrontMatter(key, takes: "true or false", at: place(value)))
    }
    return value.bool
  }

  private mutating func number(
    _ key: String, in yaml: YAML, takes: String, where isValid: (Double) -> Bool
  ) -> Double? {
    guard let value = yaml[key] else { return nil }
    if let number = value.number, isValid(number) { return number }
    errors.append(.badFrontMatter(key, takes: takes, at: place(value)))
    return nil
  }

  private func place(_ yaml: YAML) -> Place { place(line: yaml.line, yaml.column) }

  private func place(line: Int, _ column: Int) -> Place {
    let line = min(firstLine + line, lines.ranges.count - 1)
    let start = min(lines.ranges[line].lowerBound + column, lines.ranges[line].upperBound)
    return Place(file, Span(start, min(start + 1, lines.ranges[line].upperBound)))
  }
}

extension FrontMatter.Value {
  /// nil when it is neither a number nor a bool nor a text.
  init?(_ yaml: YAML) {
    if let bool = yaml.bool {
      self = .bool(bool)
    } else if let number = yaml.number {
      self = .number(number)
    } else if let text = yaml.text {
      self = .text(text)
    } else {
      return nil
    }
  }
}
