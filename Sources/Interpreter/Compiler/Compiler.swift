import CMachine
import Diagnostics
import Syntax

/// Compiles one function body, or one piece of the module, to register code.
///
/// Registers are used as a stack: parameters and locals first, temporaries above them. Names are
/// resolved here, once: to a register, to a value captured when the closure is made, or to a slot of
/// the module.
final class Compiler {
  enum Resolution {
    case register(Int)
    case capture(Int)
    case itself
    case global(Int)
  }

  let module: ModuleNames
  let file: SourceFile
  let parent: Compiler?
  let functionName: String?
  /// Code of the module: assignments go to module slots.
  let isModule: Bool

  var instructions: [Instruction] = []
  var places: [InstructionPlace] = []
  var temporaries: [UInt8] = []
  var diagnostics: [Diagnostic] = []
  var code: CodeTables = CodeTables()

  /// Names that stand for registers; the innermost scope is the last.
  var scopes: [[String: Int]] = [[:]]
  var captures: [(name: String, source: Code.Prototype.Source)] = []
  private(set) var nextRegister = 0
  private var registerCount = 0
  /// Registers of parameters and named locals; temporaries begin behind them.
  var localCount = 0
  var loops: [Loop] = []
  /// Which locals have a value for certain, as far as the code has come.
  var definite = DefiniteLocals()
  /// What `end` means within the index that is being compiled.
  var indexContexts: [IndexContext] = []

  struct Loop {
    var breaks: [Int] = []
    let start: Int
    let depth: Int
  }

  struct IndexContext {
    /// Gives the register of the object that is indexed.
    let object: () -> Int
    let position: Int
    let count: Int
  }

  init(
    module: ModuleNames, file: SourceFile, parent: Compiler?, functionName: String?, isModule: Bool
  ) {
    self.module = module
    self.file = file
    self.parent = parent
    self.functionName = functionName
    self.isModule = isModule
  }

  // MARK: Emission

  @discardableResult
  func emit(_ instruction: Instruction, _ span: Span, _ left: Span? = nil, _ right: Span? = nil)
    -> Int
  {
    instructions.append(instruction)
    temporaries.append(0)
    places.append(InstructionPlace(span: span, left: left ?? span, right: right ?? span))
    return instructions.count - 1
  }

  /// Emits a jump whose target is not known yet.
  func emitJump(_ op: Opcode, _ register: Int = 0, _ span: Span) -> Int {
    emit(Instruction(op, register, wide: 0), span)
  }

  /// Makes a jump go to where the code has come to now.
  func patch(_ jump: Int) {
    let old = instructions[jump]
    instructions[jump] = Instruction(old.op, old.ra, wide: instructions.count)
  }

  /// The operands' places are those of the instruction before: the machine is here when it fails.
  func emitExtra(wide: Int, _ span: Span) {
    emit(Instruction(.extra, 0, wide: wide), span, places.last?.left, places.last?.right)
  }

  // MARK: Registers

  func allocate(_ count: Int = 1) -> Int {
    let first = nextRegister
    nextRegister += count
    registerCount = max(registerCount, nextRegister)
    if nextRegister > 60_000 { reportOnce(.tooManyRegisters(at: Place(file, .none))) }
    return first
  }

  /// Frees every register from `first` up.
  func release(to first: Int) { nextRegister = first }

  /// Runs `body` and frees the temporaries that it took.
  func withTemporaries(_ body: () -> Void) {
    let mark = nextRegister
    body()
    release(to: mark)
  }

  // MARK: Names

  func local(_ name: String) -> Int? {
    for scope in scopes.reversed() {
      if let register = scope[name] { return register }
    }
    return nil
  }

  func resolve(_ name: String) -> Resolution {
    if let register = local(name) { return .register(register) }
    if let index = captures.firstIndex(where: { $0.name == name }) { return .capture(index) }
    if name == functionName, parent?.isModule == false { return .itself }
    if let source = parent?.captureSource(name) {
      captures.append((name, source))
      return .capture(captures.count - 1)
    }
    return .global(module.slot(of: name))
  }

