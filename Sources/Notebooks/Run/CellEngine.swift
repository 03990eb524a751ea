import Diagnostics
import Interpreter

/// What a run needs of the language: the session's methods that run cells.
public protocol CellEngine: AnyObject {
  var limits: Limits { get set }
  /// What cells may read and write.
  var files: FileAccess { get set }
  /// Gets to know how far a minimization has come.
  var onProgress: ((TrainingProgress) -> Void)? { get set }
  func run(_ file: SourceFile, label: String?, seed: UInt64?) -> CellResult
  func inline(_ file: SourceFile) -> CellResult
  func define(_ name: String, _ value: ParameterValue)
  /// What all names stand for now; nil when the engine can't tell.
  var state: SessionSnapshot? { get }
  /// All names but those stand again for what they stood for; with `keepsNew` also but those that
  /// stood for nothing.
  func restore(_ snapshot: SessionSnapshot, keeping names: Set<String>, keepsNew: Bool)
  /// Makes code ready to run, whether it then runs or not; nil when it can't run.
  func prepare(_ file: SourceFile) -> CodeNames?
  /// What all that names do not hold is now; nil when the engine can't tell.
  var moment: SessionMoment? { get }
  /// What code that mentions these names can see of them beside their values.
  func standing(of names: Set<String>) -> [UInt8]
  /// The names that were assigned to since then.
  func changedNames(since moment: SessionMoment) -> [ChangedName]
  /// What changed since then, written down; nil when it can't be.
  func changes(since moment: SessionMoment, ignoring: Set<String>) -> [UInt8]?
  /// Does what was written down; false when that is not what this engine wrote, or does not go on from
  /// here.
  func apply(changes: [UInt8]) -> Bool
}

extension CellEngine {
  public var files: FileAccess {
    get { .none }
    set {}
  }
  public var onProgress: ((TrainingProgress) -> Void)? {
    get { nil }
    set {}
  }
  public var state: SessionSnapshot? { nil }
  public func restore(_ snapshot: SessionSnapshot, keeping names: Set<String>, keepsNew: Bool) {}
  public func prepare(_ file: SourceFile) -> CodeNames? { nil }
  public var moment: SessionMoment? { nil }
  public func standing(of names: Set<String>) -> [UInt8] { [] }
  public func changedNames(since moment: SessionMoment) -> [ChangedName] { [] }
  public func changes(since moment: SessionMoment, ignoring: Set<String>) -> [UInt8]? { nil }
  public func apply(changes: [UInt8]) -> Bool { false }
}

extension Session: CellEngine {
  public var moment: SessionMoment? { now }
}
