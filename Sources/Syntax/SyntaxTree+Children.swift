// For whoever walks a whole tree: what stands directly below each node, in the order of the text.

extension Expression {
  public var children: [Expression] {
    switch kind {
    case .number, .boolean, .nothing, .name, .wholeAxis, .leadingAxes, .axisEnd, .invalid: []
    case .string(let pieces):
      pieces.compactMap { if case .hole(let expression, _) = $0 { expression } else { nil } }
    case .tuple(let elements), .comparison(let elements, _): elements
    case .record(let fields): fields.map(\.value)
    case .array(let rows, _): rows.flatMap { $0 }
    case .comprehension(let element, let generators, let condition):
      [element] + generators.map(\.source) + [condition].compactMap { $0 }
    case .range(let first, let step, let last): [first, step, last].compactMap { $0 }
    case .unary(_, let operand), .not(let operand), .field(let operand, _), .transpose(let operand),
      .derivative(let operand, _), .gradient(let operand), .explain(let operand):
      [operand]
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      [left, right]
    case .call(let callee, let arguments, _): [callee] + arguments.map(\.value)
    case .index(let base, let indices): [base] + indices
    case .partial(let partial): [partial.target]
    case .lambda(let parameters, let body): parameters.compactMap(\.defaultValue) + [body]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .minimize(let form):
      [form.target, form.optimizer, form.steps, form.until].compactMap { $0 }
    }
  }
}

extension Statement {
  /// The statements of its blocks.
  public var children: [Statement] {
    switch kind {
    case .function(let definition), .derivativeRule(let definition): definition.statements
    case .conditional(let branches, let otherwise): branches.flatMap(\.body) + (otherwise ?? [])
    case .forLoop(_, _, let body), .whileLoop(_, let body): body
    default: []
    }
  }

  /// The expressions of the statement itself, without those of its blocks.
  public var expressions: [Expression] {
    switch kind {
    case .expression(let value), .equation(_, let value): [value]
    case .assign(let target, let value), .update(_, let target, let value):
      target.indices + [value]
    case .assignEach(let targets, let value): targets.flatMap(\.indices) + [value]
    case .function(let definition), .derivativeRule(let definition): definition.expressions
    case .conditional(let branches, _): branches.map(\.condition)
    case .forLoop(_, let source, _): [source]
    case .whileLoop(let condition, _): [condition]
    case .returnValue(let value): [value].compactMap { $0 }
    case .check(let condition, let message): [condition] + [message].compactMap { $0 }
    case .breakLoop, .continueLoop, .importScript, .invalid: []
    }
  }
}

extension FunctionDefinition {
  fileprivate var statements: [Statement] {
    if case .block(let statements) = body { statements } else { [] }
  }

  fileprivate var expressions: [Expression] {
    let defaults = parameters.compactMap(\.defaultValue)
    if case .expression(let value) = body { return defaults + [value] }
    return defaults
  }
}

extension Target {
  /// The indices on the way to the part that is assigned to.
  fileprivate var indices: [Expression] {
    guard case .path(_, let steps, _) = self else { return [] }
    return steps.flatMap { step -> [Expression] in
      if case .index(let indices, _) = step { indices } else { [] }
    }
  }
}

extension Expression {
  /// Calls `visit` with the expression and all below it, outermost first.
  public func walk(_ visit: (Expression) -> Void) {
    visit(self)
    for child in children { child.walk(visit) }
  }
}

extension [Statement] {
  /// Calls `statement` with each statement, and `expression` with each expression, in blocks too.
  public func walk(
    statement: (Statement) -> Void = { _ in }, expression: (Expression) -> Void = { _ in }
  ) {
    for inner in self {
      statement(inner)
      for value in inner.expressions { value.walk(expression) }
      inner.children.walk(statement: statement, expression: expression)
    }
  }
}
