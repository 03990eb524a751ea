import HostFiles

/// The texts that commands work on. What goes wrong with a file is said here.
enum TextFile {
  /// The text of a file, `-` for standard input; nil when it can't be read.
  static func read(_ path: String) -> String? {
    let name = path == "-" ? "standard input" : path
    do {
      let bytes = try Files.read(path)
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      _ = Command.fail("can't read \(name): it is not UTF-8 text")
    } catch {
      _ = Command.fail("can't read \(name): \(error.reason)")
    }
    return nil
  }

  /// Writes a file anew if `change` makes another text of it, or only tells with `isCheck`. `change` gives
  /// nil when it has said what is wrong.
  static func update(
    _ path: String, isCheck: Bool, stale: String, done: String, _ change: (String) -> String?
  ) -> Int32 {
    guard let text = read(path) else { return Command.Code.usage }
    guard let changed = change(text) else { return Command.Code.failed }
    if changed == text { return Command.Code.fine }
    if isCheck {
      Terminal.write(stale + "\n")
      return Command.Code.failed
    }
    do {
      try Files.write(Array(changed.utf8), to: path)
    } catch {
      return Command.fail("can't write \(path): \(error.reason)")
    }
    Terminal.write(done + "\n")
    return Command.Code.fine
  }
}
