import Diagnostics

// E09: files.
extension Diagnostic {
  static func fileForbidden(_ path: String) -> Diagnostic {
    Diagnostic(
      "E0910", "\(path) can't be read from here",
      hint: "a program reads files below its own folder only")
  }

  static func fileFailure(_ path: String, reason: String) -> Diagnostic {
    Diagnostic("E0911", "\(path): \(reason)")
  }

  static func fileFormat(_ path: String, _ formats: [FileFormat]) -> Diagnostic {
    let known = formats.flatMap(\.extensions).map { "." + $0 }.joined(separator: ", ")
    return Diagnostic(
      "E0912", "\(path): the name does not say what kind of file it is", hint: "one of \(known)")
  }

  static func fileContent(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("E0913", "\(path): \(reason)")
  }

  static func fileValue(_ value: Value, _ file: String, _ expected: String) -> Diagnostic {
    Diagnostic("E0914", "\(file) holds \(expected), not \(value.phrase)")
  }

  static func csvRow(_ path: String, line: Int, fields: Int, expected: Int) -> Diagnostic {
    Diagnostic(
      "E0915",
      "\(path), line \(line): \(fields) field\(fields == 1 ? "" : "s") where the rows before have \(expected)",
      hint: "a field with the separator in it needs quotes; sep= sets the separator")
  }

  static func csvQuote(_ path: String, line: Int) -> Diagnostic {
    Diagnostic(
      "E0916", "\(path), line \(line): text behind a closing quote",
      hint: "a quote within a quoted field is doubled: \"\"")
  }

  static func csvUnclosed(_ path: String, line: Int) -> Diagnostic {
    Diagnostic("E0916", "\(path), line \(line): the quote that opens here is never closed")
  }

  static func csvEmpty(_ path: String) -> Diagnostic {
    Diagnostic("E0917", "\(path) has no rows")
  }

  static func csvColumns(_ names: [String]) -> Diagnostic {
    Diagnostic(
      "E0918", "the columns \(names.joined(separator: ", ")) of a table must have one length")
  }
}
