import CMachine
import Diagnostics
import Syntax
import Tensors

extension Compiler {
  /// A register that holds the expression's value: a local's own, or a fresh temporary.
  func operand(_ expression: Expression) -> Int {
    if case .name(let name) = expression.kind, let register = local(name) {
      requireValue(register, expression.span)
      return register
    }
    let register = allocate()
    compile(expression, into: register)
    return register
  }

  /// Whether `operand` gives the expression a register that is read just once.
  func isTemporary(_ expression: Expression) -> Bool {
    if case .name(let name) = expression.kind { local(name) == nil } else { true }
  }

  /// Compiles an expression so that its value ends up in `target`.
  func compile(_ expression: Expression, into target: Int) {
    let span = expression.span
    switch expression.kind {
    case .number(let number): loadNumber(number, into: target, span)
    case .boolean(let value):
      emit(Instruction(.constant, target, wide: constantIndex(.bool(value))), span)
    case .nothing: emit(Instruction(.nothing, target), span)
    case .string(let pieces): compileString(pieces, into: target, span)
    case .name(let name): compileName(name, into: target, span)
    case .tuple(let items): compileItems(items, .tuple, target, c: items.count, span)
    case .record(let fields): compileRecord(fields, into: target, span)
    case .array(let rows, let isMatrix): compileArray(rows, isMatrix, into: target, span)
    case .comprehension(let element, let generators, let condition):
      compileComprehension(element, generators, condition, into: target, span)
    case .range(let start, let step, let end):
      compileRange(start, step, end, into: target, span)
    case .unary(let op, let operand): compileUnary(op, operand, into: target, span)
    case .not(let operand): compileSingle(.not, operand, into: target, span)
    case .binary(let op, let left, let right, let operatorSpan):
      compileBinary(op, left, right, into: target, span, operatorSpan)
    case .comparison(let operands, let operators):
      compileComparison(operands, operators, into: target, span)
    case .and(let left, let right):
      compileLogical(.andTest, .andCombine, left, right, into: target, span)
    case .or(let left, let right):
      compileLogical(.orTest, .orCombine, left, right, into: target, span)
    case .conditional(let condition, let then, let otherwise):
      compileConditional(condition, then, otherwise, into: target, span)
    case .lambda(let parameters, let body):
      compileFunction(
        name: nil, parameters: parameters, body: .expression(body), into: target, span)
    default: compileAccess(expression, into: target)
    }
  }

  /// Calls, indexing and the forms of the chain rule.
  private func compileAccess(_ expression: Expression, into target: Int) {
    let span = expression.span
    switch expression.kind {
    case .call(let callee, let arguments, let isDotted):
      compileCall(callee, arguments, isDotted, into: target, span)
    case .index(let object, let indexes): compileIndex(object, indexes, into: target, span)
    case .field(let object, let name):
      withTemporaries {
        let register = operand(object)
        code.names.append([name.name])
        emit(
          Instruction(.field, target, register, lastIndex(code.names)), span, object.span,
          name.span)
      }
    case .transpose(let operand): compileSingle(.transpose, operand, into: target, span)
    case .derivative(let function, let order):
      withTemporaries {
        let register = operand(function)
        emit(Instruction(.derivative, target, register, order), span, function.span)
      }
    case .gradient(let function): compileSingle(.gradient, function, into: target, span)
    case .partial(let partial):
      emit(Instruction(.partial, target, wide: partialIndex(partial, span)), span)
    case .explain(let operand): compileExplain(operand, into: target, span)
    case .minimize(let minimization):
      compileMinimize(minimization, .minimize, into: target, span)
    case .wholeAxis: emitMarker(.whole, into: target, span)
    case .leadingAxes: emitMarker(.leading, into: target, span)
    case .axisEnd: compileAxisEnd(into: target, span)
    default: report(.cannotCompile(at: place(span)))
    }
  }

  private func emitMarker(_ marker: AxisMarker, into target: Int, _ span: Span) {
    emit(Instruction(.constant, target, wide: constantIndex(.axisMarker(marker))), span)
  }

  func loadNumber(_ number: Double, into target: Int, _ span: Span) {
    emit(Instruction(.constant, target, wide: numberIndex(number)), span)
  }

  private func compileName(_ name: String, into target: Int, _ span: Span) {
    switch resolve(name) {
    case .register(let register):
      requireValue(register, span)
      if register != target { emit(Instruction(.move, target, register), span) }
    case .capture(let index): emit(Instruction(.getCapture, target, wide: index), span)
    case .itself: emit(Instruction(.selfFunction, target), span)
    case .global(let slot): emit(Instruction(.getGlobal, target, wide: slot), span)
    }
  }

  private func compileSingle(
    _ op: Opcode, _ expression: Expression, into target: Int, _ span: Span
  ) {
    withTemporaries {
      let register = operand(expression)
      emit(Instruction(op, target, register), span, expression.span)
    }
  }

  private func compileUnary(
    _ op: UnaryOperator, _ expression: Expression, into target: Int, _ span: Span
  ) {
    if op == .minus, case .number(let number) = expression.kind {
      return loadNumber(-number, into: target, span)
    }
    let opcode: Opcode =
      switch op {
      case .minus: .negate
      case .plus: .plus
      case .squareRoot: .squareRoot
      }
    compileSingle(opcode, expression, into: target, span)
  }

  /// Compiles items into consecutive registers, then the instruction that takes them.
  func compileItems(
    _ items: [Expression], _ op: Opcode, _ target: Int, c: Int, _ span: Span
  ) {
    withTemporaries {
      let first = allocate(items.count)
      for (offset, item) in items.enumerated() { compile(item, into: first + offset) }
      emit(Instruction(op, target, first, c), span)
    }
  }

