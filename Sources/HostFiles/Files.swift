#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read or written, in words.
public struct FileFailure: Error {
  public let path: String
  /// What the system said: `No such file or directory`.
  public let reason: String

  /// What the system's last call says.
  public init(_ path: String) {
    self.init(path, reason: String(cString: strerror(errno)))
  }

  public init(_ path: String, reason: String) {
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

/// Whole files of the machine that Gradus runs on. Who may touch what is decided by those who call.
public enum Files {
  // MARK: Reading

  /// The bytes of a file; `-` is standard input.
  public static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(path) }
    defer { if path != "-" { close(descriptor) } }
    return try readAll(descriptor, name: path)
  }

  /// The bytes of a regular file: never waits for a pipe or a device, and stops at `limit` bytes.
  public static func readRegular(_ path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(path, reason: "not a file") }
    guard status.st_size <= limit else { throw tooLarge(path, limit) }
    return try readAll(descriptor, name: path, limit: limit, expected: Int(status.st_size))
  }

  /// What is left to read.
  public static func readAll(
    _ descriptor: Int32, name path: String, limit: Int = .max, expected: Int = 0
  ) throws(FileFailure) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(expected)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = readSome(descriptor, &buffer, buffer.count)
      if count == 0 { return result }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure(path)
      }
      guard result.count <= limit - count else { throw tooLarge(path, limit) }
      result += buffer[..<count]
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileFailure {
    FileFailure(path, reason: "larger than \(limit >> 20) MiB")
  }

  // MARK: Writing

  /// Writes so that a reader sees the old file or the new one, never a part. A link stays, and what it
  /// leads to is written. Nothing is written when the file holds these bytes already.
  ///
  /// - Returns: whether anything was written.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) -> Bool {
    if let old = try? read(path), old == bytes { return false }
    let temporary = try Temporary(for: path, beside: realPath(path) ?? path)
    defer { temporary.discard() }
    try temporary.fill(bytes, isDurable: true)
    try temporary.takePlace()
    return true
  }

  /// Puts a file in the place of `path`, whole or not at all. A link there is replaced, not followed: it
  /// may lead to where the caller must not write.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(FileFailure) {
    let temporary = try Temporary(for: path, beside: path)
    defer { temporary.discard() }
    try temporary.fill(bytes, isDurable: false)
    try temporary.takePlace()
  }

  /// The same with a file that `body` writes under the name that it is given. What stands there stays if
  /// `body` throws.
  ///
  /// - Throws: `FileFailure`, or what `body` throws.
  public static func replace(_ path: String, _ body: (String) throws -> Void) throws {
    let temporary = try Temporary(for: path, beside: path)
    defer { temporary.discard() }
    try body(temporary.name)
    try temporary.takePlace()
  }

  /// An empty file beside the one that it is to replace, with its permissions.
  private struct Temporary {
    /// What the caller calls the file.
    let path: String
    let target: String
    let name: String

    init(for path: String, beside target: String) throws(FileFailure) {
      var name = Array("\(target).XXXXXX".utf8CString)
      let descriptor = mkstemp(&name)
      guard descriptor >= 0 else { throw FileFailure(path) }
      fchmod(descriptor, mode(of: target))
      close(descriptor)
      self.path = path
      self.target = target
      self.name = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// - Parameter isDurable: a person's document must survive a loss of power; what a program can write
    ///   again need not wait for the disk.
    func fill(_ bytes: [UInt8], isDurable: Bool) throws(FileFailure) {
      let descriptor = open(name, O_WRONLY | O_TRUNC | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileFailure(path) }
      let isWritten = writeAll(bytes, to: descriptor) && (!isDurable || fsync(descriptor) == 0)
      let failure = FileFailure(path)
      guard close(descriptor) == 0, isWritten else { throw failure }
    }

    func takePlace() throws(FileFailure) {
      guard rename(name, target) == 0 else { throw FileFailure(path) }
    }

    /// Nothing is left of it; after `takePlace` there is nothing to remove.
    func discard() { unlink(name) }
  }

  /// Writes to standard output; a reader that has gone away is no error.
  public static func writeToOutput(_ bytes: [UInt8]) throws(FileFailure) {
    if !writeAll(bytes, to: STDOUT_FILENO), errno != EPIPE {
      throw FileFailure("standard output")
    }
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

  /// The permissions of the file that is replaced, or those that a new file gets.
  private static func mode(of path: String) -> mode_t {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      return status.st_mode & 0o7777
    }
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  public static func remove(_ path: String) { unlink(path) }

  // MARK: Folders and names

  /// Makes a folder where there is none.
  public static func makeFolder(_ path: String) throws(FileFailure) {
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileFailure(path) }
  }

  /// Makes a folder and those that it is in, where there are none.
  public static func makeFolders(_ path: String) throws(FileFailure) {
    if path == "." || path == "/" || access(path, F_OK) == 0 { return }
    try makeFolders(PathNames.folder(of: path))
    try makeFolder(path)
  }

  /// The path without links, `.` and `..`; nil when there is no such file.
  public static func realPath(_ path: String) -> String? {
    // C would see the name up to the zero byte.
    if path.utf8.contains(0) {
      errno = ENOENT
      return nil
    }
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a path without links is a folder or lies below it. A folder that doesn't exist holds nothing.
  public static func isInside(_ real: String, _ folder: String) -> Bool {
    guard let folder = realPath(folder) else { return false }
    return real == folder || folder == "/" || real.hasPrefix(folder + "/")
  }

  public static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Something that differs when the file has been written.
  public static func mark(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "none" }
    let time = status.st_mtim
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }
}
