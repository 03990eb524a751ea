import Diagnostics
import Graphs
import Tensors

/// A name bound by `:=`: an expression that holds from then on.
final class Equation {
  let name: String
  let slot: Int
  let code: Code
  let place: Place

  /// The last value, with the module names that were read for it and when each had last changed.
  fileprivate(set) var value: Value?
  fileprivate(set) var reads: [Int] = []
  /// The module's epoch at which the value was last found to hold.
  fileprivate var checkedEpoch: UInt64 = 0
  /// The epoch at which the value was computed.
  fileprivate var computedEpoch: UInt64 = 0
  /// Which computation of an equation it was, counted over all of the module.
  fileprivate var computation: UInt64 = 0
  fileprivate(set) var isUnderWay = false
  /// The equation as a graph over the names on its right side; see `Lowering`.
  var lowered: Lowered?

  init(name: String, slot: Int, code: Code, place: Place) {
    self.name = name
    self.slot = slot
    self.code = code
    self.place = place
  }

  /// The right side as it was written.
  var sourceText: String { code.sourceText }
}

/// Watches which module names are read while an equation is evaluated, and, when it is lowered,
/// replaces what they hold by inputs of its graph.
final class GlobalReader {
  private let trace: Trace?
  /// Replaces what a name holds, in place of the trace.
  private let replace: ((Int, Value) -> Value)?
  private(set) var slots: [Int] = []
  private var values: [Int: Value] = [:]
  private var calls: [(function: Function, arguments: [Value], node: NodeID)] = []
  /// Calls of the user's functions under way: only the outermost is a step of its own.
  private var callDepth = 0

  /// - Parameter isWithinCall: what runs is a function that is looked into: the calls in it are steps.
  init(
    trace: Trace? = nil, isWithinCall: Bool = false, replace: ((Int, Value) -> Value)? = nil
  ) {
    self.trace = trace
    self.replace = replace
    callDepth = isWithinCall ? -1 : 0
  }

  func read(_ slot: Int, _ machine: Machine) throws -> Value {
    if let known = values[slot] { return known }
    slots.append(slot)
    let outer = machine.reader
    machine.reader = nil
    defer { machine.reader = outer }
    var value = try machine.readGlobal(slot)
    if let trace { value = follow(value, machine.names.names[slot], trace) }
    if let replace { value = replace(slot, value) }
    values[slot] = value
    return value
  }

  /// Notes a call of a function that the user wrote.
  func watch(
    _ function: Function, _ arguments: [Value], _ body: () throws -> Value
  ) throws -> Value {
    callDepth += 1
    defer { callDepth -= 1 }
    let result = try body()
    if callDepth == 1, let trace, case .traced(let traced) = result, traced.trace === trace,
      trace.graph[traced.node].operation != nil
    {
      calls.append((function, arguments, traced.node))
    }
    return result
  }

  /// The calls with their texts in terms of the names in the finished graph.
  func calls(in graph: Graph) -> [Lowered.Call] {
    let writer = Typesetter(graph)
    var counts: [String: Int] = [:]
    return calls.map { call in
      let name = call.function.displayName
      counts[name, default: 0] += 1
      let arguments = call.arguments.map { text(of: $0, in: graph, writer) }
      let number = counts[name, default: 1]
      return Lowered.Call(
        opening: Opening(call.function, call.arguments, texts: arguments, trace),
        name: number == 1 ? name : "\(name)_\(number)",
        text: "\(name)(\(arguments.joined(separator: ", ")))", node: call.node)
    }
  }

  private func text(of argument: Value, in graph: Graph, _ writer: Typesetter) -> String {
    if case .traced(let traced) = argument, traced.trace === trace {
      return graph[traced.node].name ?? writer.unicode(traced.node)
    }
    guard argument.isStructure else { return Display(digits: 6).inline(argument) }
    // A tuple or record of the module has leaves named after it: `p.w`, `p[1]`.
    let roots = argument.leaves.map { leaf -> String in
      guard case .traced(let traced) = leaf, traced.trace === trace else { return "" }
      return String((graph[traced.node].name ?? "").prefix { $0 != "." && $0 != "[" })
    }
    if let root = roots.first, !root.isEmpty, roots.allSatisfy({ $0 == root }) { return root }
    return argument.kindName
  }

