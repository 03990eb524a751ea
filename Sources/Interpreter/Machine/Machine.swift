import Diagnostics
import Graphs
import Plotting
import Syntax
import Tensors

#if canImport(Glibc)
  import Glibc
#endif

/// The virtual machine: the module's values, the register stack and the frames of calls under way.
///
/// Register memory is raw and unchecked. What makes that sound: `Compiler` is the only source of
/// `Code`; it numbers registers below the code's `registerCount`; `enter` makes room for that many and
/// keeps everything below `initializedCount` initialised.
final class Machine {
  /// A call under way. Code and function are not counted: the caller's register keeps a function alive
  /// while it runs, or native code's own reference does, or `retired`.
  struct Frame {
    let code: Unmanaged<Code>
    let function: Unmanaged<Function>?
    /// Where the frame's registers begin on the stack.
    let base: Int
    let registerCount: Int
    /// The caller's register that receives the result, counted from the stack's start.
    let result: Int
    /// The next instruction, while a callee runs.
    var ip: UnsafeMutablePointer<Instruction>

    var pc: Int { ip - code.takeUnretainedValue().instructions }
    /// Where the last instruction came from.
    var place: InstructionPlace { code.takeUnretainedValue().place(at: max(pc - 1, 0)) }
    var file: SourceFile { code.takeUnretainedValue().file }
  }

  let names = ModuleNames()
  private(set) var globals: UnsafeMutablePointer<Value>
  private var globalCapacity = 512
  private(set) var globalCount = 0
  /// When each module name last changed, as `epoch`.
  private(set) var stamps: UnsafeMutablePointer<UInt64>
  /// Counts assignments to module names: equal epochs mean that no module name changed between.
  var epoch: UInt64 = 1

  private let stack: UnsafeMutablePointer<Value>
  private static let stackCapacity = 1 << 21
  private var initializedCount = 0
  private var top = 0
  private let frames: UnsafeMutablePointer<Frame>
  private var frameCount = 0
  /// Memory that is never touched is never taken, so there is room for any depth that a limit allows.
  private static let frameCapacity = 1 << 17
  /// Functions that a module name stood for when a call through it began, until all calls are over.
  private var retired: [Value] = []

  var budget = Budget()
  /// Set while reads of module names are watched: an equation is evaluated or lowered.
  var reader: GlobalReader?
  var traces = TraceStack()
  var random: RandomStream
  /// Where printed text and displayed values go.
  var output = OutputCollector()
  var digits = 6
  var usesClock = false
  /// `debug_nan(true)`
  var debugsNumbers = false
  var files: FileAccess = .none
  var imports = Imports()
  /// The equation that is being evaluated, for errors and circles.
  var equationsUnderWay: [Equation] = []
  /// Equations are being evaluated in order, so that none is deep.
  var isEvaluatingBelow = false
  var systems = SystemCache()
  var functionPlans = FunctionPlanCache()
  /// Set while a function is traced for a plan: comparisons of traced numbers become part of the graph, so
  /// that the plan can check how they came out, whatever the numbers.
  var recordsComparisons = false
  /// Counts calls of library functions that do more than to give a value.
  var effects = 0
  /// Off only to show that plans change no result.
  var usesPlans = getenv("GRADUS_PLANS").map { String(cString: $0) != "off" } ?? true

  init(seed: UInt64) {
    globals = .allocate(capacity: globalCapacity)
    stack = .allocate(capacity: Machine.stackCapacity)
    frames = .allocate(capacity: Machine.frameCapacity)
    stamps = .allocate(capacity: globalCapacity)
    random = RandomStream(seed: seed)
    names.onNewName = { [unowned self] name, module in
      addGlobal(Library.value(of: name) ?? .undefined)
      loadPrelude(name, module)
    }
  }

  deinit {
    globals.deinitialize(count: globalCount)
    globals.deallocate()
    stamps.deallocate()
    frames.deallocate()
    stack.deinitialize(count: initializedCount)
    stack.deallocate()
  }

