import Diagnostics
import Syntax

/// What the cells of a notebook define, read from their text without running it.
struct Outline {
  /// The names on the right side of an equation or within a function, by its name.
  private(set) var uses: [String: [String]] = [:]
  private(set) var equations: Set<String> = []
  /// The parameters of each function.
  private(set) var functions: [String: [String]] = [:]
  /// The names that are assigned to, in order.
  private(set) var assigned: [String] = []

  init(_ notebook: Notebook, cells: some Sequence<Int>) {
    for index in cells { add(Parser.parse(notebook.cells[index].source).statements) }
  }

  init(_ statement: Statement) { add([statement]) }

  init(_ statements: [Statement]) { add(statements) }

  init(_ cell: Cell) { add(Parser.parse(cell.source).statements) }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .equation(let name, let value):
        uses[name.name] = Outline.names(in: value)
        equations.insert(name.name)
        add(name.name)
      case .function(let definition):
        functions[definition.name.name] = definition.parameters.map(\.name.name)
        let own = Set(definition.parameters.map(\.name.name))
        uses[definition.name.name] = Outline.names(in: [statement]).filter { !own.contains($0) }
        add(definition.name.name)
      case .assign(.pattern(.name(let name)), let value):
        equations.remove(name.name)
        uses[name.name] = nil
        functions[name.name] = nil
        if case .lambda(let parameters, let body) = value.kind {
          functions[name.name] = parameters.map(\.name.name)
          let own = Set(parameters.map(\.name.name))
          uses[name.name] = Outline.names(in: body).filter { !own.contains($0) }
        }
        add(name.name)
      case .assign(let target, _), .update(_, let target, _): add(target)
      case .assignEach(let targets, _): for target in targets { add(target) }
      case .forLoop(let pattern, _, _):
        add(.pattern(pattern))
        add(statement.children)
      default: add(statement.children)
      }
    }
  }

  private mutating func add(_ target: Target) {
    switch target {
    case .pattern(let pattern): for name in pattern.names { add(name) }
    case .path(let root, _, _): add(root.name)
    }
  }

  private mutating func add(_ name: String) {
    if !assigned.contains(name) { assigned.append(name) }
  }

  /// What some names depend on in the end: names that are neither equations nor functions.
  func inputs(of names: [String]) -> [String] {
    var seen: Set<String> = []
    var result: [String] = []
    var waiting = names[...]
    while let name = waiting.popFirst() {
      guard seen.insert(name).inserted else { continue }
      if let inner = uses[name] {
        waiting += inner
      } else if functions[name] == nil {
        result.append(name)
      }
    }
    return result
  }

  static func names(in expression: Expression) -> [String] {
    var result: [String] = []
    expression.walk { result += $0.ownNames }
    return result
  }

  static func names(in statements: [Statement]) -> [String] {
    var result: [String] = []
    statements.walk(expression: { result += $0.ownNames })
    return result
  }
}

extension Expression {
  /// The names that the node itself reads.
  fileprivate var ownNames: [String] {
    switch kind {
    case .name(let name): [name]
    case .partial(let partial): partial.variables.map(\.name.name)
    default: []
    }
  }
}

extension Pattern {
  fileprivate var names: [String] {
    switch self {
    case .name(let identifier): [identifier.name]
    case .discard: []
    case .tuple(let parts, _): parts.flatMap(\.names)
    }
  }
}
