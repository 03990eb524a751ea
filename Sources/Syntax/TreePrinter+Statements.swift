extension TreePrinter {
  /// Statements on lines of their own.
  static func block(_ statements: [Statement], depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    return statements.map { statement in
      indent + text(statement, depth: depth) + (statement.isSilenced ? ";" : "") + "\n"
    }.joined()
  }

  private static func text(_ statement: Statement, depth: Int) -> String {
    switch statement.kind {
    case .expression(let expression): text(expression)
    case .assign(let target, let value): "\(text(target)) = \(text(value))"
    case .assignEach(let targets, let value):
      "\(targets.map(text).joined(separator: ", ")) = \(text(value))"
    case .update(let op, let target, let value): "\(text(target)) \(op.rawValue)= \(text(value))"
    case .equation(let name, let value): "\(name.name) := \(text(value))"
    case .function(let definition): function(definition, "", depth)
    case .derivativeRule(let definition): function(definition, "'", depth)
    case .breakLoop: "break"
    case .continueLoop: "continue"
    case .returnValue(let value): value.map { "return \(text($0))" } ?? "return"
    case .check(let condition, let message):
      "check \(text(condition, .pipe))" + (message.map { " \(text($0))" } ?? "")
    case .importScript(let path, _, let alias):
      "import \"\(StringText.encode(path))\" as \(alias.name)"
    case .invalid: "_"
    default: compound(statement, depth)
    }
  }

  private static func compound(_ statement: Statement, _ depth: Int) -> String {
    let end = String(repeating: "  ", count: depth) + "end"
    func body(_ statements: [Statement]) -> String { block(statements, depth: depth + 1) }
    switch statement.kind {
    case .conditional(let branches, let otherwise):
      let indent = String(repeating: "  ", count: depth)
      let parts = branches.map { "if \(text($0.condition, .pipe))\n" + body($0.body) }
      return parts.joined(separator: indent + "else")
        + (otherwise.map { indent + "else\n" + body($0) } ?? "") + end
    case .forLoop(let pattern, let source, let statements):
      return "for \(self.pattern(pattern)) in \(text(source))\n" + body(statements) + end
    case .whileLoop(let condition, let statements):
      return "while \(text(condition, .pipe))\n" + body(statements) + end
    default: return ""
    }
  }

  /// `f(x) = x^2`, or a block; with a mark behind the name the rule of its derivative.
  private static func function(
    _ definition: FunctionDefinition, _ mark: String, _ depth: Int
  ) -> String {
    let head = definition.name.name + mark + parameters(definition.parameters)
    switch definition.body {
    case .expression(let expression): return "\(head) = \(text(expression))"
    case .block(let statements):
      return "function \(head)\n" + block(statements, depth: depth + 1)
        + String(repeating: "  ", count: depth) + "end"
    }
  }

  static func parameters(_ parameters: [Parameter]) -> String {
    let texts = parameters.map { parameter in
      parameter.name.name
        + (parameter.shape.map { ": [\($0.map(size).joined(separator: ", "))]" } ?? "")
        + (parameter.defaultValue.map { "=\(text($0))" } ?? "")
    }
    return "(\(texts.joined(separator: ", ")))"
  }

  private static func size(_ size: ShapeSize) -> String {
    switch size {
    case .named(let name): name.name
    case .fixed(let number, _): "\(number)"
    case .any: "_"
    }
  }

  private static func text(_ target: Target) -> String {
    switch target {
    case .pattern(let pattern): return Self.pattern(pattern)
    case .path(let root, let steps, _):
      return steps.reduce(root.name) { text, step in
        switch step {
        case .index(let indexes, _): "\(text)[\(list(indexes))]"
        case .field(let name): "\(text).\(name.name)"
        }
      }
    }
  }

  static func pattern(_ pattern: Pattern) -> String {
    switch pattern {
    case .name(let identifier): identifier.name
    case .discard: "_"
    case .tuple(let patterns, _):
      "(\(patterns.map(Self.pattern).joined(separator: ", "))\(patterns.count == 1 ? "," : ""))"
    }
  }
}