  // MARK: Module names

  private func addGlobal(_ value: Value) {
    if globalCount == globalCapacity { growGlobals() }
    (globals + globalCount).initialize(to: value)
    stamps[globalCount] = 0
    globalCount += 1
  }

  /// Defines a function of the prelude when its name is first used. Its text is of a module of its own,
  /// so that a program may call its own names `rate` or `start`.
  private func loadPrelude(_ name: String, _ module: ModuleNames) {
    guard let source = Prelude.source(of: name) else { return }
    guard module.isPrelude else {
      let value = globals[names.prelude.slot(of: name)]
      return setGlobal(module.slot(of: name), value)
    }
    let file = SourceFile(name: Prelude.fileName, text: source)
    let (code, problems) = Compiler.compile(Parser.parse(file), module: module)
    // The prelude is part of the program and its tests: it has no errors that could be reported here.
    if problems.isEmpty { _ = try? run(code) }
  }

  /// The name stands for what it does before anybody assigns to it.
  func resetGlobal(_ slot: Int) {
    let name = names.names[slot]
    setGlobal(slot, Library.value(of: name) ?? .undefined)
    loadPrelude(name, names)
  }

  private func growGlobals() {
    let larger = UnsafeMutablePointer<Value>.allocate(capacity: globalCapacity * 2)
    larger.moveInitialize(from: globals, count: globalCount)
    globals.deallocate()
    globals = larger
    let stampsThen = stamps
    stamps = .allocate(capacity: globalCapacity * 2)
    stamps.update(from: stampsThen, count: globalCount)
    stampsThen.deallocate()
    globalCapacity *= 2
  }

  @inline(__always)
  func setGlobal(_ slot: Int, _ value: Value) {
    if case .number(let number) = value, case .number = globals[slot] {
      (globals + slot).initialize(to: .number(number))
    } else {
      replaceGlobal(slot, value)
    }
    epoch += 1
    stamps[slot] = epoch
  }

  private func replaceGlobal(_ slot: Int, _ value: Value) {
    if case .function = globals[slot], frameCount > 1 { retired.append(globals[slot]) }
    globals[slot] = value
  }

  func setGlobal(_ name: String, _ value: Value) { setGlobal(names.slot(of: name), value) }

  /// The value of a module name for its reader: an equation is evaluated, a watched read is noted.
  func readGlobal(_ slot: Int) throws -> Value {
    if let reader { return try reader.read(slot, self) }
    switch globals[slot] {
    case .undefined: throw unknownName(slot)
    case .equation(let equation): return try value(of: equation)
    default: return globals[slot]
    }
  }

  /// As `readGlobal`, for a name that is called: an error marks the name alone.
  private func calleeGlobal(_ slot: Int) throws -> Value {
    do {
      return try readGlobal(slot)
    } catch var diagnostic as Diagnostic where diagnostic.primary == nil {
      let frame = frames[frameCount - 1]
      let span = frame.code.takeUnretainedValue().place(at: max(frame.pc - 2, 0)).left
      diagnostic.primary = Diagnostic.Label(Place(frame.file, span))
      throw diagnostic
    }
  }

  func unknownName(_ slot: Int) -> Diagnostic {
    .unknownName(names.names[slot], known: visibleNames())
  }

  /// All names that a program can use here, for suggestions and completion.
  func visibleNames() -> [String] {
    var result: [String] = []
    for (slot, name) in names.names.enumerated()
    where !globals[slot].isUndefined && !names.isImported(slot) {
      result.append(name)
    }
    return result + Library.names
  }

  // MARK: Frames

  /// Runs code of the module, or a thunk.
  func run(_ code: Code) throws -> Value {
    try budget.checkStack()
    return try execute(code, function: nil, captures: [], arguments: [])
  }

  /// Calls a function from native code.
  func call(_ function: Function, _ arguments: [Value]) throws -> Value {
    try budget.checkStack()
    return try call(function, arguments, labels: nil)
  }

