import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ctrl-C: the first stops the running cell, so that what there is can be written; the second ends
/// the program there and then.
enum Interruption {
  static func install() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      var next = sigaction()
      next.__sigaction_handler.sa_handler = { _ in _exit(130) }
      sigaction(SIGINT, &next, nil)
      requestInterrupt()
    }
    sigaction(SIGINT, &action, nil)
    // A reader that has gone away is an error of `write`, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
  }
}
