import Diagnostics
import Graphs
import Syntax

/// What was meant by a name that has no value, seen from where it stands. `plot(sin(x), 0, 1)` comes from
/// paper, where x needs no value: a function is wanted there.
struct UnknownNameHint {
  private let name: String
  /// The names that have values.
  private let known: Set<String>
  private let file: SourceFile
  /// The expressions around the name, outermost first, and the statement that they are in.
  private let path: [Expression]
  private let statement: Statement

  /// The diagnostic with a better hint, if it is about an unknown name in these statements.
  static func improving(
    _ diagnostic: Diagnostic, in statements: [Statement], of file: SourceFile, known: [String]
  ) -> Diagnostic {
    guard diagnostic.code == "E0101", let place = diagnostic.primary?.place,
      place.file === file,
      let context = UnknownNameHint(place.span, in: statements, of: file, known: known)
    else { return diagnostic }
    var result = diagnostic
    result.hint = context.wanted ?? diagnostic.hint ?? context.fallback
    return result
  }

  private init?(
    _ span: Span, in statements: [Statement], of file: SourceFile, known: [String]
  ) {
    guard let (path, statement) = Self.path(to: span, in: statements),
      case .name(let name) = path.last?.kind
    else { return nil }
    self.name = name
    self.known = Set(known)
    self.file = file
    self.path = path
    self.statement = statement
  }

  private static func path(
    to span: Span, in statements: [Statement]
  ) -> ([Expression], Statement)? {
    for statement in statements where statement.span.contains(span) {
      if let deeper = path(to: span, in: statement.children) { return deeper }
      var path: [Expression] = []
      var level = statement.expressions
      while let next = level.first(where: { $0.span.contains(span) }) {
        path.append(next)
        level = next.children
      }
      return (path, statement)
    }
    return nil
  }

  /// What stands around the name asks for something else.
  private var wanted: String? {
    for parent in path.dropLast().reversed() {
      switch parent.kind {
      case .call(let callee, let arguments, _):
        let hint =
          functionArgument(callee, arguments, parent) ?? derivativeAtName(callee, arguments)
        if let hint { return hint }
      case .binary(.divide, _, let below, _): return leibniz(below)
      case .binary(.power, let base, _, _) where name == "T": return "\(text(base))ᵀ transposes"
      default: continue
      }
    }
    return nil
  }

  /// `integrate(x^2, 0, 1)`: a formula where a function is wanted.
  private func functionArgument(
    _ callee: Expression, _ arguments: [Argument], _ call: Expression
  ) -> String? {
    guard case .name(let function) = callee.kind, let last = path.last,
      let index = arguments.firstIndex(where: { $0.value.span.contains(last.span) }),
      arguments[index].label == nil, Self.wantsFunction(function, at: index)
    else { return nil }
    let argument = arguments[index].value
    if case .lambda = argument.kind { return nil }
    let before = file.text(in: Span(call.span.start, argument.span.start))
    let after = file.text(in: Span(argument.span.end, call.span.end))
    let names = unknownNames(argument)
    let parameters = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    return "a function is wanted: \(before)\(parameters) -> \(text(argument))\(after)"
  }

  /// In the order of the text.
  private func unknownNames(_ argument: Expression) -> [String] {
    var names: [String] = []
    argument.walk { part in
      if case .name(let name) = part.kind, !names.contains(name), !known.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  private static func wantsFunction(_ function: String, at index: Int) -> Bool {
    if plots.contains(function) { return index == 0 }
    guard let parameters = Library.entry(of: function)?.parameters,
      parameters.indices.contains(index)
    else { return false }
    return parameters[index].name == "f"
  }

  private static let plots: Set<String> = ["plot", "area", "contour", "heatmap", "field"]

  /// `f'(x)`, to see the formula.
  private func derivativeAtName(_ callee: Expression, _ arguments: [Argument]) -> String? {
    guard case .derivative = callee.kind, arguments.count == 1,
      case .name = arguments[0].value.kind
    else { return nil }
    return "\(text(callee)) alone shows the formula, \(text(callee))(2) its value at 2"
  }

  /// `dy/dx`
  private func leibniz(_ below: Expression) -> String? {
    guard case .name(let variable) = below.kind, variable.hasPrefix("d"), variable.count > 1,
      name.hasPrefix("d")
    else { return nil }
    let (y, x) = (name.count > 1 ? String(name.dropFirst()) : "y", variable.dropFirst())
    return "\(y)' of a function \(y), ∂\(y)/∂\(x) of an equation \(y) := …"
  }

  /// A formula was written before its letters have values.
  private var fallback: String? {
    switch statement.kind {
    case .assign(.pattern(.name(let target)), let value) where text(value).count <= 30:
      return
        "\(name) = 2 first; or \(target.name)(\(name)) = \(text(value)) for a function of \(name)"
    default: return nil
    }
  }

  private func text(_ expression: Expression) -> String { file.text(in: expression.span) }
}

extension Span {
  fileprivate func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
}
