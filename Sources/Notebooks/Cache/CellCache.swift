import Diagnostics
import HostFiles
import Interpreter
import Plotting

/// Keeps what cells gave, so that a later run need not run them again.
///
/// A cell's key is a hash of everything that its outcome can depend on: the engine, the seed, the
/// parameters, its code, and, for each name that it may read, the same of the cell that gave the name its
/// value, with the content of the files that those have read. Which cells these are is what `CellSlices`
/// knows; where it does not, the key is that of all code before the cell. Equal keys mean equal
/// outcomes.
struct CellCache {
  private let settings: CacheSettings
  private let notebook: Notebook
  private let journal: FileJournal
  private let base: [UInt8]
  /// Hash of all that came before.
  private var chain: [UInt8]
  private var slices = CellSlices()
  /// Of the cell that is under way.
  private var reach = CellSlices.Reach.everything
  private var key: [UInt8] = []
  private var before: SessionMoment?
  /// Something before was not the same as in any other run: a clock was read, a cell failed.
  private var isTainted = false
  private var hasKept = false
  /// `ans` is whatever was shown last, often nothing that could be written down. It only matters where
  /// somebody asks for it.
  private let ignored: Set<String>

  /// nil when nothing in the notebook is to be kept.
  init?(
    _ notebook: Notebook, _ settings: CacheSettings, parameters: [String], memory: Int,
    journal: FileJournal
  ) {
    let execute = notebook.frontMatter.execute
    let isWanted = notebook.cells.contains { ($0.options.cache ?? execute.cache) == true }
    guard isWanted, settings.use != .never, settings.folder != nil else { return nil }
    self.settings = settings
    self.notebook = notebook
    self.journal = journal
    ignored = Self.mentionsAns(notebook) ? [] : ["ans"]
    let base =
      [EngineIdentity.current, "\(execute.seed ?? 0)", "\(memory)"] + parameters
      + ["\(settings.columns) \(settings.color) \(ignored)"]
    self.base = SHA256.digest(base.joined(separator: "\u{0}").utf8)
    chain = self.base
  }

  /// The run has ended.
  func close() {
    if hasKept, let folder = settings.folder { CacheFolder.trim(folder) }
  }

  // MARK: Going on

  /// The cell comes next; to be told of each cell and value that runs, in order.
  mutating func advance(over cell: Cell, in engine: any CellEngine) {
    advance(over: cell.source, id: cell.id)
    // What the machinery of exercises restores, and when, is seen in no cell.
    let isExercise = cell.options.exerciseName != nil
    if isExercise { slices.end() }
    let names = isExercise || isTainted ? nil : engine.prepare(cell.source)
    reach = slices.reach(of: names)
    before = engine.moment
    key = key(of: cell, in: engine)
  }

  mutating func advance(over value: InlineValue, in engine: any CellEngine) {
    advance(over: value.source, id: "")
    before = engine.moment
  }

  private mutating func advance(over source: SourceFile, id: String) {
    chain = SHA256.digest(chain + id.utf8 + [0] + source.bytes)
    journal.start()
  }

  private func key(of cell: Cell, in engine: any CellEngine) -> [UInt8] {
    guard !reach.isWhole, let before else { return SHA256.digest([1] + chain) }
    var writer = ByteWriter()
    writer.write(base)
    writer.write(cell.source.bytes)
    writer.write(before.digits)
    writer.write(before.debugsNumbers)
    writer.write(engine.standing(of: reach.names))
    writer.write(slices.values(of: reach))
    return SHA256.digest([0] + writer.bytes)
  }

  /// The cell that ran, or was not run again, has ended.
  mutating func finish(_ cell: Cell, _ result: CellResult, in engine: any CellEngine) {
    let files = reads()
    finish(result, files, in: engine)
    guard let before, let now = engine.moment else { return }
    slices.note(
      engine.changedNames(since: before), by: reach, hash: outcome(files, before, now))
  }

  mutating func finish(_ value: InlineValue, _ result: CellResult, in engine: any CellEngine) {
    finish(result, reads(), in: engine)
    if let before, !engine.changedNames(since: before).isEmpty { slices.end() }
  }

  /// Files that it read belong to what later cells depend on.
  private mutating func finish(
    _ result: CellResult, _ files: [CacheEntry.FileRead], in engine: any CellEngine
  ) {
    if result.usesClock || !result.errors.isEmpty || journal.hasWritten
      || engine.moment?.equationEffects != before?.equationEffects
    {
      isTainted = true
    }
    for file in files {
      chain = SHA256.digest(chain + file.path.utf8 + [0] + file.hash.utf8)
    }
  }

