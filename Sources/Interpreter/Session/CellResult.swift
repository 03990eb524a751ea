import Diagnostics

/// One thing that a run cell gave, in the order in which it came.
public enum CellOutput: Sendable {
  /// Text that `print` wrote, whole lines with their newlines.
  case printed(String)
  /// A value that was displayed, or the last statement's value.
  case value(Presentation)
}

/// What running one cell (or one input of the REPL, or one script) gave.
public struct CellResult: Sendable {
  public var outputs: [CellOutput]
  /// What stopped the cell: parse diagnostics or one run-time diagnostic. Empty when all went well.
  public var errors: [Diagnostic]
  /// Remarks that stop nothing ("L does not depend on x").
  public var notes: [Diagnostic]
  /// Why a run was stopped from outside, if it was.
  public var interruption: Interruption?
  /// The cell read a clock: its output can't be the same twice.
  public var usesClock: Bool

  public enum Interruption: Sendable {
    /// A step, time, depth, memory or output budget ended.
    case budget
    /// ctrl-C
    case user
  }

  public init(
    outputs: [CellOutput] = [], errors: [Diagnostic] = [], notes: [Diagnostic] = [],
    interruption: Interruption? = nil, usesClock: Bool = false
  ) {
    self.outputs = outputs
    self.errors = errors
    self.notes = notes
    self.interruption = interruption
    self.usesClock = usesClock
  }
}
