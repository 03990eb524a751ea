import Diagnostics
import Syntax

// What those who keep what cells gave have to know of the cells: which names their code mentions, which
// ones it changed, and what else its outcome may depend on.

/// What the session holds beside the values of names, at one time.
public struct SessionMoment {
  /// Names that changed later have a larger stamp.
  let epoch: UInt64
  let nameCount: Int
  /// Where the random stream is.
  public let stream: [UInt64]
  public let digits: Int
  public let debugsNumbers: Bool
  /// How often an equation drew random numbers, printed or the like. Its value is kept, so what reads it
  /// depends on what has read it before.
  public let equationEffects: Int
}

/// What a piece of code names.
public struct CodeNames {
  /// Names of the module that it reads or assigns, within functions and equations too.
  public let mentioned: Set<String>
  public let imports: Bool
}

/// A name that code has given a value.
public struct ChangedName {
  public let name: String
  /// The value is data through and through: no code runs when it is used.
  public let isData: Bool
}

/// Code that was compiled before it runs.
struct Prepared {
  let parsed: ParsedSource
  /// nil when there are problems.
  let code: Code?
  let problems: [Diagnostic]

  init(_ file: SourceFile, _ machine: Machine) {
    parsed = Parser.parse(file)
    let failures = parsed.diagnostics.filter { $0.severity == .error }
    guard failures.isEmpty else {
      (code, problems) = (nil, failures)
      return
    }
    let (made, faults) = Compiler.compile(parsed, module: machine.names)
    (code, problems) = (faults.isEmpty ? made : nil, faults)
  }
}

extension Session {
  /// Compiles a cell. Its names come up in the same order whether it then runs or not.
  public func prepare(_ file: SourceFile) -> CodeNames? {
    machine.names.mentioned = []
    let ready = Prepared(file, machine)
    prepared = ready
    guard ready.code != nil else { return nil }
    var imports = false
    ready.parsed.statements.walk(statement: { statement in
      if case .importScript = statement.kind { imports = true }
    })
    return CodeNames(mentioned: machine.names.mentioned, imports: imports)
  }

  public var now: SessionMoment {
    let (key, position) = machine.random.mark
    return SessionMoment(
      epoch: machine.epoch, nameCount: machine.globalCount, stream: [key, position],
      digits: machine.digits, debugsNumbers: machine.debugsNumbers,
      equationEffects: machine.equationEffects)
  }

  /// The order in which names came up, which is that of equations, and which of them the program has
  /// made its own, which decides how code is compiled.
  public func standing(of names: Set<String>) -> [UInt8] {
    var writer = ByteWriter()
    let known = names.compactMap { name in
      machine.names.existingSlot(of: name).map { (slot: $0, name: name) }
    }
    for (_, name) in known.sorted(by: { $0.slot < $1.slot }) {
      writer.write(name)
      writer.write(machine.names.isAssigned(name))
    }
    return writer.bytes
  }

  public func changedNames(since moment: SessionMoment) -> [ChangedName] {
    changedSlots(since: moment).filter { !machine.names.isImported($0) }.map {
      ChangedName(name: machine.names.names[$0], isData: machine.globals[$0].isData)
    }
  }
}

extension Value {
  fileprivate var isData: Bool {
    switch self {
    case .nothing, .number, .bool, .string, .tensor, .range: true
    case .tuple(let tuple): tuple.items.allSatisfy(\.isData)
    case .record(let record): record.values.allSatisfy(\.isData)
    case .run(let run): run.parameters.isData
    default: false
    }
  }
}
