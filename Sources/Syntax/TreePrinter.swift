import Diagnostics

/// A program written from its tree, with the parentheses that it needs and no others: reading what is
/// printed gives the same tree.
///
/// Comments and the layout of the text are not part of a tree; `Formatter` keeps both.
public enum TreePrinter {
  public static func print(_ statements: [Statement]) -> String {
    statements.map { block([$0], depth: 0) }.joined()
  }

  public static func print(_ expression: Expression) -> String { text(expression) }
}

/// How tightly a form binds (LANGUAGE.md, section 4), loosest first.
enum Binding: Int, Comparable {
  /// Lambdas, `if then else`, `explain`, `minimize`: they take everything to their right.
  case open
  case pipe, or, and, not, comparison, range, sum, product, sign, power, postfix

  static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
}

extension TreePrinter {
  /// An expression where nothing looser than `least` can stand.
  static func text(_ expression: Expression, _ least: Binding = .open) -> String {
    let text = plain(expression)
    return binding(expression) < least ? "(\(text))" : text
  }

  static func list(_ expressions: [Expression], _ least: Binding = .open) -> String {
    expressions.map { text($0, least) }.joined(separator: ", ")
  }

  private static func binding(_ expression: Expression) -> Binding {
    switch expression.kind {
    case .lambda, .conditional, .explain, .minimize: .open
    case .or: .or
    case .and: .and
    case .not: .not
    case .comparison: .comparison
    case .range: .range
    case .unary: .sign
    case .binary(let op, _, _, _): op.binding
    // A power behind it would be read as the order of its variable, an index as that of what is held.
    case .partial: .power
    default: .postfix
    }
  }

