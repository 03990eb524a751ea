import Diagnostics
import HostFiles
import Interpreter
import Plotting

/// Keeps what cells gave, so that a later run need not run them again.
///
/// A cell's key is a hash of everything that its outcome can depend on: the engine, the seed, the
/// parameters, and the code of all cells and values up to it, with the content of the files that those
/// have read. That is more than it does depend on, so an edit makes all cells below it run again; but
/// no analysis of what a cell reads can be wrong, and equal keys do mean equal outcomes.
struct CellCache {
  private let settings: CacheSettings
  private let notebook: Notebook
  private let journal: FileJournal
  /// Hash of all that came before.
  private var chain: [UInt8]
  /// Something before was not the same as in any other run: a clock was read, a cell failed.
  private var isTainted = false
  private var hasKept = false

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
    let base =
      [EngineIdentity.current, "\(execute.seed ?? 0)", "\(memory)"] + parameters
      + ["\(settings.columns) \(settings.color)"]
    chain = SHA256.digest(base.joined(separator: "\u{0}").utf8)
  }

  /// The run has ended.
  func close() {
    if hasKept, let folder = settings.folder { CacheFolder.trim(folder) }
  }

  // MARK: Going on

  /// What comes next in the notebook; to be told of each cell and value that runs, in order.
  mutating func advance(over source: SourceFile, id: String) {
    chain = SHA256.digest(chain + id.utf8 + [0] + source.bytes)
    journal.start()
  }

  /// What ran has ended. Files that it read belong to what later cells depend on.
  mutating func finish(_ result: CellResult) {
    if result.usesClock || !result.errors.isEmpty || journal.hasWritten { isTainted = true }
    finish(reads())
  }

  private mutating func finish(_ files: [CacheEntry.FileRead]) {
    for file in files {
      chain = SHA256.digest(chain + file.path.utf8 + [0] + file.hash.utf8)
    }
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
    guard isFor(cell), settings.use == .asDeclared, let path,
      let bytes = try? Files.read(path), let entry = CacheEntry(bytes),
      entry.files.allSatisfy({ PageRecord.hash(of: $0.path) == $0.hash }),
      engine.apply(changes: entry.changes)
    else { return nil }
    for file in entry.files { journal.noteRead(file.path) }
    finish(entry.files)
    return CellResult(outputs: entry.outputs)
  }

  /// Keeps what a cell gave, if that can be written down.
  mutating func keep(
    _ cell: Cell, _ result: CellResult, since before: SessionSnapshot?, in engine: any CellEngine,
    seconds: Double
  ) {
    guard let path, let before, seconds >= settings.threshold, result.errors.isEmpty,
      result.notes.isEmpty, !result.usesClock, !journal.hasWritten,
      let changes = engine.changes(since: before, ignoring: ignored(after: cell)),
      changes.count < Self.maximumSize
    else { return }
    let entry = CacheEntry(outputs: drawn(result.outputs, cell), changes: changes, files: reads())
    // A cache that can't be written makes nothing wrong, only slow.
    try? Files.makeFolders(PathNames.folder(of: path))
    if let folder = settings.folder {
      _ = try? Files.write(Array("*\n".utf8), to: folder + "/.gitignore")
    }
    hasKept = (try? Files.write(entry.bytes, to: path)) == true || hasKept
  }

  private static let maximumSize = 64 << 20

  private var path: String? {
    settings.folder.map { folder in
      folder + "/" + chain.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  /// `ans` is whatever was shown last, often nothing that could be written down. It only matters where
  /// somebody asks for it.
  private func ignored(after cell: Cell) -> Set<String> {
    let later =
      notebook.cells.filter { $0.range.lowerBound > cell.range.lowerBound }.map(\.source.text)
      + notebook.values.map(\.source.text)
    return later.contains(where: Self.mentionsAns) ? [] : ["ans"]
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
