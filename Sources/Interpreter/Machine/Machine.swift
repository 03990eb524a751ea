import CMachine
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
/// `Code`; it numbers registers below the code's register count; `vm_enter` makes room for that many and
/// keeps everything below the stack's `initialized` initialised.
final class Machine {
  let names = ModuleNames()
  /// Registers, frames and module names, as the machine's core sees them.
  let core = UnsafeMutablePointer<vm_core>.allocate(capacity: 1)
  private var globalCapacity = 512
  private(set) var globalCount = 0

  let stack: UnsafeMutablePointer<Value>
  private static let stackCapacity = 1 << 21
  /// Memory that is never touched is never taken, so there is room for any depth that a limit allows.
  static let frameCapacity = 1 << 17
  /// Functions that a module name stood for when a call through it began, until all calls are over.
  var retired: [Value] = []

  var budget = Budget()
  /// Set while reads of module names are watched: an equation is evaluated or lowered.
  var reader: GlobalReader? {
    didSet { core.pointee.watches = reader != nil }
  }
  /// A function whose registers are kept when it returns, and what they held when it last did.
  var notedCode: Code?
  var notedRegisters: [Value] = []
  var traces = TraceStack()
  var random: RandomStream
  /// Where printed text and displayed values go.
  var output = OutputCollector()
  var digits = 6
  var usesClock = false
  /// `debug_nan(true)`
  var debugsNumbers = false {
    didSet { core.pointee.checks = debugsNumbers }
  }
  var files: FileAccess = .none
  var imports = Imports()
  /// The equation that is being evaluated, for errors and circles.
  var equationsUnderWay: [Equation] = []
  /// Computations of equations so far, which order them; and how often one was looked at to see whether
  /// it still holds.
  var computations: UInt64 = 0
  var equationLooks = 0
  /// How often an equation drew random numbers, printed or the like: what it gives then depends on who
  /// reads it first.
  var equationEffects = 0
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
    stack = .allocate(capacity: Machine.stackCapacity)
    random = RandomStream(seed: seed)
    var state = vm_core()
    state.stack = UnsafeMutableRawPointer(stack)
    state.capacity = Int64(Machine.stackCapacity)
    state.frames = .allocate(capacity: Machine.frameCapacity)
    state.frame = state.frames - 1
    state.globals = UnsafeMutableRawPointer(
      UnsafeMutablePointer<Value>.allocate(capacity: globalCapacity))
    state.stamps = .allocate(capacity: globalCapacity)
    state.epoch = 1
    state.release = { $0?.assumingMemoryBound(to: Value.self).pointee = .undefined }
    core.initialize(to: state)
    names.onNewName = { [unowned self] name, module in
      addGlobal(Library.value(of: name) ?? .undefined)
      loadPrelude(name, module)
    }
  }

  deinit {
    globals.deinitialize(count: globalCount)
    globals.deallocate()
    stamps.deallocate()
    core.pointee.frames.deallocate()
    stack.deinitialize(count: Int(core.pointee.initialized))
    stack.deallocate()
    core.deallocate()
  }

  // MARK: Module names

  var globals: UnsafeMutablePointer<Value> {
    core.pointee.globals.assumingMemoryBound(to: Value.self)
  }

  /// When each module name last changed, as `epoch`.
  var stamps: UnsafeMutablePointer<UInt64> { core.pointee.stamps }

  /// Counts assignments to module names: equal epochs mean that no module name changed between.
  var epoch: UInt64 {
    get { core.pointee.epoch }
    set { core.pointee.epoch = newValue }
  }

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
    core.pointee.globals = UnsafeMutableRawPointer(larger)
    let stampsThen = stamps
    core.pointee.stamps = .allocate(capacity: globalCapacity * 2)
    stamps.update(from: stampsThen, count: globalCount)
    stampsThen.deallocate()
    globalCapacity *= 2
  }

  func setGlobal(_ slot: Int, _ value: Value) {
    if case .function = globals[slot], depth > 1 { retired.append(globals[slot]) }
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

  /// As `readGlobal`, for a name that is called: an error marks the name alone.
  func calleeGlobal(_ slot: Int) throws -> Value {
    do {
      return try readGlobal(slot)
    } catch var diagnostic as Diagnostic where diagnostic.primary == nil {
      let frame = core.pointee.frame.pointee
      let span = frame.owner.place(at: max(frame.pc - 2, 0)).left
      diagnostic.primary = Diagnostic.Label(Place(frame.owner.file, span))
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
}
