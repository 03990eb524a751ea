#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What standard input and output are, and writing to them.
enum Terminal {
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }
  static var hasColor: Bool { hasColor(STDOUT_FILENO) }
  static var errorHasColor: Bool { hasColor(STDERR_FILENO) }

  /// Whether a line on standard error can be written anew.
  static var errorMovesCursor: Bool { isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb" }

  private static func hasColor(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
  }

  /// The width of the terminal; 72 in a pipe.
  static var columns: Int { columns(STDOUT_FILENO) }
  static var errorColumns: Int { columns(STDERR_FILENO) }

  private static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 72 }
    return Int(size.ws_col)
  }

  static var showsUnicode: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let locale = environment(name), !locale.isEmpty else { continue }
      return locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    }
    return true
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }
  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      // A reader that has gone away (`gradus … | head`) is not an error of the program.
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

/// Ends the process without running destructors: everything is written by now.
func finish(_ code: Int32) -> Never {
  fflush(nil)
  _exit(code)
}
