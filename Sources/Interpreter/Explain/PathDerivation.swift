import Graphs

/// The derivation with every path written out: the product of factors, or a sum of such products.
struct PathDerivation {
  private let context: ExplainContext
  private let paths: [[Factor]]

  init(_ context: ExplainContext, _ chain: ChainGraph, _ machine: Machine) throws {
    self.context = context
    var known: [[Int]: Factor] = [:]
    paths = try chain.paths().map { path in
      try path.map { from, step in
        if let factor = known[[from, step.to]] { return factor }
        let factor = try machine.factor(chain, from, step)
        known[[from, step.to]] = factor
        return factor
      }
    }
  }

  /// The derivation up to its check line.
  var lines: [Derivation.Line] {
    if paths.count == 1, paths[0].count == 1 { return [onlyFactor(paths[0][0])] }
    return [headlineLine, factorLine, substitutionLine] + (paths.count > 1 ? [shares] : [])
  }

  /// A chain of one link: its formula and its value.
  private func onlyFactor(_ factor: Factor) -> Derivation.Line {
    let value = context.number(factor.value)
    let latex = context.latexNumber(factor.value)
    return .formula(
      text: [
        "\(context.leibniz) = \(factor.formula)" + (factor.formula == value ? "" : " = \(value)")
      ],
      latex: "\(context.latexLeibniz) = \(factor.latexFormula)"
        + (factor.formula == value ? "" : " = \(latex)"))
  }

  var headline: String {
    if paths.count == 1, paths[0].count == 1 {
      return "\(context.leibniz) = \(paths[0][0].formula)"
    }
    return "\(context.leibniz) = \(symbolic)"
  }

  /// Each factor once, in the order of first appearance.
  private var factors: [Factor] {
    var seen: Set<String> = []
    return paths.flatMap { $0 }.filter { seen.insert($0.name).inserted }
  }

  private var contributions: [Double] { paths.map { $0.reduce(1) { $0 * $1.value } } }
  var sum: Double { contributions.reduce(0, +) }

  private var symbolic: String {
    paths.map { $0.map(grouped).joined(separator: " ⋅ ") }.joined(separator: " + ")
  }

  /// A held-fixed factor needs parentheses within a product.
  private func grouped(_ factor: Factor) -> String {
    factor.heldFixed.isEmpty ? factor.name : "(\(factor.name))"
  }

  private var headlineLine: Derivation.Line {
    summed(
      paths.map { $0.map(grouped).joined(separator: " ⋅ ") },
      latex: paths.map { $0.map(\.latexName).joined(separator: " \\cdot ") })
  }

  /// The most characters of a sum on one line; longer ones have a line for each path.
  private static let lineLimit = 72

  /// The derivative as the sum of one term for each path, and what the sum is where that is known.
  private func summed(
    _ terms: [String], latex: [String], result: (text: String, latex: String)? = nil
  ) -> Derivation.Line {
    let end = result.map { " = \($0.text)" } ?? ""
    let line = "\(context.leibniz) = \(terms.joined(separator: " + "))\(end)"
    let latexStart = "\(context.latexLeibniz) "
    guard line.count > Self.lineLimit, terms.count > 1 else {
      let latexEnd = result.map { " = \($0.latex)" } ?? ""
      return .formula(
        text: [line], latex: "\(latexStart)= \(latex.joined(separator: " + "))\(latexEnd)")
    }
    let indent = String(repeating: " ", count: context.leibniz.count)
    var text = ["\(context.leibniz) = \(terms[0])"]
    text += terms.dropFirst().map { "\(indent) + \($0)" }
    var rows = ["\(latexStart)&= \(latex[0])"]
    rows += latex.dropFirst().map { "&\\quad {} + \($0)" }
    if let result {
      text.append("\(indent) = \(result.text)")
      rows.append("&= \(result.latex)")
    }
    return .formula(text: text, latex: Derivation.aligned(rows))
  }

  /// Each factor with its formula and its value now, aligned.
  private var factorLine: Derivation.Line {
    let names = factors.map(\.name)
    let width = names.map(\.count).max() ?? 0
    let formulas = factors.map(\.formula)
    let formulaWidth = formulas.map(\.count).max() ?? 0
    let text = zip(factors, zip(names, formulas)).map { factor, texts in
      let (name, formula) = texts
      let start = "  " + name.padded(to: width) + " = "
      let value = context.number(factor.value)
      return formula == value
        ? start + formula : start + formula.padded(to: formulaWidth) + " = " + value
    }
    let rows = factors.map { factor -> String in
      let isNumber = factor.formula == context.number(factor.value)
      return "\(factor.latexName) &= \(factor.latexFormula)"
        + (isNumber ? "" : " &&= \(context.latexNumber(factor.value))")
    }
    return .formula(text: text, latex: Derivation.aligned(rows))
  }

  private var substitutionLine: Derivation.Line {
    let products = paths.map { $0.map { context.factor($0.value) }.joined(separator: " ⋅ ") }
    let latex = paths.map { $0.map { context.latexFactor($0.value) }.joined(separator: " \\cdot ") }
    return summed(
      products, latex: latex, result: (context.number(sum), context.latexNumber(sum)))
  }

  /// What each path contributes, and its share |cᵢ|/Σ|cⱼ|.
  private var shares: Derivation.Line {
    let total = contributions.reduce(0) { $0 + abs($1) }
    let rows = zip(paths, contributions).map { path, contribution -> [Derivation.Cell] in
      let share = total == 0 ? 0 : abs(contribution) / total
      return [
        .math(route(path), latexRoute(path)),
        .math(context.number(contribution), context.latexNumber(contribution)),
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
