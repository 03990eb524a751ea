import Tensors

/// Turns scheduled values into steps over slots.
struct PlanCompiler {
  private let builder: PlanBuilder
  private let nodes: [PlanNode]
  private let schedule: PlanSchedule
  private let outputs: Set<PlanValue>
  private let kernelOperands: Set<PlanValue>

  private(set) var slots = PlanSlots()
  private(set) var steps: [PlanStep] = []
  private(set) var programs: [FusedProgram] = []
  private(set) var calls: [PlanKernelCall] = []

  init(_ lowering: PlanLowering) throws {
    builder = lowering.builder
    nodes = builder.nodes
    schedule = PlanSchedule(nodes, outputs: lowering.outputs)
    outputs = Set(lowering.outputs)
    var operands: Set<PlanValue> = []
    for (value, node) in nodes.enumerated() where schedule.isNeeded[value] {
      if case .kernel(_, let list, _) = node.kind { operands.formUnion(list) }
    }
    kernelOperands = operands
    addLeaves()
    try compileStages()
  }

  private mutating func addLeaves() {
    for (value, node) in nodes.enumerated() where schedule.isNeeded[value] {
      if case .input(let number) = node.kind { slots.add(value, .input(number), node.type) }
      if let constant = builder.constants[value] {
        slots.add(value, .constant(constant), node.type)
      }
    }
  }

  private mutating func compileStages() throws {
    var members: [Int: [PlanValue]] = [:]
    for value in nodes.indices where schedule.isNeeded[value] && schedule.stages[value] > 0 {
      members[schedule.stages[value], default: []].append(value)
    }
    var dying: [Int: [(offset: Int, count: Int)]] = [:]
    for stage in members.keys.sorted() {
      let values = members[stage] ?? []
      for value in values where schedule.isStored[value] || schedule.groups[value] == nil {
        try addSlot(value, &dying)
      }
      for value in values where schedule.isReduction(value) { try addSlot(value, &dying) }
      compile(values)
      for (offset, count) in dying[stage] ?? [] { slots.release(offset, count: count) }
    }
  }

  private mutating func addSlot(
    _ value: PlanValue, _ dying: inout [Int: [(offset: Int, count: Int)]]
  ) throws {
    guard slots.slot(of: value) == nil else { return }
    let node = nodes[value]
    if case .kernel = node.kind {
      slots.add(value, node.type.isNumber ? .memory(offset: slots.allocate(1)) : .result, node.type)
    } else if outputs.contains(value), !node.type.isNumber {
      slots.add(value, .output, node.type)
    } else if kernelOperands.contains(value), !node.type.isNumber {
      slots.add(value, .tensor(try Tensor.planned(node.type.shape)), node.type)
    } else {
      let offset = slots.allocate(node.count)
      slots.add(value, .memory(offset: offset), node.type)
      dying[schedule.lastStages[value], default: []].append((offset, node.count))
    }
  }

  private mutating func compile(_ values: [PlanValue]) {
    var groups: [PlanSchedule.Group: [PlanValue]] = [:]
    for value in values {
      if let group = schedule.groups[value] {
        groups[group, default: []].append(value)
      } else if let step = step(for: value) {
        steps.append(step)
      }
    }
    for group in groups.keys.sorted() {
      let program = PlanProgram(groups[group] ?? [], schedule, slots)
      programs.append(program.make(count: group.count))
      steps.append(.fused(programs.count - 1))
    }
  }

  private mutating func step(for value: PlanValue) -> PlanStep? {
    guard let to = slots.slot(of: value) else { return nil }
    let node = nodes[value]
    let operands = node.operands.compactMap { slots.slot(of: $0) }
    guard operands.count == node.operands.count else { return nil }
    switch node.kind {
    case .product(let a, let b, let transposeA, let transposeB):
      let product = PlannedKernels.Product(
        builder.shape(a), builder.shape(b), transposeA: transposeA, transposeB: transposeB)
      return .product(product, operands[0], operands[1], to: to)
    case .dot(let a, _): return .dot(operands[0], operands[1], count: nodes[a].count, to: to)
    case .reduce(let op, _, let outer, let length, let inner):
      return .reduce(op, operands[0], to: to, outer: outer, length: length, inner: inner)
    case .softmax(_, let length):
      return .softmax(operands[0], to: to, rows: node.count / length, length: length)
    case .logSoftmax(_, let length):
      return .logSoftmax(operands[0], to: to, rows: node.count / length, length: length)
    case .gather(_, let steps):
      return .gather(operands[0], to: to, sizes: node.type.shape, steps: steps)
    case .transpose:
      let shape = node.type.shape
      return .gather(operands[0], to: to, sizes: shape, steps: Shape([1, shape[0]]))
    case .kernel(let id, _, let attributes):
      guard let operation = builder.operations[id] else { return nil }
      calls.append(
        PlanKernelCall(
          operation: operation, operands: operands, attributes: attributes, type: node.type,
          result: to))
      return .kernel(calls.count - 1)
    default: return nil
    }
  }
}