  func execute(
    _ code: Code, function: Function?, captures: [Value], arguments: [Value]
  ) throws -> Value {
    let entry = frameCount
    let base = top
    try enter(
      Unmanaged.passUnretained(code), function.map { Unmanaged.passUnretained($0) },
      code.instructions, code.registerCount, base: base, result: -1)
    for (index, argument) in arguments.enumerated() { stack[base + index] = argument }
    defer { if entry == 0, !retired.isEmpty { retired.removeAll() } }
    do {
      return try loop(entry: entry)
    } catch {
      let located = locate(error, entry: entry)
      unwind(to: entry)
      throw located
    }
  }

  /// Pushes a frame whose registers begin at `base`. Registers above the stack's top are undefined.
  @inline(__always)
  private func enter(
    _ code: Unmanaged<Code>, _ function: Unmanaged<Function>?,
    _ instructions: UnsafeMutablePointer<Instruction>, _ registerCount: Int, base: Int, result: Int
  ) throws {
    let end = base + registerCount
    if end > initializedCount { try grow(to: end) }
    if debugsNumbers { code.takeUnretainedValue().checkNumbers() }
    if frameCount >= budget.limits.depth || frameCount >= Machine.frameCapacity {
      throw Diagnostic.tooDeep(frameCount)
    }
    (frames + frameCount).initialize(
      to: Frame(
        code: code, function: function, base: base, registerCount: registerCount, result: result,
        ip: instructions))
    frameCount += 1
    top = end
  }

  /// Of all calls under way.
  func checkNumbersInFrames() {
    for index in 0..<frameCount { frames[index].code.takeUnretainedValue().checkNumbers() }
  }

  private func grow(to end: Int) throws {
    let target = end + 256
    guard target < Machine.stackCapacity else { throw Diagnostic.tooDeep(frameCount) }
    (stack + initializedCount).initialize(repeating: .undefined, count: target - initializedCount)
    initializedCount = target
  }

  /// Pops the innermost frame and lets go of what its registers held.
  @inline(__always)
  private func leave() {
    frameCount -= 1
    let frame = frames + frameCount
    clear(frame.pointee.base, frame.pointee.base + frame.pointee.registerCount)
    if frameCount > 0 {
      top = frame[-1].base + frame[-1].registerCount
    } else {
      top = 0
    }
  }

  /// Makes registers undefined.
  @inline(__always)
  private func clear(_ first: Int, _ end: Int) {
    var register = stack + first
    let last = stack + end
    while register < last {
      switch register.pointee {
      case .undefined, .nothing, .number, .bool: register.initialize(to: .undefined)
      default: register.pointee = .undefined
      }
      register += 1
    }
  }

  private func unwind(to depth: Int) {
    while frameCount > depth { leave() }
  }

  /// Gives an error its place and the calls that led to it.
  private func locate(_ error: any Error, entry: Int) -> Diagnostic {
    guard frameCount > 0 else { return Diagnostic.from(error) }
    let frame = frames[frameCount - 1]
    let at = frame.place
    var diagnostic = Diagnostic.from(error, operands: OperandTexts(frame.file, at))
    if diagnostic.primary == nil {
      diagnostic.primary = Diagnostic.Label(Place(frame.file, at.span))
    }
    for index in stride(from: frameCount - 1, to: entry, by: -1) {
      addCall(to: &diagnostic, frames[index], from: frames[index - 1])
    }
    if entry > 0, frames[entry].function != nil {
      addCall(to: &diagnostic, frames[entry], from: frames[entry - 1])
    }
    return diagnostic
  }

  private func addCall(to diagnostic: inout Diagnostic, _ frame: Frame, from caller: Frame) {
    diagnostic.addCall(
      frame.function?.takeUnretainedValue(), at: Place(caller.file, caller.place.span))
  }

