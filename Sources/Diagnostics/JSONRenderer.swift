/// Diagnostics for programs: one JSON object, keys in a fixed order.
public struct JSONRenderer: Sendable {
  public init() {}

  public func render(_ diagnostic: Diagnostic) -> String {
    var fields = [
      "\"severity\":\(quoted(diagnostic.severity.rawValue))",
      "\"code\":\(quoted(diagnostic.code))", "\"message\":\(quoted(diagnostic.message))",
    ]
    if let primary = diagnostic.primary { fields.append("\"primary\":\(label(primary))") }
    if !diagnostic.secondary.isEmpty {
      fields.append("\"secondary\":[\(diagnostic.secondary.map(label).joined(separator: ","))]")
    }
    if let hint = diagnostic.hint { fields.append("\"hint\":\(quoted(hint))") }
    if !diagnostic.calls.isEmpty {
      let calls = diagnostic.calls.map {
        "{\"function\":\(quoted($0.function)),\(place($0.place))}"
      }
      fields.append("\"calls\":[\(calls.joined(separator: ","))]")
    }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func label(_ label: Diagnostic.Label) -> String {
    let text = label.text.isEmpty ? "" : ",\"text\":\(quoted(label.text))"
    return "{\(place(label.place))\(text)}"
  }

  private func place(_ place: Place) -> String {
    let start = place.file.position(at: place.span.start)
    let end = place.file.position(at: place.span.end)
    return "\"file\":\(quoted(place.file.name)),\"line\":\(start.line),\"column\":\(start.column),"
      + "\"endLine\":\(end.line),\"endColumn\":\(end.column)"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
