import Diagnostics
import HostFiles

/// Reads files where a program may read: names are relative to the folder of the notebook or script, and
/// what they lead to, links resolved, must lie below it or where the program may write.
struct FileReader {
  let access: FileAccess
  /// Files beyond this size are not read into memory.
  private static let sizeLimit = 1 << 30

  func read(_ path: String) throws -> [UInt8] {
    guard let root = access.readRoot else { throw Diagnostic.fileForbidden(path) }
    guard let real = Files.realPath(path.hasPrefix("/") ? path : PathNames.join(root, path)) else {
      throw Diagnostic.fileFailure(path, reason: FileFailure(path).reason)
    }
    let roots = [root] + access.writeRoots
    guard roots.contains(where: { Files.isInside(real, $0) }) else {
      throw Diagnostic.fileForbidden(path)
    }
    access.journal?.noteRead(real)
    do {
      return try Files.readRegular(real, limit: FileReader.sizeLimit)
    } catch {
      throw Diagnostic.fileFailure(path, reason: error.reason)
    }
  }
}
