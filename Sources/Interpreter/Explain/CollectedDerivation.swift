import Graphs

/// The derivation for many paths: ∂target/∂name for one name after the other, from the target down.
/// Each is written with those before it, so the number of lines grows with the number of names and not
/// with the number of paths.
struct CollectedDerivation {
  private let context: ExplainContext
  private let graph: PathGraph

  init(_ context: ExplainContext, _ graph: PathGraph) {
    self.context = context
    self.graph = graph
  }

  /// ∂target/∂name: the sum over the names that use it.
  private struct Sensitivity {
    let name: String
    let terms: [(user: String, factor: Factor, product: Double)]
    var value: Double { terms.reduce(0) { $0 + $1.product } }
  }

  var derivation: Derivation {
    let steps = sensitivities
    let headline =
      "\(context.leibniz) = sum over \(context.display.number(graph.pathCount)) paths"
    var lines: [Derivation.Line] = [.words(headline + ", with common parts collected:")]
    lines += steps.map(line)
    lines.append(factorTable)
    lines.append(context.checkLine(product: steps.last?.value ?? 0))
    return Derivation(headline: headline, lines: lines)
  }

  private var sensitivities: [Sensitivity] {
    var known: [Int: Double] = [graph.target: 1]
    var terms: [Int: [(user: String, factor: Factor, product: Double)]] = [:]
    var result: [Sensitivity] = []
    for slot in graph.order + [graph.variable] {
      if slot != graph.target {
        let sensitivity = Sensitivity(name: name(slot), terms: terms[slot] ?? [])
        known[slot] = sensitivity.value
        result.append(sensitivity)
      }
      guard let node = graph.nodes[slot] else { continue }
      for step in node.steps {
        terms[step.to, default: []].append(
          (node.name, step.factor, (known[slot] ?? 0) * step.factor.value))
      }
    }
    return result
  }

  private func name(_ slot: Int) -> String {
    if let node = graph.nodes[slot] { return node.name }
    return context.variable
  }

  private func line(_ step: Sensitivity) -> Derivation.Line {
    let left = Leibniz.text(context.target, step.name)
    let symbolic = step.terms.map(product).joined(separator: " + ")
    let latex = step.terms.map(latexProduct).joined(separator: " + ")
    let value = context.display.number(step.value)
    return .formula(
      text: ["  \(left) = \(symbolic) = \(value)"],
      latex: "\(Leibniz.latex(context.target, step.name)) = \(latex) = "
        + context.latexNumber(step.value))
  }

  private func product(_ term: (user: String, factor: Factor, product: Double)) -> String {
    if term.user == context.target { return term.factor.name }
    return Leibniz.text(context.target, term.user) + " ⋅ " + term.factor.name
  }

  private func latexProduct(_ term: (user: String, factor: Factor, product: Double)) -> String {
    if term.user == context.target { return term.factor.latexName }
    return Leibniz.latex(context.target, term.user) + " \\cdot " + term.factor.latexName
  }

  private var factorTable: Derivation.Line {
    let factors = graph.order.flatMap { graph.nodes[$0]?.steps.map(\.factor) ?? [] }
    return .table(
      header: [.words("factor"), .words("formula"), .words("value")],
      rows: factors.map { factor in
        [
          .math(factor.name, factor.latexName), .math(factor.formula, factor.latexFormula),
          .math(context.display.number(factor.value), context.latexNumber(factor.value)),
        ]
      })
  }
}
