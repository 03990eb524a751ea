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
  struct Frame {
    let code: Code
    let function: Function?
    /// Where the frame's registers begin on the stack.
    let base: Int
    /// The next instruction, while a callee runs.
    var pc: Int
    /// The caller's register that receives the result, counted from the stack's start.
    let result: Int
  }

  let names = ModuleNames()
  private(set) var globals: UnsafeMutablePointer<Value>
  private var globalCapacity = 512
  private(set) var globalCount = 0
  /// When each module name last changed, as `epoch`.
  private(set) var stamps: [UInt64] = []
  /// Counts assignments to module names: equal epochs mean that no module name changed between.
  var epoch: UInt64 = 1

  private let stack: UnsafeMutablePointer<Value>
  private static let stackCapacity = 1 << 21
  private var initializedCount = 0
  private var top = 0
  private var frames: [Frame] = []

  var budget = Budget()
  /// Set while reads of module names are watched: an equation is evaluated or lowered.
  var reader: GlobalReader?
  var traces = TraceStack()
  var random: RandomStream
  /// Where printed text and displayed values go.
  var output = OutputCollector()
  var digits = 6
  var usesClock = false
  var files: FileAccess = .none
  var imports = Imports()
  /// The equation that is being evaluated, for errors and circles.
  var equationsUnderWay: [Equation] = []
  var systems = SystemCache()
  /// Off only to show that plans change no result.
  var usesPlans = getenv("GRADUS_PLANS").map { String(cString: $0) != "off" } ?? true

  init(seed: UInt64) {
    globals = .allocate(capacity: globalCapacity)
    stack = .allocate(capacity: Machine.stackCapacity)
    random = RandomStream(seed: seed)
    frames.reserveCapacity(64)
    names.onNewName = { [unowned self] name, module in
      addGlobal(Library.value(of: name) ?? .undefined)
      loadPrelude(name, module)
    }
  }

  deinit {
    globals.deinitialize(count: globalCount)
    globals.deallocate()
    stack.deinitialize(count: initializedCount)
    stack.deallocate()
  }

  // MARK: Module names

  private func addGlobal(_ value: Value) {
    if globalCount == globalCapacity { growGlobals() }
    (globals + globalCount).initialize(to: value)
    globalCount += 1
    stamps.append(0)
  }

  /// Defines a function of the prelude when its name is first used.
  private func loadPrelude(_ name: String, _ module: ModuleNames) {
    guard let source = Prelude.source(of: name) else { return }
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
    globalCapacity *= 2
  }

  @inline(__always)
  func setGlobal(_ slot: Int, _ value: Value) {
    globals[slot] = value
    epoch += 1
    stamps[slot] = epoch
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
    let entry = frames.count
    let base = top
    try enter(code, function: function, base: base, result: -1)
    for (index, argument) in arguments.enumerated() { stack[base + index] = argument }
    do {
      return try loop(entry: entry)
    } catch {
      let located = locate(error, entry: entry)
      unwind(to: entry)
      throw located
    }
  }

  /// Pushes a frame whose registers begin at `base`; those above its arguments are undefined.
  @inline(__always)
  private func enter(_ code: Code, function: Function?, base: Int, result: Int) throws {
    let end = base + code.registerCount
    if end > initializedCount { try grow(to: end) }
    if frames.count >= budget.limits.depth { throw Diagnostic.tooDeep(budget.limits.depth) }
    frames.append(Frame(code: code, function: function, base: base, pc: 0, result: result))
    top = end
  }

  private func grow(to end: Int) throws {
    let target = end + 256
    guard target < Machine.stackCapacity else { throw Diagnostic.tooDeep(frames.count) }
    (stack + initializedCount).initialize(repeating: .undefined, count: target - initializedCount)
    initializedCount = target
  }

  /// Pops the innermost frame and lets go of what its registers held.
  @inline(__always)
  private func leave() {
    let frame = frames.removeLast()
    for index in frame.base..<frame.base + frame.code.registerCount { stack[index] = .undefined }
    if let caller = frames.last { top = caller.base + caller.code.registerCount } else { top = 0 }
  }

  private func unwind(to depth: Int) {
    while frames.count > depth { leave() }
  }

  /// Gives an error its place and the calls that led to it.
  private func locate(_ error: any Error, entry: Int) -> Diagnostic {
    guard let frame = frames.last else { return Diagnostic.from(error) }
    let at = frame.code.place(at: max(frame.pc - 1, 0))
    var diagnostic = Diagnostic.from(error, operands: OperandTexts(frame.code.file, at))
    if diagnostic.primary == nil {
      diagnostic.primary = Diagnostic.Label(Place(frame.code.file, at.span))
    }
    for index in stride(from: frames.count - 1, to: entry, by: -1) {
      let caller = frames[index - 1]
      let span = caller.code.place(at: max(caller.pc - 1, 0)).span
      diagnostic.addCall(frames[index].function, at: Place(caller.code.file, span))
    }
    if entry > 0, let function = frames[entry].function {
      let outer = frames[entry - 1]
      let span = outer.code.place(at: max(outer.pc - 1, 0)).span
      diagnostic.addCall(function, at: Place(outer.code.file, span))
    }
    return diagnostic
  }

  /// Where the innermost frame is, as far as it has said so: at a call.
  var currentPlace: Place? {
    frames.last.map { Place($0.code.file, $0.code.place(at: max($0.pc - 1, 0)).span) }
  }

  // MARK: The loop

  /// Runs until the frame at `entry` returns.
  private func loop(entry: Int) throws -> Value {
    var code = frames[entry].code
    var base = frames[entry].base
    var ip = code.instructions
    var r = stack + base
    var k = code.constantValues
    // An error leaves by throwing: `locate` needs to know how far the innermost frame had come.
    defer { if !frames.isEmpty { frames[frames.count - 1].pc = ip - code.instructions } }

    while true {
      let i = ip.pointee
      ip += 1
      switch i.op {
      case .constant: r[i.ra] = k[i.wide]
      case .nothing: r[i.ra] = .nothing
      case .move: r[i.ra] = r[i.rb]
      case .getGlobal:
        if reader == nil, case .number(let number) = globals[i.wide] {
          r[i.ra] = .number(number)
        } else {
          frames[frames.count - 1].pc = ip - code.instructions
          r[i.ra] = try readGlobal(i.wide)
        }
      case .setGlobal: setGlobal(i.wide, r[i.ra])
      case .checkLocal:
        if r[i.ra].isUndefined { throw unassigned(code.locals[i.wide], in: code) }
      case .getCapture: r[i.ra] = try captured(i.wide)
      case .selfFunction:
        r[i.ra] = frames[frames.count - 1].function.map { .function($0) } ?? .nothing

      case .add:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x + y)
        } else {
          r[i.ra] = try binary(.plus, r[i.rb], r[i.rc])
        }
      case .subtract:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x - y)
        } else {
          r[i.ra] = try binary(.minus, r[i.rb], r[i.rc])
        }
      case .multiply:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x * y)
        } else {
          r[i.ra] = try binary(.times, r[i.rb], r[i.rc])
        }
      case .divide:
        if case .number(let x) = r[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x / y)
        } else {
          r[i.ra] = try binary(.divide, r[i.rb], r[i.rc])
        }
      case .power: r[i.ra] = try power(r[i.rb], r[i.rc])
      case .addConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          r[i.ra] = .number(x + y)
        } else {
          r[i.ra] = try binary(.plus, r[i.rb], k[i.rc])
        }
      case .subtractConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          r[i.ra] = .number(x - y)
        } else {
          r[i.ra] = try binary(.minus, r[i.rb], k[i.rc])
        }
      case .multiplyConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          r[i.ra] = .number(x * y)
        } else {
          r[i.ra] = try binary(.times, r[i.rb], k[i.rc])
        }
      case .divideConstant:
        if case .number(let x) = r[i.rb], case .number(let y) = k[i.rc] {
          r[i.ra] = .number(x / y)
        } else {
          r[i.ra] = try binary(.divide, r[i.rb], k[i.rc])
        }
      case .powerConstant: r[i.ra] = try power(r[i.rb], k[i.rc])
      case .constantAdd:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x + y)
        } else {
          r[i.ra] = try binary(.plus, k[i.rb], r[i.rc])
        }
      case .constantSubtract:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x - y)
        } else {
          r[i.ra] = try binary(.minus, k[i.rb], r[i.rc])
        }
      case .constantMultiply:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x * y)
        } else {
          r[i.ra] = try binary(.times, k[i.rb], r[i.rc])
        }
      case .constantDivide:
        if case .number(let x) = k[i.rb], case .number(let y) = r[i.rc] {
          r[i.ra] = .number(x / y)
        } else {
          r[i.ra] = try binary(.divide, k[i.rb], r[i.rc])
        }
      case .negate:
        if case .number(let x) = r[i.rb] {
          r[i.ra] = .number(-x)
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

      case .jump: ip = code.instructions + i.wide
      case .loop:
        ip = code.instructions + i.wide
        budget.fuel -= 1
        if budget.fuel < 0 { try budget.refuel() }
      case .jumpIfFalse:
        if case .bool(let condition) = r[i.ra] {
          if !condition { ip = code.instructions + i.wide }
        } else if try !condition(r[i.ra]) {
          ip = code.instructions + i.wide
        }
      case .jumpIfTrue:
        if try condition(r[i.ra]) { ip = code.instructions + i.wide }
      case .jumpIfDefined:
        if !r[i.ra].isUndefined { ip = code.instructions + i.wide }
      case .andTest:
        if try decides(r[i.ra], when: false) { ip = code.instructions + i.wide }
      case .orTest:
        if try decides(r[i.ra], when: true) { ip = code.instructions + i.wide }
      case .andCombine: r[i.ra] = try logical(.and, r[i.rb], r[i.rc])
      case .orCombine: r[i.ra] = try logical(.or, r[i.rb], r[i.rc])
      case .iterate: r[i.ra] = .machinery(try iteration(over: r[i.rb]))
      case .next:
        if case .machinery(let state) = r[i.rb] {
          // `iterate` put it there, and nothing else makes loop state.
          let iteration = unsafeDowncast(state, to: Iteration.self)
          if let number = iteration.nextNumber() {
            r[i.ra] = .number(number)
            ip += 1
          } else if let value = try iteration.nextValue(self) {
            r[i.ra] = value
            ip += 1
          }
        }

      case .returnValue:
        let value = r[i.ra]
        if value.isUndefined { throw Diagnostic.unassignedLocal() }
        let finished = frames.count - 1
        let result = frames[finished].result
        leave()
        if finished == entry { return value }
        let frame = frames[finished - 1]
        code = frame.code
        base = frame.base
        ip = code.instructions + frame.pc
        r = stack + base
        k = code.constantValues
        stack[result] = value

      case .tuple: r[i.ra] = .tuple(Tuple(try items(r + i.rb, i.rc)))
      case .record:
        r[i.ra] = .record(
          Record(names: code.names[i.rc], values: try items(r + i.rb, code.names[i.rc].count)))
      case .array: r[i.ra] = try array(r + i.rb, code.layouts[i.rc])
      case .range: r[i.ra] = try range(r[i.rb], .number(1), r[i.rc])
      case .steppedRange: r[i.ra] = try range(r[i.rb], r[i.rb + 1], r[i.rc])
      case .closure: r[i.ra] = closure(code.prototypes[i.wide], r)
      case .newList: r[i.ra] = .machinery(ListBuilder())
      case .appendList:
        if case .machinery(let state) = r[i.ra] {
          unsafeDowncast(state, to: ListBuilder.self).items.append(r[i.rb])
        }
      case .gather: r[i.ra] = try gather(r + i.rb, axes: i.rc)
      case .format: r[i.ra] = try format(r[i.rb], code.formats[i.rc])
      case .concatenate: r[i.ra] = concatenate(r + i.rb, i.rc)
      case .unpack: try unpack(r[i.rb], r + i.ra, i.rc)

      case .call:
        let labels = ip.pointee.wide
        ip += 1
        if case .function(let function) = r[i.rb], labels == 0,
          case .closure(let callee, _) = function.kind, callee.parameters.count == i.rc,
          function.rule == nil, reader == nil
        {
          frames[frames.count - 1].pc = ip - code.instructions
          budget.fuel -= 1
          if budget.fuel < 0 { try budget.refuel() }
          let result = base + i.ra
          base += i.rb + 1
          try enter(callee, function: function, base: base, result: result)
          for index in i.rc..<max(i.rc, callee.registerCount) { stack[base + index] = .undefined }
          code = callee
          ip = code.instructions
          r = stack + base
          k = code.constantValues
        } else {
          frames[frames.count - 1].pc = ip - code.instructions
          r[i.ra] = try callAny(r + i.rb, i.rc, labels == 0 ? nil : code.labels[labels - 1])
        }
      case .dottedCall:
        let labels = ip.pointee.wide
        ip += 1
        frames[frames.count - 1].pc = ip - code.instructions
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
        frames[frames.count - 1].pc = ip - code.instructions
        r[i.ra] = try partial(code.partials[i.wide], code.file)
      case .explainPartial:
        frames[frames.count - 1].pc = ip - code.instructions
        r[i.ra] = try explainPartial(code.partials[i.wide], code.file)
      case .explain: r[i.ra] = try explain(r[i.rb])
      case .defineEquation: define(code.equations[i.wide])
      case .minimize:
        frames[frames.count - 1].pc = ip - code.instructions
        r[i.ra] = try minimize(code.minimizations[i.wide], code.file, r + i.ra)
      case .explainMinimize:
        r[i.ra] = try explainMinimize(code.minimizations[i.wide], code.file, r + i.ra)

      case .check: try check(code.checks[i.wide], r + i.ra)
      case .checkShapes: try checkShapes(code, frames[frames.count - 1].function, r)
      case .importScript: r[i.ra] = try importScript(code.imports[i.wide], from: code.file)
      case .extra: break
      }
    }
  }

  /// The function whose code runs; nil for code of the module.
  var callee: Function? { frames.last?.function }

  func capture(_ index: Int) -> Value {
    if case .closure(_, let captures)? = frames[frames.count - 1].function?.kind {
      return captures[index]
    }
    return .undefined
  }
}