  /// Numbers and tensors become inputs under the name; of tuples and records each leaf does, under its
  /// path. Anything else stays what it is.
  private func follow(_ value: Value, _ name: String, _ trace: Trace) -> Value {
    guard value.isNumeric || value.isStructure else { return value }
    var names = value.namedLeaves(name).map(\.path)[...]
    return value.replacingLeaves { leaf in
      let path = names.popFirst()
      return trace.follow(leaf.asFloating, name: path) ?? leaf
    }
  }
}

extension Machine {
  func define(_ info: Code.EquationInfo) {
    let equation = Equation(
      name: info.name, slot: info.slot, code: info.code, place: info.place)
    setGlobal(info.slot, .equation(equation))
  }

  /// The value of an equation for the current values of what it depends on; computed only when one of
  /// them has changed.
  func value(of equation: Equation) throws -> Value {
    if let value = equation.value, equation.checkedEpoch == epoch { return value }
    if equation.isUnderWay { throw circle(equation) }
    if equationsUnderWay.count >= Machine.equationDepth, !isEvaluatingBelow {
      evaluateBelow(equation)
    }
    equation.isUnderWay = true
    equationsUnderWay.append(equation)
    defer {
      equation.isUnderWay = false
      equationsUnderWay.removeLast()
    }
    if let value = equation.value, try holds(equation) {
      equation.checkedEpoch = epoch
      return value
    }
    return try compute(equation)
  }

  /// So deep equations are evaluated by evaluating what they read; from there on in order, so that long
  /// chains need no deep stack.
  private static let equationDepth = 40

  /// Evaluates the equations that another one names, each after those that it names itself. What fails
  /// here says so when it is read.
  private func evaluateBelow(_ equation: Equation) {
    isEvaluatingBelow = true
    defer { isEvaluatingBelow = false }
    var seen: Set<Int> = [equation.slot]
    var open: [(equation: Equation, next: [Int])] = [(equation, equation.code.globalSlots)]
    while let top = open.last {
      guard let slot = top.next.last else {
        open.removeLast()
        if !open.isEmpty, !top.equation.isUnderWay { _ = try? value(of: top.equation) }
        continue
      }
      open[open.count - 1].next.removeLast()
      if seen.insert(slot).inserted, case .equation(let below) = globals[slot] {
        open.append((below, below.code.globalSlots))
      }
    }
  }

  /// Whether nothing that the equation read has changed since its value was computed.
  private func holds(_ equation: Equation) throws -> Bool {
    for slot in equation.reads {
      equationLooks += 1
      if case .equation(let other) = globals[slot] {
        _ = try value(of: other)
        if other.computation > equation.computation { return false }
      }
      if stamps[slot] > equation.computedEpoch { return false }
    }
    return true
  }

  private func compute(_ equation: Equation) throws -> Value {
    let outer = reader
    let watcher = GlobalReader()
    reader = watcher
    defer { reader = outer }
    let value = try countingEffects { try run(equation.code) }
    equation.value = value
    equation.reads = watcher.slots
    // Not a new epoch: no name has changed, so what was found to hold still does.
    computations += 1
    equation.computation = computations
    equation.computedEpoch = epoch
    equation.checkedEpoch = epoch
    return value
  }

  /// Runs code of an equation.
  func countingEffects<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = effectMark
    defer { if effectMark != before { equationEffects += 1 } }
    return try body()
  }

  private func circle(_ equation: Equation) -> Diagnostic {
    let start = equationsUnderWay.firstIndex { $0 === equation } ?? 0
    let members = equationsUnderWay[start...]
    return .circularEquation(
      members.map(\.name) + [equation.name], places: members.map { ($0.name, $0.place) })
  }

  /// All equations of the module, in the order of their names' first appearance.
  var equations: [Equation] {
    (0..<globalCount).compactMap { slot in
      if case .equation(let equation) = globals[slot] { equation } else { nil }
    }
  }
}
