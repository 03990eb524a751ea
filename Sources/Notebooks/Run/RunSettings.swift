import Diagnostics
import Interpreter

/// What the command line says about a run. It goes before the front matter, which goes before the
/// defaults; a cell's own options go before all of them.
public struct RunSettings: Sendable {
  /// Seconds for one cell, and for all of them.
  public var timeout: Double?
  public var totalTimeout: Double?
  /// Bytes.
  public var memory: Int?
  /// A failed cell is shown but is no failure of the run.
  public var allowErrors = false
  /// The first failure ends the run.
  public var failFast = false
  public var cache = CacheSettings()
  /// Values of declared parameters, as they were given.
  public var parameters: [(name: String, value: FrontMatter.Value)] = []

  public init() {}
}

/// What a run tells while it is under way.
public enum RunEvent: Sendable {
  /// A cell begins: its number from 1, how many there are, and the cell.
  case started(Int, of: Int, Cell)
  /// A minimization of the cell that runs has come so far.
  case training(TrainingProgress)
  /// It has ended after some seconds.
  case finished(Int, of: Int, Cell, CellRun.Status, seconds: Double)
}