extension PlanSchedule {
  /// Whether the value is a reduction at the end of a fused program: it always has memory.
  func isReduction(_ value: PlanValue) -> Bool {
    groups[value] != nil && nodes[value].fullReduction != nil
  }
}

/// The fused program of one group.
private struct PlanProgram {
  private var places: [FusedProgram.Place] = []
  private var known: [FusedProgram.Place: Int] = [:]
  private var steps: [(step: FusedProgram.Step, to: Int)] = []
  private var reductions: [(op: ReduceOp, place: Int, slot: Int)] = []
  /// Where the results of this group stand.
  private var results: [PlanValue: Int] = [:]
  private var freeRegisters: [Int] = []
  private var registerCount = 0
  private let isNumber: Bool

  init(_ values: [PlanValue], _ schedule: PlanSchedule, _ slots: PlanSlots) {
    isNumber = values.first.map { schedule.nodes[$0].count == 1 } ?? true
    var lastReads: [PlanValue: Int] = [:]
    for (index, value) in values.enumerated() {
      for source in PlanProgram.sources(of: value, schedule) {
        lastReads[source] = max(index, lastReads[source] ?? 0)
      }
      // Reductions read at the end of each block.
      if schedule.isReduction(value), let (_, source) = schedule.nodes[value].fullReduction {
        lastReads[source] = .max
      }
    }
    for (index, value) in values.enumerated() {
      let node = schedule.nodes[value]
      if let (op, source) = node.fullReduction, let slot = slots.slot(of: value) {
        reductions.append((op, results[source] ?? 0, slot))
        continue
      }
      let operands = schedule.accesses[value].map { place(of: $0, slots) }
      for source in Set(schedule.accesses[value].map(\.base)) where lastReads[source] == index {
        releaseRegister(of: source)
      }
      let to = slots.slot(of: value).map { place(.whole(slot: $0)) } ?? newRegister()
      results[value] = to
      steps.append((PlanProgram.step(node.kind, operands), to))
    }
  }

  func make(count: Int) -> FusedProgram {
    FusedProgram(count: count, places: places, steps: steps, reductions: reductions)
  }

  private static func sources(of value: PlanValue, _ schedule: PlanSchedule) -> [PlanValue] {
    schedule.accesses[value].map(\.base)
  }

  private mutating func place(of access: PlanAccess, _ slots: PlanSlots) -> Int {
    if let own = results[access.base] { return own }
    let slot = slots.slot(of: access.base) ?? 0
    switch access {
    case .whole: return place(.whole(slot: slot))
    case .number: return place(.number(slot: slot))
    case .pattern(_, let times, let period):
      return place(.pattern(slot: slot, repeat: times, period: period))
    }
  }

  private mutating func place(_ place: FusedProgram.Place) -> Int {
    if let index = known[place] { return index }
    places.append(place)
    known[place] = places.count - 1
    return places.count - 1
  }

  private mutating func newRegister() -> Int {
    if let register = freeRegisters.popLast() { return place(.register(register)) }
    registerCount += 1
    return place(.register(registerCount - 1))
  }

  private mutating func releaseRegister(of value: PlanValue) {
    guard let index = results[value], case .register(let register) = places[index] else { return }
    freeRegisters.append(register)
  }

  private static func step(_ kind: PlanNode.Kind, _ operands: [Int]) -> FusedProgram.Step {
    switch kind {
    case .unary(let op, _): .unary(op, operands[0])
    case .binary(let op, _, _): .binary(op, operands[0], operands[1])
    case .compare(let op, _, _): .compare(op, operands[0], operands[1])
    case .select: .select(operands[0], operands[1], operands[2])
    default: .copy(operands[0])
    }
  }
}
