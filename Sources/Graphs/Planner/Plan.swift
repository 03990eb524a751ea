import Tensors

/// A graph that runs often, compiled: constants folded, common parts shared, what nobody needs left out,
/// elementwise chains fused into one pass, memory laid out once. A plan never changes a result, only its
/// time.
public final class Plan {
  private let inputTypes: [NodeType]
  private let slots: [PlanSlots.Slot]
  private let steps: [PlanStep]
  private let programs: [FusedProgram]
  private let calls: [PlanKernelCall]
  private let outputs: [Output]

  /// The plan's own memory: values that only it sees, then scratch memory of fused programs.
  private let memory: Tensor
  private let scratch: UnsafeMutablePointer<Double>
  /// Where each slot's elements are in the run under way.
  private let places: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  /// Tensors of the run under way, by slot.
  private var tensors: [Tensor?]
  private var numberCells: [(slot: Int, input: Int, cell: UnsafeMutablePointer<Double>)] = []
  private var tensorInputs: [(slot: Int, input: Int)] = []
  private var newTensors: [(slot: Int, shape: Shape)] = []

  /// Of a plan that steps: which slots' elements go where before the next run.
  private var copies: [(from: Int, to: Int, count: Int)] = []

  private enum Output {
    case input(Int)
    case constant(Quantity)
    case number(slot: Int, isBool: Bool)
    case tensor(slot: Int, isBool: Bool)
  }

  /// - Throws: `tooLarge` where the memory that the plan needs is not to be had, `inputType` for a graph of
  ///   32-bit tensors.
  public init(_ graph: Graph) throws {
    // Plans compute in 64 bits.
    if graph.nodes.contains(where: { $0.type.dtype == .f32 }) { throw PlanFault.inputType }
    let lowering = PlanLowering(graph)
    let compiler = try PlanCompiler(lowering)
    inputTypes = graph.inputs.map { graph[$0].type }
    slots = compiler.slots.slots
    steps = compiler.steps
    programs = compiler.programs
    calls = compiler.calls
    outputs = zip(lowering.outputs, graph.outputs).map { value, node in
      Plan.output(lowering.builder, compiler.slots, value, graph[node].type)
    }
    let inputCells = inputTypes.count
    let scratchCount = programs.map(\.scratchCount).max() ?? 0
    let own = (compiler.slots.memoryCount + inputCells + slots.count + 7) / 8 * 8
    memory = try Tensor.planned(Shape([own + scratchCount + 1]))
    scratch = memory.plannedElements + own
    places = .allocate(capacity: max(1, slots.count))
    places.initialize(repeating: nil, count: max(1, slots.count))
    tensors = Array(repeating: nil, count: slots.count)
    placeSlots(cells: memory.plannedElements + compiler.slots.memoryCount)
  }

  deinit { places.deallocate() }

  private static func output(
    _ builder: PlanBuilder, _ slots: PlanSlots, _ value: PlanValue, _ type: NodeType
  ) -> Output {
    let isBool = type.dtype == .bool
    if let constant = builder.constants[value] { return .constant(constant) }
    if case .input(let number) = builder.nodes[value].kind { return .input(number) }
    // Every other output has a slot.
    let slot = slots.slot(of: value) ?? 0
    return type.isNumber
      ? .number(slot: slot, isBool: isBool) : .tensor(slot: slot, isBool: isBool)
  }

  private func placeSlots(cells: UnsafeMutablePointer<Double>) {
    var cell = cells
    for (index, slot) in slots.enumerated() {
      switch slot.kind {
      case .input(let number):
        guard slot.type.isNumber else {
          tensorInputs.append((index, number))
          continue
        }
        places[index] = cell
        numberCells.append((index, number, cell))
        cell += 1
      case .constant(.tensor(let tensor)):
        let numbers = tensor.asDoubles
        tensors[index] = numbers
        places[index] = numbers.plannedElements
      case .constant(let quantity):
        places[index] = cell
        cell.pointee = quantity.asNumber ?? .nan
        cell += 1
      case .memory(let offset): places[index] = memory.plannedElements + offset
      case .tensor(let tensor):
        tensors[index] = tensor
        places[index] = tensor.plannedElements
      case .result: break
      case .output: newTensors.append((index, slot.type.shape))
      }
    }
  }

