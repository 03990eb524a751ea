import Diagnostics
import Graphs
import Syntax

/// LaTeX of a formula as its author wrote it, not of what it is lowered to.
enum WrittenFormula {
  /// nil when the text is no expression.
  static func latex(_ source: String) -> String? {
    let file = SourceFile(name: "formula", text: source)
    let (expression, problems) = Parser.parseExpression(file)
    guard let expression, problems.isEmpty else { return nil }
    return WrittenFormula.drawn(expression, file).latex
  }

  /// `f(x) = x^2` of a definition; nil when the text is no definition by one expression.
  static func definition(_ source: String) -> String? {
    let file = SourceFile(name: "formula", text: source)
    let parsed = Parser.parse(file)
    guard parsed.diagnostics.isEmpty, parsed.statements.count == 1 else { return nil }
    switch parsed.statements[0].kind {
    case .function(let definition):
      guard case .expression(let body) = definition.body else { return nil }
      let parameters = definition.parameters.map { LatexName.latex($0.name.name) }
      return "\(LatexName.latex(definition.name.name))\\left("
        + "\(parameters.joined(separator: ", "))\\right) = \(drawn(body, file).latex)"
    case .expression(let expression):
      guard case .lambda(let parameters, let body) = expression.kind else { return nil }
      let names = parameters.map { LatexName.latex($0.name.name) }.joined(separator: ", ")
      return "\(parameters.count == 1 ? names : "\\left(\(names)\\right)") \\mapsto "
        + drawn(body, file).latex
    default: return nil
    }
  }

  private static func drawn(_ expression: Syntax.Expression, _ file: SourceFile) -> Drawing {
    let span = expression.span
    func draw(_ part: Syntax.Expression) -> Drawing { drawn(part, file) }
    switch expression.kind {
    case .number(let value): return .number(value)
    case .name(let name): return .name(name)
    case .unary(.minus, let operand): return .negative(draw(operand))
    case .unary(.plus, let operand): return draw(operand)
    case .unary(.squareRoot, let operand): return .call("sqrt", [draw(operand)])
    case .binary(let op, let left, let right, _):
      return binary(op, draw(left), draw(right)) ?? .verbatim(file.text(in: span))
    case .comparison(let operands, let operators) where operators.count == 1:
      return .infix(relations[operators[0]] ?? "=", level: 7, draw(operands[0]), draw(operands[1]))
    case .call(let callee, let arguments, _):
      guard case .name(let name) = callee.kind, arguments.allSatisfy({ $0.label == nil }) else {
        return call(callee, arguments, file)
      }
      return .call(name, arguments.map { draw($0.value) })
    case .index(let object, let indexes):
      let texts = indexes.map { file.text(in: $0.span).escapedForLatexText }
      return .subscripted(draw(object), texts.joined(separator: ","))
    case .field(let object, let name):
      return .subscripted(draw(object), LatexName.latex(name.name))
    case .transpose(let operand): return .postfix(draw(operand), "^{\\top}")
    case .derivative(let operand, let order):
      return .postfix(draw(operand), String(repeating: "'", count: order))
    case .conditional(let condition, let then, let otherwise):
      return .call("where", [draw(condition), draw(then), draw(otherwise)])
    default: return .verbatim(file.text(in: span))
    }
  }

  /// A call with arguments by name, or of what is no name.
  private static func call(
    _ callee: Syntax.Expression, _ arguments: [Argument], _ file: SourceFile
  ) -> Drawing {
    let texts = arguments.map { argument -> String in
      let value = drawn(argument.value, file).latex
      guard let label = argument.label else { return value }
      return "\\text{\(label.name.escapedForLatexText)}=\(value)"
    }
    guard case .name(let name) = callee.kind else {
      return .raw(
        "\(drawn(callee, file).grouped)\\left(\(texts.joined(separator: ", "))\\right)")
    }
    return .raw("\(Drawing.head(name))\\left(\(texts.joined(separator: ", "))\\right)")
  }

  private static func binary(
    _ op: BinaryOperator, _ left: Drawing, _ right: Drawing
  ) -> Drawing? {
    switch op {
    case .plus, .dottedPlus: .sum(left, isNegative: false, right)
    case .minus, .dottedMinus: .sum(left, isNegative: true, right)
    case .times: .product(left, isElementwise: false, right)
    case .dottedTimes: .product(left, isElementwise: true, right)
    case .divide: .quotient(left, right, isElementwise: false)
    case .dottedDivide: .quotient(left, right, isElementwise: true)
    case .power: .power(left, right, isElementwise: false)
    case .dottedPower: .power(left, right, isElementwise: true)
    case .matmul: .product(left, isElementwise: false, right)
    case .solve: .infix("\\backslash", level: 4, left, right)
    case .dot: .infix("\\cdot", level: 4, left, right)
    case .outer: .infix("\\otimes", level: 4, left, right)
    case .dottedEqual: .infix("=", level: 7, left, right)
    case .dottedNotEqual: .infix("\\neq", level: 7, left, right)
    case .dottedLess: .infix("<", level: 7, left, right)
    case .dottedLessEqual: .infix("\\leq", level: 7, left, right)
    case .dottedGreater: .infix(">", level: 7, left, right)
    case .dottedGreaterEqual: .infix("\\geq", level: 7, left, right)
    case .pipe: nil
    }
  }

  private static let relations: [ComparisonOperator: String] = [
    .equal: "=", .notEqual: "\\neq", .less: "<", .lessEqual: "\\leq", .greater: ">",
    .greaterEqual: "\\geq", .approximately: "\\approx", .elementOf: "\\in",
  ]
}