  private func compileRecord(_ fields: [RecordField], into target: Int, _ span: Span) {
    code.names.append(fields.map(\.name.name))
    compileItems(fields.map(\.value), .record, target, c: lastIndex(code.names), span)
  }

  private func compileArray(
    _ rows: [[Expression]], _ isMatrix: Bool, into target: Int, _ span: Span
  ) {
    let items = rows.flatMap { $0 }
    // So many registers would not do, and a table in a program need not be computed anew.
    if items.count > 1000 {
      if let table = constantTable(rows, isMatrix) {
        emit(Instruction(.constant, target, wide: constantIndex(.tensor(table))), span)
        return
      }
    }
    let isListed = items.count > 1000
    code.layouts.append(
      Code.ArrayLayout(rowCounts: rows.map(\.count), isMatrix: isMatrix, isListed: isListed))
    let layout = lastIndex(code.layouts)
    if isListed { return compileList(items, layout, into: target, span) }
    compileItems(items, .array, target, c: layout, span)
  }

  /// The tensor that stands there as plain numbers, if it does.
  private func constantTable(_ rows: [[Expression]], _ isMatrix: Bool) -> Tensor? {
    let columns = rows[0].count
    guard rows.allSatisfy({ $0.count == columns }) else { return nil }
    var values: [Double] = []
    values.reserveCapacity(rows.count * columns)
    for item in rows.joined() {
      guard let number = item.plainNumber else { return nil }
      values.append(number)
    }
    return Tensor(values, shape: Shape(isMatrix ? [rows.count, columns] : [columns]))
  }

  /// A long vector or matrix, element by element.
  private func compileList(
    _ items: [Expression], _ layout: Int, into target: Int, _ span: Span
  ) {
    withTemporaries {
      let list = allocate()
      emit(Instruction(.newList, list), span)
      for item in items {
        withTemporaries {
          let register = operand(item)
          emit(Instruction(.appendList, list, register), item.span)
        }
      }
      emit(Instruction(.array, target, list, layout), span)
    }
  }

  private func compileRange(
    _ start: Expression, _ step: Expression?, _ end: Expression, into target: Int, _ span: Span
  ) {
    withTemporaries {
      guard let step else {
        let first = operand(start)
        let last = operand(end)
        emit(Instruction(.range, target, first, last), span, start.span, end.span)
        return
      }
      let first = allocate(2)
      compile(start, into: first)
      compile(step, into: first + 1)
      let last = operand(end)
      emit(Instruction(.steppedRange, target, first, last), span, start.span, end.span)
    }
  }

  private func compileString(_ pieces: [StringPiece], into target: Int, _ span: Span) {
    if pieces.isEmpty {
      emit(Instruction(.constant, target, wide: constantIndex(.text(""))), span)
      return
    }
    if pieces.count == 1, case .text(let text) = pieces[0] {
      emit(Instruction(.constant, target, wide: constantIndex(.text(text))), span)
      return
    }
    withTemporaries {
      let first = allocate(pieces.count)
      for (offset, piece) in pieces.enumerated() { compilePiece(piece, into: first + offset, span) }
      emit(Instruction(.concatenate, target, first, pieces.count), span)
    }
  }

  private func compilePiece(_ piece: StringPiece, into target: Int, _ span: Span) {
    switch piece {
    case .text(let text):
      emit(Instruction(.constant, target, wide: constantIndex(.text(text))), span)
    case .hole(let expression, let format):
      withTemporaries {
        let register = operand(expression)
        code.formats.append(format)
        emit(Instruction(.format, target, register, lastIndex(code.formats)), expression.span)
      }
    }
  }

  private func compileConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, into target: Int,
    _ span: Span
  ) {
    let toElse = jumpUnless(condition)
    compile(then, into: target)
    let toEnd = emitJump(.jump, 0, span)
    patch(toElse)
    compile(otherwise, into: target)
    patch(toEnd)
  }

  /// Evaluates a condition; returns the jump that is taken when it is false.
  func jumpUnless(_ condition: Expression) -> Int {
    if let jump = jumpUnlessCompared(condition) { return jump }
    let mark = nextRegister
    let register = operand(condition)
    release(to: mark)
    return emitJump(.jumpIfFalse, register, condition.span)
  }

  /// One comparison and its jump as one instruction; `a > b` is `b < a`.
  private func jumpUnlessCompared(_ condition: Expression) -> Int? {
    guard case .comparison(let operands, let operators) = condition.kind, operands.count == 2
    else { return nil }
    let opcode: Opcode
    switch operators[0] {
    case .less: opcode = .jumpUnlessLess
    case .lessEqual: opcode = .jumpUnlessLessEqual
    case .greater: opcode = .jumpUnlessGreater
    case .greaterEqual: opcode = .jumpUnlessGreaterEqual
    case .equal: opcode = .jumpUnlessEqual
    default: return nil
    }
    let mark = nextRegister
    let left = operand(operands[0])
    let (right, isConstant) = operandOrConstant(operands[1])
    release(to: mark)
    emit(
      Instruction(opcode, left, right, isConstant ? 1 : 0), condition.span, operands[0].span,
      operands[1].span)
    return emitJump(.extra, 0, condition.span)
  }

  private func operandOrConstant(_ expression: Expression) -> (index: Int, isConstant: Bool) {
    if case .number(let number) = expression.kind {
      let index = numberIndex(number)
      if index < 0xFFFF { return (index, true) }
    }
    return (operand(expression), false)
  }
}

extension Expression {
  /// The number that is written here, with or without a sign.
  fileprivate var plainNumber: Double? {
    switch kind {
    case .number(let number): number
    case .unary(.minus, let operand):
      if case .number(let number) = operand.kind { -number } else { nil }
    default: nil
    }
  }
}
