#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The terminal, or what stands in its place.
enum Console {
  static func output(_ text: String) { send(text, to: STDOUT_FILENO) }

  static func error(_ text: String) { send(text, to: STDERR_FILENO) }

  private static func send(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var outputHasColor: Bool { isatty(STDOUT_FILENO) == 1 && allowsColor }
  static var errorHasColor: Bool { isatty(STDERR_FILENO) == 1 && allowsColor }

  /// https://no-color.org: any text but the empty one forbids colour.
  private static var allowsColor: Bool {
    let noColor = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    return noColor.isEmpty && term != "dumb"
  }

  /// The width of the terminal that output goes to; 72 without one.
  static var columns: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return 72
    }
    return min(max(Int(size.ws_col), 20), 100)
  }
}
