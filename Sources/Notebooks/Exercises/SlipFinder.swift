import Diagnostics
import Syntax

/// Finds the places of a solution where a known slip can be made.
struct SlipFinder {
  private let source: SourceFile
  private var slips: [Slip] = []
  private static let most = 200

  /// In the order in which they are tried: where two give the same answer the first one is named.
  static func slips(in source: SourceFile) -> [Slip] {
    var finder = SlipFinder(source)
    let statements = Parser.parse(source).statements
    for statement in statements { finder.visit(statement) }
    // What changes a quantity on the way also changes the whole, which is what people think of first.
    let isLate = { (slip: Slip) in slip.part.hasPrefix("δ") && slip.kind != .overwritten }
    let slips = finder.slips.filter { !isLate($0) } + finder.slips.filter(isLate)
    return Array(slips.prefix(most))
  }

  private init(_ source: SourceFile) { self.source = source }

  private func text(_ expression: Expression) -> String { source.text(in: expression.span) }

  private mutating func add(_ kind: Slip.Kind, _ part: String, _ span: Span, _ text: String) {
    slips.append(Slip(kind, part, [.init(span: span, text: text)]))
  }

  // MARK: Statements

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .assign(let target, let value):
      let name = source.text(in: target.span)
      visitWhole(value, of: name.hasPrefix("δ") ? name : "")
    case .equation(_, let value): visitWhole(value)
    case .function(let definition):
      if case .expression(let value) = definition.body { visitWhole(value) }
    case .returnValue(let value?): visitWhole(value)
    case .update(let operation, let target, let value):
      visitUpdate(operation, target, value)
    default: for value in statement.expressions { visit(value) }
    }
    for inner in statement.children { visit(inner) }
  }

  private mutating func visitUpdate(
    _ operation: BinaryOperator, _ target: Target, _ value: Expression
  ) {
    let sign = Span(target.span.end, value.span.start)
    let name = source.text(in: target.span)
    switch operation {
    case .plus:
      add(.overwritten, name, sign, " = ")
      add(.sign, text(value), sign, " -= ")
    case .minus: add(.sign, text(value), sign, " += ")
    default: break
    }
    visit(value)
  }

  /// A value as a whole: of the wrong sign, or on its side. `name` is what it is on the way to the answer.
  private mutating func visitWhole(_ value: Expression, of name: String = "") {
    // `W1, W2 = a, b` is as many values.
    if case .tuple(let elements) = value.kind {
      for element in elements { visitWhole(element) }
      return
    }
    if case .lambda(_, let body) = value.kind { return visitWhole(body) }
    add(.sign, name, value.span, "-(\(text(value)))")
    visit(value)
    add(.extraTranspose, name, value.span, "(\(text(value)))ᵀ")
  }

  // MARK: Expressions

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .binary(let operation, let left, let right, _) where operation.isProduct:
      visitProduct(expression)
      if operation == .outer {
        add(
          .extraTranspose, text(expression), expression.span,
          "((\(text(right))) ⊗ (\(text(left))))")
      }
      return
    case .binary(let operation, let left, let right, let sign) where operation.isSum:
      visitSum(expression.span, operation, left, right, sign)
    case .transpose(let inner):
      add(.missingTranspose, text(inner), expression.span, "(\(text(inner)))")
    case .call(let callee, let arguments, _): visitCall(expression, callee, arguments)
    case .binary(let operation, let base, let power, _)
    where operation == .power || operation == .dottedPower:
      if case .number = power.kind {
        add(.factor, text(expression), expression.span, "1.0")
        visit(base)
        return
      }
    default: break
    }
    for child in expression.children { visit(child) }
  }

  private mutating func visitCall(
    _ call: Expression, _ callee: Expression, _ arguments: [Argument]
  ) {
    if case .name("mean") = callee.kind { add(.average, "mean", callee.span, "sum") }
    if case .derivative(let function, order: 1) = callee.kind, arguments.count == 1 {
      let argument = arguments[0].value
      add(
        .activation, "\(text(function))(\(text(argument)))", argument.span,
        "\(text(function))(\(text(argument)))")
    }
    if case .name("outer") = callee.kind, arguments.count == 2 {
      add(
        .extraTranspose, text(call), call.span,
        "outer(\(text(arguments[1].value)), \(text(arguments[0].value)))")
    }
  }

  private mutating func visitSum(
    _ span: Span, _ operation: BinaryOperator, _ left: Expression, _ right: Expression,
    _ sign: Span
  ) {
    let isPlus = operation == .plus || operation == .dottedPlus
    add(
      .sign, text(right), sign,
      source.text(in: sign).replacing(isPlus ? "+" : "-", with: isPlus ? "-" : "+"))
    add(.path, text(right), span, "(\(text(left)))")
    add(.path, text(left), span, isPlus ? "(\(text(right)))" : "(-(\(text(right))))")
    visitTanh(left, right)
  }

  /// `1 - a^2`, the derivative of `tanh` in terms of its value.
  private mutating func visitTanh(_ left: Expression, _ right: Expression) {
    guard case .number(1) = left.kind, case .binary(_, let base, let power, _) = right.kind,
      case .number(2) = power.kind
    else { return }
    add(.activation, text(base), base.span, "tanh(\(text(base)))")
  }
}

