import Diagnostics
import Interpreter

/// What a run needs of the language: the session's methods that run cells.
public protocol CellEngine: AnyObject {
  var limits: Limits { get set }
  func run(_ file: SourceFile, label: String?, seed: UInt64?) -> CellResult
  func inline(_ file: SourceFile) -> CellResult
  func define(_ name: String, _ value: ParameterValue)
}

extension Session: CellEngine {}
