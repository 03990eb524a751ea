import Diagnostics

// What can be wrong with a notebook's text. Codes N01xx; see `NOTEBOOKS.md`, section 1.

extension Diagnostic {
  static func unclosedFence(at place: Place, fence: String) -> Diagnostic {
    Diagnostic(
      "N0101", "this fence is never closed", at: place, label: "opened here",
      hint: "it ends with a line of nothing but \(fence)")
  }

  static func duplicateLabel(_ label: String, at place: Place, first: Place) -> Diagnostic {
    Diagnostic(
      "N0102", "two cells have the label `\(label)`", at: place, label: "the second one",
      secondary: [Label(first, "the first one")],
      hint: "labels name figures and outputs, so each may be used once")
  }

  static func unknownOption(_ key: String, at place: Place, nearest: String?) -> Diagnostic {
    Diagnostic(
      "N0103", "a cell has no option `\(key)`", at: place, label: "unknown",
      hint: nearest.map { "did you mean `\($0)`?" })
  }

  static func badOption(_ key: String, takes: String, at place: Place) -> Diagnostic {
    Diagnostic("N0104", "`\(key)` takes \(takes)", at: place, label: "not of that kind")
  }

  static func repeatedKey(_ key: String, at place: Place) -> Diagnostic {
    Diagnostic("N0105", "`\(key)` is given twice", at: place, label: "the second time")
  }

  static func notYAML(_ what: String, _ reason: String, at place: Place) -> Diagnostic {
    Diagnostic("N0106", "\(what) not YAML: \(reason)", at: place)
  }

  static func fenceWithMore(at place: Place) -> Diagnostic {
    Diagnostic(
      "N0107", "nothing may stand behind `{gradus}` on its line", at: place,
      hint: "options are lines `#| key: value` at the head of the cell")
  }

  static func badFrontMatter(_ key: String, takes: String, at place: Place) -> Diagnostic {
    Diagnostic("N0108", "`\(key)` takes \(takes)", at: place, label: "in the front matter")
  }

  static func unclosedOutput(_ label: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0109", "the output `\(label)` has no end", at: place, label: "begins here",
      hint: "put `<!-- nb:end -->` on a line of its own behind it, or delete this line")
  }

  static func emptyValue(at place: Place) -> Diagnostic {
    Diagnostic("N0110", "an inline value needs an expression", at: place)
  }

  static func unknownReference(_ label: String, at place: Place, nearest: String?) -> Diagnostic {
    Diagnostic(
      "N0111", "no figure has the label `\(label)`", at: place, severity: .warning,
      hint: nearest.map { "did you mean `@\($0)`?" }
        ?? "a figure is a cell with `#| label: \(label)` and `#| fig-cap: …`")
  }

  /// The first byte that is no part of UTF-8, in a text where it was replaced.
  static func notText(at place: Place, byte: UInt8) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    let isUTF16 = byte >= 0xFE && place.span.start == 0
    return Diagnostic(
      "N0112", "\(place.file.name) is not UTF-8 text", at: place,
      label: "the byte \(byte < 16 ? "0" : "")\(hex)",
      hint: isUTF16 ? "this looks like UTF-16; save it as UTF-8" : "save the file as UTF-8")
  }

  static func controlCharacter(_ byte: UInt8, at place: Place) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    return byte == UInt8(ascii: "\r")
      ? Diagnostic(
        "N0113", "a carriage return stands here without a line feed", at: place,
        hint: "lines end with LF, or with CR LF")
      : Diagnostic(
        "N0113", "the control character U+00\(byte < 16 ? "0" : "")\(hex) is no text", at: place,
        hint: "delete it; in a string it is written \\u{\(hex.lowercased())}")
  }

  static func unclosedFrontMatter(at place: Place) -> Diagnostic {
    Diagnostic(
      "N0114", "this front matter is never closed", at: place, label: "opened here",
      hint: "it ends with a line `---`; a rule at the head of a text wants an empty line behind it")
  }

  static func nearlyACell(_ info: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0115", "`\(info)` is no cell, so this does not run", at: place, severity: .warning,
      hint: "a cell begins with ```{gradus}")
  }

  static func nothingRuns(at place: Place) -> Diagnostic {
    Diagnostic(
      "N0121", "nothing in this notebook runs: ```gradus is only shown", at: place,
      severity: .warning, hint: "a cell begins with ```{gradus}")
  }

  static func lateOption(_ key: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0116", "the option `\(key)` comes too late", at: place,
      hint: "options are the first lines of a cell, with no line between them")
  }

  static func onlyForExercises(_ key: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0117", "`\(key)` belongs to an exercise, and this cell is of none", at: place,
      severity: .warning, hint: "say which one with `#| exercise: NAME`")
  }

  static func unclosedValue(_ code: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0118", "the value of `\(code)` has no end", at: place,
      hint: "put `<!-- nb:end -->` behind it, or write `{gradus} \(code)` in backticks")
  }

  static func unknownSetting(_ key: String, at place: Place, nearest: String) -> Diagnostic {
    Diagnostic(
      "N0119", "`execute` has no key `\(key)`", at: place, severity: .warning,
      hint: "did you mean `\(nearest)`?")
  }

  static func unknownFormat(_ name: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "N0120", "`\(name)` is no format that nbrun writes", at: place, severity: .warning,
      hint: "html, md, ipynb and text are")
  }
}
