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

  /// What the thread does; a C function pointer can't capture it.
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private final class Slot<Result: Sendable>: Sendable {
    let result = Mutex<Result?>(nil)
  }

  /// What `body` gives. Without a thread to be had it runs right here.
  public static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let slot = Slot<Result>()
    let work = Work {
      let result = body()
      slot.result.withLock { $0 = result }
    }
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
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, context)
    guard status == 0 else {
      Unmanaged<Work>.fromOpaque(context).release()
      return body()
    }
    leaveInterruptsToTheWorker()
    pthread_join(thread, nil)
    // The thread has ended, so there is a result.
    return slot.result.withLock { $0 } ?? body()
  }

  /// A signal goes to any thread that takes it; only the working one has something to interrupt.
  private static func leaveInterruptsToTheWorker() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
