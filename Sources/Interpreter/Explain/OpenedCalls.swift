import Graphs

// What a called function does within a derivation: its text, and the chain rule through its own names.
extension Machine {
  /// Functions within functions are looked into so deep.
  private static let openingDepth = 3
  /// Of the calls of one function so many are shown.
  private static let openingLimit = 4

  func openedCalls(
    _ context: ExplainContext, _ chain: ChainGraph, _ sweep: ChainSweep, depth: Int = 1
  ) throws -> [Derivation.Line] {
    var order: [ObjectIdentifier] = []
    var calls: [ObjectIdentifier: [Int]] = [:]
    for (index, node) in chain.nodes.enumerated() {
      guard let function = node.opening?.function else { continue }
      let id = ObjectIdentifier(function)
      if calls[id] == nil { order.append(id) }
      calls[id, default: []].append(index)
    }
    return try order.compactMap { id in
      guard let indices = calls[id], let opening = chain.nodes[indices[0]].opening else {
        return nil
      }
      var lines: [Derivation.Line] = []
      if depth <= Machine.openingDepth {
        lines = try indices.reversed().prefix(Machine.openingLimit).flatMap { index in
          try lookInto(context, chain.nodes[index], delta: sweep.deltas[index], depth)
        }
        let rest = indices.count - Machine.openingLimit
        if rest > 0 { lines.append(.words("… and \(rest) more of its calls")) }
      }
      return .opened(
        name: opening.function.displayName, code: sourceText(opening.function), lines)
    }
  }

  /// The chain rule through one call, by each of its parameters and by each module name that it reads,
  /// as far as the way to the variable leads through them.
  private func lookInto(
    _ context: ExplainContext, _ node: ChainGraph.Node, delta: Value, _ depth: Int
  ) throws -> [Derivation.Line] {
    guard let part = node.part, let opening = node.opening,
      let opened = try open(opening, in: part)
    else { return [] }
    let targets = Set(node.steps.map(\.input))
    var ways = opening.parameters(reaching: targets, in: part).map {
      (name: opened.parameters[$0].name, slot: OpenedCall.slot(of: $0))
    }
    // Those below 0 are parameters of the function that this call stands in.
    let read = Set(targets.compactMap { part.slot(of: $0) }).filter { $0 >= 0 }
    for slot in opened.lowered.slots where read.contains(slot) {
      ways.append((names.names[slot], slot))
    }
    var lines: [Derivation.Line] = []
    for way in ways { lines += try derivation(context, node, opened, way, delta, depth) }
    guard !lines.isEmpty else { return [] }
    return [.words(heading(context, node, opened))] + lines
  }

  private func derivation(
    _ context: ExplainContext, _ node: ChainGraph.Node, _ opened: OpenedCall,
    _ way: (name: String, slot: Int), _ delta: Value, _ depth: Int
  ) throws -> [Derivation.Line] {
    let others = Set(opened.lowered.inputs.map(\.slot)).subtracting([way.slot])
    var finder = ChainFinder(self, variable: way.slot, fixed: others)
    let name = opened.result
    guard
      let chain = try finder.find(
        target: name, opened.lowered, written: opened.formula, place: node.place)
    else { return [] }
    let isNumber = chain.target.type.isNumber
    let inner = ExplainContext(
      target: isNumber ? name : context.target, variable: way.name, fixed: [],
      display: context.display)
    let tables = try DeltaDerivation(inner, chain, seed: isNumber ? nil : delta, self)
    let lines =
      Machine.canBeWrittenOut(chain)
      ? try PathDerivation(inner, chain, self).lines : try tables.lines()
    return try lines + openedCalls(inner, chain, tables.sweep, depth: depth + 1)
  }

  /// `neuron(W, x, b), where w = W = 0.5, x = 2, b = 0.1:`
  private func heading(
    _ context: ExplainContext, _ node: ChainGraph.Node, _ opened: OpenedCall
  ) -> String {
    guard let opening = node.opening else { return "" }
    let parts = zip(opened.parameters, opening.texts).map { parameter, text -> String in
      let value = short(parameter.value, context.display)
      var sides = [parameter.name]
      for side in [text, value] where sides.last != side { sides.append(side) }
      return sides.joined(separator: " = ")
    }
    let call = "\(opening.function.displayName)(\(opening.texts.joined(separator: ", ")))"
    return parts.isEmpty ? "\(call):" : "in \(call), \(parts.joined(separator: ", ")):"
  }

  /// A number as itself, anything larger as its shape.
  private func short(_ value: Value, _ display: Display) -> String {
    let value = concrete(value)
    if value.plainNumber != nil || value.isStructure { return display.inline(value) }
    if case .function = value { return display.inline(value) }
    return (value.shape?.count ?? 0) <= 4 ? display.inline(value) : value.phrase
  }
}

extension Lowered {
  /// The module name that an input of the graph stands for.
  fileprivate func slot(of node: NodeID) -> Int? {
    guard case .input(let number) = graph[node].kind else { return nil }
    return inputs[number].slot
  }
}
