import Diagnostics

/// Values for a notebook's declared parameters, typed by their defaults.
public enum Parameters {
  /// Why a parameter can't be set: a usage error, without a place.
  public struct Failure: Error {
    public let message: String
  }

  /// What `-P name=value` means for a notebook that declares these parameters.
  public static func parse(
    _ assignment: String, declared: [FrontMatter.Parameter]
  ) throws(Failure) -> (name: String, value: FrontMatter.Value) {
    guard let sign = assignment.firstIndex(of: "=") else {
      throw Failure(message: "-P wants name=value, not `\(assignment)`")
    }
    let name = assignment[..<sign].trimmed
    let text = String(assignment[assignment.index(after: sign)...])
    return (name, try value(text, for: name, declared: declared))
  }

  /// What a file of `name: value` lines means.
  public static func parseFile(
    _ text: String, name file: String, declared: [FrontMatter.Parameter]
  ) throws(Failure) -> [(name: String, value: FrontMatter.Value)] {
    let yaml: YAML?
    do throws(YAML.Failure) {
      yaml = try YAML.parse(text)
    } catch {
      throw Failure(message: "\(file):\(error.line + 1):\(error.column + 1): \(error.message)")
    }
    guard let yaml else { return [] }
    guard let entries = yaml.map else {
      throw Failure(message: "\(file) should hold `name: value` lines")
    }
    var result: [(name: String, value: FrontMatter.Value)] = []
    for entry in entries {
      guard let name = entry.key.text, let text = entry.value.text else {
        throw Failure(
          message: "\(file):\(entry.key.line + 1): a value is a number, a text or a bool")
      }
      result.append((name, try value(text, for: name, declared: declared)))
    }
    return result
  }

  private static func value(
    _ text: String, for name: String, declared: [FrontMatter.Parameter]
  ) throws(Failure) -> FrontMatter.Value {
    guard let parameter = declared.first(where: { $0.name == name }) else {
      throw Failure(message: unknown(name, declared))
    }
    switch parameter.value {
    case .text: return .text(text)
    case .number: if let number = Double(text.trimmed), !number.isNaN { return .number(number) }
    case .bool: if let bool = ["true": true, "false": false][text.trimmed] { return .bool(bool) }
    }
    throw Failure(message: "the parameter `\(name)` is \(parameter.value.typeName), not `\(text)`")
  }

  private static func unknown(_ name: String, _ declared: [FrontMatter.Parameter]) -> String {
    let names = declared.map(\.name)
    let message = "the notebook has no parameter `\(name)`"
    if let nearest = Suggestion.nearest(to: name, among: names) {
      return message + "; did you mean `\(nearest)`?"
    }
    if names.isEmpty { return message + ": its front matter declares none" }
    return message + "; it declares \(names.map { "`\($0)`" }.joined(separator: ", "))"
  }
}
