extension TreeNode {
  init(_ expression: Expression) {
    switch expression.kind {
    case .number(let number): self.init("number \(number)")
    case .string(let pieces): self.init("string", pieces.map(TreeNode.init))
    case .boolean(let value): self.init("\(value)")
    case .nothing: self.init("nothing")
    case .name(let name): self.init("name \(name)")
    case .wholeAxis: self.init("whole axis")
    case .leadingAxes: self.init("leading axes")
    case .axisEnd: self.init("end of axis")
    case .tuple(let items): self.init("tuple", items.map(TreeNode.init))
    case .record(let fields):
      self.init("record", fields.map { TreeNode("field \($0.name.name)", [TreeNode($0.value)]) })
    case .array(let rows, let isMatrix):
      self.init(
        isMatrix ? "matrix" : "array",
        isMatrix
          ? rows.map { TreeNode("row", $0.map(TreeNode.init)) }
          : rows.flatMap { $0 }.map(TreeNode.init))
    case .comprehension(let element, let generators, let condition):
      self.init(
        "comprehension",
        [TreeNode(element)] + generators.map(TreeNode.init)
          + (condition.map { [TreeNode("if", [TreeNode($0)])] } ?? []))
    case .range(let start, let step, let end):
      self.init(
        "range",
        [TreeNode(start)] + (step.map { [TreeNode("step", [TreeNode($0)])] } ?? [])
          + [TreeNode(end)])
    default: self = TreeNode.operation(expression)
    }
  }

  private static func operation(_ expression: Expression) -> TreeNode {
    switch expression.kind {
    case .unary(let op, let operand): TreeNode("unary \(op.rawValue)", [TreeNode(operand)])
    case .binary(let op, let left, let right, _):
      TreeNode("binary \(op.rawValue)", [TreeNode(left), TreeNode(right)])
    case .comparison(let operands, let operators):
      TreeNode(
        "comparison " + operators.map(\.rawValue).joined(separator: " "),
        operands.map(TreeNode.init))
    case .and(let left, let right): TreeNode("and", [TreeNode(left), TreeNode(right)])
    case .or(let left, let right): TreeNode("or", [TreeNode(left), TreeNode(right)])
    case .not(let operand): TreeNode("not", [TreeNode(operand)])
    case .conditional(let condition, let then, let otherwise):
      TreeNode("if then else", [TreeNode(condition), TreeNode(then), TreeNode(otherwise)])
    default: access(expression)
    }
  }

  private static func access(_ expression: Expression) -> TreeNode {
    switch expression.kind {
    case .call(let callee, let arguments, let isDotted):
      TreeNode(isDotted ? "dotted call" : "call", [TreeNode(callee)] + arguments.map(TreeNode.init))
    case .index(let object, let indexes):
      TreeNode("index", [TreeNode(object)] + indexes.map(TreeNode.init))
    case .field(let object, let name): TreeNode("field \(name.name)", [TreeNode(object)])
    case .transpose(let operand): TreeNode("transpose", [TreeNode(operand)])
    case .derivative(let function, let order):
      TreeNode("derivative \(order)", [TreeNode(function)])
    case .gradient(let function): TreeNode("gradient", [TreeNode(function)])
    case .partial(let partial): TreeNode(partial)
    case .lambda(let parameters, let body):
      TreeNode(
        "lambda \(parameters.map(\.name.name).joined(separator: ", "))", [TreeNode(body)])
    case .explain(let operand): TreeNode("explain", [TreeNode(operand)])
    case .minimize(let form): TreeNode(form)
    default: TreeNode("invalid")
    }
  }

  private init(_ piece: StringPiece) {
    switch piece {
    case .text(let text): self.init("text \"\(StringText.encode(text))\"")
    case .hole(let value, let format):
      self.init(format.map { "hole \($0.sourceText)" } ?? "hole", [TreeNode(value)])
    }
  }

  private init(_ generator: Generator) {
    self.init("for \(TreeNode.text(generator.pattern))", [TreeNode(generator.source)])
  }

  private static func text(_ pattern: Pattern) -> String {
    switch pattern {
    case .name(let identifier): identifier.name
    case .discard: "_"
    case .tuple(let patterns, _): "(" + patterns.map(text).joined(separator: ", ") + ")"
    }
  }

  private init(_ argument: Argument) {
    if let label = argument.label {
      self.init("argument \(label.name)", [TreeNode(argument.value)])
    } else {
      self.init(argument.value)
    }
  }

  private init(_ partial: PartialDerivative) {
    let variables = partial.variables.map {
      $0.order == 1 ? $0.name.name : "\($0.name.name)^\($0.order)"
    }
    let held =
      partial.heldFixed.isEmpty
      ? "" : " | " + partial.heldFixed.map(\.name).joined(separator: ", ")
    self.init("partial by \(variables.joined(separator: ", "))\(held)", [TreeNode(partial.target)])
  }

  private init(_ form: Minimization) {
    self.init(
      "minimize over \(form.variables.map(\.name).joined(separator: ", "))",
      [TreeNode(form.target)]
        + (form.optimizer.map { [TreeNode("using", [TreeNode($0)])] } ?? [])
        + (form.steps.map { [TreeNode("for", [TreeNode($0)])] } ?? [])
        + (form.until.map { [TreeNode("until", [TreeNode($0)])] } ?? []))
  }
}

extension StringPiece.Format {
  /// `:8.3f`
  public var sourceText: String {
    ":" + (width.map(String.init) ?? "") + (precision.map { ".\($0)" } ?? "")
      + (style.map { String($0.rawValue) } ?? "")
  }
}
