import Diagnostics
import Interpreter
import Testing

@testable import Notebooks

/// Runs with the real engine, as `nbrun` does.
func render(
  _ text: String, _ folder: Folder, cached: Bool, threshold: Double = 0
) -> (text: String, ran: Int) {
  let notebook = NotebookParser.parse(text, name: "lesson.md")
  var settings = RunSettings()
  settings.cache.folder = folder.path + "/.nbrun/cache"
  settings.cache.threshold = threshold
  settings.cache.use = cached ? .asDeclared : .never
  var files = FileAccess(readRoot: folder.path, writeRoots: [])
  files.journal = FileJournal()
  let seed = notebook.frontMatter.execute.seed.map { UInt64($0) } ?? 0
  let engine = CountingEngine(Session(seed: seed, limits: .standard, files: files))
  let run = Runner.run(notebook, in: engine, settings: settings)
  let page = MarkdownPage.render(run, folder: "lesson_files")
  let text =
    page.text + page.attachments.map { "\n== \($0.name)\n\($0.content)" }.joined()
    + IPYNBWriter.render(run) + TextPage.render(run, columns: 72, color: false)
    + run.diagnostics.map(\.plainText).joined(separator: "\n")
  return (text, engine.ran)
}

/// Counts the cells that run.
final class CountingEngine: CellEngine {
  let session: Session
  var ran = 0

  init(_ session: Session) { self.session = session }

  var limits: Limits {
    get { session.limits }
    set { session.limits = newValue }
  }
  var files: FileAccess {
    get { session.files }
    set { session.files = newValue }
  }
  func run(_ file: SourceFile, label: String?, seed: UInt64?) -> CellResult {
    ran += 1
    return session.run(file, label: label, seed: seed)
  }
  func inline(_ file: SourceFile) -> CellResult { session.inline(file) }
  func define(_ name: String, _ value: ParameterValue) { session.define(name, value) }
  var state: SessionSnapshot? { session.state }
  func restore(_ snapshot: SessionSnapshot, keeping names: Set<String>, keepsNew: Bool) {
    session.restore(snapshot, keeping: names, keepsNew: keepsNew)
  }
  func prepare(_ file: SourceFile) -> CodeNames? { session.prepare(file) }
  var moment: SessionMoment? { session.moment }
  func standing(of names: Set<String>) -> [UInt8] { session.standing(of: names) }
  func changedNames(since moment: SessionMoment) -> [ChangedName] {
    session.changedNames(since: moment)
  }
  func changes(since moment: SessionMoment, ignoring: Set<String>) -> [UInt8]? {
    session.changes(since: moment, ignoring: ignoring)
  }
  func apply(changes: [UInt8]) -> Bool { session.apply(changes: changes) }
}

/// A notebook of one cell for each code, which may begin with options.
private func notebook(_ cells: [String]) -> String {
  "---\nexecute: {cache: true, seed: 3}\nparams: {n: 4}\n---\n\n"
    + cells.map { "```{gradus}\n\($0)\n```\n\nText `{gradus} 1 + 1`.\n" }.joined(separator: "\n")
}

struct CacheTests {
  private static let cells = [
    "x = randn(n, 3); s = \"text\"; t = (1, {a: 2, b: [true, false]}); r = 1:5",
    "f(z) = sin(z) + sum(x)",
    "A = x*xᵀ\nA",
    "W := f(0.5)*2\nprint(W, s, t, r)",
    "#| label: fig-a\n#| fig-cap: A\nplot(sin, 0:3)",
    "w = 2; L := (w - 1)^2\nrun = minimize L over w using gd(0.1) for 20",
    "run.loss[3] + rand()",
    "#| label: own\nrandn(3)",
    "explain ∂L/∂w",
    "digits(3)\n1/3 + w",
    "print(nothing == nothing, Inf, -0.0, NaN); y = NaN",
    "rand() + y",
  ]

  @Test func aSecondRunIsTheSameAndRunsLittle() throws {
    let folder = try Folder()
    let text = notebook(Self.cells)
    let clean = render(text, folder, cached: false)
    #expect(clean.ran == Self.cells.count)
    #expect(render(text, folder, cached: true).text == clean.text)
    let again = render(text, folder, cached: true)
    #expect(again.text == clean.text)
    // A function and equations can't be written down, so these cells run: f, W, L, and the derivation
    // that `explain` leaves in no name does not.
    #expect(again.ran == 3)
  }

