import CMachine
import Diagnostics

// Calls under way: beginning and ending them, and telling where an error happened.
extension vm_frame {
  var owner: Code { Unmanaged<Code>.fromOpaque(code.pointee.owner).takeUnretainedValue() }
  /// The function whose code runs; nil for code of the module.
  var callee: Function? {
    function.map { Unmanaged<Function>.fromOpaque($0).takeUnretainedValue() }
  }
  var pc: Int { ip - code.pointee.instructions }
  /// Where the last instruction came from.
  var place: InstructionPlace { owner.place(at: max(pc - 1, 0)) }
}

extension Machine {
  /// How many calls are under way.
  var depth: Int { core.pointee.frame - core.pointee.frames + 1 }

  /// Runs code of the module, or a thunk.
  func run(_ code: Code) throws -> Value {
    try budget.checkStack()
    return try execute(code, function: nil, captures: [], arguments: [])
  }

  /// Calls a function from native code.
  func call(_ function: Function, _ arguments: [Value]) throws -> Value {
    try budget.checkStack()
    return try call(function, arguments, labels: nil)
  }

  func execute(
    _ code: Code, function: Function?, captures: [Value], arguments: [Value]
  ) throws -> Value {
    let entry = depth
    let base = Int(core.pointee.top)
    if debugsNumbers { code.checkNumbers() }
    let limit = min(budget.limits.depth, Machine.frameCapacity)
    core.pointee.last_frame = core.pointee.frames + (limit - 1)
    let callee = function.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }
    guard vm_enter(core, code.core, callee, Int64(base), -1) else {
      throw Diagnostic.tooDeep(entry)
    }
    for (index, argument) in arguments.enumerated() { stack[base + index] = argument }
    defer { if entry == 0, !retired.isEmpty { retired.removeAll() } }
    do {
      return try loop(entry: entry)
    } catch {
      let located = locate(error, entry: entry)
      unwind(to: entry)
      throw located
    }
  }

  /// Of all calls under way.
  func checkNumbersInFrames() {
    for index in 0..<depth { core.pointee.frames[index].owner.checkNumbers() }
  }

  private func unwind(to depth: Int) {
    while self.depth > depth { vm_leave(core) }
  }

  /// A step of a loop in native code, which can be stopped as those of programs can.
  func takeStep() throws {
    core.pointee.fuel -= 1
    if core.pointee.fuel < 0 { try refuel() }
  }

  func refuel() throws {
    core.pointee.fuel = Int64(Budget.tank)
    try budget.refuel()
  }

  func startBudget() {
    core.pointee.fuel = Int64(Budget.tank)
    budget.start()
  }

  // MARK: Places

  /// Gives an error its place and the calls that led to it.
  private func locate(_ error: any Error, entry: Int) -> Diagnostic {
    guard depth > 0 else { return Diagnostic.from(error) }
    let frames = core.pointee.frames!
    let frame = frames[depth - 1]
    let at = frame.place
    var diagnostic = Diagnostic.from(error, operands: OperandTexts(frame.owner.file, at))
    if diagnostic.primary == nil {
      diagnostic.primary = Diagnostic.Label(Place(frame.owner.file, at.span))
    }
    for index in stride(from: depth - 1, to: entry, by: -1) {
      addCall(to: &diagnostic, frames[index], from: frames[index - 1])
    }
    if entry > 0, frames[entry].function != nil {
      addCall(to: &diagnostic, frames[entry], from: frames[entry - 1])
    }
    return diagnostic
  }

  private func addCall(to diagnostic: inout Diagnostic, _ frame: vm_frame, from caller: vm_frame) {
    diagnostic.addCall(
      frame.callee, at: Place(caller.owner.file, caller.place.span))
  }

  /// Where the innermost frame is, as far as it has said so: at a call.
  var currentPlace: Place? {
    guard depth > 0 else { return nil }
    let frame = core.pointee.frame.pointee
    return Place(frame.owner.file, frame.place.span)
  }

  /// The function whose code runs; nil for code of the module.
  var callee: Function? {
    depth > 0 ? core.pointee.frame.pointee.callee : nil
  }

  func capture(_ index: Int) -> Value {
    if case .closure(_, let captures)? = callee?.kind {
      return captures[index]
    }
    return .undefined
  }
}
