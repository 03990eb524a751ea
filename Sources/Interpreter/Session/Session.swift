import Diagnostics
import Graphs
import Syntax
import Tensors

/// A running module: definitions that persist from one input to the next.
///
/// Everything that runs Gradus code does it through a session: the REPL, scripts and notebooks. A
/// session is used on one thread; only `Interrupt` may be called from elsewhere.
public final class Session {
  let machine: Machine
  private let seed: UInt64
  /// Code that is known already when it runs.
  var prepared: Prepared?

  public init(
    seed: UInt64 = 0, limits: Limits = .standard, files: FileAccess = .none
  ) {
    self.seed = seed
    machine = Machine(seed: seed)
    machine.budget.limits = limits
    machine.files = files
  }

  public var limits: Limits {
    get { machine.budget.limits }
    set { machine.budget.limits = newValue }
  }

  /// Whether graphs that run again are compiled to plans. Off only to show that plans change no result.
  var usesPlans: Bool {
    get { machine.usesPlans }
    set { machine.usesPlans = newValue }
  }

  /// Gets each output as soon as it comes; they are collected as well.
  public var onOutput: ((CellOutput) -> Void)? {
    get { machine.output.onOutput }
    set { machine.output.onOutput = newValue }
  }

  /// Gets to know how far a minimization has come.
  public var onProgress: ((TrainingProgress) -> Void)? {
    get { machine.output.onProgress }
    set { machine.output.onProgress = newValue }
  }

  /// Runs a piece of source: a cell, a script, an input of the REPL. Definitions persist.
  ///
  /// - Parameters:
  ///   - label: a labelled cell draws random numbers from a stream of its own.
  ///   - seed: restarts the stream for this cell.
  public func run(_ file: SourceFile, label: String? = nil, seed: UInt64? = nil) -> CellResult {
    let ready = prepared.flatMap { $0.parsed.file === file ? $0 : nil } ?? Prepared(file, machine)
    prepared = nil
    guard let code = ready.code else { return CellResult(errors: ready.problems) }
    return withStream(label, seed) { execute(code, ready.parsed, isInline: false) }
  }

  /// Evaluates one expression, for an inline value: one `.value` output, or errors.
  public func inline(_ file: SourceFile) -> CellResult {
    let (expression, problems) = Parser.parseExpression(file)
    guard let expression, problems.isEmpty else {
      return CellResult(errors: problems.map { Self.hintingAtFormat($0, file.text) })
    }
    let statement = Statement(.expression(expression), expression.span)
    let parsed = ParsedSource(
      file: file, statements: [statement], diagnostics: [], isIncomplete: false)
    let (code, failures) = Compiler.compile(parsed, module: machine.names)
    guard failures.isEmpty else { return CellResult(errors: failures) }
    return execute(code, parsed, isInline: true)
  }

  /// `L:.3f`, as it stands within the braces of a string.
  private static func hintingAtFormat(_ problem: Diagnostic, _ text: String) -> Diagnostic {
    guard problem.hint == nil, let colon = text.lastIndex(of: ":"),
      text[text.index(after: colon)...].first == "."
    else { return problem }
    var result = problem
    result.hint = "\"{\(text)}\" is a value with a format"
    return result
  }

  private func execute(_ code: Code, _ source: ParsedSource, isInline: Bool) -> CellResult {
    machine.output.start()
    machine.usesClock = false
    machine.startBudget()
    if TensorBudget.wasExceeded || TensorBudget.timeWasExceeded { Interrupt.clear() }
    TensorBudget.limit = machine.budget.limits.memory
    TensorBudget.timeLimit = machine.budget.limits.seconds
    defer { TensorBudget.timeLimit = .infinity }
    var result = CellResult()
    do {
      let value = try machine.run(code)
      // What had to go on after a refusal or a cancel has no result.
      if Interrupt.isRequested { throw Diagnostic.stopped() }
      show(value, isInline)
    } catch {
      var diagnostic = UnknownNameHint.improving(
        Diagnostic.from(error), in: source.statements, of: source.file,
        known: machine.visibleNames())
      if TensorBudget.wasExceeded, diagnostic.interruption == nil {
        let consequence = diagnostic
        diagnostic = .stopped()
        (diagnostic.primary, diagnostic.calls) = (consequence.primary, consequence.calls)
      }
      result.errors = [diagnostic]
      result.interruption = diagnostic.interruption
    }
    result.outputs = machine.output.outputs
    result.notes = machine.output.notes
    result.usesClock = machine.usesClock
    return result
  }

  private func show(_ value: Value, _ isInline: Bool) {
    if isInline {
      machine.output.show(machine.inlinePresentation(of: value))
      return
    }
    if value.isNothing { return }
    machine.setGlobal("ans", value)
    machine.output.show(machine.presentation(of: value))
  }

  /// Unlabelled cells go on with the notebook's stream; a labelled one has its own.
  private func withStream(
    _ label: String?, _ cellSeed: UInt64?, _ body: () -> CellResult
  ) -> CellResult {
    guard label != nil || cellSeed != nil else { return body() }
    let outer = machine.random
    let key = cellSeed ?? seed
    machine.random = label.map { RandomStream(seed: key, label: $0) } ?? RandomStream(seed: key)
    defer { machine.random = outer }
    return body()
  }

  /// Defines a name before any cell: a notebook's parameter.
  public func define(_ name: String, _ value: ParameterValue) {
    let converted: Value =
      switch value {
      case .number(let number): .number(number)
      case .bool(let bool): .bool(bool)
      case .text(let text): .text(text)
      }
    machine.setGlobal(name, converted)
  }

  // MARK: For the REPL

  /// Whether the text needs more lines to be a whole input.
  public static func isIncomplete(_ text: String) -> Bool {
    Parser.parse(SourceFile(name: "input", text: text)).isIncomplete
  }

  /// Names that begin so: of the module, of the library, and keywords.
  public func names(withPrefix prefix: String) -> [String] {
    let all = Set(machine.visibleNames() + SyntaxWords.keywords)
    return all.filter { $0.hasPrefix(prefix) }.sorted()
  }

  /// What the catalogue says of a name; for a function of the user's, its text.
  public func help(_ name: String) -> String? {
    if let slot = machine.names.existingSlot(of: name),
      case .function(let function) = machine.globals[slot], case .closure = function.kind
    {
      return machine.sourceText(function)
    }
    return Help.text(name)
  }
}

/// A notebook's parameter.
public enum ParameterValue: Sendable {
  case number(Double)
  case bool(Bool)
  case text(String)
}
