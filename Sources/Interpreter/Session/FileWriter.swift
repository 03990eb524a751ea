import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The system's own, whose name a method below takes.
private func writeSome(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, buffer, count)
}

/// Writes files where a program may write.
struct FileWriter {
  let access: FileAccess

  /// Writes so that a reader sees the old file or the new one, never a part.
  func write(_ bytes: [UInt8], to path: String) throws {
    let target = try place(for: path)
    try atomically(target, path) { temporary in
      let descriptor = open(temporary, O_WRONLY | O_TRUNC | O_CLOEXEC)
      guard descriptor >= 0 else { throw Diagnostic.cannotWrite(path, systemReason()) }
      let isWritten = writeAll(bytes, to: descriptor)
      let reason = systemReason()
      guard close(descriptor) == 0, isWritten else { throw Diagnostic.cannotWrite(path, reason) }
    }
  }

  /// Lets another program write the file: `arguments` are made from the name that it is to write to.
  func run(
    _ program: String, input: [UInt8], writing path: String, _ arguments: (String) -> [String]
  ) throws {
    let target = try place(for: path)
    try atomically(target, path) { temporary in
      try ChildProgram(name: program).run(arguments(temporary), input: input)
    }
  }

  // MARK: Places

  /// The file's place with all links resolved, if it may be written.
  private func place(for path: String) throws -> String {
    let joined = path.hasPrefix("/") ? path : "\(access.readRoot ?? ".")/\(path)"
    let slash = joined.utf8.lastIndex(of: UInt8(ascii: "/")) ?? joined.startIndex
    let name = String(joined[joined.utf8.index(after: slash)...])
    let folder = slash == joined.startIndex ? "/" : String(joined[..<slash])
    guard !name.isEmpty, name != ".", name != ".." else {
      throw Diagnostic.cannotWrite(path, "it is a folder")
    }
    // The folder for a notebook's files is made when the first one is written.
    if access.writeRoots.contains(where: { plain($0) == plain(folder) }) { mkdir(folder, 0o777) }
    guard let real = resolved(folder) else { throw Diagnostic.cannotWrite(path, systemReason()) }
    let isAllowed = access.writeRoots.contains { root in
      guard let root = resolved(root) else { return false }
      return real == root || root == "/" || real.hasPrefix(root + "/")
    }
    guard isAllowed else { throw Diagnostic.writeOutside(path, access.writeRoots) }
    return real == "/" ? "/\(name)" : "\(real)/\(name)"
  }

  private func plain(_ path: String) -> String {
    var path = Substring(path)
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasSuffix("/"), path.count > 1 { path = path.dropLast() }
    return String(path)
  }

  private func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  // MARK: Writing

  private func atomically(
    _ target: String, _ path: String, _ body: (String) throws -> Void
  ) throws {
    var name = Array("\(target).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Diagnostic.cannotWrite(path, systemReason()) }
    close(descriptor)
    var isRenamed = false
    defer { if !isRenamed { unlink(name) } }
    let mask = umask(0)
    umask(mask)
    chmod(name, 0o666 & ~mask)
    let temporary = name.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? target
    }
    try body(temporary)
    access.journal?.noteWrite()
    guard rename(name, target) == 0 else { throw Diagnostic.cannotWrite(path, systemReason()) }
    isRenamed = true
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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

  private func systemReason() -> String { String(cString: strerror(errno)) }
}

extension Diagnostic {
  static func cannotWrite(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("E0903", "can't write \(path): \(reason)")
  }

  static func writeOutside(_ path: String, _ roots: [String]) -> Diagnostic {
    guard let first = roots.first else {
      return Diagnostic("E0904", "this program may not write files, so not \(path)")
    }
    return Diagnostic(
      "E0904", "\(path) is outside the folders that this program may write",
      hint: "it may write below \(first); nbrun --allow-write DIR allows another folder")
  }
}
