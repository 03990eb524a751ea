import Diagnostics
import Graphs
import Tensors

/// What a session's names stood for at one time.
///
/// Values are immutable, so keeping them is copying references.
public struct SessionSnapshot {
  let values: [Value]
  let random: RandomStream
  let digits: Int
  let debugsNumbers: Bool
  let imports: Imports
}

extension Session {
  public var state: SessionSnapshot? {
    SessionSnapshot(
      values: (0..<machine.globalCount).map { machine.globals[$0] }, random: machine.random,
      digits: machine.digits, debugsNumbers: machine.debugsNumbers, imports: machine.imports)
  }

  /// Every name stands again for what it stood for, but for those in `kept`. With `keepsNew` a name
  /// that had no meaning before stays as well; one of the library never does.
  public func restore(
    _ snapshot: SessionSnapshot, keeping kept: Set<String>, keepsNew: Bool
  ) {
    for slot in 0..<machine.globalCount {
      let name = machine.names.names[slot]
      if kept.contains(name) { continue }
      let old = slot < snapshot.values.count ? snapshot.values[slot] : .undefined
      if !old.isUndefined {
        machine.setGlobal(slot, old)
      } else if machine.names.isImported(slot) {
        // Importing the script again gives its names their values again.
        continue
      } else if !keepsNew || machine.isLibraryName(name) {
        machine.resetGlobal(slot)
      }
    }
    machine.random = snapshot.random
    machine.digits = snapshot.digits
    machine.debugsNumbers = snapshot.debugsNumbers
    // Scripts that were imported later are read again.
    if !keepsNew { machine.imports = snapshot.imports }
  }

  /// The files that programs may read and write.
  public var files: FileAccess {
    get { machine.files }
    set { machine.files = newValue }
  }
}

extension Machine {
  fileprivate func isLibraryName(_ name: String) -> Bool {
    Library.value(of: name) != nil || Prelude.source(of: name) != nil
  }
}
