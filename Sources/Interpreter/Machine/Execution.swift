import CMachine
import Diagnostics
import Graphs
import Syntax
import Tensors

// What the machine's core leaves to Swift: instructions on anything but plain numbers.
extension Machine {
  /// Runs until the frame at `entry` returns.
  func loop(entry: Int) throws -> Value {
    while true {
      core.pointee.entry = core.pointee.frames + entry
      vm_run(core)
      let frame = core.pointee.frame!
      let instruction = frame.pointee.ip.pointee
      // Errors are placed by the word before the next one.
      frame.pointee.ip += 1
      if core.pointee.fuel < 0 {
        try refuel()
        frame.pointee.ip -= 1
        continue
      }
      // What Swift writes to registers may be anything.
      frame.pointee.counted = true
      let registers = stack + Int(frame.pointee.base)
      if instruction.op == .returnValue {
        let value = registers[instruction.ra]
        if value.isUndefined { throw Diagnostic.unassignedLocal() }
        if let notedCode, frame.pointee.owner === notedCode { note(registers, of: notedCode) }
        vm_leave(core)
        return value
      }
      try execute(instruction, frame.pointee.owner, registers)
    }
  }

  /// The word behind an instruction, with more of its operands.
  private func nextWord() -> Instruction {
    let frame = core.pointee.frame!
    frame.pointee.ip += 1
    return frame.pointee.ip[-1]
  }

  private func jump(to target: Int) {
    let frame = core.pointee.frame!
    frame.pointee.ip = frame.pointee.code.pointee.instructions + target
  }