  private static func plain(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let number): numeral(number)
    case .string(let pieces): "\"" + pieces.map(piece).joined() + "\""
    case .boolean(let value): value ? "true" : "false"
    case .nothing: "nothing"
    case .name(let name): name
    case .wholeAxis: ":"
    case .leadingAxes: ".."
    case .axisEnd: "end"
    case .tuple(let items): items.count == 1 ? "(\(list(items)),)" : "(\(list(items)))"
    case .record(let fields):
      "{" + fields.map { "\($0.name.name): \(text($0.value))" }.joined(separator: ", ") + "}"
    case .array(let rows, let isMatrix): array(rows, isMatrix)
    case .comprehension(let element, let generators, let condition):
      comprehension(element, generators, condition)
    default: operation(expression)
    }
  }

  private static func operation(_ expression: Expression) -> String {
    switch expression.kind {
    case .range(let start, let step, let end):
      [start, step, end].compactMap { $0 }.map { text($0, .sum) }.joined(separator: ":")
    case .unary(let op, let operand): unary(op, operand)
    case .binary(let op, let left, let right, _): binary(op, left, right)
    case .comparison(let operands, let operators):
      zip(operands.dropFirst(), operators).reduce(text(operands[0], .range)) {
        "\($0) \($1.1.rawValue) \(text($1.0, .range))"
      }
    case .and(let left, let right): "\(text(left, .and)) and \(text(right, .not))"
    case .or(let left, let right): "\(text(left, .or)) or \(text(right, .and))"
    case .not(let operand): "not \(text(operand, .not))"
    case .lambda(let parameters, let body): "\(head(of: parameters)) -> \(text(body))"
    case .conditional(let condition, let then, let otherwise):
      "if \(text(condition, .pipe)) then \(text(then, .pipe)) else \(text(otherwise))"
    case .explain(let operand): "explain \(text(operand))"
    case .minimize(let form): minimization(form)
    default: access(expression)
    }
  }

  private static func access(_ expression: Expression) -> String {
    switch expression.kind {
    case .call(let callee, let arguments, let isDotted):
      object(callee) + (isDotted ? ".(" : "(")
        + arguments.map { ($0.label.map { "\($0.name)=" } ?? "") + text($0.value) }
        .joined(separator: ", ") + ")"
    case .index(let object, let indexes): "\(Self.object(object))[\(list(indexes))]"
    case .field(let object, let name): "\(Self.object(object)).\(name.name)"
    case .transpose(let operand): object(operand) + "ᵀ"
    case .derivative(let function, let order): derivative(function, order)
    case .gradient(let function): "∇" + enclosed(function)
    case .partial(let partial): Self.partial(partial)
    default: "_"
    }
  }

  // MARK: Parts

  /// What a mark can follow. A point behind a number would belong to it.
  private static func object(_ expression: Expression) -> String {
    if case .number = expression.kind { return "(\(plain(expression)))" }
    return text(expression, .postfix)
  }

  /// The marks of two derivatives would be one order.
  private static func derivative(_ function: Expression, _ order: Int) -> String {
    let marks = String(repeating: "'", count: order)
    if case .derivative = function.kind { return "(\(plain(function)))" + marks }
    return object(function) + marks
  }

  /// A name, or anything else in parentheses.
  private static func enclosed(_ expression: Expression) -> String {
    switch expression.kind {
    case .name, .tuple: plain(expression)
    default: "(\(plain(expression)))"
    }
  }

  private static func numeral(_ number: Double) -> String {
    if number.isInfinite { return "1e999" }
    if number == number.rounded(), number < 1e15 { return "\(Int(number))" }
    return "\(number)"
  }

  /// The same sign twice would look like another language's `x--`.
  private static func unary(_ op: UnaryOperator, _ operand: Expression) -> String {
    if case .unary(op, _) = operand.kind, op != .squareRoot {
      return op.rawValue + "(\(plain(operand)))"
    }
    return op.rawValue + text(operand, .sign)
  }

  private static func binary(_ op: BinaryOperator, _ left: Expression, _ right: Expression)
    -> String
  {
    let (before, after) = op.sides
    let gap = op.binding == .power ? "" : " "
    return text(left, before) + gap + op.rawValue + gap + text(right, after)
  }

  private static func array(_ rows: [[Expression]], _ isMatrix: Bool) -> String {
    let text = rows.map { list($0) }.joined(separator: "; ")
    return isMatrix && rows.count == 1 ? "[\(text);]" : "[\(text)]"
  }

  private static func comprehension(
    _ element: Expression, _ generators: [Generator], _ condition: Expression?
  ) -> String {
    let sources = generators.map { "\(pattern($0.pattern)) in \(text($0.source, .pipe))" }
    return "[\(text(element, .pipe)) for \(sources.joined(separator: ", "))"
      + (condition.map { " if \(text($0))" } ?? "") + "]"
  }

  /// Within a string `:` begins a format, and `{` at the start is a brace itself.
  private static func piece(_ piece: StringPiece) -> String {
    switch piece {
    case .text(let text): return StringText.encode(text)
    case .hole(let value, let format):
      let text = plain(value)
      let isRisky = text.contains(":") || text.hasPrefix("{")
      return "{" + (isRisky ? "(\(text))" : text) + (format?.sourceText ?? "") + "}"
    }
  }

  private static func partial(_ partial: PartialDerivative) -> String {
    let order = partial.variables.reduce(0) { $0 + $1.order }
    let variables = partial.variables.map { "∂\($0.name.name)\(superscript($0.order))" }
    let held = partial.heldFixed.map(\.name).joined(separator: ", ")
    return "∂\(superscript(order))\(enclosed(partial.target))/\(variables.joined())"
      + (held.isEmpty ? "" : partial.heldFixed.count == 1 ? " | \(held)" : " | (\(held))")
  }

  /// Nothing for the first order.
  private static func superscript(_ order: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return order == 1 ? "" : String("\(order)".compactMap(\.wholeNumberValue).map { digits[$0] })
  }

  private static func minimization(_ form: Minimization) -> String {
    "minimize \(text(form.target, .pipe)) over \(form.variables.map(\.name).joined(separator: ", "))"
      + (form.optimizer.map { " using \(text($0, .pipe))" } ?? "")
      + (form.steps.map { " for \(text($0, .pipe))" } ?? "")
      + (form.until.map { " until \(text($0, .pipe))" } ?? "")
  }

  /// `x` or `(x, y=2)` before an arrow.
  private static func head(of parameters: [Parameter]) -> String {
    if parameters.count == 1, parameters[0].shape == nil, parameters[0].defaultValue == nil {
      return parameters[0].name.name
    }
    return Self.parameters(parameters)
  }
}

extension BinaryOperator {
  fileprivate var binding: Binding {
    switch self {
    case .power, .dottedPower: .power
    case .times, .divide, .matmul, .solve, .dottedTimes, .dottedDivide, .dot, .outer: .product
    case .plus, .minus, .dottedPlus, .dottedMinus: .sum
    case .pipe: .pipe
    default: .comparison
    }
  }

  /// The loosest forms that may stand to the left and to the right.
  fileprivate var sides: (Binding, Binding) {
    switch binding {
    case .power: (.postfix, .sign)
    case .product: (.product, .sign)
    case .sum: (.sum, .product)
    case .pipe: (.pipe, .or)
    default: (.range, .range)
    }
  }
}
