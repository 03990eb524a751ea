import Graphs
import Tensors

// `f'` shows its formula: the function is traced at one point, with the module's names kept as names,
// and its derivative is simplified and typeset.
extension Machine {
  func formula(of derived: Derived, name: String?) -> (text: String, latex: String)? {
    switch derived.op {
    case .derivative(let order):
      guard let variable = derived.base.parameterNames.first,
        derived.base.parameterNames.count == 1,
        let derivative = derivative(derived.base, variable, order)
      else { return nil }
      let marks = String(repeating: "'", count: order)
      guard let base = derived.base.name else {
        return (
          "\(variable) -> \(derivative.text)",
          "\(LatexName.latex(variable)) \\mapsto \(derivative.latex)"
        )
      }
      return (
        "\(base)\(marks)(\(variable)) = \(derivative.text)",
        "\(LatexName.latex(base))\(marks)\\left(\(LatexName.latex(variable))\\right) = \(derivative.latex)"
      )
    case .polynomial:
      return polynomialFormula(Function(.derived(derived), name: name))
    default: return nil
    }
  }

  /// A function made of coefficients is its own formula.
  private func polynomialFormula(_ function: Function) -> (text: String, latex: String)? {
    let trace = traces.push()
    defer { traces.pop(trace) }
    guard let input = trace.follow(.number(Machine.probe), name: "x"),
      let result = try? call(function, [input]), case .traced(let output) = result,
      output.trace === trace
    else { return nil }
    let writer = Typesetter(trace.graph, primal: trace.graph.nodes.count)
    return ("x -> \(writer.unicode(output.node))", "x \\mapsto \(writer.latex(output.node))")
  }

  /// Formulas can be had where the way through the function does not depend on the argument: a point
  /// that is nothing special is as good as any other.
  static let probe = 0.6180339887498949

  private func derivative(
    _ function: Function, _ variable: String, _ order: Int
  ) -> (text: String, latex: String)? {
    // A function that fails at the probe has no formula; calling it will say why.
    guard let traced = try? tracing(function, variable, at: Machine.probe),
      case .traced(let output) = traced.result, output.trace === traced.trace
    else { return nil }
    guard !traced.trace.isGuarded, output.primal.shape?.rank == 0 else { return nil }
    return derive(traced.trace.graph, output.node, by: traced.input, order)
  }

  /// The function run once at a point while the module's names stay names.
  func tracing(
    _ function: Function, _ variable: String, at point: Double
  ) throws -> (trace: Trace, input: NodeID, result: Value)? {
    // It may be differentiated to any order that a formula is shown of.
    let trace = traces.push(order: 12)
    let outer = reader
    reader = GlobalReader(trace: trace)
    defer {
      reader = outer
      traces.pop(trace)
    }
    guard let input = trace.follow(.number(point), name: variable),
      case .traced(let start) = input
    else { return nil }
    return (trace, start.node, try call(function, [input]))
  }

  private func derive(
    _ traced: Graph, _ output: NodeID, by variable: NodeID, _ order: Int
  ) -> (text: String, latex: String)? {
    var graph = traced
    graph.prefersFractions = !traced.hasDecimals
    var node = output
    var primal = graph.nodes.count
    for _ in 0..<order {
      primal = graph.nodes.count
      guard let (extended, gradients) = try? graph.reverse(of: node, wrt: [variable]) else {
        return nil
      }
      guard let gradient = gradients[0] else { return ("0", "0") }
      var next = extended
      next.outputs = [gradient]
      (graph, node) = (next, gradient)
      if order > 1 {
        // Each order starts from the simplified form of the one before.
        graph = graph.simplified(primal: primal)
        node = graph.outputs[0]
      }
    }
    let writer = Typesetter(graph, primal: order > 1 ? graph.nodes.count : primal)
    return (writer.unicode(node), writer.latex(node))
  }
}

extension Graph {
  /// A number in it is not whole.
  fileprivate var hasDecimals: Bool {
    nodes.contains { node in
      guard case .number(let value)? = node.constant else { return false }
      return value != value.rounded()
    }
  }
}