  /// Where the innermost frame is, as far as it has said so: at a call.
  var currentPlace: Place? {
    guard frameCount > 0 else { return nil }
    return Place(frames[frameCount - 1].file, frames[frameCount - 1].place.span)
  }

  // MARK: The loop

  /// Runs until the frame at `entry` returns.
  private func loop(entry: Int) throws -> Value {
    unowned(unsafe) var code = frames[entry].code.takeUnretainedValue()
    var base = frames[entry].base
    var start = code.instructions
    var ip = start
    var r = stack + base
    var k = code.constantValues
    // An error leaves by throwing: `locate` needs to know how far the innermost frame had come. Who returns
    // has left his frame, and must not touch that of his caller.
    defer { if frameCount > entry { frames[frameCount - 1].ip = ip } }

    while true {
      let i = ip.pointee
      ip += 1
      switch i.op {
      case .constant:
        if case .number(let number) = k[i.wide] {
          put(number, in: r + i.ra)
        } else {
          r[i.ra] = k[i.wide]
        }
      case .nothing: r[i.ra] = .nothing
      case .move:
        if case .number(let number) = r[i.rb] {
          put(number, in: r + i.ra)
        } else {
          r[i.ra] = r[i.rb]
        }
      case .getGlobal:
        if reader == nil, case .number(let number) = globals[i.wide] {
          put(number, in: r + i.ra)
        } else {
          frames[frameCount - 1].ip = ip
          r[i.ra] = try readGlobal(i.wide)
        }
      case .setGlobal: setGlobal(i.wide, r[i.ra])
      case .checkLocal:
        if r[i.ra].isUndefined { throw unassigned(code.locals[i.wide], in: code) }
      case .getCapture: r[i.ra] = try captured(i.wide)
      case .selfFunction:
        r[i.ra] =
          frames[frameCount - 1].function.map { .function($0.takeUnretainedValue()) } ?? .nothing

      case .checkedArithmetic:
        let op = code.unchecked[ip - 1 - code.instructions]
        r[i.ra] = try checkedArithmetic(i, op, r, k)
      case .add:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          put(x + y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.plus, r[i.rb], r[i.rc])
        }
      case .subtract:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          put(x - y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.minus, r[i.rb], r[i.rc])
        }
      case .multiply:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          put(x * y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.times, r[i.rb], r[i.rc])
        }
      case .divide:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          put(x / y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.divide, r[i.rb], r[i.rc])
        }
      case .power: r[i.ra] = try power(r[i.rb], r[i.rc])
      case .addConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          put(x + y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.plus, r[i.rb], k[i.rc])
        }
      case .subtractConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          put(x - y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.minus, r[i.rb], k[i.rc])
        }
      case .multiplyConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          put(x * y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.times, r[i.rb], k[i.rc])
        }
      case .divideConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          put(x / y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.divide, r[i.rb], k[i.rc])
        }
      case .powerConstant: r[i.ra] = try power(r[i.rb], k[i.rc])
      case .constantAdd:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          put(x + y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.plus, k[i.rb], r[i.rc])
        }
      case .constantSubtract:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          put(x - y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.minus, k[i.rb], r[i.rc])
        }
      case .constantMultiply:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          put(x * y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.times, k[i.rb], r[i.rc])
        }
      case .constantDivide:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          put(x / y, in: r + i.ra)
        } else {
          r[i.ra] = try binary(.divide, k[i.rb], r[i.rc])
        }
      case .negate:
        if case .number(let x) = r[i.rb] {
          put(-x, in: r + i.ra)
        } else {
          r[i.ra] = try negate(r[i.rb])
        }
      case .plus: r[i.ra] = try plus(r[i.rb])
      case .squareRoot: r[i.ra] = try apply(Catalogue.sqrt, [r[i.rb]])
      case .not: r[i.ra] = try not(r[i.rb])
      case .transpose: r[i.ra] = try transpose(r[i.rb])
      case .binary:
        let op = BinaryOperator.allCases[ip.pointee.wide]
        ip += 1
        r[i.ra] = try binary(op, r[i.rb], r[i.rc])

      case .less:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .bool(x < y)
        } else {
          r[i.ra] = try compare(.less, r[i.rb], r[i.rc])
        }
      case .lessEqual:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .bool(x <= y)
        } else {
          r[i.ra] = try compare(.lessEqual, r[i.rb], r[i.rc])
        }
      case .greater:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .bool(x > y)
        } else {
          r[i.ra] = try compare(.greater, r[i.rb], r[i.rc])
        }
      case .greaterEqual:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .bool(x >= y)
        } else {
          r[i.ra] = try compare(.greaterEqual, r[i.rb], r[i.rc])
        }
      case .equal:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .bool(x == y)
        } else {
          r[i.ra] = try compare(.equal, r[i.rb], r[i.rc])
        }
      case .notEqual: r[i.ra] = try compare(.notEqual, r[i.rb], r[i.rc])
      case .approximately: r[i.ra] = try compare(.approximately, r[i.rb], r[i.rc])
      case .elementOf: r[i.ra] = try compare(.elementOf, r[i.rb], r[i.rc])

      case .jump: ip = start + i.wide
      case .loop:
        ip = start + i.wide
        budget.fuel -= 1
        if budget.fuel < 0 { try budget.refuel() }
      case .jumpIfFalse:
        if case .bool(let condition) = r[i.ra] {
          if !condition { ip = start + i.wide }
        } else if try !condition(r[i.ra]) {
          ip = start + i.wide
        }
      case .jumpUnlessLess:
        let right = i.c == 0 ? r + i.rb : k + i.rb
        let target = ip.pointee.wide
        ip += 1
        if case .number(let x) = r[i.ra], case .number(let y) = right.pointee {
          if !(x < y) { ip = start + target }
        } else if try !condition(compare(.less, r[i.ra], right.pointee)) {
          ip = start + target
        }
      case .jumpUnlessLessEqual:
        let right = i.c == 0 ? r + i.rb : k + i.rb
        let target = ip.pointee.wide
        ip += 1
        if case .number(let x) = r[i.ra], case .number(let y) = right.pointee {
          if !(x <= y) { ip = start + target }
        } else if try !condition(compare(.lessEqual, r[i.ra], right.pointee)) {
          ip = start + target
        }
      case .jumpUnlessGreater:
        let right = i.c == 0 ? r + i.rb : k + i.rb
        let target = ip.pointee.wide
        ip += 1
        if case .number(let x) = r[i.ra], case .number(let y) = right.pointee {
          if !(x > y) { ip = start + target }
        } else if try !condition(compare(.greater, r[i.ra], right.pointee)) {
          ip = start + target
        }
      case .jumpUnlessGreaterEqual:
        let right = i.c == 0 ? r + i.rb : k + i.rb
        let target = ip.pointee.wide
        ip += 1
        if case .number(let x) = r[i.ra], case .number(let y) = right.pointee {
          if !(x >= y) { ip = start + target }
        } else if try !condition(compare(.greaterEqual, r[i.ra], right.pointee)) {
          ip = start + target
        }
      case .jumpUnlessEqual:
        let right = i.c == 0 ? r + i.rb : k + i.rb
        let target = ip.pointee.wide
        ip += 1
        if case .number(let x) = r[i.ra], case .number(let y) = right.pointee {
          if !(x == y) { ip = start + target }
        } else if try !condition(compare(.equal, r[i.ra], right.pointee)) {
          ip = start + target
        }
      case .jumpIfTrue:
        if try condition(r[i.ra]) { ip = start + i.wide }
      case .jumpIfDefined:
        if !r[i.ra].isUndefined { ip = start + i.wide }
      case .andTest:
        if try decides(r[i.ra], when: false) { ip = start + i.wide }
      case .orTest:
        if try decides(r[i.ra], when: true) { ip = start + i.wide }
      case .andCombine: r[i.ra] = try logical(.and, r[i.rb], r[i.rc])
      case .orCombine: r[i.ra] = try logical(.or, r[i.rb], r[i.rc])
      case .iterate: r[i.ra] = .machinery(try iteration(over: r[i.rb]))
      case .next:
        // `iterate` put it there, and nothing else makes loop state.
        if case .machinery = r[i.rb] {
          let iteration = Unmanaged<Iteration>.fromOpaque(payload(of: r + i.rb))
          if let number = iteration._withUnsafeGuaranteedRef({ $0.nextNumber() }) {
            put(number, in: r + i.ra)
            ip += 1
          } else if let value = try iteration.takeUnretainedValue().nextValue(self) {
            r[i.ra] = value
            ip += 1
          }
        }

      case .loopNext:
        let target = ip.pointee.wide
        ip += 1
        budget.fuel -= 1
        if budget.fuel < 0 { try budget.refuel() }
        if case .machinery = r[i.rb] {
          let iteration = Unmanaged<Iteration>.fromOpaque(payload(of: r + i.rb))
          if let number = iteration._withUnsafeGuaranteedRef({ $0.nextNumber() }) {
            put(number, in: r + i.ra)
            ip = start + target
          } else if let value = try iteration.takeUnretainedValue().nextValue(self) {
            r[i.ra] = value
            ip = start + target
          }
        }

      case .returnValue:
        let value = r[i.ra]
        if value.isUndefined { throw Diagnostic.unassignedLocal() }
        let result = frames[frameCount - 1].result
        leave()
        if frameCount == entry { return value }
        let frame = frames + (frameCount - 1)
        code = frame.pointee.code.takeUnretainedValue()
        base = frame.pointee.base
        start = code.instructions
        ip = frame.pointee.ip
        r = stack + base
        k = code.constantValues
        if case .number(let number) = value {
          put(number, in: stack + result)
        } else {
          stack[result] = value
        }

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
        let labels = ip.pointee.wide
        ip += 1
        if labels == 0, let callee = direct(r + i.rb), callee.parameterCount == i.rc {
          frames[frameCount - 1].ip = ip
          budget.fuel -= 1
          if budget.fuel < 0 { try budget.refuel() }
          let result = base + i.ra
          let callerTop = top
          base += i.rb + 1
          try enter(
            callee.code, callee.function, callee.instructions, callee.registerCount, base: base,
            result: result)
          clear(base + i.rc, callerTop)
          start = callee.instructions
          ip = start
          r = stack + base
          k = callee.constants
          code = callee.code.takeUnretainedValue()
        } else {
          frames[frameCount - 1].ip = ip
          r[i.ra] = try callAny(r + i.rb, i.rc, labels == 0 ? nil : code.labels[labels - 1])
        }
      case .callGlobal:
        let slot = ip.pointee.wide
        ip += 1
        frames[frameCount - 1].ip = ip
        if reader == nil, let callee = direct(globals + slot), callee.parameterCount == i.rc {
          budget.fuel -= 1
          if budget.fuel < 0 { try budget.refuel() }
          let result = base + i.ra
          let callerTop = top
          base += i.rb + 1
          try enter(
            callee.code, callee.function, callee.instructions, callee.registerCount, base: base,
            result: result)
          clear(base + i.rc, callerTop)
          start = callee.instructions
          ip = start
          r = stack + base
          k = callee.constants
          code = callee.code.takeUnretainedValue()
        } else if reader == nil, !debugsNumbers, i.rc == 1, case .number(let x) = r[i.rb + 1],
          let value = elementary(globals + slot, x)
        {
          put(value, in: r + i.ra)
        } else {
          r[i.rb] = try calleeGlobal(slot)
          r[i.ra] = try callAny(r + i.rb, i.rc, nil)
        }
      case .dottedCall:
        let labels = ip.pointee.wide
        ip += 1
        frames[frameCount - 1].ip = ip
        r[i.ra] = try dottedCall(r + i.rb, i.rc, labels == 0 ? nil : code.labels[labels - 1])
      case .index:
        r[i.ra] = try index(r + i.rb, i.rc)
      case .axisEnd:
        r[i.ra] = try axisEnd(r[i.rb], position: ip.pointee.ra, count: ip.pointee.rb)
        ip += 1
      case .field: r[i.ra] = try field(r[i.rb], code.names[i.rc][0])
      case .update:
        var root = r[i.ra]
        r[i.ra] = .undefined
        defer { r[i.ra] = root }
        try update(&root, code.paths[i.rc], r + i.rb)
      case .updateGlobal:
        let slot = ip.pointee.wide
        ip += 1
        try updateGlobal(slot, code.paths[i.rc], r + i.rb)

      case .derivative: r[i.ra] = try derivativeFunction(of: r[i.rb], order: i.rc)
      case .gradient: r[i.ra] = try gradientFunction(of: r[i.rb])
      case .defineRule: r[i.ra] = try define(rule: r[i.rc], for: r[i.rb])
      case .partial:
        frames[frameCount - 1].ip = ip
        r[i.ra] = try partial(code.partials[i.wide], code.file)
      case .explainPartial:
        frames[frameCount - 1].ip = ip
        r[i.ra] = try explainPartial(code.partials[i.wide], code.file)
      case .explain:
        r[i.ra] = try explain(r[i.rb], at: i.rc == 1 ? r[i.rb + 1] : nil)
      case .graphFigure: r[i.ra] = try equationFigure(code.partials[i.wide])
      case .defineEquation: define(code.equations[i.wide])
      case .minimize:
        frames[frameCount - 1].ip = ip
        r[i.ra] = try minimize(code.minimizations[i.wide], code.file, r + i.ra)
      case .explainMinimize:
        r[i.ra] = try explainMinimize(code.minimizations[i.wide], code.file, r + i.ra)

      case .check: try check(code.checks[i.wide], r + i.ra)
      case .checkShapes: try checkShapes(code, callee, r)
      case .importScript: r[i.ra] = try importScript(code.imports[i.wide], from: code.file)
      case .extra: break
      }
    }
  }

  /// The function whose code runs; nil for code of the module.
  var callee: Function? {
    frameCount > 0 ? frames[frameCount - 1].function?.takeUnretainedValue() : nil
  }

  func capture(_ index: Int) -> Value {
    if case .closure(_, let captures)? = callee?.kind {
      return captures[index]
    }
    return .undefined
  }
}

