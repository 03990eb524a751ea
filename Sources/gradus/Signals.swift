import Interpreter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ctrl-C.
enum Signals {
  /// The first ctrl-C asks the running program to stop; a second one within it ends the process, should
  /// it not listen.
  static func interruptOnControlC() {
    signal(SIGPIPE, SIG_IGN)
    install { _ in
      if Interrupt.isPending { _exit(130) }
      Interrupt.request()
    }
  }

  private static func install(_ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(SIGINT, &action, nil)
  }
}
