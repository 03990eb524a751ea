import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compile(_ statement: Statement) {
    let span = statement.span
    switch statement.kind {
    case .expression(let expression):
      withTemporaries { compile(expression, into: allocate()) }
    case .assign(let target, let value): compileAssign(target, value, span)
    case .assignEach(let targets, let value): compileAssignEach(targets, value, span)
    case .update(let op, let target, let value): compileUpdate(op, target, value, span)
    case .equation(let name, let expression): compileEquation(name, expression, span)
    case .function(let definition): compileDefinition(definition, span)
    case .derivativeRule(let definition): compileRule(definition, span)
    case .conditional(let branches, let otherwise): compileIf(branches, otherwise, span)
    case .forLoop(let pattern, let source, let body): compileFor(pattern, source, body, span)
    case .whileLoop(let condition, let body): compileWhile(condition, body, span)
    case .breakLoop: compileBreak(span)
    case .continueLoop: compileContinue(span)
    case .returnValue(let expression): compileReturn(expression, span)
    case .check(let condition, let message): compileCheck(condition, message, span)
    case .importScript(let path, let pathSpan, let alias):
      withTemporaries {
        let register = allocate()
        code.imports.append(path)
        emit(Instruction(.importScript, register, wide: code.imports.count - 1), pathSpan)
        assign(register, to: .name(alias))
      }
    case .invalid: break
    }
  }

  private func compileDefinition(_ definition: FunctionDefinition, _ span: Span) {
    withTemporaries {
      let register = allocate()
      compileFunction(
        name: definition.name.name, parameters: definition.parameters, body: definition.body,
        into: register, span)
      assign(register, to: .name(definition.name))
    }
  }

  private func compileRule(_ definition: FunctionDefinition, _ span: Span) {
    withTemporaries {
      let function = allocate()
      compile(Expression(.name(definition.name.name), definition.name.span), into: function)
      let rule = allocate()
      compileFunction(
        name: definition.name.name + "'", parameters: definition.parameters,
        body: definition.body, into: rule, span)
      emit(Instruction(.defineRule, function, function, rule), span, definition.name.span)
      assign(function, to: .name(definition.name))
    }
  }

  private func compileIf(
    _ branches: [Statement.Branch], _ otherwise: [Statement]?, _ span: Span
  ) {
    var exits: [Int] = []
    var ends: [DefiniteLocals] = []
    for branch in branches {
      let toNext = jumpUnless(branch.condition)
      let before = definite
      branch.body.forEach(compile)
      ends.append(definite)
      definite = before
      exits.append(emitJump(.jump, 0, span))
      patch(toNext)
    }
    otherwise?.forEach(compile)
    for end in ends { definite.meet(end) }
    exits.forEach(patch)
  }

  private func compileReturn(_ expression: Expression?, _ span: Span) {
    if isModule { return report(.returnOutsideFunction(at: place(span))) }
    if let expression { compileResult(expression) } else { returnNothing(span) }
    definite.leave()
  }

  /// `check a ≈ b "message"`: when the condition is a comparison, both sides are kept for the report.
  private func compileCheck(_ condition: Expression, _ message: Expression?, _ span: Span) {
    withTemporaries {
      let base = allocate(4)
      var info = Code.CheckInfo(
        text: file.text(in: condition.span), leftText: nil, rightText: nil, comparison: nil,
        hasMessage: message != nil)
      if case .comparison(let operands, let operators) = condition.kind, operators.count == 1 {
        compile(operands[0], into: base + 1)
        compile(operands[1], into: base + 2)
        emit(
          Instruction(operators[0].opcode, base, base + 1, base + 2), condition.span,
          operands[0].span, operands[1].span)
        info = Code.CheckInfo(
          text: info.text, leftText: file.text(in: operands[0].span),
          rightText: file.text(in: operands[1].span), comparison: operators[0],
          hasMessage: message != nil)
      } else {
        compile(condition, into: base)
      }
      if let message { compile(message, into: base + 3) }
      code.checks.append(info)
      emit(Instruction(.check, base, wide: code.checks.count - 1), condition.span)
    }
  }
}