// MARK: Registers without counting references

/// Writes a number to a register; what was there is let go only if it is something to let go.
@inline(__always)
private func put(_ number: Double, in register: UnsafeMutablePointer<Value>) {
  if case .number = register.pointee {
    register.initialize(to: .number(number))
  } else {
    register.pointee = .number(number)
  }
}

/// How to call the closure that a register or module name holds, without touching its count.
@inline(__always)
private func direct(_ place: UnsafeMutablePointer<Value>) -> Function.Direct? {
  guard case .function = place.pointee else { return nil }
  return function(at: place)._withUnsafeGuaranteedRef { $0.direct }
}

/// A function of one number, when that is what a module name holds.
@inline(__always)
private func elementary(_ place: UnsafeMutablePointer<Value>, _ x: Double) -> Double? {
  guard case .function = place.pointee else { return nil }
  return function(at: place)._withUnsafeGuaranteedRef { $0.elementary }?.apply(x)
}

@inline(__always)
private func function(at place: UnsafeMutablePointer<Value>) -> Unmanaged<Function> {
  Unmanaged.fromOpaque(payload(of: place))
}

/// A case with one reference holds just that reference, in its first word.
@inline(__always)
private func payload(of place: UnsafeMutablePointer<Value>) -> UnsafeRawPointer {
  UnsafeRawPointer(place).load(as: UnsafeRawPointer.self)
}
