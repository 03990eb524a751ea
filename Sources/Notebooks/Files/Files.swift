#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written, in words.
public struct FileFailure: Error {
  public let path: String
  /// What the system said: `No such file or directory`.
  public let reason: String

  init(_ path: String) {
    self.path = path
    reason = String(cString: strerror(errno))
  }

  init(_ path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var message: String { "\(path): \(reason)" }
}

// The system's own, whose names the methods below take.
private func readSome(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}

private func writeSome(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, buffer, count)
}

public enum Files {
  /// The bytes of a file; `-` is standard input.
  public static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(path) }
    defer { if path != "-" { close(descriptor) } }
    return try readAll(descriptor, name: path)
  }

  /// What is left to read.
  static func readAll(_ descriptor: Int32, name path: String) throws(FileFailure) -> [UInt8] {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = readSome(descriptor, &buffer, buffer.count)
      if count == 0 { return result }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure(path)
      }
      result += buffer[..<count]
    }
  }

  /// Writes so that a reader sees the old file or the new one, never a part: to a temporary name in
  /// the same folder, then renamed. Nothing is written when the file holds these bytes already.
  ///
  /// - Returns: whether anything was written.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) -> Bool {
    if let old = try? read(path), old == bytes { return false }
    let target = resolved(path)
    var name = Array("\(target).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw FileFailure(path) }
    var isRenamed = false
    defer { if !isRenamed { unlink(name) } }
    fchmod(descriptor, mode(of: target))
    let isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
    let failure = FileFailure(path)
    guard close(descriptor) == 0, isWritten else { throw failure }
    guard rename(name, target) == 0 else { throw FileFailure(path) }
    isRenamed = true
    return true
  }

  /// Writes to standard output; a reader that has gone away is no error.
  public static func writeToOutput(_ bytes: [UInt8]) throws(FileFailure) {
    if !writeAll(bytes, to: STDOUT_FILENO), errno != EPIPE {
      throw FileFailure("standard output")
    }
  }

  /// Makes a folder where there is none.
  public static func makeFolder(_ path: String) throws(FileFailure) {
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileFailure(path) }
  }

  /// Makes a folder and those that it is in, where there are none.
  static func makeFolders(_ path: String) throws(FileFailure) {
    if path == "." || path == "/" || access(path, F_OK) == 0 { return }
    try makeFolders(PathNames.folder(of: path))
    try makeFolder(path)
  }

  /// The file with all links resolved; nil when there is none.
  static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Something that differs when the file has been written.
  static func mark(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "none" }
    let time = status.st_mtim
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  static func remove(_ path: String) { unlink(path) }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// What a link leads to, so that writing keeps the link.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The permissions of the file that is replaced, or those that a new file gets.
  private static func mode(of path: String) -> mode_t {
    var status = stat()
    if stat(path, &status) == 0 { return status.st_mode & 0o7777 }
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = writeSome(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }
}