  private func captureSource(_ name: String) -> Code.Prototype.Source? {
    switch resolve(name) {
    case .register(let register): .register(register)
    case .capture(let index): .capture(index)
    case .itself, .global: nil
    }
  }

  // MARK: Tables

  func constantIndex(_ value: Value) -> Int {
    code.constants.append(value)
    return code.constants.count - 1
  }

  func numberIndex(_ number: Double) -> Int {
    if let known = code.numberIndices[number.bitPattern] { return known }
    let index = constantIndex(.number(number))
    code.numberIndices[number.bitPattern] = index
    return index
  }

  /// The number's index, if it fits the half of an instruction that an operand has.
  func operandIndex(of number: Double) -> Int? {
    let index = numberIndex(number)
    return index <= 0xFFFF ? index : nil
  }

  /// The index of a table's last entry as an operand. An index that doesn't fit would name another entry.
  func lastIndex<Entry>(_ table: [Entry]) -> Int {
    if table.count > 0x10000 { reportOnce(.tooManyRegisters(at: Place(file, .none))) }
    return table.count - 1
  }

  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  private func reportOnce(_ diagnostic: Diagnostic) {
    if diagnostics.isEmpty { report(diagnostic) }
  }

  // MARK: The result

  func finish(sourceSpan: Span, parameters: [Code.ParameterInfo] = []) -> Code {
    let result = Code(
      file: file, functionName: functionName, sourceSpan: sourceSpan, instructions: instructions,
      places: places, temporaries: temporaries, constants: code.constants, parameters: parameters,
      registers: registerCount, locals: localCount)
    result.captureNames = captures.map(\.name)
    if !isModule {
      result.registerNames = scopes[0].map { (name: $0.key, register: $0.value) }
        .sorted { $0.register < $1.register }
    }
    code.move(to: result)
    return result
  }

  /// The span of a node's text as a place.
  func place(_ span: Span) -> Place { Place(file, span) }
}

/// The tables of the code under construction.
struct CodeTables {
  var constants: [Value] = []
  var numberIndices: [UInt64: Int] = [:]
  var names: [[String]] = []
  var labels: [[String?]] = []
  var layouts: [Code.ArrayLayout] = []
  var prototypes: [Code.Prototype] = []
  var formats: [StringPiece.Format?] = []
  var paths: [Code.UpdatePath] = []
  var partials: [Code.PartialInfo] = []
  var equations: [Code.EquationInfo] = []
  var minimizations: [Code.MinimizeInfo] = []
  var checks: [Code.CheckInfo] = []
  var imports: [String] = []
  var locals: [Code.LocalInfo] = []

  func move(to code: Code) {
    code.names = names
    code.labels = labels
    code.layouts = layouts
    code.prototypes = prototypes
    code.formats = formats
    code.paths = paths
    code.partials = partials
    code.equations = equations
    code.minimizations = minimizations
    code.checks = checks
    code.imports = imports
    code.locals = locals
  }
}

extension Compiler {
  /// Compiles a whole piece of source as code of the module. Its result is the value of the last
  /// statement when that is an expression that is to be shown.
  static func compile(_ source: ParsedSource, module: ModuleNames) -> (Code, [Diagnostic]) {
    let compiler = Compiler(
      module: module, file: source.file, parent: nil, functionName: nil, isModule: true)
    compiler.compileModule(source.statements)
    let code = compiler.finish(sourceSpan: Span(0, source.file.bytes.count))
    return (code, compiler.diagnostics)
  }

  private func compileModule(_ statements: [Statement]) {
    let result = allocate()
    for (index, statement) in statements.enumerated() {
      if index == statements.count - 1, case .expression(let expression) = statement.kind,
        !statement.isSilenced
      {
        compile(expression, into: result)
        emit(Instruction(.returnValue, result), statement.span)
        return
      }
      compile(statement)
    }
    emit(Instruction(.nothing, result), .none)
    emit(Instruction(.returnValue, result), .none)
  }
}
