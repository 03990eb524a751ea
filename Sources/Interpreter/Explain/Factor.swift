import Graphs
import Tensors

/// One factor of the chain rule: the direct derivative of one equation by one name on its right side.
struct Factor {
  let equation: String
  let variable: String
  /// The other names on the right side that depend on the variable themselves. They are held fixed by
  /// this factor, and it is written `∂z/∂x | y` to say so.
  let heldFixed: [String]
  let formula: String
  let latexFormula: String
  let value: Double
  /// With tensors a factor is no single derivative, and has another name.
  var override: String? = nil

  /// `∂L/∂O2`, with `| y` where other names are held fixed.
  var name: String {
    if let override { return override }
    let fixed = heldFixed.isEmpty ? "" : " | " + list(heldFixed)
    return "∂\(equation)/∂\(variable)\(fixed)"
  }

  var latexName: String {
    let fraction = Leibniz.latex(equation, variable)
    if heldFixed.isEmpty { return fraction }
    let fixed = heldFixed.map(LatexName.latex).joined(separator: ", ")
    return "\\left.\(fraction)\\right|_{\(fixed)}"
  }

  private func list(_ names: [String]) -> String {
    names.count == 1 ? names[0] : "(" + names.joined(separator: ", ") + ")"
  }
}

extension Machine {
  /// The factor of a step: the direct derivative of one quantity by one on its right side.
  func factor(_ chain: ChainGraph, _ from: Int, _ step: ChainGraph.Step) throws -> Factor {
    let term = try adjoint(chain, from, step, seed: nil)
    let value = try term.evaluate(seed: nil, self)
    return Factor(
      equation: chain.nodes[from].name, variable: chain.nodes[step.to].name,
      heldFixed: step.heldFixed, formula: term.text, latexFormula: term.latex,
      value: concrete(value).plainNumber ?? .nan)
  }

  /// What a step of the chain rule gives to the quantity below it, for the gradient of the one above.
  func adjoint(
    _ chain: ChainGraph, _ from: Int, _ step: ChainGraph.Step, seed name: String?
  ) throws -> AdjointTerm {
    let node = chain.nodes[from]
    guard let part = node.part else { return AdjointTerm.zero(node.type) }
    var graph = part.graph
    for call in part.calls where call.node != node.output {
      graph.setName(call.name, of: call.node)
    }
    if node.output != step.input, graph[node.output].operation != nil {
      graph.setName(node.name, of: node.output)
    }
    let primal = graph.nodes.count
    let seed = name.map { graph.addInput(graph[node.output].type, name: $0) }
    let fixed = Set(part.calls.map(\.node)).subtracting([step.input, node.output])
    let (extended, gradients) = try graph.reverse(
      of: node.output, wrt: [step.input], seed: seed, fixed: fixed)
    guard let gradient = gradients[0] else { return AdjointTerm.zero(graph[step.input].type) }
    graph = extended
    graph.outputs = [gradient]
    let jacobian = name.flatMap { seed in
      graph[step.input].name.map { AdjointTerm.Jacobian(of: node.name, by: $0, seed: seed) }
    }
    return AdjointTerm(
      graph: graph, output: gradient, primal: primal, inputs: part.inputs, jacobian: jacobian)
  }
}

/// A term of the chain rule: its formula, and its value at any gradient from above.
struct AdjointTerm {
  fileprivate let graph: Graph
  fileprivate let output: NodeID
  fileprivate let primal: Int
  fileprivate let inputs: [Lowered.Input]
  /// What the term is a product with, by name.
  fileprivate var jacobian: Jacobian?

  fileprivate struct Jacobian {
    let name: String
    let variable: String
    let seed: String

    init(of name: String, by variable: String, seed: String) {
      (self.name, self.variable, self.seed) = (name, variable, seed)
    }

    var text: String { "(∂\(name)/∂\(variable))ᵀ⋅\(seed)" }
    var latex: String {
      let (name, variable) = (LatexName.latex(name), LatexName.latex(variable))
      return "\\left(\\partial \(name) / \\partial \(variable)\\right)^{\\top}"
        + LatexName.latex(seed)
    }
  }

  static func zero(_ type: NodeType) -> AdjointTerm {
    var graph = Graph()
    let output = graph.addZero(type)
    graph.outputs = [output]
    return AdjointTerm(graph: graph, output: output, primal: 0, inputs: [])
  }

  /// A formula longer than this says less than that it is the product with a transposed Jacobian: those of
  /// convolutions are windows of reshaped windows.
  private static let longest = 120

  private var writer: Typesetter { Typesetter(graph, primal: primal) }
  /// Whether the formula is only named.
  var isNamed: Bool { jacobian != nil && writer.unicode(output).count > Self.longest }
  var text: String { isNamed ? jacobian?.text ?? "" : writer.unicode(output) }
  var latex: String { isNamed ? jacobian?.latex ?? "" : writer.latex(output) }

  func evaluate(seed: Value?, _ machine: Machine) throws -> Value {
    let values = try machine.values(of: inputs) + (seed.map { [$0] } ?? [])
    return try GradientProgram(graph: graph).evaluate(values, machine)[0]
  }
}

/// Leibniz's notation.
enum Leibniz {
  static func text(_ target: String, _ variable: String) -> String { "∂\(target)/∂\(variable)" }

  static func latex(_ target: String, _ variable: String) -> String {
    "\\frac{\\partial \(latexTarget(target))}{\\partial \(LatexName.latex(variable))}"
  }

  /// A target that is an expression is set in parentheses as it was written.
  static func latexTarget(_ target: String) -> String {
    guard target.hasPrefix("(") else { return LatexName.latex(target) }
    return WrittenFormula.latex(target) ?? "\\mathtt{\(target.escapedForLatex)}"
  }
}

extension String {
  var escapedForLatex: String {
    var result = ""
    for character in self {
      switch character {
      case "\\": result += "\\backslash "
      case "{", "}", "_", "^", "#", "%", "&", "$", "~": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
