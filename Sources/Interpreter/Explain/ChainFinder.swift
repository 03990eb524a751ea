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
    guard try addNode(source, output: lowered.outputs[0], name: name) != nil else { return nil }
    return ordered()
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

  private mutating func addNode(
    _ source: Source, output: NodeID, name: String
  ) throws -> Int? {
    let lowered = source.lowered
    var reaching: [(node: NodeID, index: Int)] = []
    for stop in lowered.stops(below: output) {
      if let index = try visit(stop, source) { reaching.append((stop, index)) }
    }
    guard !reaching.isEmpty else { return nil }
    let call = lowered.calls.first { $0.node == output }
    nodes.append(
      ChainGraph.Node(
        name: name, part: lowered, output: output, type: lowered.graph[output].type,
        written: name == source.name ? source.written : call?.text ?? name, place: source.place,
        opened: call.map { [$0.function] } ?? [],
        steps: reaching.map { node, index in
          ChainGraph.Step(
            to: index, input: node, heldFixed: held(reaching.map(\.index), beside: index))
        },
        pathCount: reaching.reduce(0) { $0 + nodes[$1.index].pathCount }))
    return nodes.count - 1
  }

  /// The names beside one on the same right side that depend on it themselves.
  private func held(_ reaching: [Int], beside index: Int) -> [String] {
    guard reaching.count > 1 else { return [] }
    return reaching.filter { $0 != index && depends($0, on: index) }.map { nodes[$0].name }
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

  private mutating func visit(_ stop: NodeID, _ source: Source) throws -> Int? {
    if let call = source.lowered.calls.first(where: { $0.node == stop }) {
      let key = Key.call(identity(source.lowered), stop)
      return try remember(key) { finder in
        try finder.addNode(source, output: stop, name: call.name)
      }
    }
    guard case .input(let number) = source.lowered.graph[stop].kind else { return nil }
    let input = source.lowered.inputs[number]
    if fixed.contains(input.slot), input.slot != variable { return nil }
    return try remember(.name(slot: input.slot, leaf: input.leaf)) { finder in
      try finder.name(input)
    }
  }

  private mutating func identity(_ lowered: Lowered) -> Int {
    let id = ObjectIdentifier(lowered)
    if let known = parts[id] { return known }
    parts[id] = parts.count
    return parts.count - 1
  }

  private mutating func remember(
    _ key: Key, _ make: (inout ChainFinder) throws -> Int?
  ) throws -> Int? {
    if let result = known[key] { return result }
    try machine.budget.checkStack()
    known.updateValue(nil, forKey: key)
    let result = try make(&self)
    known.updateValue(result, forKey: key)
    return result
  }

  private mutating func name(_ input: Lowered.Input) throws -> Int? {
    let equation: Equation? =
      if case .equation(let equation) = machine.globals[input.slot] { equation } else { nil }
    if input.slot == variable || variable == nil && equation == nil {
      nodes.append(
        ChainGraph.Node(
          name: input.name, part: nil, output: 0, type: input.type, written: nil, place: nil,
          opened: [], steps: [], pathCount: 1,
          source: (input.slot, input.leaf)))
      return nodes.count - 1
    }
    guard let equation else { return nil }
    let lowered = try machine.lowered(equation)
    let source = Source(
      name: input.name, lowered: lowered, written: equation.sourceText, place: equation.place)
    return try addNode(source, output: lowered.outputs[input.leaf], name: input.name)
  }
}

extension Lowered {
  /// The inputs and calls of functions that a node depends on directly, in the order of the text.
  fileprivate func stops(below output: NodeID) -> [NodeID] {
    var seen: Set<NodeID> = []
    var found: [NodeID] = []
    var open = [output]
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      let isInput = graph[next].operation == nil && graph[next].constant == nil
      if isInput || next != output && calls.contains(where: { $0.node == next }) {
        found.append(next)
      } else {
        open += graph[next].operands.reversed()
      }
    }
    return found
  }
}
