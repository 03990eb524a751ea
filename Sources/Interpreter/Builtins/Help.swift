import Graphs

/// What `?name`, `help(name)` and `gradus help NAME` print.
enum Help {
  static func text(_ name: String) -> String? {
    guard let entry = Library.entry(of: name) else { return preludeText(name) }
    var lines = [entry.signature, "  " + entry.doc]
    if !entry.aliases.isEmpty {
      lines.append("  also written " + entry.aliases.joined(separator: ", "))
    }
    if let operation = Catalogue.byName[name] { lines.append("  " + derivative(operation)) }
    for example in entry.examples {
      lines.append("  > \(example.code)")
      lines += example.result.split(separator: "\n").map { "  " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  private static func preludeText(_ name: String) -> String? {
    guard let head = Prelude.head(of: name) else { return nil }
    return
      ([head] + Prelude.comments(of: name).map { "  " + $0 }
      + ["  written in Gradus: source(\(name)) shows its text"]).joined(separator: "\n")
  }

  private static func derivative(_ operation: Operation) -> String {
    let convention = operation.convention.map { " " + $0 } ?? ""
    switch operation.derivative {
    case .rules: return "differentiable." + convention
    case .zero(let reason): return "derivative 0: \(reason)." + convention
    case .none(let reason): return "not differentiable: \(reason)." + convention
    }
  }
}
