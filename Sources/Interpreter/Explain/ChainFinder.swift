import Diagnostics
import Graphs

/// Collects the quantities between a target and a variable.
struct ChainFinder {
  private enum Key: Hashable {
    case name(slot: Int, leaf: Int)
    case call(Int, NodeID)
  }

  private let machine: Machine
  /// nil: every name that is no equation counts as one.
  private let variable: Int?
  private let fixed: Set<Int>
  /// In the order of finishing: what a quantity depends on stands before it.
  private var nodes: [ChainGraph.Node] = []
  /// nil: the quantity does not depend on the variable.
  private var known: [Key: Int?] = [:]
  private var parts: [ObjectIdentifier: Int] = [:]
  /// Quantities under way, outermost first.
  private var open: [Frame] = []

  init(_ machine: Machine, variable: Int?, fixed: Set<Int>) {
    self.machine = machine
    self.variable = variable
    self.fixed = fixed
  }

  /// nil when no path leads from the target to the variable.
  mutating func find(
    target name: String, _ lowered: Lowered, written: String, place: Place?
  ) throws -> ChainGraph? {
    let source = Source(name: name, lowered: lowered, written: written, place: place)
    open = [Frame(source: source, output: lowered.outputs[0], name: name, key: nil)]
    var target: Int?
    // In order of dependence and not by recursion: chains of equations may be long.
    while let stop = nextStop() {
      guard let stop else {
        target = finish()
        continue
      }
      let frame = open[open.count - 1]
      let way = try visit(stop, frame.source)
      switch way {
      case .known(let index): reach(index, by: stop)
      case .unknown(let below): open.append(below)
      }
    }
    return target == nil ? nil : ordered()
  }

  /// The next stop of the innermost quantity under way; nil where it has no more of them.
  private mutating func nextStop() -> NodeID?? {
    guard let frame = open.last else { return nil }
    guard frame.next < frame.stops.count else { return .some(nil) }
    open[open.count - 1].next += 1
    return frame.stops[frame.next]
  }

  private mutating func reach(_ index: Int?, by stop: NodeID) {
    guard let index, !open.isEmpty else { return }
    open[open.count - 1].reaching.append((stop, index))
  }

  /// All that the innermost quantity depends on is known.
  private mutating func finish() -> Int? {
    let frame = open.removeLast()
    let index = frame.reaching.isEmpty ? nil : addNode(frame)
    if let key = frame.key { known.updateValue(index, forKey: key) }
    if let outer = open.last { reach(index, by: outer.stops[outer.next - 1]) }
    return index
  }

  /// The target first, the variable's leaves last.
  private func ordered() -> ChainGraph {
    let found = nodes.indices.filter { nodes[$0].part == nil }
    let leaves =
      variable == nil
      ? found : found.sorted { (nodes[$0].source?.leaf ?? 0) < (nodes[$1].source?.leaf ?? 0) }
    let inner = nodes.indices.reversed().filter { nodes[$0].part != nil }
    let order = inner + leaves
    var place = [Int](repeating: 0, count: nodes.count)
    for (position, index) in order.enumerated() { place[index] = position }
    let moved = order.map { index -> ChainGraph.Node in
      var node = nodes[index]
      node.steps = node.steps.map {
        ChainGraph.Step(to: place[$0.to], input: $0.input, heldFixed: $0.heldFixed)
      }
      return node
    }
    return ChainGraph(nodes: moved, variables: Array(inner.count..<order.count))
  }

  /// Where a quantity is written.
  private struct Source {
    let name: String
    let lowered: Lowered
    let written: String
    let place: Place?
  }

  /// A quantity whose dependences are being followed.
  private struct Frame {
    let source: Source
    let output: NodeID
    let name: String
    let key: Key?
    let stops: [NodeID]
    var next = 0
    var reaching: [(node: NodeID, index: Int)] = []

    init(source: Source, output: NodeID, name: String, key: Key?) {
      self.source = source
      self.output = output
      self.name = name
      self.key = key
      stops = source.lowered.stops(below: output)
    }
  }

