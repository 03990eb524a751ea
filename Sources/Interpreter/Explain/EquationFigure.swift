import Diagnostics
import Graphs
import Plotting

// `graph(L)`: the equations below a target as a figure.
extension Machine {
  func equationFigure(_ info: Code.PartialInfo) throws -> Value {
    var finder = ChainFinder(self, variable: nil, fixed: [])
    let chain: ChainGraph?
    if let slot = info.targetSlot, case .equation(let equation) = globals[slot] {
      chain = try finder.find(
        target: equation.name, lowered(equation), written: equation.sourceText, place: nil)
    } else {
      let name = info.targetName ?? info.targetText
      let lowered = try lower(info.target)
      // A name by itself, as one of another file is (`net.L`), has nothing below it.
      let isName = lowered.outputs.allSatisfy { lowered.graph[$0].operation == nil }
      chain =
        isName ? nil : try finder.find(target: name, lowered, written: name, place: nil)
    }
    guard let chain else { throw Diagnostic.nothingToDraw(info.targetText) }
    return .figure(FigureBox(try EquationFigure(chain, self).figure))
  }
}

/// Boxes for names with their value and ∂target/∂name, arrows with the local derivative.
private struct EquationFigure {
  /// More names than that can't be read: layers are drawn instead.
  private static let limit = 60

  private let chain: ChainGraph
  private let machine: Machine
  private let sweep: ChainSweep
  private let display = Display(digits: 4)

  init(_ chain: ChainGraph, _ machine: Machine) throws {
    self.chain = chain
    self.machine = machine
    sweep = try ChainSweep(chain, machine)
  }

  var figure: Figure {
    get throws { chain.nodes.count > EquationFigure.limit ? try layers : try names }
  }

  // MARK: Names

  private var names: Figure {
    get throws {
      let nodes = try chain.nodes.enumerated().map { index, node in
        (label: node.name, lines: try lines(index, node))
      }
      var edges: [(from: Int, to: Int, label: String)] = []
      for (index, node) in chain.nodes.enumerated() {
        for step in node.steps {
          edges.append((from: step.to, to: index, label: try label(index, step)))
        }
      }
      return try Figure.nodeGraph(nodes: nodes, edges: edges)
    }
  }

  private func lines(_ index: Int, _ node: ChainGraph.Node) throws -> [String] {
    let value = try node.part == nil ? leaf(node) : machine.value(of: node)
    var lines = ["= " + short(value)]
    if index > 0 {
      lines.append("∂\(chain.target.name)/∂\(node.name) = " + short(sweep.deltas[index]))
    }
    return lines
  }

  /// A variable's value.
  private func leaf(_ node: ChainGraph.Node) throws -> Value {
    guard let source = node.source else { return .nothing }
    let leaves = try machine.readPlain(source.slot).leaves
    return leaves.indices.contains(source.leaf) ? leaves[source.leaf] : .nothing
  }

  /// A number as itself, a tensor as its shape and norm.
  private func short(_ value: Value) -> String {
    let value = machine.concrete(value)
    if let number = value.plainNumber { return display.number(number == 0 ? 0 : number) }
    return "\(value.shapeText), norm \(display.number(machine.norm(value)))"
  }

  /// Longer formulas don't fit an arrow.
  private static let labelLength = 18

  /// The local derivative where it is a number. With tensors, what the step makes of δ, in the user's names
  /// where that is short; else the size of what it gives.
  private func label(_ index: Int, _ step: ChainGraph.Step) throws -> String {
    let (node, below) = (chain.nodes[index], chain.nodes[step.to])
    guard node.type.isNumber, below.type.isNumber else {
      guard let term = sweep.terms[step.to].first(where: { $0.user == index }) else { return "" }
      let text = term.adjoint.text
      return text.count <= EquationFigure.labelLength
        ? text : "norm \(display.number(machine.norm(term.value)))"
    }
    let value = try machine.factor(chain, index, step).value
    return display.number(value == 0 ? 0 : value)
  }

  // MARK: Layers

  /// One box for all names that are equally far from the variables.
  private var layers: Figure {
    get throws {
      let level = levels
      let count = (level.max() ?? 0) + 1
      var members = [[Int]](repeating: [], count: count)
      for index in chain.nodes.indices.reversed() { members[level[index]].append(index) }
      var counts: [[Int]: Int] = [:]
      for (index, node) in chain.nodes.enumerated() {
        for step in node.steps { counts[[level[step.to], level[index]], default: 0] += 1 }
      }
      let nodes = members.enumerated().map { level, indices in
        (label: title(level, indices), lines: summary(indices))
      }
      let edges = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ends, count in
        (from: ends[0], to: ends[1], label: count == 1 ? "" : "\(count) arrows")
      }
      return try Figure.nodeGraph(nodes: nodes, edges: edges)
    }
  }

  /// The longest way from a variable.
  private var levels: [Int] {
    var level = [Int](repeating: 0, count: chain.nodes.count)
    for index in chain.nodes.indices.reversed() {
      for step in chain.nodes[index].steps { level[index] = max(level[index], level[step.to] + 1) }
    }
    return level
  }

  private func title(_ level: Int, _ indices: [Int]) -> String {
    let names = indices.map { chain.nodes[$0].name }
    return names.count <= 3
      ? names.joined(separator: ", ") : "\(names[0]), \(names[1]), …, \(names[names.count - 1])"
  }

  private func summary(_ indices: [Int]) -> [String] {
    let norm = machine.norm(.tuple(Tuple(indices.map { sweep.deltas[$0] })))
    let count = indices.count == 1 ? "1 name" : "\(indices.count) names"
    return [count, "norm of ∂\(chain.target.name): \(display.number(norm))"]
  }
}
