/// Whether and how a run uses what earlier ones kept.
public struct CacheSettings: Sendable {
  public enum Use: Sendable {
    /// As the notebook says: `cache: true` in a cell or under `execute`.
    case asDeclared
    case never
    /// Everything runs and is kept anew.
    case refresh
  }

  public var use = Use.asDeclared
  /// The folder of the entries; nil keeps nothing.
  public var folder: String?
  /// Cells that took less time are not kept: running them is as fast as reading what they gave.
  public var threshold = 0.02
  /// For plots in text.
  public var columns = 72
  public var color = false

  public init() {}
}