  private mutating func addNode(_ frame: Frame) -> Int {
    let (source, reaching) = (frame.source, frame.reaching)
    let lowered = source.lowered
    let call = lowered.calls.first { $0.node == frame.output }
    let indices = reaching.map(\.index)
    nodes.append(
      ChainGraph.Node(
        name: frame.name, part: lowered, output: frame.output,
        type: lowered.graph[frame.output].type,
        written: frame.name == source.name ? source.written : call?.text ?? frame.name,
        place: source.place, opening: call?.opening,
        steps: reaching.map { node, index in
          ChainGraph.Step(to: index, input: node, heldFixed: held(indices, beside: index))
        },
        pathCount: reaching.reduce(0) { $0 + nodes[$1.index].pathCount }))
    return nodes.count - 1
  }

  /// The names beside one on the same right side that depend on it themselves.
  private func held(_ reaching: [Int], beside index: Int) -> [String] {
    // What depends on another quantity is finished after it.
    let later = reaching.filter { $0 > index }
    guard let last = later.max() else { return [] }
    if later.count < 16 { return later.filter { depends($0, on: index) }.map { nodes[$0].name } }
    var depending: Set<Int> = [index]
    for other in index + 1...last
    where nodes[other].steps.contains(where: { depending.contains($0.to) }) {
      depending.insert(other)
    }
    return later.filter(depending.contains).map { nodes[$0].name }
  }

  private func depends(_ index: Int, on other: Int) -> Bool {
    var seen: Set<Int> = []
    var open = [index]
    while let next = open.popLast() {
      if next == other { return true }
      // What stands after `other` in the order of finishing may depend on it, what stands before can't.
      guard next > other, seen.insert(next).inserted else { continue }
      open += nodes[next].steps.map(\.to)
    }
    return false
  }

  private enum Way {
    case known(Int?)
    case unknown(Frame)
  }

  private mutating func visit(_ stop: NodeID, _ source: Source) throws -> Way {
    if let call = source.lowered.calls.first(where: { $0.node == stop }) {
      return way(
        Frame(
          source: source, output: stop, name: call.name, key: .call(identity(source.lowered), stop))
      )
    }
    guard case .input(let number) = source.lowered.graph[stop].kind else { return .known(nil) }
    let input = source.lowered.inputs[number]
    if fixed.contains(input.slot), input.slot != variable { return .known(nil) }
    let key = Key.name(slot: input.slot, leaf: input.leaf)
    if let index = known[key] { return .known(index) }
    return try name(input, key)
  }

  private mutating func way(_ frame: Frame) -> Way {
    guard let key = frame.key, let index = known[key] else { return .unknown(frame) }
    return .known(index)
  }

  private mutating func identity(_ lowered: Lowered) -> Int {
    let id = ObjectIdentifier(lowered)
    if let known = parts[id] { return known }
    parts[id] = parts.count
    return parts.count - 1
  }

  private mutating func name(_ input: Lowered.Input, _ key: Key) throws -> Way {
    let equation = equation(input)
    if input.slot == variable || variable == nil && equation == nil {
      nodes.append(
        ChainGraph.Node(
          name: input.name, part: nil, output: 0, type: input.type, written: nil, place: nil,
          opening: nil, steps: [], pathCount: 1,
          source: (input.slot, input.leaf)))
      known.updateValue(nodes.count - 1, forKey: key)
      return .known(nodes.count - 1)
    }
    guard let equation else {
      known.updateValue(nil, forKey: key)
      return .known(nil)
    }
    let lowered = try machine.lowered(equation)
    let source = Source(
      name: input.name, lowered: lowered, written: equation.sourceText, place: equation.place)
    return .unknown(
      Frame(source: source, output: lowered.outputs[input.leaf], name: input.name, key: key))
  }

  private func equation(_ input: Lowered.Input) -> Equation? {
    guard input.value == nil, case .equation(let equation) = machine.globals[input.slot] else {
      return nil
    }
    return equation
  }
}

extension Lowered {
  /// The inputs and calls of functions that a node depends on directly, in the order of the text.
  fileprivate func stops(below output: NodeID) -> [NodeID] {
    let steps = Set(calls.map(\.node))
    var seen: Set<NodeID> = []
    var found: [NodeID] = []
    var open = [output]
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      let isInput = graph[next].operation == nil && graph[next].constant == nil
      if isInput || next != output && steps.contains(next) {
        found.append(next)
      } else {
        open += graph[next].operands.reversed()
      }
    }
    return found
  }
}
