/// Writes expressions in the language's own syntax, with the fewest parentheses that its levels of
/// binding allow, so that what is printed can be typed back in.
enum UnicodeWriter {
  static func text(_ expression: Expression) -> String {
    switch expression {
    case .number(let value): NumberText.plain(value)
    case .name(let name), .literal(let name), .raw(let name): name
    case .negative(let value): "-" + operand(value, upTo: 4)
    case .sum(let terms): sum(terms)
    case .product(let factors): product(factors)
    case .quotient(let above, let below, let isElementwise):
      operand(above, upTo: 4) + (isElementwise ? " ./ " : "/") + operand(below, upTo: 2)
    case .power(let base, let exponent, let isElementwise):
      operand(base, upTo: 1) + (isElementwise ? ".^" : "^") + operand(exponent, upTo: 2)
    case .call(let call): self.call(call)
    case .infix(let infix): self.infix(infix)
    case .prefix(let sign, _, let level, let value): sign + operand(value, upTo: level)
    case .postfix(let sign, _, let value): operand(value, upTo: 1) + sign
    }
  }

  private static func operand(_ expression: Expression, upTo level: Int) -> String {
    expression.level <= level ? text(expression) : "(\(text(expression)))"
  }

  private static func sum(_ terms: [Expression.Term]) -> String {
    var result = ""
    for (index, term) in terms.enumerated() {
      let sign = (term.isDotted ? "." : "") + (term.isNegative ? "-" : "+")
      if index > 0 { result += " \(sign) " } else if term.isNegative { result += "-" }
      result += operand(term.value, upTo: index > 0 || term.isNegative ? 4 : 5)
    }
    return result
  }

  private static func product(_ factors: [Expression.Factor]) -> String {
    var result = ""
    for (index, factor) in factors.enumerated() {
      if index > 0 { result += factor.isElementwise ? " ⊙ " : "*" }
      result += self.factor(
        factor.value, isFirst: index == 0, isLast: index == factors.count - 1, of: factors)
    }
    return result
  }

  /// 2*W*x is 2*(W*x), but beside ⊙ the matrix product needs its parentheses.
  private static func factor(
    _ value: Expression, isFirst: Bool, isLast: Bool, of product: [Expression.Factor]
  ) -> String {
    switch value {
    case .infix(let infix) where infix.text == "*" && isLast:
      product.contains(where: \.isElementwise) ? "(\(text(value)))" : text(value)
    case .product, .quotient: isFirst ? text(value) : "(\(text(value)))"
    default: operand(value, upTo: 2)
    }
  }

  private static func call(_ call: Expression.Call) -> String {
    let arguments =
      call.arguments.map(text) + call.keywords.map { "\($0.name)=\($0.value)" }
    return "\(call.name)(\(arguments.joined(separator: ", ")))"
  }

  /// W*x stands close, other operators have spaces. To the left may stand an operator of the same level.
  private static func infix(_ infix: Expression.Infix) -> String {
    let sign = infix.text == "*" ? "*" : " \(infix.text) "
    let left =
      infix.left.isElementwiseProduct || infix.level == 7 && infix.left.level == 7
      ? "(\(text(infix.left)))" : operand(infix.left, upTo: infix.level)
    return left + sign + operand(infix.right, upTo: infix.level - 1)
  }
}
