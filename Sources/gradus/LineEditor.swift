@preconcurrency import CReadline
import Interpreter
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// readline, wrapped: lines with history and completion, ctrl-C as a value.
///
/// readline keeps its state in globals, and calls back into C functions without a context; so there is
/// one editor in the process, used on the thread that made it.
final class LineEditor {
  enum Input {
    case text(String)
    /// ctrl-C at the prompt.
    case cancelled
    /// ctrl-D on an empty line.
    case end
  }

  private var historyPath: String?

  /// - Parameter complete: the names that begin with a prefix.
  func start(_ complete: @escaping (String) -> [String]) {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    CompletionSource.shared.names = complete
    rl_readline_name = UnsafePointer(strdup("gradus"))
    rl_completer_word_break_characters = UnsafePointer(strdup(" \t\n\"'()[]{}.,;:+-*/^@<>=!|⋅⊙"))
    rl_attempted_completion_function = completions
    rl_bind_key(9, completeKey)
    rl_catch_signals = 0
    rl_getc_function = readCharacter
    loadHistory()
  }

  func finish() {
    if let historyPath { write_history(historyPath) }
  }

  func readLine(prompt: String) -> Input {
    PromptState.isCancelled.store(false, ordering: .relaxed)
    PromptState.installHandler()
    defer { PromptState.removeHandler() }
    guard let line = readline(prompt) else {
      if PromptState.isCancelled.load(ordering: .relaxed) { return cancelled() }
      return .end
    }
    defer { free(line) }
    if PromptState.isCancelled.load(ordering: .relaxed) { return cancelled() }
    return .text(String(cString: line))
  }

  private func cancelled() -> Input {
    Terminal.write("^C\n")
    return .cancelled
  }

  func remember(_ text: String) {
    guard !text.trimmedSpaces.isEmpty else { return }
    add_history(text)
    if let historyPath { write_history(historyPath) }
  }

  /// `$XDG_STATE_HOME/gradus/history`. Inputs of several lines come back as they were because each
  /// entry has a time stamp line before it.
  private func loadHistory() {
    let home = Terminal.environment("HOME").map { $0 + "/.local/state" }
    let chosen = Terminal.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let state = chosen ?? home else { return }
    var folder = ""
    for part in (state + "/gradus").split(separator: "/") {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
    using_history()
    history_comment_char = CChar(UInt8(ascii: "#"))
    history_write_timestamps = 1
    stifle_history(5000)
    historyPath = folder + "/history"
    read_history(historyPath)
  }
}

/// What the C callbacks need.
private final class CompletionSource {
  nonisolated(unsafe) static let shared = CompletionSource()
  var names: (String) -> [String] = { _ in [] }
}

private enum PromptState {
  static let isCancelled = Atomic<Bool>(false)

  /// At the prompt ctrl-C clears the line; while a program runs it stops the program.
  static func installHandler() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      PromptState.isCancelled.store(true, ordering: .relaxed)
    }
    sigaction(SIGINT, &action, nil)
  }

  static func removeHandler() { signal(SIGINT, SIG_DFL) }
}

/// Waits for a key in a way that ctrl-C ends. The signal is blocked but during the wait, so that none can come
/// between the look at the flag and the wait.
private func readCharacter(_ stream: UnsafeMutablePointer<FILE>?) -> Int32 {
  var interrupts = sigset_t()
  var usual = sigset_t()
  sigemptyset(&interrupts)
  sigaddset(&interrupts, SIGINT)
  pthread_sigmask(SIG_BLOCK, &interrupts, &usual)
  defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
  while true {
    if PromptState.isCancelled.load(ordering: .relaxed) {
      rl_replace_line("", 0)
      rl_done = 1
      return 13
    }
    if wait_for_input(STDIN_FILENO, &usual) > 0 {
      var byte: UInt8 = 0
      return read(STDIN_FILENO, &byte, 1) == 1 ? Int32(byte) : -1
    }
    if errno != EINTR { return -1 }
  }
}

/// TAB: `\alpha` becomes α; otherwise names are completed.
private func completeKey(_ count: Int32, _ key: Int32) -> Int32 {
  let line = String(cString: rl_line_buffer)
  let before = Array(line.utf8).prefix(Int(rl_point))
  let text = String(decoding: before, as: UTF8.self)
  if let mark = text.lastIndex(of: "\\"),
    let symbol = SymbolNames.symbol(for: String(text[text.index(after: mark)...]))
  {
    let start = Int32(text[..<mark].utf8.count)
    rl_delete_text(start, rl_point)
    rl_point = start
    rl_insert_text(symbol)
    return 0
  }
  return rl_complete_internal(rl_completion_mode(completeKey))
}

private func completions(
  _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
  // Names only: without this readline would go on to file names.
  rl_attempted_completion_over = 1
  guard let text else { return nil }
  PendingCompletions.shared.names = CompletionSource.shared.names(String(cString: text))[...]
  rl_completion_append_character = 0
  return rl_completion_matches(text) { _, _ in
    guard let next = PendingCompletions.shared.names.popFirst() else { return nil }
    return strdup(next)
  }
}

private final class PendingCompletions {
  nonisolated(unsafe) static let shared = PendingCompletions()
  var names: ArraySlice<String> = []
}
