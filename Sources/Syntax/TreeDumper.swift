import Diagnostics

/// The tree as indented text, a node a line: what `gradus dump tree` prints and the parser's tests
/// compare.
public enum TreeDumper {
  public static func dump(_ statements: [Statement]) -> String {
    TreeNode.lines(statements.map(TreeNode.init), depth: 0)
  }

  public static func dump(_ expression: Expression) -> String {
    TreeNode.lines([TreeNode(expression)], depth: 0)
  }
}

/// A node of the tree as it is printed: a label and what lies below.
struct TreeNode {
  let label: String
  let children: [TreeNode]

  init(_ label: String, _ children: [TreeNode] = []) {
    self.label = label
    self.children = children
  }

  static func lines(_ nodes: [TreeNode], depth: Int) -> String {
    nodes.map { node in
      String(repeating: "  ", count: depth) + node.label + "\n"
        + lines(node.children, depth: depth + 1)
    }.joined()
  }
}

extension TreeNode {
  init(_ statement: Statement) {
    let node = TreeNode.statement(statement)
    self.init(statement.isSilenced ? node.label + " ;" : node.label, node.children)
  }

  private static func statement(_ statement: Statement) -> TreeNode {
    switch statement.kind {
    case .expression(let expression): TreeNode(expression)
    case .assign(let target, let value): TreeNode("assign", [TreeNode(target), TreeNode(value)])
    case .assignEach(let targets, let value):
      TreeNode("assign each", targets.map(TreeNode.init) + [TreeNode(value)])
    case .update(let op, let target, let value):
      TreeNode("update \(op.rawValue)=", [TreeNode(target), TreeNode(value)])
    case .equation(let name, let value): TreeNode("equation \(name.name)", [TreeNode(value)])
    case .function(let definition): TreeNode("function", definition)
    case .derivativeRule(let definition): TreeNode("derivative rule", definition)
    case .conditional(let branches, let otherwise):
      TreeNode(
        "if",
        branches.map { TreeNode("branch", [TreeNode($0.condition)] + $0.body.map(TreeNode.init)) }
          + (otherwise.map { [TreeNode("else", $0.map(TreeNode.init))] } ?? []))
    case .forLoop(let pattern, let source, let body):
      TreeNode(
        "for", [TreeNode(pattern), TreeNode("in", [TreeNode(source)])] + body.map(TreeNode.init))
    case .whileLoop(let condition, let body):
      TreeNode("while", [TreeNode(condition)] + body.map(TreeNode.init))
    case .breakLoop: TreeNode("break")
    case .continueLoop: TreeNode("continue")
    case .returnValue(let value): TreeNode("return", value.map { [TreeNode($0)] } ?? [])
    case .check(let condition, let message):
      TreeNode("check", [TreeNode(condition)] + (message.map { [TreeNode($0)] } ?? []))
    case .importScript(let path, _, let alias): TreeNode("import \"\(path)\" as \(alias.name)")
    case .invalid: TreeNode("invalid")
    }
  }

  private init(_ word: String, _ definition: FunctionDefinition) {
    let body: [TreeNode] =
      switch definition.body {
      case .expression(let expression): [TreeNode(expression)]
      case .block(let statements): statements.map(TreeNode.init)
      }
    self.init(
      "\(word) \(definition.name.name)",
      definition.parameters.map(TreeNode.init) + [TreeNode("body", body)])
  }

  private init(_ parameter: Parameter) {
    let sizes = parameter.shape.map { shape in
      ": [" + shape.map(TreeNode.size).joined(separator: ", ") + "]"
    }
    self.init(
      "parameter \(parameter.name.name)\(sizes ?? "")",
      parameter.defaultValue.map { [TreeNode("default", [TreeNode($0)])] } ?? [])
  }

  private static func size(_ size: ShapeSize) -> String {
    switch size {
    case .named(let name): name.name
    case .fixed(let number, _): "\(number)"
    case .any: "_"
    }
  }

  private init(_ target: Target) {
    switch target {
    case .pattern(let pattern): self.init(pattern)
    case .path(let root, let steps, _):
      self.init(
        "path \(root.name)",
        steps.map { step in
          switch step {
          case .index(let indexes, _): TreeNode("index", indexes.map(TreeNode.init))
          case .field(let name): TreeNode("field \(name.name)")
          }
        })
    }
  }

  private init(_ pattern: Pattern) {
    switch pattern {
    case .name(let identifier): self.init("name \(identifier.name)")
    case .discard: self.init("discard")
    case .tuple(let patterns, _): self.init("pattern", patterns.map(TreeNode.init))
    }
  }
}
