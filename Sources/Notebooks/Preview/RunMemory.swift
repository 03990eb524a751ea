import Interpreter

/// What the cells and values of the last run gave, and what all names stood for after each, so that the
/// next run in the same session begins where the notebook has changed.
final class RunMemory {
  private struct Step {
    /// Hash of the code up to here.
    let key: [UInt8]
    let result: CellResult
    let after: SessionSnapshot?
    let files: [CacheEntry.FileRead]
  }

  private let journal: FileJournal
  private var start: SessionSnapshot?
  private var known: ArraySlice<Step> = []
  private var steps: [Step] = []
  /// Nothing was run again so far.
  private var isIntact = true
  private(set) var runs = 0

  init(_ journal: FileJournal) { self.journal = journal }

  /// A run begins. The names are those of the end of the last one, if there was one.
  func begin(_ engine: any CellEngine) {
    if start == nil { start = engine.state }
    known = steps[...]
    steps = []
    isIntact = true
    runs = 0
  }

  /// What a piece of code gives: as it was, when neither it nor anything before it has changed.
  func result(
    of code: [UInt8], isReusable: Bool, in engine: any CellEngine, run: () -> CellResult
  ) -> CellResult {
    let key = SHA256.digest((steps.last?.key ?? []) + code)
    if isIntact, isReusable, let step = known.popFirst(), step.key == key,
      step.files.allSatisfy({ PageRecord.hash(of: $0.path) == $0.hash })
    {
      steps.append(step)
      return step.result
    }
    if isIntact {
      isIntact = false
      if let state = steps.last?.after ?? start {
        engine.restore(state, keeping: [], keepsNew: false)
      }
    }
    journal.start()
    runs += 1
    let result = run()
    // What was stopped may go further the next time.
    let isWhole = result.interruption == nil
    let files = journal.reads.map { CacheEntry.FileRead(path: $0, hash: PageRecord.hash(of: $0)) }
    steps.append(
      Step(key: isWhole ? key : [], result: result, after: engine.state, files: files))
    return result
  }
}