  /// Edits of all kinds at random places; after each the cached run is the clean one.
  @Test func randomEditsNeverShow() throws {
    let folder = try Folder()
    var generator = Numbers(state: 42)
    var cells = Self.cells
    for edit in 0..<200 {
      let index = generator.below(cells.count)
      switch generator.below(5) {
      case 0: cells[index] += " # \(edit)"
      case 1: cells.swapAt(index, generator.below(cells.count))
      case 2: cells.insert("v\(edit) = rand() + \(edit)\nv\(edit)", at: index)
      case 3 where cells.count > 6: cells.remove(at: index)
      default: cells[index] = Self.cells[generator.below(Self.cells.count)] + "\n\(edit % 7)"
      }
      // Two cells with one label are no notebook.
      let labels = cells.filter { $0.contains("#| label: fig-a") }.count
      if labels > 1 || cells.filter({ $0.contains("#| label: own") }).count > 1 {
        cells = Self.cells
      }
      let text = notebook(cells)
      let clean = render(text, folder, cached: false).text
      try #require(render(text, folder, cached: true).text == clean, "edit \(edit)")
    }
  }

  /// How many cells run again after one of them was changed.
  private func runsAgain(_ cells: [String], after edit: (index: Int, text: String)) throws -> Int {
    let folder = try Folder()
    _ = render(notebook(cells), folder, cached: true)
    #expect(render(notebook(cells), folder, cached: true).ran == 0)
    var edited = cells
    edited[edit.index] = edit.text
    let again = render(notebook(edited), folder, cached: true)
    #expect(again.text == render(notebook(edited), folder, cached: false).text)
    return again.ran
  }

  @Test func onlyWhatDependsOnAnEditRuns() throws {
    let apart = (1...6).map { "a\($0) = \($0)\na\($0)" }
    #expect(try runsAgain(apart, after: (3, "a4 = 5\na4")) == 1)
    let chain = ["a = 1", "b = a + 1", "c = 2", "d = b + c\nd", "c*2", "rand()", "b"]
    // b, d, and b at the end.
    #expect(try runsAgain(chain, after: (0, "a = 2")) == 4)
    #expect(try runsAgain(chain, after: (2, "c = 3")) == 3)
    // What is drawn behind other draws depends on how many those were.
    #expect(try runsAgain(["rand()", "1", "rand()"], after: (0, "rand(2)")) == 2)
    #expect(try runsAgain(["rand()", "1", "rand()"], after: (0, "1 + rand()")) == 1)
    #expect(try runsAgain(["1/3", "2/3"], after: (0, "digits(3)\n1/3")) == 2)
  }

  /// Functions and equations run always; what uses them runs when something has changed that they read.
  @Test func whatFunctionsReadBelongsToTheKey() throws {
    let folder = try Folder()
    func runs(_ k: Int, _ other: Int) -> Int {
      let cells = [
        "f(x) = k*x", "g(x) = f(x) + 1", "L := g(3)^2", "k = \(k)", "other = \(other)", "g(2)", "L",
        "other",
      ]
      let text = notebook(cells)
      let again = render(text, folder, cached: true)
      #expect(again.text == render(text, folder, cached: false).text)
      return again.ran
    }
    #expect(runs(1, 1) == 8)
    #expect(runs(1, 1) == 3)
    #expect(runs(1, 2) == 3 + 2)
    #expect(runs(2, 2) == 3 + 3)
  }

  /// Places in an output must not be those of the notebook: they would move with the prose.
  @Test func proseAboveChangesNoOutput() throws {
    let folder = try Folder()
    let text = notebook(["x = 2\nr := relu(-x)\nq := 3*r", "explain ∂q/∂x"])
    let first = render(text, folder, cached: true).text
    #expect(first.contains("in r := relu(-x)"))
    let moved = text.replacing("---\n\n", with: "---\n\nProse\n\nabove.\n\n")
    #expect(moved != text)
    let cached = render(moved, folder, cached: true)
    #expect(cached.text == render(moved, folder, cached: false).text)
    #expect(cached.ran == 1)
  }

  /// An equation that draws is computed by whoever reads it first.
  @Test func equationsWithEffectsAreNotKept() throws {
    let folder = try Folder()
    for cells in [["E := rand()", "E", "2*E"], ["E := rand()", "2*E"]] {
      let text = notebook(cells)
      let clean = render(text, folder, cached: false).text
      #expect(render(text, folder, cached: true).text == clean)
      #expect(render(text, folder, cached: true).text == clean)
    }
  }

