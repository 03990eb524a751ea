import Graphs

/// The derivation with every path written out: the product of factors, or a sum of such products.
struct PathDerivation {
  private let context: ExplainContext
  private let paths: [[Factor]]

  init(_ context: ExplainContext, _ graph: PathGraph) {
    self.context = context
    paths = graph.paths()
  }

  var derivation: Derivation {
    let headline = "\(context.leibniz) = \(symbolic)"
    var lines: [Derivation.Line] = [headlineLine, factorLine, substitutionLine]
    if paths.count > 1 { lines.append(shares) }
    lines.append(context.checkLine(product: sum))
    return Derivation(headline: headline, lines: lines)
  }

  /// Each factor once, in the order of first appearance.
  private var factors: [Factor] {
    var seen: Set<String> = []
    return paths.flatMap { $0 }.filter { seen.insert($0.name).inserted }
  }

  private var contributions: [Double] { paths.map { $0.reduce(1) { $0 * $1.value } } }
  private var sum: Double { contributions.reduce(0, +) }

  private var symbolic: String {
    paths.map { $0.map(grouped).joined(separator: " ⋅ ") }.joined(separator: " + ")
  }

  /// A held-fixed factor needs parentheses within a product.
  private func grouped(_ factor: Factor) -> String {
    factor.heldFixed.isEmpty ? factor.name : "(\(factor.name))"
  }

  private var headlineLine: Derivation.Line {
    let latex = paths.map { $0.map(\.latexName).joined(separator: " \\cdot ") }
      .joined(separator: " + ")
    return .formula(
      text: ["\(context.leibniz) = \(symbolic)"],
      latex: "\(context.latexLeibniz) = \(latex)")
  }

  /// Each factor with its formula and its value now, aligned.
  private var factorLine: Derivation.Line {
    let names = factors.map(\.name)
    let width = names.map(\.count).max() ?? 0
    let formulas = factors.map(\.formula)
    let formulaWidth = formulas.map(\.count).max() ?? 0
    let text = zip(factors, zip(names, formulas)).map { factor, texts in
      let (name, formula) = texts
      return "  " + name.padded(to: width) + " = " + formula.padded(to: formulaWidth) + " = "
        + context.display.number(factor.value)
    }
    let rows = factors.map {
      "\($0.latexName) &= \($0.latexFormula) &&= \(context.latexNumber($0.value))"
    }
    return .formula(
      text: text, latex: "\\begin{aligned}" + rows.joined(separator: " \\\\ ") + "\\end{aligned}")
  }

  private var substitutionLine: Derivation.Line {
    let products = paths.map { $0.map { context.factor($0.value) }.joined(separator: " ⋅ ") }
    let latex = paths.map { $0.map { context.latexFactor($0.value) }.joined(separator: " \\cdot ") }
    let isTrivial = paths.count == 1 && paths[0].count == 1
    let middle = isTrivial ? "" : products.joined(separator: " + ") + " = "
    let latexMiddle = isTrivial ? "" : latex.joined(separator: " + ") + " = "
    return .formula(
      text: ["\(context.leibniz) = \(middle)\(context.display.number(sum))"],
      latex: "\(context.latexLeibniz) = \(latexMiddle)\(context.latexNumber(sum))")
  }

  /// What each path contributes, and its share |cᵢ|/Σ|cⱼ|.
  private var shares: Derivation.Line {
    let total = contributions.reduce(0) { $0 + abs($1) }
    let rows = zip(paths, contributions).map { path, contribution -> [Derivation.Cell] in
      let share = total == 0 ? 0 : abs(contribution) / total
      return [
        .math(route(path), latexRoute(path)),
        .math(context.display.number(contribution), context.latexNumber(contribution)),
        .words(NumberText.fixed(share * 100, decimals: 1) + " %"),
      ]
    }
    return .table(
      header: [.words("path"), .words("contribution"), .words("share")], rows: rows)
  }

  private func route(_ path: [Factor]) -> String {
    ([context.target] + path.map(\.variable)).joined(separator: " ← ")
  }

  private func latexRoute(_ path: [Factor]) -> String {
    ([context.target] + path.map(\.variable)).map(LatexName.latex)
      .joined(separator: " \\leftarrow ")
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }
}
