import Diagnostics
import Interpreter
import Syntax

/// The right answer as code, made from what a check compares with: the derivative that the machine
/// computes, taken apart as `explain` does it. So slips have a name where the key has no solution.
struct DerivedSolution {
  struct Code {
    let text: String
    /// `∂L/∂O2` for `δ_O2`, longer names first.
    let names: [(short: String, long: String)]
  }

  let engine: any CellEngine
  /// The check cell.
  let source: SourceFile
  /// What else functions may be defined in.
  let lesson: [SourceFile]
  private var names: [(short: String, long: String)] = []

  init(engine: any CellEngine, source: SourceFile, lesson: [SourceFile]) {
    self.engine = engine
    self.source = source
    self.lesson = lesson
  }

  private func code(_ text: String?) -> Code? {
    text.map { Code(text: $0, names: names.sorted { $0.short.count > $1.short.count }) }
  }

  /// For `check ∂L/∂W2 ≈ answer`: the definition of `answer`.
  mutating func formula(of check: FormulaCheck, parameters: [String]) -> Code? {
    let text = definition(for: check, parameters)
    return code(text)
  }

  private mutating func definition(
    for check: FormulaCheck, _ parameters: [String]
  ) -> String? {
    let truth = check.truthExpression
    let head = "\(check.name)(\(parameters.joined(separator: ", ")))"
    switch truth.kind {
    case .lambda(let own, let body) where own.count == parameters.count:
      return function(check.name, own.map(\.name.name), expanded(body))
    case .derivative(_, order: 1) where parameters.count == 1:
      return shownDerivative(of: check.truth, by: parameters[0]).map { "\(head) = \($0)" }
    case .gradient(let inner):
      return gradient(of: inner, by: nil, check.name, parameters)
    case .call(let callee, let arguments, _):
      guard case .name("grad") = callee.kind, let inner = arguments.first?.value else { break }
      let by = arguments.dropFirst().first.flatMap { text(of: $0.value) }
      return gradient(of: inner, by: by, check.name, parameters)
    case .name(let other): return definition(of: other).map { renamed($0, to: check.name) }
    default: break
    }
    return function(check.name, parameters, expanded(truth))
  }

  /// For `check W2 ≈ W - η*∂L/∂W`: the assignments of `answer` names, as the check has them.
  mutating func values(of names: [String]) -> Code? {
    let text = assignments(to: names)
    return code(text)
  }

