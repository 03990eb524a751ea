import Diagnostics
import Graphs
import Tensors

/// A number or tensor that a trace follows: where it stands in the trace's graph, and its value, which
/// may itself be followed by an outer trace.
final class Traced {
  let trace: Trace
  let node: NodeID
  let primal: Value

  init(trace: Trace, node: NodeID, primal: Value) {
    self.trace = trace
    self.node = node
    self.primal = primal
  }
}

/// The record of what happens to some values while a function runs on them.
///
/// Differentiation within differentiation makes traces within traces. An operation is recorded by the
/// innermost trace that follows one of its operands; values of outer traces are inputs to it, so levels
/// can't be confused (Siskind & Pearlmutter, "Perturbation Confusion and Referential Transparency",
/// 2005, describe what goes wrong otherwise).
final class Trace {
  /// How deep this trace is nested; inner traces have higher levels.
  let level: Int
  /// How often the graph may be differentiated, at most.
  let order: Int
  /// How many derivative rules of the user's own are being evaluated, one within the other.
  var ruleDepth = 0
  private(set) var graph = Graph()
  /// The value of each node.
  private(set) var primals: [Value] = []
  /// A condition or an index was decided by a traced value: the graph holds only where all are decided
  /// the same way.
  private(set) var isGuarded = false
  /// What decided, and what it was.
  private(set) var decisions: [(node: NodeID, value: Value)] = []
  /// Where operations were called whose derivative is 0: what a note points at.
  private(set) var discretePlaces: [NodeID: Place] = [:]
  /// False as soon as the function has returned: values that escaped are constants from then on.
  var isActive = true
  private var captured: [ObjectIdentifier: NodeID] = [:]
  private var numbers: [UInt64: NodeID] = [:]
  /// Keeps captured objects alive, so that their identities stay theirs.
  private var capturedValues: [Value] = []

  /// What a recorded number takes in memory, with its share of the arrays' spare room.
  static let bytesPerNode = 200

  init(level: Int, order: Int) {
    self.level = level
    self.order = order
  }

  /// Makes an input of the graph for a number or tensor.
  func follow(_ value: Value, name: String? = nil) -> Value? {
    guard let type = value.nodeType else { return nil }
    let node = graph.addInput(type, name: name)
    primals.append(value)
    return .traced(Traced(trace: self, node: node, primal: value))
  }

  func noteDecision(by traced: Traced) {
    isGuarded = true
    decisions.append((traced.node, traced.primal))
  }

  /// - Parameter place: where the operation was called, if that is worth remembering.
  func record(
    _ operation: Operation, _ operands: [NodeID], _ attributes: Attributes, primal: Value,
    at place: Place? = nil
  ) -> Value {
    guard let type = primal.nodeType else { return primal }
    let node = graph.add(operation, operands, attributes, type: type)
    primals.append(primal)
    if let place { discretePlaces[node] = place }
    return .traced(Traced(trace: self, node: node, primal: primal))
  }

  /// The node that stands for an operand: its own, a constant, or an input for an outer trace's value.
  func node(for value: Value) -> NodeID? {
    switch value {
    case .traced(let traced):
      if traced.trace === self { return traced.node }
      return capture(value, ObjectIdentifier(traced)) { type in graph.addInput(type) }
    case .tensor(let tensor):
      return capture(value, tensor.identity) { _ in graph.addConstant(.tensor(tensor)) }
    default:
      guard let quantity = value.quantity else { return nil }
      if case .number(let number) = quantity { return constant(number) }
      let node = graph.addConstant(quantity)
      primals.append(value)
      return node
    }
  }

  /// One node for all uses of a number, however often a loop comes by it.
  private func constant(_ number: Double) -> NodeID {
    if let known = numbers[number.bitPattern] { return known }
    let node = graph.addConstant(.number(number))
    primals.append(.number(number))
    // Loop counters and the like are used once: they must not fill the table.
    if numbers.count < 4096 { numbers[number.bitPattern] = node }
    return node
  }

  private func capture(
    _ value: Value, _ identity: ObjectIdentifier, _ make: (NodeType) -> NodeID
  ) -> NodeID? {
    if let known = captured[identity] { return known }
    guard let type = value.nodeType else { return nil }
    let node = make(type)
    primals.append(value)
    captured[identity] = node
    capturedValues.append(value)
    return node
  }
}

/// The traces under way, outermost first.
struct TraceStack {
  private var depth = 0
  /// The innermost trace that shuts out those below it: they record nothing, and what they follow is an
  /// input to it.
  private(set) var seal: Trace?

  var isRecording: Bool { depth > 0 }

  /// - Parameter order: how often the trace will be differentiated. A Hessian needs two.
  mutating func push(order: Int = 2) -> Trace {
    depth += 1
    return Trace(level: depth, order: order)
  }

  mutating func pop(_ trace: Trace) {
    trace.isActive = false
    depth -= 1
  }

  mutating func pushSealed() -> (trace: Trace, outer: Trace?) {
    let outer = seal
    let trace = push()
    seal = trace
    return (trace, outer)
  }

  mutating func popSealed(_ trace: Trace, _ outer: Trace?) {
    pop(trace)
    seal = outer
  }

  /// The trace that records an operation on these operands.
  func innermost(of operands: [Value]) -> Trace? {
    var innermost: Trace?
    var isFollowed = false
    for case .traced(let traced) in operands {
      isFollowed = true
      guard traced.trace.isActive else { continue }
      if traced.trace.level > (innermost?.level ?? 0) { innermost = traced.trace }
    }
    guard let seal, isFollowed, (innermost?.level ?? 0) < seal.level else { return innermost }
    return seal
  }
}
