import Diagnostics
import Graphs
import Tensors

/// The equations between a target and a variable: which names lie on a path, and the factor of each
/// step. Only names on a path are in it.
struct PathGraph {
  struct Node {
    let slot: Int
    let name: String
    /// The steps to names on the right side that lead on to the variable, with their factors.
    var steps: [(to: Int, factor: Factor)]
    /// The number of paths from here to the variable.
    var pathCount: Double
  }

  let target: Int
  let variable: Int
  /// By slot; the target of an expression has a slot of its own, -1.
  let nodes: [Int: Node]
  /// The names from the target down to the variable, each before those that it depends on.
  let order: [Int]

  var pathCount: Double { nodes[target]?.pathCount ?? 0 }

  /// Every path, as the factors along it.
  func paths() -> [[Factor]] { paths(from: target) }

  private func paths(from slot: Int) -> [[Factor]] {
    if slot == variable { return [[]] }
    guard let node = nodes[slot] else { return [] }
    return node.steps.flatMap { step in paths(from: step.to).map { [step.factor] + $0 } }
  }
}

/// Collects the steps between a target and a variable.
struct PathFinder {
  private let machine: Machine
  private let variable: Int
  private let fixed: Set<Int>
  private var nodes: [Int: PathGraph.Node] = [:]
  private var order: [Int] = []
  /// Which names depend on the variable.
  private var depends: [Int: Bool] = [:]

  init(_ machine: Machine, variable: Int, fixed: Set<Int>) {
    self.machine = machine
    self.variable = variable
    self.fixed = fixed
  }

  mutating func find(target: Int, name: String, lowered: Lowered) throws -> PathGraph? {
    guard try visit(target, name, lowered) else { return nil }
    return PathGraph(
      target: target, variable: variable, nodes: nodes, order: order.reversed())
  }

  /// Whether the name depends on the variable; if so, its node is made.
  private mutating func visit(_ slot: Int, _ name: String, _ lowered: Lowered) throws -> Bool {
    if let known = depends[slot] { return known }
    depends[slot] = false
    var reaching: [Int] = []
    for next in lowered.slots where !fixed.contains(next) || next == variable {
      if try reaches(next) { reaching.append(next) }
    }
    let steps = try reaching.compactMap { next -> (to: Int, factor: Factor)? in
      guard
        let factor = try machine.factor(
          name, lowered, by: next, heldFixed: try held(reaching, beside: next))
      else { return nil }
      return (next, factor)
    }
    guard !steps.isEmpty else { return false }
    let count = steps.reduce(0) { $0 + ($1.to == variable ? 1 : nodes[$1.to]?.pathCount ?? 0) }
    nodes[slot] = PathGraph.Node(slot: slot, name: name, steps: steps, pathCount: count)
    order.append(slot)
    depends[slot] = true
    return true
  }

  private mutating func reaches(_ slot: Int) throws -> Bool {
    if slot == variable { return true }
    guard case .equation(let equation) = machine.globals[slot] else { return false }
    return try visit(slot, equation.name, machine.lowered(equation))
  }

  /// The names beside `name` on one right side that depend on it themselves.
  private func held(_ reaching: [Int], beside slot: Int) throws -> [String] {
    try reaching.filter { try $0 != slot && machine.depends($0, on: slot) }.map {
      machine.names.names[$0]
    }
  }
}

extension Machine {
  /// Whether a module name depends on another one through equations.
  func depends(_ slot: Int, on other: Int) throws -> Bool {
    var seen: Set<Int> = []
    var open = [slot]
    while let next = open.popLast() {
      if next == other { return true }
      guard seen.insert(next).inserted, case .equation(let equation) = globals[next] else {
        continue
      }
      open += try lowered(equation).slots
    }
    return false
  }

  /// The direct derivative of a lowered equation by one name on its right side; nil where its formula
  /// does not contain it after all.
  func factor(
    _ name: String, _ lowered: Lowered, by slot: Int, heldFixed: [String]
  ) throws -> Factor? {
    guard let input = lowered.node(of: slot) else { return nil }
    try requireNumbers(name, lowered)
    let (extended, gradients) = try lowered.graph.reverse(of: lowered.outputs[0], wrt: [input])
    guard let gradient = gradients[0] else { return nil }
    var graph = extended
    let isAlias = lowered.outputs[0] == input
    if !isAlias, graph[lowered.outputs[0]].operation != nil {
      graph.setName(name, of: lowered.outputs[0])
    }
    graph.outputs = [gradient]
    let writer = Typesetter(graph, primal: lowered.graph.nodes.count)
    let inputs = try values(of: lowered.inputs)
    let value = try GradientProgram(graph: graph).evaluate(inputs, self)[0]
    return Factor(
      equation: name, variable: names.names[slot], heldFixed: heldFixed,
      formula: writer.unicode(gradient), latexFormula: writer.latex(gradient),
      value: concrete(value).plainNumber ?? .nan)
  }

  private func requireNumbers(_ name: String, _ lowered: Lowered) throws {
    guard lowered.outputs.count == 1, lowered.graph[lowered.outputs[0]].type.isNumber,
      lowered.inputs.allSatisfy({ $0.type.isNumber })
    else { throw Diagnostic.explainTensor(name) }
  }
}
