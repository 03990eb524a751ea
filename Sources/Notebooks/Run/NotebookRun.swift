import Diagnostics
import Interpreter

/// A notebook together with what its cells and values gave. Every writer starts from this.
public struct NotebookRun: Sendable {
  public let notebook: Notebook
  /// One for each of the notebook's cells and values.
  public internal(set) var cells: [CellRun]
  public internal(set) var values: [ValueRun]
  /// What the user is to hear of: failures, notes, in the order of the text.
  public internal(set) var diagnostics: [Diagnostic] = []
  public internal(set) var status = Status.fine

  /// How it ended, the gravest last; the raw value is the exit code.
  public enum Status: Int32, Sendable {
    case fine = 0
    case cellFailed = 1
    case budget = 3
    case interrupted = 130
  }

  mutating func raise(_ status: Status) {
    if status.rawValue > self.status.rawValue { self.status = status }
  }
}

/// What one cell gave.
public struct CellRun: Sendable {
  public enum Status: String, Sendable {
    case ran, failed
    /// `eval: false`, or an exercise that is not filled in.
    case skipped
    /// The run had ended before.
    case notReached
  }

  public let status: Status
  public private(set) var outputs: [CellOutput]
  public let errors: [Diagnostic]
  public let usesClock: Bool
  /// Is the code shown, and are the outputs?
  public let showsCode: Bool
  public let showsOutputs: Bool

  mutating func add(_ output: CellOutput?) { outputs += [output].compactMap { $0 } }

  /// The outputs that a reader sees. An error is always one of them, unless the cell is left out.
  var shown: [CellOutput] { showsOutputs ? outputs : [] }
}

/// What one value in the prose gave.
public enum ValueRun: Sendable {
  case value(Presentation)
  case failed([Diagnostic])
  /// The run had ended before.
  case notReached
}
