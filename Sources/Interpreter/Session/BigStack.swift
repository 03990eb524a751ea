import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs the work on a thread whose stack is large enough for deep recursion in a cell.
public enum BigStack {
  /// 512 MB of address space; only what is used becomes memory.
  private static let size = 512 << 20

  private final class Work: Sendable {
    let body: @Sendable () -> Int32
    let code = Mutex<Int32>(0)

    init(_ body: @escaping @Sendable () -> Int32) { self.body = body }

    func run() {
      let result = body()
      code.withLock { $0 = result }
    }
  }

  /// The exit code of `body`. Without a thread to be had it runs right here.
  public static func run(_ body: @escaping @Sendable () -> Int32) -> Int32 {
    let work = Work(body)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, size)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(work).toOpaque()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard status == 0 else {
      Unmanaged<Work>.fromOpaque(context).release()
      return body()
    }
    leaveInterruptsToTheWorker()
    pthread_join(thread, nil)
    return work.code.withLock { $0 }
  }

  /// A signal goes to any thread that takes it; only the working one has something to interrupt.
  private static func leaveInterruptsToTheWorker() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
