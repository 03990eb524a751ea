import CKernels
import Diagnostics
import Tensors

#if canImport(Glibc)
  import Glibc
#endif

/// How much a cell may take before it is stopped with a diagnostic.
public struct Limits: Sendable {
  /// Turns of loops and calls.
  public var steps: Int
  /// Wall-clock seconds.
  public var seconds: Double
  /// Calls within calls.
  public var depth: Int
  /// Bytes of tensors alive at one time.
  public var memory: Int
  /// Bytes of printed text.
  public var output: Int

  public init(steps: Int, seconds: Double, depth: Int, memory: Int, output: Int) {
    self.steps = steps
    self.seconds = seconds
    self.depth = depth
    self.memory = memory
    self.output = output
  }

  /// For notebooks: generous, but nobody waits for ever.
  public static let standard = Limits(
    steps: 20_000_000_000, seconds: 300, depth: 20_000, memory: 4 << 30, output: 10 << 20)
  /// For the REPL and scripts, where ctrl-C is at hand.
  public static let unlimited = Limits(
    steps: .max, seconds: .infinity, depth: 20_000, memory: 8 << 30, output: .max)
}

/// Counts what a run has taken. The machine's core only decrements its `fuel`; the limits are looked at
/// when it runs out, every few thousand turns.
struct Budget {
  static let tank = 4096

  var limits: Limits = .standard
  private var stepsTaken = 0
  private var deadline: Double = .infinity
  private var stackFloor: UInt = 0
  private var refuels = 0
  /// The process's memory when the run began.
  private var memoryAtStart = 0

  mutating func start() {
    stepsTaken = 0
    deadline = monotonicSeconds() + limits.seconds
    stackFloor = Budget.lowestUsableAddress()
    refuels = 0
    memoryAtStart = processMemory()
  }

  mutating func refuel() throws {
    stepsTaken += Budget.tank
    if Interrupt.isRequested { throw Diagnostic.stopped() }
    if stepsTaken > limits.steps { throw Diagnostic.tooManySteps(limits.steps) }
    if monotonicSeconds() > deadline { throw Diagnostic.tooLong(limits.seconds) }
    refuels += 1
    if refuels % 64 == 0 { try checkMemory(adding: 0) }
  }

  /// Tensors are counted one by one; texts, tuples and records only by what the process has grown.
  func checkMemory(adding bytes: Int) throws {
    guard processMemory() - memoryAtStart + bytes > limits.memory else { return }
    throw Diagnostic.tooMuchMemory(limits.memory)
  }

  /// Native code calls functions that call native code: the thread's stack must not run out.
  func checkStack() throws {
    var marker: UInt8 = 0
    let here = withUnsafePointer(to: &marker) { UInt(bitPattern: $0) }
    if here < stackFloor { throw Diagnostic.tooDeepNatively() }
    if Interrupt.isRequested { throw Diagnostic.stopped() }
  }

  /// The address below which this thread's stack must not grow. The margin is for what runs between two
  /// checks: a turn of the machine (large frames in a debug build) and library code.
  private static func lowestUsableAddress() -> UInt {
    var size = 0
    let bottom = ck_stack_bottom(&size)
    return bottom == 0 ? 0 : bottom + UInt(min(1 << 20, size / 2))
  }
}

/// Bytes of memory that the process holds; 0 where the system does not say.
private func processMemory() -> Int {
  guard let stream = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(stream) }
  var text = [UInt8](repeating: 0, count: 128)
  let count = fread(&text, 1, text.count, stream)
  let fields = text[..<count].split(separator: UInt8(ascii: " "))
  guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
    return 0
  }
  return pages * sysconf(Int32(_SC_PAGESIZE))
}

/// Seconds of a clock that only goes forward.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
