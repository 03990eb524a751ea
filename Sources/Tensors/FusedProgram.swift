import CKernels

/// A chain of elementwise operations as one pass over blocks that stay in the first cache; a step gives
/// the same bits as the operation on its own.
///
/// Operands and results are places, which a program numbers from 0; memory is given when it runs,
/// as slots.
public final class FusedProgram {
  public enum Place: Hashable {
    /// As many elements as the program runs over.
    case whole(slot: Int)
    /// One for all.
    case number(slot: Int)
    /// A broadcast row or column: element i is the slot's (i / repeat) mod period.
    case pattern(slot: Int, repeat: Int, period: Int)
    /// A result that only later steps read.
    case register(Int)
  }

  public enum Step {
    case unary(UnaryOp, Int)
    case binary(BinaryOp, Int, Int)
    /// 1 or 0.
    case compare(CompareOp, Int, Int)
    /// b where a is not 0, else c.
    case select(Int, Int, Int)
    case copy(Int)
  }

  private var program = ck_fused()
  private let places: UnsafeMutablePointer<ck_fused_place>
  private let steps: UnsafeMutablePointer<ck_fused_step>
  private let reductions: UnsafeMutablePointer<ck_fused_reduction>

  /// - Parameters:
  ///   - reductions: full reductions of places, to slots.
  public init(
    count: Int, places: [Place], steps: [(step: Step, to: Int)],
    reductions: [(op: ReduceOp, place: Int, slot: Int)]
  ) {
    self.places = .allocate(capacity: max(1, places.count))
    self.steps = .allocate(capacity: max(1, steps.count))
    self.reductions = .allocate(capacity: max(1, reductions.count))
    var registers = 0
    for (index, place) in places.enumerated() {
      self.places[index] = FusedProgram.encoded(place)
      if case .register(let number) = place { registers = max(registers, number + 1) }
    }
    for (index, step) in steps.enumerated() {
      self.steps[index] = FusedProgram.encoded(step.step, to: step.to)
    }
    for (index, reduction) in reductions.enumerated() {
      self.reductions[index] = ck_fused_reduction(
        op: UInt32(reduction.op.rawValue), place: UInt32(reduction.place),
        slot: UInt32(reduction.slot))
    }
    program.count = count
    program.places_count = UInt32(places.count)
    program.steps_count = UInt32(steps.count)
    program.reductions_count = UInt32(reductions.count)
    program.registers_count = UInt32(registers)
    program.places = UnsafePointer(self.places)
    program.steps = UnsafePointer(self.steps)
    program.reductions = UnsafePointer(self.reductions)
  }

  deinit {
    places.deallocate()
    steps.deallocate()
    reductions.deallocate()
  }

  /// How many doubles of scratch memory a run needs.
  public var scratchCount: Int { ck_fused_scratch(&program) }

  @inline(__always)
  public func run(
    slots: UnsafePointer<UnsafeMutablePointer<Double>?>, scratch: UnsafeMutablePointer<Double>
  ) {
    ck_fused_run(&program, slots, scratch)
  }

  private static func encoded(_ place: Place) -> ck_fused_place {
    switch place {
    case .whole(let slot): encoded(ck_place_whole, slot)
    case .number(let slot): encoded(ck_place_number, slot)
    case .pattern(let slot, let times, let period):
      encoded(ck_place_pattern, slot, times, period)
    case .register(let number): encoded(ck_place_register, number)
    }
  }

  private static func encoded(
    _ kind: Int, _ slot: Int, _ times: Int = 1, _ period: Int = 1
  ) -> ck_fused_place {
    ck_fused_place(kind: UInt32(kind), slot: UInt32(slot), repeat: times, period: period)
  }

  private static func encoded(_ step: Step, to: Int) -> ck_fused_step {
    switch step {
    case .unary(let op, let a): encoded(ck_fused_unary, op: op.rawValue, to, a)
    case .binary(let op, let a, let b): encoded(ck_fused_binary, op: op.rawValue, to, a, b)
    case .compare(let op, let a, let b): encoded(ck_fused_compare, op: op.rawValue, to, a, b)
    case .select(let a, let b, let c): encoded(ck_fused_select, op: 0, to, a, b, c)
    case .copy(let a): encoded(ck_fused_copy, op: 0, to, a)
    }
  }

  private static func encoded(
    _ kind: Int, op: UInt8, _ to: Int, _ a: Int, _ b: Int = 0,
    _ c: Int = 0
  ) -> ck_fused_step {
    ck_fused_step(
      kind: UInt16(kind), op: UInt16(op), to: UInt32(to), a: UInt32(a), b: UInt32(b),
      c: UInt32(c))
  }
}