  private mutating func assignments(to names: [String]) -> String? {
    var aliases: [String: String] = [:]
    var lines: [String] = []
    for statement in Parser.parse(source).statements {
      for (alias, name) in statement.plainCopies where names.contains(name) {
        aliases[alias] = name
      }
      guard let (left, right) = statement.comparedSides else { continue }
      for (side, other) in [(left, right), (right, left)] {
        guard case .name(let shown) = side.kind else { continue }
        let name = aliases[shown] ?? shown
        guard names.contains(name), !Outline.names(in: other).contains(shown) else { continue }
        let (steps, value) = expanded(other)
        lines += steps + ["\(name) = \(value)"]
        break
      }
    }
    let assigned = Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) })
    return names.allSatisfy(assigned.contains) ? lines.joined(separator: "\n") : nil
  }

  // MARK: Parts

  private func function(
    _ name: String, _ parameters: [String], _ body: (steps: [String], value: String)
  ) -> String {
    let lines = body.steps + ["return \(body.value)"]
    return "function \(name)(\(parameters.joined(separator: ", ")))\n"
      + lines.joined(separator: "\n") + "\nend"
  }

  /// An expression with each `∂…/∂…` in it written out; the steps come before it.
  private mutating func expanded(_ expression: Expression) -> (steps: [String], value: String) {
    var steps: [String] = []
    var edits: [Slip.Edit] = []
    var partials: [(span: Span, target: String)] = []
    expression.walk { part in
      guard case .partial(let partial) = part.kind,
        !partials.contains(where: { $0.span.contains(part.span) })
      else { return }
      partials.append((part.span, source.text(in: partial.target.span)))
    }
    for partial in partials {
      guard let code = derivation(source.text(in: partial.span), of: partial.target) else {
        continue
      }
      steps += code.dropLast()
      edits.append(.init(span: partial.span, text: "(\(code.last ?? "0"))"))
    }
    let whole = Slip(.sign, "", edits).made(in: source)
    let added = edits.reduce(0) { $0 + $1.text.utf8.count - ($1.span.end - $1.span.start) }
    let end = expression.span.end + added
    return (steps, SourceFile(name: "", text: whole).text(in: Span(expression.span.start, end)))
  }

  /// The derivation of `∂L/∂W2` as code.
  private mutating func derivation(_ partial: String, of target: String) -> [String]? {
    let file = SourceFile(name: "exercise", text: "explain \(partial)")
    let result = engine.run(file, label: nil, seed: nil)
    guard result.errors.isEmpty, case .value(let value)? = result.outputs.last,
      let lines = value.code
    else { return nil }
    for line in lines.dropLast() {
      guard let name = line.firstRange(of: " = ").map({ String(line[..<$0.lowerBound]) }) else {
        continue
      }
      names.append((name, "∂\(target)/∂\(name.dropFirst("δ_".count))"))
    }
    return lines
  }

  /// `2*x*cos(x^2)` of what `f'` shows, with the name that the exercise has for its variable.
  private func shownDerivative(of truth: String, by parameter: String) -> String? {
    let file = SourceFile(name: "exercise", text: "(\(truth))")
    guard let shown = engine.run(file, label: nil, seed: nil).valueText, !shown.contains("\n")
    else { return nil }
    for mark in [") = ", " -> "] {
      guard let range = shown.firstRange(of: mark) else { continue }
      let head = shown[..<range.lowerBound]
      let name = String(head.split(separator: "(").last ?? head)
      let body = SourceFile(name: "exercise", text: String(shown[range.upperBound...]))
      var edits: [Slip.Edit] = []
      Parser.parse(body).statements.walk(expression: { part in
        if case .name(name) = part.kind { edits.append(.init(span: part.span, text: parameter)) }
      })
      return Slip(.sign, "", edits).made(in: body)
    }
    return nil
  }

  /// `∇f` and `grad(f, wrt="y")` as the partial derivative of an expression.
  private mutating func gradient(
    of function: Expression, by: String?, _ name: String, _ parameters: [String]
  ) -> String? {
    guard let by = by ?? parameters.first, parameters.contains(by) else { return nil }
    let call = "(\(source.text(in: function.span)))(\(parameters.joined(separator: ", ")))"
    for (index, parameter) in parameters.enumerated()
    where engine.text("typeof(\(parameter))") == nil {
      let file = SourceFile(name: "exercise", text: "\(parameter) = \(0.3 + 0.1*Double(index))")
      _ = engine.run(file, label: nil, seed: nil)
    }
    let file = source.text(in: function.span)
    guard let code = derivation("∂(\(call))/∂\(by)", of: file), let last = code.last else {
      return nil
    }
    return self.function(name, parameters, (Array(code.dropLast()), last))
  }

  private func text(of expression: Expression) -> String? {
    guard case .string(let pieces) = expression.kind, pieces.count == 1,
      case .text(let text)? = pieces.first
    else { return nil }
    return text
  }

  private func definition(of name: String) -> (SourceFile, Statement, FunctionDefinition)? {
    for file in [source] + lesson {
      for statement in Parser.parse(file).statements {
        if case .function(let definition) = statement.kind, definition.name.name == name {
          return (file, statement, definition)
        }
      }
    }
    return nil
  }

  private func renamed(
    _ found: (file: SourceFile, statement: Statement, definition: FunctionDefinition),
    to name: String
  ) -> String {
    let (file, statement, definition) = found
    let head = file.text(in: Span(statement.span.start, definition.name.span.start))
    return head + name + file.text(in: Span(definition.name.span.end, statement.span.end))
  }
}

extension Span {
  fileprivate func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
}

extension Statement {
  /// `new2, new3 = W2, W3` as pairs.
  fileprivate var plainCopies: [(alias: String, name: String)] {
    func pair(_ pattern: Pattern, _ value: Expression) -> [(alias: String, name: String)] {
      switch (pattern, value.kind) {
      case (.name(let alias), .name(let name)): return [(alias.name, name)]
      case (.tuple(let parts, _), .tuple(let values)):
        return zip(parts, values).flatMap { pair($0, $1) }
      default: return []
      }
    }
    if case .assign(.pattern(let pattern), let value) = kind { return pair(pattern, value) }
    guard case .assignEach(let targets, let value) = kind, case .tuple(let values) = value.kind
    else { return [] }
    return zip(targets, values).flatMap { target, value -> [(alias: String, name: String)] in
      if case .pattern(let pattern) = target { pair(pattern, value) } else { [] }
    }
  }

  /// What a check compares: `a ≈ b`, `a == b`, `isapprox(a, b, …)`.
  var comparedSides: (Expression, Expression)? {
    guard case .check(let condition, _) = kind else { return nil }
    switch condition.kind {
    case .comparison(let sides, let operators) where sides.count == 2:
      return [.approximately, .equal].contains(operators[0]) ? (sides[0], sides[1]) : nil
    case .call(let callee, let arguments, _):
      guard case .name("isapprox") = callee.kind, arguments.count >= 2 else { return nil }
      return (arguments[0].value, arguments[1].value)
    default: return nil
    }
  }
}