// MARK: - Products

extension SlipFinder {
  private struct Factor {
    /// The operator before it.
    let operation: BinaryOperator
    let value: Expression
  }

  private func factors(of product: Expression) -> [Factor] {
    guard case .binary(let operation, let left, let right, _) = product.kind,
      operation.isProduct
    else { return [Factor(operation: .times, value: product)] }
    return factors(of: left) + [Factor(operation: operation, value: right)]
  }

  private mutating func visitProduct(_ product: Expression) {
    let all = factors(of: product)
    visitSigmoid(all)
    for length in 1...3 where length < all.count {
      for start in 0...(all.count - length) {
        leaveOut(start..<(start + length), of: all, product)
      }
    }
    for factor in all {
      if case .unary(.minus, let inner) = factor.value.kind, case .number = inner.kind {
        add(.factor, text(inner), factor.value.span, "-1")
      }
      if case .name(let name) = factor.value.kind, factor.operation.isMatrixProduct {
        add(.extraTranspose, name, factor.value.span, "\(name)ᵀ")
      }
      visit(factor.value)
    }
  }

  private mutating func leaveOut(_ gap: Range<Int>, of all: [Factor], _ product: Expression) {
    var kept = ""
    for (index, factor) in all.enumerated() where !gap.contains(index) {
      let isDivisor = factor.operation == .divide || factor.operation == .dottedDivide
      if kept.isEmpty {
        kept = isDivisor ? "1 \(factor.operation.rawValue) " : ""
      } else {
        kept += " \(factor.operation.rawValue) "
      }
      kept += text(factor.value)
    }
    let first = all[gap.lowerBound]
    let last = all[gap.upperBound - 1]
    let part = source.text(in: first.value.span.union(last.value.span))
    add(kind(first, isAlone: gap.count == 1), part, product.span, "(\(kept))")
  }

  private func kind(_ factor: Factor, isAlone: Bool) -> Slip.Kind {
    guard isAlone else { return .factor }
    switch factor.value.kind {
    case .name(let name) where ["η", "eta", "lr", "α", "alpha", "rate"].contains(name):
      return .learningRate
    case .binary(.divide, let one, _, _):
      if case .number(1) = one.kind { return .average }
    default: break
    }
    let isDivisor = factor.operation == .divide || factor.operation == .dottedDivide
    return isDivisor ? .average : .factor
  }

  /// `a * (1 - a)`, the derivative of `σ` in terms of its value.
  private mutating func visitSigmoid(_ all: [Factor]) {
    for factor in all {
      guard case .binary(let operation, let one, let inner, _) = factor.value.kind,
        operation == .minus || operation == .dottedMinus, case .number(1) = one.kind,
        let other = all.first(where: { text($0.value) == text(inner) })
      else { continue }
      let name = text(inner)
      slips.append(
        Slip(
          .activation, name,
          [
            .init(span: other.value.span, text: "σ(\(name))"),
            .init(span: inner.span, text: "σ(\(name))"),
          ]))
    }
  }
}

extension BinaryOperator {
  fileprivate var isProduct: Bool {
    [.times, .divide, .dottedTimes, .dottedDivide, .matmul, .dot, .outer].contains(self)
  }
  fileprivate var isMatrixProduct: Bool { [.times, .matmul].contains(self) }
  fileprivate var isSum: Bool { [.plus, .minus, .dottedPlus, .dottedMinus].contains(self) }
}
