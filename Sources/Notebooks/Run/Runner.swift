import Diagnostics
import Interpreter

/// Runs a notebook's cells and values in the order of the text, in one session.
public struct Runner {
  private let notebook: Notebook
  private let engine: any CellEngine
  private let settings: RunSettings
  private let onEvent: (RunEvent) -> Void
  private let onMath: ([MathFormula]) -> Void
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let base: Limits
  private let places: CellPlaces
  private var result: NotebookRun
  private var isOver = false
  private var exercises: LessonExercises
  private var cache: CellCache?
  /// What the last run in this session gave.
  private let memory: RunMemory?

  /// The whole run. `onMath` hears of each formula that the outputs hold as soon as it is known, so
  /// that somebody may typeset it while the next cell runs.
  public static func run(
    _ notebook: Notebook, in engine: any CellEngine, settings: RunSettings = RunSettings(),
    onEvent: @escaping (RunEvent) -> Void = { _ in },
    onMath: @escaping ([MathFormula]) -> Void = { _ in }
  ) -> NotebookRun {
    var runner = Runner(notebook, engine, settings, nil, onEvent, onMath)
    return runner.run()
  }

  /// A run in a session that has run the notebook before: only what has changed runs.
  static func run(
    _ notebook: Notebook, in engine: any CellEngine, settings: RunSettings, memory: RunMemory,
    onEvent: @escaping (RunEvent) -> Void = { _ in },
    onMath: @escaping ([MathFormula]) -> Void = { _ in }
  ) -> NotebookRun {
    var runner = Runner(notebook, engine, settings, memory, onEvent, onMath)
    return runner.run()
  }

  private init(
    _ notebook: Notebook, _ engine: any CellEngine, _ settings: RunSettings, _ memory: RunMemory?,
    _ onEvent: @escaping (RunEvent) -> Void, _ onMath: @escaping ([MathFormula]) -> Void
  ) {
    self.notebook = notebook
    self.engine = engine
    self.settings = settings
    self.memory = memory
    self.onEvent = onEvent
    self.onMath = onMath
    engine.onProgress = { onEvent(.training($0)) }
    start = clock.now
    base = engine.limits
    places = CellPlaces(notebook)
    exercises = LessonExercises(notebook)
    let journal = engine.files.journal ?? FileJournal()
    cache = CellCache(
      notebook, settings.cache,
      parameters: settings.parameters.map { "\($0.name)=\($0.value)" }
        + notebook.frontMatter.parameters.map { "\($0.name)=\($0.value)" },
      memory: settings.memory ?? notebook.frontMatter.execute.memory ?? base.memory,
      journal: journal)
    let untouched = CellRun(
      status: .notReached, outputs: [], errors: [], usesClock: false, showsCode: true,
      showsOutputs: true)
    result = NotebookRun(
      notebook: notebook, cells: notebook.cells.map { _ in untouched },
      values: notebook.values.map { _ in .notReached })
  }

  private mutating func run() -> NotebookRun {
    defineParameters()
    memory?.begin(engine)
    for piece in notebook.pieces {
      switch piece.kind {
      case .cell(let index): runCell(index)
      case .value(let index): if !isOver { runValue(index) }
      default: break
      }
    }
    cache?.close()
    return result
  }

  private func defineParameters() {
    var values = notebook.frontMatter.parameters.map { (name: $0.name, value: $0.value) }
    values += settings.parameters
    for (name, value) in values {
      switch value {
      case .number(let number): engine.define(name, .number(number))
      case .bool(let bool): engine.define(name, .bool(bool))
      case .text(let text): engine.define(name, .text(text))
      }
    }
  }

  // MARK: Cells

  private mutating func runCell(_ index: Int) {
    let cell = notebook.cells[index]
    result.cells[index] = outcome(of: cell, isOver ? .notReached : .skipped, CellResult())
    guard !isOver, cell.options.eval, !exercises.skips(cell) else {
      if !isOver { result.cells[index].add(exercises.verdictLine(cell, .skipped)) }
      return
    }
    guard limitTime(cell.options.timeout) else {
      result.cells[index] = outcome(of: cell, .notReached, CellResult())
      stopForTime(before: cell)
      return
    }
    onEvent(.started(index + 1, of: notebook.cells.count, cell))
    let begin = clock.now
    let given = result(of: cell, begin).visible
    var run = outcome(of: cell, given.errors.isEmpty ? .ran : .failed, given)
    judge(cell, given, &run)
    run.add(exercises.verdictLine(cell, run.status))
    result.cells[index] = run
    onMath(MathFormula.all(in: given.outputs))
    onEvent(
      .finished(
        index + 1, of: notebook.cells.count, cell, run.status, seconds: seconds(since: begin)))
  }

  /// What the cell gives, or gave when it last ran as it would now.
  private mutating func result(of cell: Cell, _ begin: ContinuousClock.Instant) -> CellResult {
    if let memory {
      return memory.result(
        of: Array(cell.id.utf8) + [0] + cell.source.bytes,
        isReusable: cell.options.exerciseName == nil, in: engine, run: { execute(cell) })
    }
    return kept(cell, in: engine, begin)
  }

