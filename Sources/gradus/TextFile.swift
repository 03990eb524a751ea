#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reading whole files.
enum TextFile {
  struct Fault: Error {
    let reason: String
  }

  static func read(_ path: String) -> Result<String, Fault> {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return .failure(Fault(reason: String(cString: strerror(errno)))) }
    defer { close(descriptor) }
    return readAll(descriptor).map { String(decoding: $0, as: UTF8.self) }
  }

  static func readStandardInput() -> String {
    switch readAll(STDIN_FILENO) {
    case .success(let bytes): String(decoding: bytes, as: UTF8.self)
    case .failure: ""
    }
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Writes a whole file; nil when that went well.
  static func write(_ text: String, to path: String) -> Fault? {
    guard let stream = fopen(path, "w") else {
      return Fault(reason: String(cString: strerror(errno)))
    }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, stream)
    guard fclose(stream) == 0, written == bytes.count else {
      return Fault(reason: String(cString: strerror(errno)))
    }
    return nil
  }

  private static func readAll(_ descriptor: Int32) -> Result<[UInt8], Fault> {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(Fault(reason: String(cString: strerror(errno))))
      }
      bytes += chunk[..<count]
    }
  }
}
