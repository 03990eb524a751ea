import CMachine
import Diagnostics
import Syntax

extension Compiler {
  func compileCall(
    _ callee: Expression, _ arguments: [Argument], _ isDotted: Bool, into target: Int, _ span: Span
  ) {
    if !isDotted, compileNamed(callee, arguments, into: target, span) { return }
    withTemporaries {
      let first = allocate(arguments.count + 1)
      let slot = isDotted ? nil : directSlot(callee, arguments)
      if slot == nil { compile(callee, into: first) }
      for (offset, argument) in arguments.enumerated() {
        compile(argument.value, into: first + 1 + offset)
      }
      if let slot {
        emit(
          Instruction(.callGlobal, target, first, arguments.count), span, callee.span,
          arguments.first?.value.span)
        return emitExtra(wide: slot, span)
      }
      emit(
        Instruction(isDotted ? .dottedCall : .call, target, first, arguments.count), span,
        callee.span, arguments.first?.value.span)
      emitExtra(wide: labelsIndex(arguments), span)
    }
  }

  /// The slot of a callee that is a module name. It is read after the arguments: they can't change it, since
  /// only statements of the module assign its names.
  private func directSlot(_ callee: Expression, _ arguments: [Argument]) -> Int? {
    guard case .name(let name) = callee.kind, arguments.allSatisfy({ $0.label == nil }),
      case .global(let slot) = resolve(name)
    else { return nil }
    return slot
  }

  /// 0 when no argument is given by name, else one more than the index into the table.
  private func labelsIndex(_ arguments: [Argument]) -> Int {
    guard arguments.contains(where: { $0.label != nil }) else { return 0 }
    code.labels.append(arguments.map { $0.label?.name })
    return code.labels.count
  }

  func compileIndex(
    _ object: Expression, _ indexes: [Expression], into target: Int, _ span: Span
  ) {
    withTemporaries {
      let first = allocate(indexes.count + 1)
      compile(object, into: first)
      compileIndexes(indexes, from: first + 1) { first }
      emit(
        Instruction(.index, target, first, indexes.count), span, object.span,
        indexes.first?.span)
    }
  }

  /// Compiles the indexes of one bracket; `object` gives what `end` measures.
  func compileIndexes(_ indexes: [Expression], from first: Int, object: @escaping () -> Int) {
    for (offset, index) in indexes.enumerated() {
      indexContexts.append(
        IndexContext(object: object, position: offset, count: indexes.count))
      compile(index, into: first + offset)
      indexContexts.removeLast()
    }
  }

  func compileAxisEnd(into target: Int, _ span: Span) {
    guard let context = indexContexts.last else {
      return report(.endOutsideIndex(at: place(span)))
    }
    let object = context.object()
    emit(Instruction(.axisEnd, target, object), span)
    emit(Instruction(.extra, context.position, context.count), span)
  }

  /// Compiles a function and the instruction that makes its closure.
  func compileFunction(
    name: String?, parameters: [Parameter], body: FunctionDefinition.Body, into target: Int,
    _ span: Span
  ) {
    let compiler = Compiler(
      module: module, file: file, parent: self, functionName: name, isModule: false)
    let function = compiler.compileBody(parameters, body, span)
    diagnostics += compiler.diagnostics
    let sources = compiler.captures.map(\.source)
    code.prototypes.append(Code.Prototype(code: function, captures: sources))
    emit(Instruction(.closure, target, wide: code.prototypes.count - 1), span)
  }

  private func compileBody(
    _ parameters: [Parameter], _ body: FunctionDefinition.Body, _ span: Span
  ) -> Code {
    declareParameters(parameters)
    if case .block(let statements) = body { declareLocals(of: statements) }
    let sizes = declareSizes(of: parameters)
    localCount = nextRegister
    for (register, parameter) in parameters.enumerated() {
      guard let value = parameter.defaultValue else { continue }
      let jump = emitJump(.jumpIfDefined, register, value.span)
      compile(value, into: register)
      definite.assign(register)
      patch(jump)
    }
    if parameters.contains(where: { $0.shape != nil }) {
      emit(Instruction(.checkShapes), span)
    }
    switch body {
    case .expression(let expression): compileResult(expression)
    case .block(let statements): compileTail(statements, span)
    }
    let code = finish(
      sourceSpan: span,
      parameters: parameters.map {
        Code.ParameterInfo(
          name: $0.name.name, shape: $0.shape, hasDefault: $0.defaultValue != nil,
          span: $0.name.span)
      })
    code.sizes = sizes
    return code
  }

  /// The names of sizes in shape annotations are locals, unless the function has others of these names.
  private func declareSizes(of parameters: [Parameter]) -> [(name: String, register: Int)] {
    var sizes: [(name: String, register: Int)] = []
    for case .named(let size) in parameters.compactMap(\.shape).joined()
    where local(size.name) == nil {
      let register = allocate()
      scopes[0][size.name] = register
      sizes.append((size.name, register))
    }
    return sizes
  }

  private func declareParameters(_ parameters: [Parameter]) {
    for parameter in parameters {
      let name = parameter.name.name
      if local(name) != nil {
        report(.repeatedParameter(name, at: place(parameter.name.span)))
      }
      let register = allocate()
      scopes[0][name] = register
      if parameter.defaultValue != nil { definite.declare(register, parameter.name) }
    }
  }

  /// Every name that a function assigns is its local, from the first line on.
  private func declareLocals(of statements: [Statement]) {
    for name in AssignedNames.of(statements) where local(name.name) == nil {
      let register = allocate()
      scopes[0][name.name] = register
      definite.declare(register, name)
    }
  }

  /// An expression whose value the function returns; each way through a conditional returns by itself.
  func compileResult(_ expression: Expression) {
    if case .conditional(let condition, let then, let otherwise) = expression.kind {
      let toElse = jumpUnless(condition)
      compileResult(then)
      patch(toElse)
      return compileResult(otherwise)
    }
    withTemporaries {
      let result = operand(expression)
      emit(Instruction(.returnValue, result), expression.span)
    }
  }

  /// The value of a function without `return` is that of its last statement.
  func compileTail(_ statements: [Statement], _ span: Span) {
    for statement in statements.dropLast() { compile(statement) }
    switch statements.last?.kind {
    case .expression(let expression): compileResult(expression)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        let toNext = jumpUnless(branch.condition)
        let before = definite
        compileTail(branch.body, span)
        definite = before
        patch(toNext)
      }
      compileTail(otherwise ?? [], span)
    case let kind?:
      compile(Statement(kind, statements[statements.count - 1].span))
      returnNothing(span)
    case nil: returnNothing(span)
    }
  }

  func returnNothing(_ span: Span) {
    withTemporaries {
      let result = allocate()
      emit(Instruction(.nothing, result), span)
      emit(Instruction(.returnValue, result), span)
    }
  }
}
