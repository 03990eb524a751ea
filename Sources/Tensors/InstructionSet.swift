import CKernels

/// The instruction sets that kernels are written for. All give the same bits.
public enum InstructionSet: Int32, CaseIterable, Sendable {
  case base = 0
  /// AVX2 and FMA.
  case v3 = 1
  /// AVX-512.
  case v4 = 2

  public var isSupported: Bool { ck_isa_supported(rawValue) != 0 }

  /// What kernels use now. At start the best one, or what the environment's `GRADUS_ISA` names.
  public static var current: InstructionSet { InstructionSet(rawValue: ck_isa_current()) ?? .base }

  /// Switches the process over; false if the CPU lacks it.
  @discardableResult
  public func select() -> Bool { ck_isa_select(rawValue) != 0 }
}

/// Why this CPU cannot run the kernels; nil if it can.
public var unsupportedCPU: String? {
  ck_unsupported_cpu().map { String(cString: $0) }
}

/// How many threads the kernels use. Results never depend on it.
public enum Threads {
  /// The most that a kernel may use; at start as many as there are cores (at most 8), or what the
  /// environment's `GRADUS_THREADS` says.
  public static var limit: Int {
    get { Int(ck_threads()) }
    set { ck_threads_set(Int32(clamping: newValue)) }
  }
}