  private mutating func kept(
    _ cell: Cell, in engine: any CellEngine, _ begin: ContinuousClock.Instant
  ) -> CellResult {
    cache?.advance(over: cell, in: engine)
    if let known = cache?.replay(cell, in: engine) {
      cache?.finish(cell, known, in: engine)
      return known
    }
    let given = execute(cell)
    let seconds = seconds(since: begin)
    cache?.keep(cell, given, in: engine, seconds: seconds)
    cache?.finish(cell, given, in: engine)
    return given
  }

  private mutating func execute(_ cell: Cell) -> CellResult {
    exercises.run(cell, in: engine)
      ?? engine.run(
        cell.source, label: cell.options.label, seed: cell.options.seed.map { UInt64($0) })
  }

  private mutating func result(of value: InlineValue) -> CellResult {
    if let memory {
      return memory.result(
        of: value.source.bytes, isReusable: true, in: engine,
        run: { engine.inline(value.source) })
    }
    return noted(value, in: engine)
  }

  private mutating func noted(_ value: InlineValue, in engine: any CellEngine) -> CellResult {
    cache?.advance(over: value, in: engine)
    let given = engine.inline(value.source)
    cache?.finish(value, given, in: engine)
    return given
  }

  private func outcome(
    of cell: Cell, _ status: CellRun.Status, _ given: CellResult
  ) -> CellRun {
    let options = cell.options
    let echo = options.echo ?? notebook.frontMatter.execute.echo ?? true
    return CellRun(
      status: status, outputs: given.outputs, errors: given.errors.map(places.relative),
      usesClock: given.usesClock,
      showsCode: options.include && echo,
      showsOutputs: options.include && options.output != .hidden)
  }

  /// What the cell's end means for the run.
  private mutating func judge(_ cell: Cell, _ given: CellResult, _ run: inout CellRun) {
    result.diagnostics += given.notes
    switch given.interruption {
    case .user?:
      result.diagnostics += given.errors
      result.raise(.interrupted)
      isOver = true
      return
    case .budget?:
      result.diagnostics += given.errors
      result.raise(.budget)
      isOver = settings.failFast
      return
    case nil: break
    }
    let policy = cell.options.error ?? notebook.frontMatter.execute.error ?? .fails
    if policy == .expected, given.errors.isEmpty {
      let problem = Diagnostic.expectedFailure(of: cell)
      run = CellRun(
        status: .failed, outputs: run.outputs, errors: [places.relative(problem)],
        usesClock: run.usesClock,
        showsCode: run.showsCode, showsOutputs: run.showsOutputs)
      fail([problem])
    } else if policy == .fails, !given.errors.isEmpty {
      fail(given.errors)
    }
  }

  private mutating func fail(_ errors: [Diagnostic]) {
    result.diagnostics += errors
    if settings.allowErrors { return }
    result.raise(.cellFailed)
    isOver = isOver || settings.failFast
  }

  // MARK: Values

  private mutating func runValue(_ index: Int) {
    let value = notebook.values[index]
    guard limitTime(nil) else { return }
    let given = result(of: value).visible
    result.diagnostics += given.notes
    if case .value(let presentation)? = given.outputs.last, given.errors.isEmpty {
      result.values[index] = .value(presentation)
      onMath(MathFormula.all(in: given.outputs, isInline: true))
      return
    }
    let errors = given.errors.isEmpty ? [.withoutValue(value)] : given.errors
    result.values[index] = .failed(errors)
    switch given.interruption {
    case .user?:
      result.diagnostics += errors
      result.raise(.interrupted)
      isOver = true
    case .budget?:
      result.diagnostics += errors
      result.raise(.budget)
    case nil: fail(errors)
    }
  }

  // MARK: Time

  /// Gives the engine the time and memory for what comes next; false when the total is used up.
  private func limitTime(_ own: Double?) -> Bool {
    let execute = notebook.frontMatter.execute
    var limits = base
    limits.seconds = own ?? settings.timeout ?? execute.timeout ?? base.seconds
    limits.memory = settings.memory ?? execute.memory ?? base.memory
    if let total = settings.totalTimeout ?? execute.totalTimeout {
      let left = total - seconds(since: start)
      guard left > 0 else { return false }
      limits.seconds = min(limits.seconds, left)
    }
    engine.limits = limits
    return true
  }

  private mutating func stopForTime(before cell: Cell) {
    result.diagnostics.append(.totalTime(before: cell))
    result.raise(.budget)
    isOver = true
  }

  private func seconds(since instant: ContinuousClock.Instant) -> Double {
    let parts = (clock.now - instant).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}

extension CellResult {
  fileprivate var visible: CellResult {
    var result = self
    result.outputs = outputs.map(\.visible)
    result.errors = errors.map(\.visible)
    result.notes = notes.map(\.visible)
    return result
  }
}

extension Diagnostic {
  fileprivate static func expectedFailure(of cell: Cell) -> Diagnostic {
    Diagnostic(
      "N0201", "this cell should fail, but it ran",
      at: Place(cell.source, Span(0, cell.source.bytes.firstIndex(of: 10) ?? 0)),
      label: "`error: expected`")
  }

  fileprivate static func withoutValue(_ value: InlineValue) -> Diagnostic {
    Diagnostic(
      "N0202", "this has no value",
      at: Place(value.source, Span(0, value.source.bytes.count)),
      hint: "an inline value is one expression")
  }

  fileprivate static func totalTime(before cell: Cell) -> Diagnostic {
    Diagnostic(
      "N0203", "the time for all cells is used up", at: Place(cell.source, Span(0, 0)),
      label: "this cell and those behind it did not run")
  }
}