  @Test func whatIsAskedForLaterIsKept() throws {
    let folder = try Folder()
    _ = render(notebook(["40 + 2"]), folder, cached: true)
    let text = notebook(["40 + 2", "ans"])
    #expect(
      render(text, folder, cached: true).text == render(text, folder, cached: false).text)
  }

  @Test func filesBelongToTheKey() throws {
    let folder = try Folder()
    try folder.write("k = 5", to: "lib.gradus")
    let text = notebook(["import \"lib.gradus\" as lib", "b = lib.k*2\nb", "7"])
    #expect(render(text, folder, cached: true).text.contains("10"))
    try folder.write("k = 6", to: "lib.gradus")
    #expect(render(text, folder, cached: true).text.contains("12"))
  }

  /// A table that has changed is read again, and so is what was computed from it; one that has not
  /// is not.
  @Test func tablesBelongToTheKey() throws {
    let folder = try Folder()
    try folder.write("a,b\n1,2\n3,4\n", to: "data.csv")
    let text = notebook(["D = read_csv(\"data.csv\")", "s = sum(D.a)\ns", "s*10"])
    let first = render(text, folder, cached: true).text
    #expect(first.contains("40"))
    let again = render(text, folder, cached: true)
    #expect(again.text == first && again.ran == 0)
    try folder.write("a,b\n1,2\n5,4\n", to: "data.csv")
    let changed = render(text, folder, cached: true)
    #expect(changed.text == render(text, folder, cached: false).text)
    #expect(changed.text.contains("60"))
    // The old table again: what was kept of it still holds.
    try folder.write("a,b\n1,2\n3,4\n", to: "data.csv")
    #expect(render(text, folder, cached: true).text == first)
  }

  @Test func quickCellsAreNotKept() throws {
    let folder = try Folder()
    let text = notebook(["1 + 1"])
    _ = render(text, folder, cached: true, threshold: 60)
    #expect(render(text, folder, cached: true, threshold: 60).ran == 1)
  }

  @Test func clocksAndErrorsAreNotKept() throws {
    let folder = try Folder()
    let text = notebook(["clock()\n1", "2", "#| error: true\n[1] + [1, 2]", "3"])
    _ = render(text, folder, cached: true)
    // What comes behind a clock may depend on it.
    #expect(render(text, folder, cached: true).ran == 4)
  }

  @Test func theFolderDoesNotGrowForEver() throws {
    let folder = try Folder()
    for name in ["a", "b", "c", "d"] { try folder.write("0123456789", to: name) }
    CacheFolder.trim(folder.path, limit: 40)
    #expect(folder.names.count == 4)
    CacheFolder.trim(folder.path, limit: 39)
    #expect(folder.names.count == 1)
  }

  @Test func aDamagedEntryIsNone() throws {
    let entry = CacheEntry(outputs: [.printed("x\n")], changes: [1, 2], files: [])
    var bytes = entry.bytes
    #expect(CacheEntry(bytes)?.changes == [1, 2])
    bytes[40] ^= 1
    #expect(CacheEntry(bytes) == nil)
    #expect(CacheEntry([]) == nil)
    #expect(!Session().apply(changes: Array(repeating: 255, count: 40)))
    #expect(!Session().apply(changes: []))
  }
}

/// SplitMix64, so that the edits are the same each time.
struct Numbers {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }
}

struct RunMemoryTests {
  private static func run(
    _ cells: [String], _ session: Session, _ memory: RunMemory
  ) -> (text: String, runs: Int) {
    let parsed = NotebookParser.parse(notebook(cells), name: "lesson.md")
    var settings = RunSettings()
    settings.cache.use = .never
    let run = Runner.run(parsed, in: session, settings: settings, memory: memory)
    return (MarkdownPage.render(run, folder: nil).text, memory.runs)
  }

  @Test func onlyWhatHasChangedRuns() {
    let session = Session(seed: 3)
    let memory = RunMemory(FileJournal())
    var cells = [
      "x = [1, 2, 3]; f(t) = t^2", "L := sum(x)", "x[2] = 5; L", "g = f'(3)\ng + L", "rand()",
    ]
    // Each cell is followed by a value.
    #expect(Self.run(cells, session, memory).runs == 10)
    #expect(Self.run(cells, session, memory).runs == 0)
    for (index, edit) in [(3, "g = f'(4)\ng + L"), (0, "x = [1, 2, 4]; f(t) = t^3"), (4, "1")] {
      cells[index] = edit
      let again = Self.run(cells, session, memory)
      #expect(again.runs == (cells.count - index) * 2)
      let clean = Self.run(cells, Session(seed: 3), RunMemory(FileJournal()))
      #expect(again.text == clean.text)
    }
  }
}
