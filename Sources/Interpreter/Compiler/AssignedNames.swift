import Syntax

/// The names that statements assign, in order of first appearance. Functions inside are not entered.
enum AssignedNames {
  static func of(_ statements: [Statement]) -> [Identifier] {
    var names: [Identifier] = []
    collect(statements, into: &names)
    return names
  }

  /// The names that a module defines, its equations among them.
  static func ofModule(_ statements: [Statement]) -> [String] {
    var names: [Identifier] = []
    for statement in statements {
      if case .equation(let name, _) = statement.kind {
        add(name, to: &names)
      } else {
        collect(statement, into: &names)
      }
    }
    return names.map(\.name)
  }

  private static func collect(_ statements: [Statement], into names: inout [Identifier]) {
    for statement in statements { collect(statement, into: &names) }
  }

  private static func collect(_ statement: Statement, into names: inout [Identifier]) {
    switch statement.kind {
    case .assign(let target, _), .update(_, let target, _): collect(target, into: &names)
    case .assignEach(let targets, _): for target in targets { collect(target, into: &names) }
    case .function(let definition), .derivativeRule(let definition):
      add(definition.name, to: &names)
    case .conditional(let branches, let otherwise):
      for branch in branches { collect(branch.body, into: &names) }
      collect(otherwise ?? [], into: &names)
    case .forLoop(let pattern, _, let body):
      collect(pattern, into: &names)
      collect(body, into: &names)
    case .whileLoop(_, let body): collect(body, into: &names)
    case .importScript(_, _, let alias): add(alias, to: &names)
    case .expression, .equation, .breakLoop, .continueLoop, .returnValue, .check, .invalid: break
    }
  }

  private static func collect(_ target: Target, into names: inout [Identifier]) {
    switch target {
    case .pattern(let pattern): collect(pattern, into: &names)
    case .path(let root, _, _): add(root, to: &names)
    }
  }

  private static func collect(_ pattern: Pattern, into names: inout [Identifier]) {
    switch pattern {
    case .name(let identifier): add(identifier, to: &names)
    case .discard: break
    case .tuple(let patterns, _): for pattern in patterns { collect(pattern, into: &names) }
    }
  }

  private static func add(_ name: Identifier, to names: inout [Identifier]) {
    if !names.contains(where: { $0.name == name.name }) { names.append(name) }
  }
}
