import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compileEquation(_ name: Identifier, _ expression: Expression, _ span: Span) {
    guard isModule else { return report(.equationInFunction(name.name, at: place(span))) }
    code.equations.append(
      Code.EquationInfo(
        name: name.name, slot: module.slot(of: name.name), code: thunk(expression, name.name),
        place: place(span)))
    emit(Instruction(.defineEquation, 0, wide: code.equations.count - 1), span)
  }

  /// An expression as a function without parameters.
  private func thunk(_ expression: Expression, _ name: String?) -> Code {
    let compiler = Compiler(
      module: module, file: file, parent: nil, functionName: name, isModule: false)
    let result = compiler.operand(expression)
    compiler.emit(Instruction(.returnValue, result), expression.span)
    diagnostics += compiler.diagnostics
    return compiler.finish(sourceSpan: expression.span)
  }

  func partialIndex(_ partial: PartialDerivative, _ span: Span) -> Int {
    code.partials.append(partialInfo(partial))
    return code.partials.count - 1
  }

  private func partialInfo(_ partial: PartialDerivative) -> Code.PartialInfo {
    var targetName: String?
    if case .name(let name) = partial.target.kind { targetName = name }
    return Code.PartialInfo(
      target: thunk(partial.target, targetName), targetName: targetName,
      targetSlot: targetName.map(module.slot), targetText: file.text(in: partial.target.span),
      variables: partial.variables.map { variable($0.name, order: $0.order) },
      heldFixed: partial.heldFixed.map { variable($0, order: 1) })
  }

  private func variable(_ name: Identifier, order: Int) -> Code.PartialInfo.Variable {
    Code.PartialInfo.Variable(
      name: name.name, slot: module.slot(of: name.name), order: order, span: name.span)
  }

  func compileExplain(_ operand: Expression, into target: Int, _ span: Span) {
    switch operand.kind {
    case .partial(let partial):
      emit(Instruction(.explainPartial, target, wide: partialIndex(partial, operand.span)), span)
    case .minimize(let minimization):
      compileMinimize(minimization, .explainMinimize, into: target, span)
    case .call(let callee, let arguments, isDotted: false):
      if let partial = namedPartial(callee, arguments, operand.span) {
        emit(Instruction(.explainPartial, target, wide: partialIndex(partial, operand.span)), span)
      } else {
        compileExplained(callee, arguments, operand, into: target, span)
      }
    default:
      withTemporaries {
        let register = self.operand(operand)
        emit(Instruction(.explain, target, register), span, operand.span)
      }
    }
  }

  /// `explain f'(2)`: the derivative is explained, not the number that it gives.
  private func compileExplained(
    _ callee: Expression, _ arguments: [Argument], _ operand: Expression, into target: Int,
    _ span: Span
  ) {
    withTemporaries {
      guard case .derivative = callee.kind, arguments.count == 1 else {
        let register = self.operand(operand)
        emit(Instruction(.explain, target, register), span, operand.span)
        return
      }
      let base = allocate(2)
      compile(callee, into: base)
      compile(arguments[0].value, into: base + 1)
      emit(Instruction(.explain, target, base, 1), span, callee.span)
    }
  }

  // MARK: partial(L, W1) and graph(L)

  /// Calls whose arguments are names and not values. False where the name is the user's own.
  func compileNamed(
    _ callee: Expression, _ arguments: [Argument], into target: Int, _ span: Span
  ) -> Bool {
    if let partial = namedPartial(callee, arguments, span) {
      emit(Instruction(.partial, target, wide: partialIndex(partial, span)), span)
      return true
    }
    guard isBuiltin(callee, "graph"), arguments.count == 1, arguments[0].label == nil else {
      return false
    }
    let partial = PartialDerivative(target: arguments[0].value, variables: [], heldFixed: [])
    emit(Instruction(.graphFigure, target, wide: partialIndex(partial, span)), span)
    return true
  }

  /// `partial(L, x, y)` as `∂²L/∂x∂y`.
  private func namedPartial(
    _ callee: Expression, _ arguments: [Argument], _ span: Span
  ) -> PartialDerivative? {
    guard isBuiltin(callee, "partial") else { return nil }
    let variables = arguments.dropFirst().compactMap { argument -> PartialDerivative.Variable? in
      guard case .name(let name) = argument.value.kind else { return nil }
      return .init(name: Identifier(name, argument.value.span), order: 1)
    }
    guard let target = arguments.first?.value, !variables.isEmpty,
      variables.count == arguments.count - 1
    else {
      report(.partialArguments(at: place(span)))
      return nil
    }
    return PartialDerivative(target: target, variables: variables, heldFixed: [])
  }

  private func isBuiltin(_ callee: Expression, _ name: String) -> Bool {
    guard case .name(name) = callee.kind, case .global = resolve(name) else { return false }
    return !module.isAssigned(name)
  }

  /// The optimizer and the number of steps stand in the registers after the result.
  func compileMinimize(
    _ minimization: Minimization, _ op: Opcode, into target: Int, _ span: Span
  ) {
    withTemporaries {
      let base = allocate(3)
      if let optimizer = minimization.optimizer { compile(optimizer, into: base + 1) }
      if let steps = minimization.steps { compile(steps, into: base + 2) }
      let partial = PartialDerivative(
        target: minimization.target,
        variables: minimization.variables.map { .init(name: $0, order: 1) }, heldFixed: [])
      code.minimizations.append(
        Code.MinimizeInfo(
          target: partialInfo(partial), until: minimization.until.map { thunk($0, nil) },
          hasOptimizer: minimization.optimizer != nil, hasSteps: minimization.steps != nil))
      emit(Instruction(op, base, wide: code.minimizations.count - 1), span)
      emit(Instruction(.move, target, base), span)
    }
  }
}
