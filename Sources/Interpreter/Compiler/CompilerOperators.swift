import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compileBinary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, into target: Int, _ span: Span,
    _ operatorSpan: Span
  ) {
    if op == .pipe {
      compileCall(
        right, [Argument(label: nil, value: left)], false, into: target, span)
      return
    }
    if compileWithConstant(op, left, right, into: target, span) { return }
    withTemporaries {
      let a = operand(left)
      let b = operand(right)
      let at = instructions.count
      emitBinary(op, target, a, b, span, left.span, right.span)
      if isTemporary(left) { temporaries[at] |= Code.leftIsTemporary }
      if isTemporary(right) { temporaries[at] |= Code.rightIsTemporary }
    }
  }

  func emitBinary(
    _ op: BinaryOperator, _ target: Int, _ a: Int, _ b: Int, _ span: Span, _ left: Span,
    _ right: Span
  ) {
    if let opcode = op.fastOpcode {
      emit(Instruction(opcode, target, a, b), span, left, right)
    } else {
      emit(Instruction(.binary, target, a, b), span, left, right)
      emitExtra(wide: op.number, span)
    }
  }

  /// Arithmetic with a literal number on one side needs no register for it.
  private func compileWithConstant(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, into target: Int, _ span: Span
  ) -> Bool {
    if case .number(let number) = right.kind, let opcode = op.rightConstantOpcode,
      let index = operandIndex(of: number)
    {
      withTemporaries {
        let a = operand(left)
        emit(Instruction(opcode, target, a, index), span, left.span, right.span)
      }
      return true
    }
    if case .number(let number) = left.kind, let opcode = op.leftConstantOpcode,
      let index = operandIndex(of: number)
    {
      withTemporaries {
        let b = operand(right)
        emit(Instruction(opcode, target, index, b), span, left.span, right.span)
      }
      return true
    }
    return false
  }

  /// `a < b < c` evaluates each operand once and stops at the first comparison that fails.
  func compileComparison(
    _ operands: [Expression], _ operators: [ComparisonOperator], into target: Int, _ span: Span
  ) {
    withTemporaries {
      var exits: [Int] = []
      // The result goes to a register of its own: `target` may be an operand.
      let result = allocate()
      var left = operand(operands[0])
      for (index, op) in operators.enumerated() {
        let right = operand(operands[index + 1])
        emit(
          Instruction(op.opcode, result, left, right), span, operands[index].span,
          operands[index + 1].span)
        if index < operators.count - 1 { exits.append(emitJump(.jumpIfFalse, result, span)) }
        left = right
      }
      exits.forEach(patch)
      emit(Instruction(.move, target, result), span)
    }
  }

  func compileLogical(
    _ test: Opcode, _ combine: Opcode, _ left: Expression, _ right: Expression, into target: Int,
    _ span: Span
  ) {
    withTemporaries {
      let result = allocate()
      compile(left, into: result)
      let exit = emitJump(test, result, left.span)
      let other = operand(right)
      emit(Instruction(combine, result, result, other), span, left.span, right.span)
      patch(exit)
      emit(Instruction(.move, target, result), span)
    }
  }
}

extension BinaryOperator {
  /// Its number in instructions; `allCases` is in a fixed order.
  var number: Int { BinaryOperator.allCases.firstIndex(of: self) ?? 0 }

  fileprivate var fastOpcode: Opcode? {
    switch self {
    case .plus: .add
    case .minus: .subtract
    case .times: .multiply
    case .divide: .divide
    case .power: .power
    default: nil
    }
  }

  fileprivate var rightConstantOpcode: Opcode? {
    switch self {
    case .plus: .addConstant
    case .minus: .subtractConstant
    case .times: .multiplyConstant
    case .divide: .divideConstant
    case .power: .powerConstant
    default: nil
    }
  }

  fileprivate var leftConstantOpcode: Opcode? {
    switch self {
    case .plus: .constantAdd
    case .minus: .constantSubtract
    case .times: .constantMultiply
    case .divide: .constantDivide
    default: nil
    }
  }
}

extension ComparisonOperator {
  var opcode: Opcode {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .approximately: .approximately
    case .elementOf: .elementOf
    }
  }
}