  private func execute(_ i: Instruction, _ code: Code, _ r: Registers) throws {
    let k = code.constantValues
    let pc = core.pointee.frame.pointee.pc
    switch i.op {
    case .constant: r[i.ra] = k[i.wide]
    case .nothing: r[i.ra] = .nothing
    case .move: r[i.ra] = r[i.rb]
    case .getGlobal: r[i.ra] = try readGlobal(i.wide)
    case .setGlobal: setGlobal(i.wide, r[i.ra])
    case .checkLocal:
      if r[i.ra].isUndefined { throw unassigned(code.locals[i.wide], in: code) }
    case .getCapture: r[i.ra] = try captured(i.wide)
    case .selfFunction: r[i.ra] = callee.map { .function($0) } ?? .nothing

    case .add: r[i.ra] = try arithmetic(.plus, i, code.temporaries[pc - 1], r)
    case .subtract: r[i.ra] = try arithmetic(.minus, i, code.temporaries[pc - 1], r)
    case .multiply: r[i.ra] = try arithmetic(.times, i, code.temporaries[pc - 1], r)
    case .divide: r[i.ra] = try arithmetic(.divide, i, code.temporaries[pc - 1], r)
    case .power: r[i.ra] = try power(r[i.rb], r[i.rc])
    case .addConstant: r[i.ra] = try binary(.plus, r[i.rb], k[i.rc])
    case .subtractConstant: r[i.ra] = try binary(.minus, r[i.rb], k[i.rc])
    case .multiplyConstant: r[i.ra] = try binary(.times, r[i.rb], k[i.rc])
    case .divideConstant: r[i.ra] = try binary(.divide, r[i.rb], k[i.rc])
    case .powerConstant: r[i.ra] = try power(r[i.rb], k[i.rc])
    case .constantAdd: r[i.ra] = try binary(.plus, k[i.rb], r[i.rc])
    case .constantSubtract: r[i.ra] = try binary(.minus, k[i.rb], r[i.rc])
    case .constantMultiply: r[i.ra] = try binary(.times, k[i.rb], r[i.rc])
    case .constantDivide: r[i.ra] = try binary(.divide, k[i.rb], r[i.rc])
    case .negate: r[i.ra] = try negate(r[i.rb])
    case .plus: r[i.ra] = try plus(r[i.rb])
    case .squareRoot: r[i.ra] = try apply(Catalogue.sqrt, [r[i.rb]])
    case .not: r[i.ra] = try not(r[i.rb])
    case .transpose: r[i.ra] = try transpose(r[i.rb])
    case .binary:
      let temporaries = code.temporaries[pc - 1]
      let op = BinaryOperator.allCases[nextWord().wide]
      r[i.ra] = try arithmetic(op, i, temporaries, r)

    case .less: r[i.ra] = try compare(.less, r[i.rb], r[i.rc])
    case .lessEqual: r[i.ra] = try compare(.lessEqual, r[i.rb], r[i.rc])
    case .greater: r[i.ra] = try compare(.greater, r[i.rb], r[i.rc])
    case .greaterEqual: r[i.ra] = try compare(.greaterEqual, r[i.rb], r[i.rc])
    case .equal: r[i.ra] = try compare(.equal, r[i.rb], r[i.rc])
    case .notEqual: r[i.ra] = try compare(.notEqual, r[i.rb], r[i.rc])
    case .approximately: r[i.ra] = try compare(.approximately, r[i.rb], r[i.rc])
    case .elementOf: r[i.ra] = try compare(.elementOf, r[i.rb], r[i.rc])

    case .checkedArithmetic:
      let op = code.unchecked[pc - 1]
      r[i.ra] = try checkedArithmetic(i, op, r, k)

    case .jump, .loop: jump(to: i.wide)
    case .jumpIfFalse: if try !condition(r[i.ra]) { jump(to: i.wide) }
    case .jumpUnlessLess:
      try jumpUnless(.less, r[i.ra], i.c == 0 ? r[i.rb] : k[i.rb])
    case .jumpUnlessLessEqual:
      try jumpUnless(.lessEqual, r[i.ra], i.c == 0 ? r[i.rb] : k[i.rb])
    case .jumpUnlessGreater:
      try jumpUnless(.greater, r[i.ra], i.c == 0 ? r[i.rb] : k[i.rb])
    case .jumpUnlessGreaterEqual:
      try jumpUnless(.greaterEqual, r[i.ra], i.c == 0 ? r[i.rb] : k[i.rb])
    case .jumpUnlessEqual:
      try jumpUnless(.equal, r[i.ra], i.c == 0 ? r[i.rb] : k[i.rb])
    case .jumpIfTrue: if try condition(r[i.ra]) { jump(to: i.wide) }
    case .jumpIfDefined: if !r[i.ra].isUndefined { jump(to: i.wide) }
    case .andTest: if try decides(r[i.ra], when: false) { jump(to: i.wide) }
    case .orTest: if try decides(r[i.ra], when: true) { jump(to: i.wide) }
    case .andCombine: r[i.ra] = try logical(.and, r[i.rb], r[i.rc])
    case .orCombine: r[i.ra] = try logical(.or, r[i.rb], r[i.rc])
    case .iterate: try iterate(over: r[i.rb], r + i.ra)
    case .next:
      if let value = try next(r[i.rb]) {
        r[i.ra] = value
        _ = nextWord()
      }
    case .loopNext:
      let target = nextWord().wide
      if let value = try next(r[i.rb]) {
        r[i.ra] = value
        jump(to: target)
      }
    case .returnValue, .extra: break

    case .tuple: r[i.ra] = try Value.tuple(Tuple(items(r + i.rb, i.rc))).notTooDeep()
    case .record:
      let names = code.names[i.rc]
      let record = Record(names: names, values: try items(r + i.rb, names.count))
      r[i.ra] = try Value.record(record).notTooDeep()
    case .array: r[i.ra] = try array(r + i.rb, code.layouts[i.rc])
    case .range: r[i.ra] = try range(r[i.rb], .number(1), r[i.rc])
    case .steppedRange: r[i.ra] = try range(r[i.rb], r[i.rb + 1], r[i.rc])
    case .closure: r[i.ra] = try closure(code.prototypes[i.wide], r).notTooDeep()
    case .newList: r[i.ra] = .machinery(ListBuilder())
    case .appendList:
      if case .machinery(let state) = r[i.ra] {
        unsafeDowncast(state, to: ListBuilder.self).items.append(r[i.rb])
      }
    case .gather: r[i.ra] = try gather(r + i.rb, axes: i.rc)
    case .format: r[i.ra] = try format(r[i.rb], code.formats[i.rc])
    case .concatenate: r[i.ra] = try concatenate(r + i.rb, i.rc)
    case .unpack: try unpack(r[i.rb], r + i.ra, i.rc)

    case .call:
      let labels = nextWord().wide
      r[i.ra] = try callAny(r + i.rb, i.rc, labels == 0 ? nil : code.labels[labels - 1])
    case .callGlobal:
      let slot = nextWord().wide
      r[i.rb] = try calleeGlobal(slot)
      r[i.ra] = try callAny(r + i.rb, i.rc, nil)
    case .dottedCall:
      let labels = nextWord().wide
      r[i.ra] = try dottedCall(r + i.rb, i.rc, labels == 0 ? nil : code.labels[labels - 1])
    case .index: r[i.ra] = try index(r + i.rb, i.rc)
    case .axisEnd:
      let word = nextWord()
      r[i.ra] = try axisEnd(r[i.rb], position: word.ra, count: word.rb)
    case .field: r[i.ra] = try field(r[i.rb], code.names[i.rc][0])
    case .update:
      var root = r[i.ra]
      r[i.ra] = .undefined
      defer { r[i.ra] = root }
      try update(&root, code.paths[i.rc], r + i.rb)
    case .updateGlobal:
      let slot = nextWord().wide
      try updateGlobal(slot, code.paths[i.rc], r + i.rb)

    case .derivative: r[i.ra] = try derivativeFunction(of: r[i.rb], order: i.rc)
    case .gradient: r[i.ra] = try gradientFunction(of: r[i.rb])
    case .defineRule: r[i.ra] = try define(rule: r[i.rc], for: r[i.rb])
    case .partial:
      r[i.ra] = try partial(code.partials[i.wide], code.file)
    case .explainPartial:
      r[i.ra] = try explainPartial(code.partials[i.wide], code.file)
    case .explain:
      r[i.ra] = try explain(
        r[i.rb], at: i.rc == 1 ? r[i.rb + 1] : nil,
        written: code.file.text(in: code.place(at: max(pc - 1, 0)).left))
    case .graphFigure: r[i.ra] = try equationFigure(code.partials[i.wide])
    case .defineEquation: define(code.equations[i.wide])
    case .minimize:
      r[i.ra] = try minimize(code.minimizations[i.wide], code.file, r + i.ra)
    case .explainMinimize:
      r[i.ra] = try explainMinimize(code.minimizations[i.wide], code.file, r + i.ra)

    case .check: try check(code.checks[i.wide], r + i.ra)
    case .checkShapes: try checkShapes(code, callee, r)
    case .importScript: r[i.ra] = try importScript(code.imports[i.wide], from: code.file)
    }
  }

  private func jumpUnless(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws {
    let target = nextWord().wide
    if try !condition(compare(op, a, b)) { jump(to: target) }
  }

  private func next(_ iteration: Value) throws -> Value? {
    guard case .machinery(let state) = iteration else { return nil }
    return try (state as? Iteration)?.next(self)
  }
}
