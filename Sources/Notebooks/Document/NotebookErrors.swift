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

  static func repeatedOption(_ key: String, at place: Place) -> Diagnostic {
    Diagnostic("N0105", "the option `\(key)` is given twice", at: place, label: "the second time")
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

  static func notText(_ name: String) -> Diagnostic {
    Diagnostic("N0112", "\(name) is not UTF-8 text")
  }
}
