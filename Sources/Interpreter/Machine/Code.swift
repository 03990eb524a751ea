import CMachine
import Diagnostics
import Syntax

/// A compiled function, or a compiled piece of the module.
final class Code {
  struct ParameterInfo {
    let name: String
    let shape: [ShapeSize]?
    /// The code begins by computing the default of a parameter whose register is undefined.
    let hasDefault: Bool
    let span: Span
  }

  /// How a comprehension or an array literal is put together.
  struct ArrayLayout {
    let rowCounts: [Int]
    let isMatrix: Bool
    /// The elements are in a list of one register, not each in its own.
    let isListed: Bool
  }

  /// A closure's code and where its captures come from.
  struct Prototype {
    enum Source {
      case register(Int)
      case capture(Int)
    }
    let code: Code
    let captures: [Source]
  }

  /// The way from a name to the part that an assignment changes.
  struct UpdatePath {
    enum Step {
      case index(count: Int)
      case field(String)
    }
    let rootName: String
    let steps: [Step]
  }

  struct PartialInfo {
    struct Variable {
      let name: String
      let slot: Int
      let order: Int
      let span: Span
    }
    /// A thunk for the target, and its name when it is one.
    let target: Code
    let targetName: String?
    let targetSlot: Int?
    let targetText: String
    let variables: [Variable]
    let heldFixed: [Variable]
  }

  struct EquationInfo {
    let name: String
    let slot: Int
    let code: Code
    let place: Place
  }

  struct MinimizeInfo {
    let target: PartialInfo
    let until: Code?
    let hasOptimizer: Bool
    let hasSteps: Bool
  }

  struct CheckInfo {
    let text: String
    let leftText: String?
    let rightText: String?
    /// The comparison, when the condition is one: its operands stand in the registers after the result.
    let comparison: ComparisonOperator?
    let hasMessage: Bool
  }

  /// A local name that a function assigns.
  struct LocalInfo {
    let name: String
    /// Where it is assigned first.
    let assignment: Span
  }

  let file: SourceFile
  /// nil for code of the module.
  let functionName: String?
  /// The text of the definition, for display and `source`.
  let sourceSpan: Span
  /// The sizes of shape annotations that the body may read, and where.
  var sizes: [(name: String, register: Int)] = []
  let parameters: [ParameterInfo]
  let instructions: UnsafeMutablePointer<Instruction>
  let places: [InstructionPlace]
  /// For each instruction of two operands which of them nothing else reads.
  let temporaries: [UInt8]
  static let leftIsTemporary: UInt8 = 1
  static let rightIsTemporary: UInt8 = 2
  /// The constant table, in memory of its own because the machine reads it at every other step.
  let constantValues: UnsafeMutablePointer<Value>
  private let constantCount: Int
  /// What the machine's core reads of it.
  let core: UnsafeMutablePointer<vm_code>
  var names: [[String]] = []
  var labels: [[String?]] = []
  var layouts: [ArrayLayout] = []
  var prototypes: [Prototype] = []
  var formats: [StringPiece.Format?] = []
  var paths: [UpdatePath] = []
  var partials: [PartialInfo] = []
  var equations: [EquationInfo] = []
  var minimizations: [MinimizeInfo] = []
  var checks: [CheckInfo] = []
  var imports: [String] = []
  var locals: [LocalInfo] = []
  /// The names of the registers of a function's parameters and locals.
  var registerNames: [(name: String, register: Int)] = []
  var captureNames: [String] = []
  let instructionCount: Int
  /// What the instructions were before `checkNumbers` replaced some; empty before.
  var unchecked: [Opcode] = []

  init(
    file: SourceFile, functionName: String?, sourceSpan: Span, instructions list: [Instruction],
    places: [InstructionPlace], temporaries: [UInt8], constants: [Value],
    parameters: [ParameterInfo],
    registers: Int, locals: Int
  ) {
    self.file = file
    self.functionName = functionName
    self.sourceSpan = sourceSpan
    self.places = places
    self.temporaries = temporaries
    self.parameters = parameters
    instructionCount = list.count
    instructions = .allocate(capacity: max(list.count, 1))
    instructions.initialize(from: list, count: list.count)
    constantValues = .allocate(capacity: max(constants.count, 1))
    constantValues.initialize(from: constants, count: constants.count)
    constantCount = constants.count
    core = .allocate(capacity: 1)
    core.initialize(
      to: vm_code(
        instructions: instructions, constants: constantValues, registers: Int32(registers),
        parameters: Int32(parameters.count), locals: Int32(locals), checks: false,
        owner: UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())))
    vm_fuse(instructions, list.count, locals)
  }

  deinit {
    core.deallocate()
    instructions.deallocate()
    constantValues.deinitialize(count: constantCount)
    constantValues.deallocate()
  }

  /// The module names that the code reads itself, not counting functions that it calls.
  var globalSlots: [Int] {
    places.indices.compactMap { instructions[$0].op == .getGlobal ? instructions[$0].wide : nil }
  }

  var sourceText: String { file.text(in: sourceSpan) }

  func place(at pc: Int) -> InstructionPlace {
    if places.indices.contains(pc) { return places[pc] }
    return places.last ?? InstructionPlace(span: .none, left: .none, right: .none)
  }
}
