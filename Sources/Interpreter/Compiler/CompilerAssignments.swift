import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compileAssign(_ target: Target, _ value: Expression, _ span: Span) {
    if case .pattern(.tuple(let patterns, _)) = target, case .tuple(let items) = value.kind,
      patterns.count == items.count
    {
      return compileEach(patterns.map { .pattern($0) }, items)
    }
    if case .pattern(.name(let identifier)) = target, let register = ownRegister(identifier) {
      compile(value, into: register)
      return definite.assign(register)
    }
    withTemporaries {
      let register = allocate()
      compile(value, into: register)
      assign(register, to: target, valueSpan: value.span)
    }
  }

  /// The register that an assignment may write directly: evaluating the right side can't be cut short
  /// halfway with the register changed, because results are written last.
  private func ownRegister(_ identifier: Identifier) -> Int? {
    isModule ? nil : local(identifier.name)
  }

  func compileAssignEach(_ targets: [Target], _ value: Expression, _ span: Span) {
    if case .tuple(let items) = value.kind, items.count == targets.count {
      return compileEach(targets, items)
    }
    withTemporaries {
      let source = operand(value)
      let first = allocate(targets.count)
      emit(Instruction(.unpack, first, source, targets.count), span, span, value.span)
      for (offset, target) in targets.enumerated() {
        assign(first + offset, to: target, valueSpan: value.span)
      }
    }
  }

  /// All right sides first, then the assignments: `a, b = b, a` swaps.
  private func compileEach(_ targets: [Target], _ items: [Expression]) {
    withTemporaries {
      let first = allocate(items.count)
      for (offset, item) in items.enumerated() { compile(item, into: first + offset) }
      for (offset, target) in targets.enumerated() {
        assign(first + offset, to: target, valueSpan: items[offset].span)
      }
    }
  }

  func compileUpdate(
    _ op: BinaryOperator, _ target: Target, _ value: Expression, _ span: Span
  ) {
    guard let current = target.expression else {
      return report(.cannotUpdatePattern(at: place(target.span)))
    }
    let combined = Expression(.binary(op, current, value, operatorSpan: span), span)
    compileAssign(target, combined, span)
  }

  func assign(_ register: Int, to target: Target, valueSpan: Span) {
    switch target {
    case .pattern(let pattern): assign(register, to: pattern, valueSpan: valueSpan)
    case .path(let root, let steps, let span):
      assign(register, root, steps, span)
    }
  }

  func assign(_ register: Int, to pattern: Pattern, valueSpan: Span? = nil) {
    switch pattern {
    case .discard: break
    case .name(let identifier): assign(register, name: identifier)
    case .tuple(let patterns, let span):
      withTemporaries {
        let first = allocate(patterns.count)
        emit(Instruction(.unpack, first, register, patterns.count), span, span, valueSpan ?? span)
        for (offset, pattern) in patterns.enumerated() { assign(first + offset, to: pattern) }
      }
    }
  }

  private func assign(_ register: Int, name identifier: Identifier) {
    if let own = local(identifier.name) {
      if own != register { emit(Instruction(.move, own, register), identifier.span) }
      definite.assign(own)
    } else {
      let slot = module.slot(of: identifier.name)
      module.noteAssignment(to: identifier.name)
      emit(Instruction(.setGlobal, register, wide: slot), identifier.span)
    }
  }

  /// `A[i, :] = v` and `p.layers[2].W = v`: the value, then all indexes, in consecutive registers.
  private func assign(
    _ register: Int, _ root: Identifier, _ steps: [Target.PathStep], _ span: Span
  ) {
    withTemporaries {
      let indexCount = steps.reduce(0) { $0 + $1.indexes.count }
      let first = allocate(1 + indexCount)
      emit(Instruction(.move, first, register), span)
      var next = first + 1
      for (position, step) in steps.enumerated() where !step.indexes.isEmpty {
        let prefix = Target.path(root, Array(steps[..<position]), span).expression
        compileIndexes(step.indexes, from: next) { [self] in
          let object = allocate()
          if let prefix { compile(prefix, into: object) }
          return object
        }
        next += step.indexes.count
      }
      code.paths.append(Code.UpdatePath(rootName: root.name, steps: steps.map(\.compiled)))
      emitUpdate(root, first, lastIndex(code.paths), span)
    }
  }

  private func emitUpdate(_ root: Identifier, _ first: Int, _ path: Int, _ span: Span) {
    if let own = local(root.name) {
      requireValue(own, root.span)
      emit(Instruction(.update, own, first, path), span, root.span)
    } else {
      emit(Instruction(.updateGlobal, 0, first, path), span, root.span)
      emitExtra(wide: module.slot(of: root.name), span)
    }
  }
}

extension Target {
  /// The target read as an expression; nil for patterns that take something apart.
  var expression: Expression? {
    switch self {
    case .pattern(.name(let identifier)):
      return Expression(.name(identifier.name), identifier.span)
    case .pattern: return nil
    case .path(let root, let steps, let span):
      return steps.reduce(Expression(.name(root.name), root.span)) { object, step in
        switch step {
        case .index(let indexes, _): Expression(.index(object, indexes), span)
        case .field(let name): Expression(.field(object, name), span)
        }
      }
    }
  }
}

extension Target.PathStep {
  fileprivate var indexes: [Expression] {
    if case .index(let indexes, _) = self { indexes } else { [] }
  }

  fileprivate var compiled: Code.UpdatePath.Step {
    switch self {
    case .index(let indexes, _): .index(count: indexes.count)
    case .field(let name): .field(name.name)
    }
  }
}