  // MARK: Running

  /// The outputs for values of the inputs, which must be of the graph's types.
  public func run(_ inputs: [Quantity]) throws -> [Quantity] {
    try load(inputs)
    try makeOutputs()
    defer { release() }
    try runSteps()
    return outputs.map { output in
      switch output {
      case .input(let number): inputs[number]
      case .constant(let quantity): quantity
      case .number(let slot, let isBool): number(in: slot, isBool)
      case .tensor(let slot, let isBool): tensor(in: slot, isBool)
      }
    }
  }

  private func makeOutputs() throws {
    for (slot, shape) in newTensors {
      let tensor = try Tensor.planned(shape)
      tensors[slot] = tensor
      places[slot] = tensor.plannedElements
    }
  }

  private func load(_ inputs: [Quantity]) throws {
    guard inputs.count == inputTypes.count else { throw PlanFault.inputType }
    for (_, input, cell) in numberCells {
      guard let number = inputs[input].asNumber else { throw PlanFault.inputType }
      cell.pointee = number
    }
    for (slot, input) in tensorInputs {
      guard case .tensor(let tensor) = inputs[input], tensor.dtype == inputTypes[input].dtype,
        tensor.hasShape(inputTypes[input].shape)
      else { throw PlanFault.inputType }
      let numbers = tensor.asDoubles
      tensors[slot] = numbers
      places[slot] = numbers.plannedElements
    }
  }

  /// Lets go of what belongs to others, so that they may change it in place.
  private func release() {
    for (slot, _) in tensorInputs { tensors[slot] = nil }
    for (slot, _) in newTensors { tensors[slot] = nil }
    for call in calls { tensors[call.result] = nil }
  }

  private func number(in slot: Int, _ isBool: Bool) -> Quantity {
    let value = places[slot]?.pointee ?? .nan
    return isBool ? .bool(value != 0) : .number(value)
  }

  private func tensor(in slot: Int, _ isBool: Bool) -> Quantity {
    guard let tensor = tensors[slot] else { return .number(.nan) }
    return .tensor(isBool ? tensor.asBools : tensor)
  }

  @inline(__always)
  private func place(_ slot: Int) -> UnsafeMutablePointer<Double> {
    // Every slot that a step reads or writes has its place by then.
    places[slot].unsafelyUnwrapped
  }

  @inline(__always)
  /// - Throws: `cancelled`, after which results are not whole.
  private func runSteps() throws {
    for step in steps { try run(step) }
    if TensorBudget.isCancelled { throw TensorFault.cancelled }
  }

  private func run(_ step: PlanStep) throws {
    switch step {
    case .fused(let index):
      programs[index].run(slots: places, scratch: scratch)
    case .product(let product, let a, let b, let to):
      try PlannedKernels.multiply(product, place(a), place(b), into: place(to))
    case .dot(let a, let b, let count, let to):
      place(to).pointee = PlannedKernels.dot(place(a), place(b), count: count)
    case .reduce(let op, let x, let to, let outer, let length, let inner):
      PlannedKernels.reduce(
        op, place(x), into: place(to), outer: outer, length: length, inner: inner)
    case .softmax(let x, let to, let rows, let length):
      PlannedKernels.softmax(place(x), into: place(to), rows: rows, length: length)
    case .logSoftmax(let x, let to, let rows, let length):
      PlannedKernels.logSoftmax(place(x), into: place(to), rows: rows, length: length)
    case .gather(let x, let to, let sizes, let steps):
      PlannedKernels.gather(place(x), into: place(to), sizes: sizes, steps: steps)
    case .kernel(let index): try run(calls[index])
    }
  }

