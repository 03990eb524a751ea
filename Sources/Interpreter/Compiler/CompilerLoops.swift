import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compileFor(_ pattern: Pattern, _ source: Expression, _ body: [Statement], _ span: Span) {
    withTemporaries {
      let iteration = startIteration(source)
      let start = instructions.count
      let before = definite
      let toEnd = emitNext(pattern, iteration, source.span)
      loops.append(Loop(start: start, depth: nextRegister))
      body.forEach(compile)
      definite = before
      endFor(start, span)
      patch(toEnd)
      finishLoop()
    }
  }

  func compileWhile(_ condition: Expression, _ body: [Statement], _ span: Span) {
    let start = instructions.count
    let toEnd = jumpUnless(condition)
    let before = definite
    loops.append(Loop(start: start, depth: nextRegister))
    body.forEach(compile)
    definite = before
    endLoop(start, span)
    patch(toEnd)
    finishLoop()
  }

  private func endLoop(_ start: Int, _ span: Span) {
    emit(Instruction(.loop, 0, wide: start), span)
  }

  /// The end of a loop whose `next` and the jump at its end stand at `start`: the next element at once.
  private func endFor(_ start: Int, _ span: Span) {
    let next = instructions[start]
    emit(Instruction(.loopNext, next.ra, next.rb), span)
    emitExtra(wide: start + 2, span)
  }

  private func finishLoop() {
    if let loop = loops.popLast() { loop.breaks.forEach(patch) }
  }

  func compileBreak(_ span: Span) {
    guard !loops.isEmpty else { return report(.outsideLoop("break", at: place(span))) }
    let jump = emitJump(.jump, 0, span)
    loops[loops.count - 1].breaks.append(jump)
    definite.leave()
  }

  func compileContinue(_ span: Span) {
    guard let loop = loops.last else { return report(.outsideLoop("continue", at: place(span))) }
    emit(Instruction(.loop, 0, wide: loop.start), span)
    definite.leave()
  }

  private func startIteration(_ source: Expression) -> Int {
    let iteration = allocate(Iteration.registers)
    withTemporaries {
      let register = operand(source)
      emit(Instruction(.iterate, iteration, register), source.span)
    }
    return iteration
  }

  /// Takes the next element apart into the pattern's names; returns the jump at the end of the loop.
  private func emitNext(_ pattern: Pattern, _ iteration: Int, _ span: Span) -> Int {
    if case .name(let identifier) = pattern, let register = local(identifier.name) {
      emit(Instruction(.next, register, iteration), span)
      definite.assign(register)
      return emitJump(.jump, 0, span)
    }
    let item = allocate()
    emit(Instruction(.next, item, iteration), span)
    let toEnd = emitJump(.jump, 0, span)
    assign(item, to: pattern)
    return toEnd
  }

  func compileComprehension(
    _ element: Expression, _ generators: [Generator], _ condition: Expression?, into target: Int,
    _ span: Span
  ) {
    withTemporaries {
      let list = allocate(1 + generators.count * Iteration.registers)
      for axis in generators.indices {
        emit(Instruction(.nothing, list + 1 + axis * Iteration.registers), span)
      }
      emit(Instruction(.newList, list), span)
      scopes.append([:])
      compileGenerators(generators[...], list + 1) {
        let skip = condition.map(jumpUnless)
        withTemporaries {
          let register = operand(element)
          emit(Instruction(.appendList, list, register), element.span)
        }
        if let skip { patch(skip) }
      }
      scopes.removeLast()
      let axes = condition == nil ? generators.count : 1
      emit(Instruction(.gather, target, list, condition == nil ? axes : 0), span)
    }
  }

  private func compileGenerators(
    _ generators: ArraySlice<Generator>, _ iteration: Int, _ body: () -> Void
  ) {
    guard let generator = generators.first else { return body() }
    withTemporaries {
      let source = operand(generator.source)
      emit(Instruction(.iterate, iteration, source), generator.source.span)
    }
    declare(generator.pattern)
    let start = instructions.count
    let toEnd = emitNext(generator.pattern, iteration, generator.source.span)
    compileGenerators(generators.dropFirst(), iteration + Iteration.registers, body)
    endLoop(start, generator.source.span)
    patch(toEnd)
  }

  /// Gives the names of a comprehension's pattern registers of their own.
  private func declare(_ pattern: Pattern) {
    switch pattern {
    case .name(let identifier): scopes[scopes.count - 1][identifier.name] = allocate()
    case .discard: break
    case .tuple(let patterns, _): patterns.forEach(declare)
    }
  }
}
