import Tensors

/// Where the values of a plan lie while it runs.
struct PlanSlots {
  enum Kind {
    case input(Int)
    case constant(Quantity)
    /// In the plan's own memory, from this element on.
    case memory(offset: Int)
    /// A tensor of the plan's own, where a kernel needs one as its operand.
    case tensor(Tensor)
    /// What a kernel gave.
    case result
    /// A new tensor in every run: it is handed out.
    case output
  }

  struct Slot {
    let kind: Kind
    let type: NodeType
  }

  private(set) var slots: [Slot] = []
  private(set) var memoryCount = 0
  private var numbers: [PlanValue: Int] = [:]
  private var free: [Int: [Int]] = [:]

  func slot(of value: PlanValue) -> Int? { numbers[value] }

  mutating func add(_ value: PlanValue, _ kind: Kind, _ type: NodeType) {
    numbers[value] = slots.count
    slots.append(Slot(kind: kind, type: type))
  }

  /// Memory for `count` elements, on a cache line where there are many.
  mutating func allocate(_ count: Int) -> Int {
    let size = PlanSlots.rounded(count)
    if let offset = free[size]?.popLast() { return offset }
    let offset = memoryCount
    memoryCount += size
    return offset
  }

  mutating func release(_ offset: Int, count: Int) {
    free[PlanSlots.rounded(count), default: []].append(offset)
  }

  private static func rounded(_ count: Int) -> Int { count <= 1 ? 1 : (count + 7) / 8 * 8 }
}
