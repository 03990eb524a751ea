/// Writes expressions in LaTeX mathematics, for KaTeX as well as for TeX itself.
enum LatexWriter {
  static func text(_ expression: Expression) -> String {
    switch expression {
    case .number(let value): NumberText.latex(value)
    case .name(let name): LatexName.latex(name)
    case .literal(let text): literal(text)
    case .raw(let latex): latex
    case .negative(let value): "-" + operand(value, upTo: 4)
    case .sum(let terms): sum(terms)
    case .product(let factors): product(factors)
    case .quotient(let above, let below, let isElementwise):
      isElementwise
        ? "\(operand(above, upTo: 4)) \\oslash \(operand(below, upTo: 2))"
        : "\\frac{\(text(above))}{\(text(below))}"
    case .power(let base, let exponent, let isElementwise): power(base, exponent, isElementwise)
    case .call(let call): LatexCall.text(call)
    case .infix(let infix): self.infix(infix)
    case .prefix(_, let sign, let level, let value): prefix(sign, operand(value, upTo: level))
    case .postfix(_, let sign, let value): postfix(value, sign)
    }
  }

  static func operand(_ expression: Expression, upTo level: Int) -> String {
    expression.level <= level ? text(expression) : parenthesized(text(expression))
  }

  static func parenthesized(_ text: String) -> String { "\\left(\(text)\\right)" }

  private static func literal(_ text: String) -> String {
    text.hasPrefix("[") ? "\\left\(text.dropLast())\\right]" : "\\text{\(text)}"
  }

  private static func sum(_ terms: [Expression.Term]) -> String {
    var result = ""
    for (index, term) in terms.enumerated() {
      let sign = term.isNegative ? "-" : "+"
      if index > 0 { result += " \(sign) " } else if term.isNegative { result += "-" }
      result += operand(term.value, upTo: index > 0 || term.isNegative ? 4 : 5)
    }
    return result
  }

  // MARK: Products

  /// By juxtaposition: a thin space between names, none behind a coefficient and before a parenthesis or
  /// a function, a dot between two numbers.
  private static func product(_ factors: [Expression.Factor]) -> String {
    var result = ""
    let isElementwise = factors.contains(where: \.isElementwise)
    for (index, factor) in factors.enumerated() {
      let text = self.factor(
        factor.value, isFirst: index == 0, isLast: index == factors.count - 1, isElementwise)
      if index > 0 {
        let sign = separator(before: text, of: factor.value)
        // A coefficient stands close: 2x.
        let isClose = factors[index - 1].value.isNumber && sign == "\\,"
        result += factor.isElementwise ? " \\odot " : isClose ? "" : sign
      }
      result += text
    }
    return result
  }

  private static func factor(
    _ value: Expression, isFirst: Bool, isLast: Bool, _ isElementwise: Bool
  ) -> String {
    switch value {
    case .infix(let infix) where infix.latex == "\\," && isLast && !isElementwise: text(value)
    case .product where isFirst: text(value)
    case .quotient(_, _, let isElementwise) where !isElementwise: text(value)
    // A sum sign would reach over what follows.
    case .call(let call) where call.isBigOperator && !isLast: parenthesized(text(value))
    default: operand(value, upTo: 2)
    }
  }

  static func separator(before text: String, of value: Expression) -> String {
    if case .number = value.leading { return " \\cdot " }
    return text.hasPrefix("\\left") || value.leading.isNamedFunction ? "" : "\\,"
  }

  // MARK: Powers and operators

  private static func power(
    _ base: Expression, _ exponent: Expression, _ isElementwise: Bool
  ) -> String {
    let exponentText = (isElementwise ? "\\odot " : "") + text(exponent)
    if case .call(let call) = base, !isElementwise, exponent.isWholeNumber,
      let squared = LatexCall.power(call, exponentText)
    {
      return squared
    }
    if case .call(let call) = base, LatexCall.isAtom(call) {
      return "\(text(base))^{\(exponentText)}"
    }
    let isAtom = base.level == 1 && !base.isCall
    return "\(isAtom ? text(base) : parenthesized(text(base)))^{\(exponentText)}"
  }

  private static func postfix(_ value: Expression, _ sign: String) -> String {
    let isAtom = value.level == 1 && !value.isPostfix
    let operand = isAtom ? text(value) : parenthesized(text(value))
    // A name may have an index already, and TeX allows one.
    return sign.hasPrefix("_") ? "{\(operand)}\(sign)" : operand + sign
  }

  private static func prefix(_ sign: String, _ value: String) -> String {
    sign.last?.isLetter == true ? "\(sign) \(value)" : sign + value
  }

  private static func infix(_ infix: Expression.Infix) -> String {
    let isProduct = infix.level == 4
    let left =
      isProduct && infix.left.isElementwiseProduct
      ? parenthesized(text(infix.left)) : operand(infix.left, upTo: infix.level)
    let right = operand(infix.right, upTo: infix.level - 1)
    if isProduct, infix.latex.allSatisfy(\.isWhitespace) || infix.latex == "\\," {
      return left + separator(before: right, of: infix.right) + right
    }
    return "\(left) \(infix.latex) \(right)"
  }
}

extension Expression {
  /// What stands at the very left.
  fileprivate var leading: Expression {
    switch self {
    case .product(let factors): factors[0].value.leading
    case .power(let base, _, _): base.level == 1 ? base.leading : self
    case .postfix(_, _, let value): value.level == 1 ? value.leading : self
    case .infix(let infix): infix.left.leading
    default: self
    }
  }

  fileprivate var isNamedFunction: Bool {
    if case .call(let call) = self { LatexCall.isNamedFunction(call) } else { false }
  }

  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
  fileprivate var isCall: Bool { if case .call = self { true } else { false } }
  fileprivate var isPostfix: Bool { if case .postfix = self { true } else { false } }

  fileprivate var isWholeNumber: Bool {
    if case .number(let value) = self { value == value.rounded() } else { false }
  }
}
