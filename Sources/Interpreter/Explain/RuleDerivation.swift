import Diagnostics
import Graphs

// `explain f'`, `explain f''(2)`: the formula of a function differentiated rule by rule.
extension Machine {
  /// - Parameters:
  ///   - argument: where the derivative is taken, nil for its formula alone.
  ///   - text: what is to be explained, as it is written.
  func explain(_ value: Value, at argument: Value?, written text: String) throws -> Value {
    guard case .function(let function) = value, case .derived(let derived) = function.kind,
      case .derivative(let order) = derived.op
    else { throw Diagnostic.explainValue(value, derivative: derivative(ofEquation: text)) }
    let point = try argument.map { value -> Double in
      guard let number = concrete(value).plainNumber else {
        throw Diagnostic.derivativeArgument(derived.base, value)
      }
      return number
    }
    guard derived.base.parameterNames.count == 1, let variable = derived.base.parameterNames.first
    else { throw Diagnostic.derivativeArguments(derived.base.displayName, 2) }
    let traced = try trace(derived.base, variable, at: point)
    let rules = RuleDerivation(
      name: derived.base.name ?? "f", variable: variable, Display(digits: digits))
    var lines = try rules.lines(traced.graph, traced.output, by: traced.variable, order: order)
    if let point { lines += try atPoint(derived.base, order, point, rules) }
    return .derivation(Derivation(headline: rules.headline(lines), lines: lines))
  }

  /// `∂y/∂w` for the name of an equation and the first variable below it; nil for any other text.
  private func derivative(ofEquation name: String) -> String? {
    let equation = equations.first { $0.name == name }
    guard let equation, let lowered = try? lowered(equation), lowered.outputs.count == 1 else {
      return nil
    }
    var finder = ChainFinder(self, variable: nil, fixed: [])
    let chain = try? finder.find(
      target: name, lowered, written: equation.sourceText, place: equation.place)
    guard let chain, let first = chain.variables.first,
      let slot = chain.nodes[first].source?.slot
    else { return nil }
    return Leibniz.text(name, names.names[slot])
  }

  /// The function's own formula.
  private func trace(
    _ function: Function, _ variable: String, at point: Double?
  ) throws -> (graph: Graph, output: NodeID, variable: NodeID) {
    guard let (trace, input, result) = try tracing(function, variable, at: point ?? Machine.probe)
    else { return (Graph(), 0, 0) }
    guard result.shape?.rank == 0 else { throw Diagnostic.derivativeResult(function, result) }
    if point == nil, trace.isGuarded { throw Diagnostic.explainBranches(function) }
    guard let node = trace.node(for: result) else {
      throw Diagnostic.derivativeResult(function, result)
    }
    return (trace.graph, node, input)
  }

  /// The value at a point, and its check by a difference.
  private func atPoint(
    _ function: Function, _ order: Int, _ point: Double, _ rules: RuleDerivation
  ) throws -> [Derivation.Line] {
    let exact =
      concrete(
        try derivative(of: function, order: order, at: .number(point))
      ).plainNumber ?? .nan
    func below(_ x: Double) throws -> Double {
      let value =
        order == 1
        ? try call(function, [.number(x)])
        : try derivative(of: function, order: order - 1, at: .number(x))
      return concrete(value).plainNumber ?? .nan
    }
    let step = 6.055454452393343e-06 * max(1, abs(point))
    let difference = (try below(point + step) - below(point - step)) / (2 * step)
    return rules.value(order, point, exact, difference)
  }
}

/// The rules that turn one formula into its derivative.
struct RuleDerivation {
  let name: String
  let variable: String
  let display: Display

  init(name: String, variable: String, _ display: Display) {
    self.name = name
    self.variable = variable
    self.display = display
  }

  private func marks(_ order: Int) -> String { String(repeating: "'", count: order) }

  private func head(_ order: Int) -> Derivation.Cell {
    .math(
      "\(name)\(marks(order))(\(variable))",
      "\(LatexName.latex(name))\(marks(order))\\left(\(LatexName.latex(variable))\\right)")
  }

  /// The last formula before the value.
  func headline(_ lines: [Derivation.Line]) -> String {
    for line in lines.reversed() {
      if case .formula(let text, _) = line { return text.last ?? "" }
    }
    return ""
  }

  /// Each order starts from the simplified form of the one before.
  func lines(
    _ graph: Graph, _ output: NodeID, by variable: NodeID, order: Int
  ) throws -> [Derivation.Line] {
    var (graph, node) = (graph, output)
    var lines: [Derivation.Line] = []
    for level in 1...max(order, 1) {
      let primal = graph.nodes.count
      let writer = FormulaText(graph, by: variable, name: self.variable)
      if level == 1 {
        let start = head(0)
        lines.append(
          .formula(
            text: ["\(start.text) = \(writer.text(node))"],
            latex: "\(start.latex ?? "") = \(writer.latex(node))"))
      }
      if let steps = try StepBuilder(writer).step(node) { lines.append(steps) }
      var (extended, gradients) = try graph.reverse(of: node, wrt: [variable])
      guard let gradient = gradients[0] else { return lines + [result(level, "0", "0")] }
      extended.outputs = [gradient]
      let typesetter = Typesetter(extended, primal: primal)
      lines.append(result(level, typesetter.unicode(gradient), typesetter.latex(gradient)))
      graph = extended.simplified(primal: primal)
      node = graph.outputs[0]
    }
    return lines
  }

  private func result(_ order: Int, _ text: String, _ latex: String) -> Derivation.Line {
    let start = head(order)
    return .formula(
      text: ["\(start.text) = \(text)"], latex: "\(start.latex ?? "") = \(latex)")
  }

  func value(
    _ order: Int, _ point: Double, _ exact: Double, _ difference: Double
  ) -> [Derivation.Line] {
    let context = ExplainContext(target: name, variable: variable, fixed: [], display: display)
    let text = "\(name)\(marks(order))(\(context.number(point))) = \(context.number(exact))"
    let latex =
      "\(LatexName.latex(name))\(marks(order))\\left(\(context.latexNumber(point))\\right) = "
      + context.latexNumber(exact)
    return [
      .formula(text: [text], latex: latex),
      context.checkLine(parts: [("the formula", exact), ("central difference", difference)]),
    ]
  }
}
