/// Notes which files programs have read and written, for those that keep results.
///
/// It belongs to one session, and is used on its thread.
public final class FileJournal: @unchecked Sendable {
  /// In the order of their first reading since the start.
  public private(set) var reads: [String] = []
  /// Something was written since the start.
  public private(set) var hasWritten = false
  /// All files that were ever read.
  public private(set) var allReads: [String] = []

  public init() {}

  /// From here on a new part of the program runs.
  public func start() {
    reads = []
    hasWritten = false
  }

  public func noteRead(_ path: String) {
    if !reads.contains(path) { reads.append(path) }
    if !allReads.contains(path) { allReads.append(path) }
  }

  public func noteWrite() { hasWritten = true }
}
