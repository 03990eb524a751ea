extension Expression.Kind {
  /// The height of the tallest expression directly below, so that a node knows its own height when it
  /// is made and nobody has to walk a tree to learn whether it may be walked.
  var childHeight: Int {
    switch self {
    case .number, .boolean, .nothing, .name, .wholeAxis, .leadingAxes, .axisEnd, .invalid: 0
    case .string(let pieces): pieces.tallest(\.height)
    case .tuple(let elements): elements.tallest(\.height)
    case .record(let fields): fields.tallest(\.value.height)
    case .array(let rows, _): rows.tallest { $0.tallest(\.height) }
    case .comprehension(let element, let generators, let condition):
      max(element.height, generators.tallest(\.source.height), condition?.height ?? 0)
    case .range(let first, let step, let last): max(first.height, step?.height ?? 0, last.height)
    case .unary(_, let operand), .not(let operand), .field(let operand, _), .transpose(let operand),
      .derivative(let operand, _), .gradient(let operand), .explain(let operand):
      operand.height
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      max(left.height, right.height)
    case .comparison(let operands, _): operands.tallest(\.height)
    case .call(let callee, let arguments, _):
      max(callee.height, arguments.tallest(\.value.height))
    case .index(let base, let indices): max(base.height, indices.tallest(\.height))
    case .partial(let partial): partial.target.height
    case .lambda(let parameters, let body):
      max(parameters.tallest { $0.defaultValue?.height ?? 0 }, body.height)
    case .conditional(let condition, let then, let otherwise):
      max(condition.height, then.height, otherwise.height)
    case .minimize(let form):
      max(
        form.target.height, form.optimizer?.height ?? 0, form.steps?.height ?? 0,
        form.until?.height ?? 0)
    }
  }
}

extension StringPiece {
  fileprivate var height: Int {
    switch self {
    case .text: 0
    case .hole(let expression, _): expression.height
    }
  }
}

extension Array {
  fileprivate func tallest(_ height: (Element) -> Int) -> Int {
    reduce(0) { Swift.max($0, height($1)) }
  }
}
