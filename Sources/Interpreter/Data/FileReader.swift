import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The system's own, whose name a method below takes.
private func readSome(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}

/// Reads files where a program may read: names are relative to the folder of the notebook or script, and
/// what they lead to, links resolved, must lie below it or where the program may write.
struct FileReader {
  let access: FileAccess
  /// Files beyond this size are not read into memory.
  private static let sizeLimit = 1 << 30

  // MARK: Reading

  func read(_ path: String) throws -> [UInt8] {
    guard let root = access.readRoot else { throw Diagnostic.fileForbidden(path) }
    guard let real = resolved(join(root, path)) else {
      throw Diagnostic.fileFailure(path, reason: reason)
    }
    let roots = [root] + access.writeRoots
    guard roots.contains(where: { isInside(real, $0) }) else {
      throw Diagnostic.fileForbidden(path)
    }
    access.journal?.noteRead(real)
    return try contents(real, path)
  }

  private func contents(_ real: String, _ path: String) throws -> [UInt8] {
    let descriptor = open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Diagnostic.fileFailure(path, reason: reason) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Diagnostic.fileFailure(path, reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic.fileFailure(path, reason: "not a file")
    }
    guard status.st_size <= FileReader.sizeLimit else {
      throw Diagnostic.fileFailure(path, reason: "larger than \(FileReader.sizeLimit >> 20) MiB")
    }
    var result: [UInt8] = []
    result.reserveCapacity(Int(status.st_size))
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = readSome(descriptor, &buffer, buffer.count)
      if count == 0 { return result }
      if count < 0 {
        if errno == EINTR { continue }
        throw Diagnostic.fileFailure(path, reason: reason)
      }
      result += buffer[..<count]
      guard result.count <= FileReader.sizeLimit else {
        throw Diagnostic.fileFailure(path, reason: "larger than \(FileReader.sizeLimit >> 20) MiB")
      }
    }
  }

  // MARK: Paths

  private var reason: String { String(cString: strerror(errno)) }

  private func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The path without links, `.` and `..`; nil if there is no such file.
  private func resolved(_ path: String) -> String? {
    if path.utf8.contains(0) {
      errno = ENOENT
      return nil
    }
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private func isInside(_ real: String, _ root: String) -> Bool {
    guard let folder = resolved(root) else { return false }
    return real == folder || folder == "/" || real.hasPrefix(folder + "/")
  }
}