  /// Hash of all that decided what the cell did.
  private func outcome(
    _ files: [CacheEntry.FileRead], _ before: SessionMoment, _ now: SessionMoment
  ) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(key)
    for file in files {
      writer.write(file.path)
      writer.write(file.hash)
    }
    if now.stream != before.stream {
      for word in before.stream + now.stream { writer.write(word) }
    }
    return SHA256.digest(writer.bytes)
  }

  private func reads() -> [CacheEntry.FileRead] {
    journal.reads.map { .init(path: $0, hash: PageRecord.hash(of: $0)) }
  }

  // MARK: Looking up

  /// Is the cell one that may be kept? Cells of exercises are checked each time.
  func isFor(_ cell: Cell) -> Bool {
    !isTainted && cell.options.exerciseName == nil
      && (cell.options.cache ?? notebook.frontMatter.execute.cache) == true
  }

  /// What the cell gave in an earlier run, done once more in this one.
  mutating func replay(_ cell: Cell, in engine: any CellEngine) -> CellResult? {
    guard isFor(cell), settings.use == .asDeclared,
      let entry = entry(of: cell, draws: false, in: engine)
        ?? entry(of: cell, draws: true, in: engine)
    else { return nil }
    for file in entry.files { journal.noteRead(file.path) }
    return CellResult(outputs: entry.outputs)
  }

  private func entry(
    of cell: Cell, draws: Bool, in engine: any CellEngine
  ) -> CacheEntry? {
    guard let path = path(draws: draws), let bytes = try? Files.read(path),
      let entry = CacheEntry(bytes), entry.figureOwner.map({ $0 == cell.id }) ?? true,
      entry.files.allSatisfy({ PageRecord.hash(of: $0.path) == $0.hash }),
      engine.apply(changes: entry.changes)
    else { return nil }
    return entry
  }

  /// Keeps what a cell gave, if that can be written down.
  mutating func keep(
    _ cell: Cell, _ result: CellResult, in engine: any CellEngine, seconds: Double
  ) {
    guard isFor(cell), let before, let now = engine.moment,
      let path = path(draws: now.stream != before.stream), seconds >= settings.threshold,
      result.errors.isEmpty,
      result.notes.isEmpty, !result.usesClock, !journal.hasWritten,
      now.equationEffects == before.equationEffects,
      let changes = engine.changes(since: before, ignoring: ignored),
      changes.count < Self.maximumSize
    else { return }
    let hasFigure = result.outputs.contains { $0.figure != nil }
    let entry = CacheEntry(
      outputs: drawn(result.outputs, cell), changes: changes, files: reads(),
      figureOwner: hasFigure ? cell.id : nil)
    // A cache that can't be written makes nothing wrong, only slow.
    try? Files.makeFolders(PathNames.folder(of: path))
    if let folder = settings.folder {
      _ = try? Files.write(Array("*\n".utf8), to: folder + "/.gitignore")
    }
    hasKept = (try? Files.write(entry.bytes, to: path)) == true || hasKept
  }

  private static let maximumSize = 64 << 20

  /// Only a cell that draws random numbers depends on where the stream is, which shows when it has run.
  private func path(draws: Bool) -> String? {
    guard let folder = settings.folder else { return nil }
    var name = key
    if draws, let before {
      name = SHA256.digest(key + before.stream.map { "\($0) " }.joined().utf8)
    }
    return folder + "/" + name.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func mentionsAns(_ notebook: Notebook) -> Bool {
    let sources = notebook.cells.map(\.source) + notebook.values.map(\.source)
    return sources.contains { mentionsAns($0.text) }
  }

  private static func mentionsAns(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var index = 0
    while let at = bytes.find("ans", from: index) {
      let isWord =
        (at == 0 || !isWordByte(bytes[at - 1]))
        && (at + 3 == bytes.count || !isWordByte(bytes[at + 3]))
      if isWord { return true }
      index = at + 1
    }
    return false
  }

  /// Figures as drawings: nothing else of them can be written down.
  private func drawn(_ outputs: [CellOutput], _ cell: Cell) -> [CellOutput] {
    zip(outputs, cell.figureNames(for: outputs)).map { output, name in
      guard case .value(var value) = output, value.figure != nil else { return output }
      value = value.sized(for: cell)
      value.figure = value.figure.map {
        Figure(
          drawing: FigureDrawing(
            $0, idPrefix: name, columns: settings.columns, color: settings.color))
      }
      return .value(value)
    }
  }
}
