import Diagnostics

extension Diagnostic {
  /// The diagnostic as a page or a file shows it: plain text without a final line break.
  var plainText: String {
    var lines = ["\(severity.rawValue)[\(code)]: \(message)"]
    if let primary { lines.append("  at \(primary.place.description) \(primary.text)") }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.joined(separator: "\n")
  }
}

extension Diagnostic {
  /// The diagnostic for a terminal.
  public func rendered(color: Bool) -> String { plainText }
}