  // MARK: Stepping

  /// Begins a sequence of runs in which outputs take the place of inputs, without anything being made in
  /// between: the steps of a training.
  ///
  /// - Returns: false where the plan can't do that.
  public func begin(_ inputs: [Quantity], carrying pairs: [(output: Int, input: Int)]) throws
    -> Bool
  {
    var copies: [(from: Int, to: Int, count: Int)] = []
    for (output, input) in pairs {
      guard let to = inputSlot(input) else { continue }
      guard let from = slot(ofOutput: output), inputTypes[input].dtype == .f64 else { return false }
      copies.append((from, to, inputTypes[input].shape.count))
    }
    // Memory of the plan's own: what is carried is written over.
    try load(
      inputs.map { input in
        guard case .tensor(let tensor) = input, tensor.dtype == .f64 else { return input }
        return .tensor(tensor.copied())
      })
    try makeOutputs()
    self.copies = copies
    return true
  }

  /// One run from where the sequence has come to. `input` numbers change from run to run.
  public func step(setting input: Int, to number: Double) throws {
    for cell in numberCells where cell.input == input { cell.cell.pointee = number }
    try runSteps()
  }

  /// Lets the outputs take the place of the inputs.
  public func carry() {
    for (from, to, count) in copies { place(to).update(from: place(from), count: count) }
  }

  /// An output of the last run that is one number.
  public func number(ofOutput output: Int) -> Double {
    switch outputs[output] {
    case .constant(let quantity): return quantity.asNumber ?? .nan
    case .number(let slot, _): return places[slot]?.pointee ?? .nan
    case .input(let input):
      return inputSlot(input).flatMap { places[$0]?.pointee } ?? .nan
    case .tensor: return .nan
    }
  }

  /// Whether `number(ofOutput:)` tells all of an output.
  public func isNumber(output: Int) -> Bool {
    if case .tensor = outputs[output] { false } else { true }
  }

  /// The value that stands for an input now; nil where the plan does not need it.
  public func value(ofInput input: Int) -> Quantity? {
    guard let slot = inputSlot(input) else { return nil }
    let type = inputTypes[input]
    if type.isNumber { return number(in: slot, type.dtype == .bool) }
    return tensors[slot].map { .tensor($0.copied()) }
  }

  public func end() {
    release()
    copies = []
  }

  private func inputSlot(_ input: Int) -> Int? {
    numberCells.first { $0.input == input }?.slot ?? tensorInputs.first { $0.input == input }?.slot
  }

  private func slot(ofOutput output: Int) -> Int? {
    switch outputs[output] {
    case .number(let slot, false), .tensor(let slot, false): slot
    default: nil
    }
  }

  // MARK: Kernels

  private func run(_ call: PlanKernelCall) throws {
    let operands = call.operands.map(operand)
    let result = try call.operation.kernel(operands, call.attributes)
    guard result.shape == call.type.shape, result.dtype == call.type.dtype else {
      throw PlanFault.typeChanged(operation: call.operation.name)
    }
    guard case .tensor(let tensor) = result else {
      place(call.result).pointee = result.asNumber ?? .nan
      return
    }
    // A kernel may hand its operand through, and the next run would write into it.
    let isOperand = operands.contains { operand in
      if case .tensor(let other) = operand { other.isIdentical(to: tensor) } else { false }
    }
    let own = isOperand ? tensor.copied() : tensor.asDoubles
    tensors[call.result] = own
    places[call.result] = own.plannedElements
  }

  private func operand(_ slot: Int) -> Quantity {
    if case .constant(let quantity) = slots[slot].kind { return quantity }
    let isBool = slots[slot].type.dtype == .bool
    return slots[slot].type.isNumber ? number(in: slot, isBool) : tensor(in: slot, isBool)
  }
}
