/// The order of the terms of a polynomial: falling degree, 3·x² + 2·x + 1. Other sums stay as they are.
enum TermOrder {
  static func byFallingDegree(_ formula: Formula) -> Formula {
    guard case .sum(let terms) = formula.kind else { return formula }
    let degrees = terms.map(degree)
    guard !degrees.contains(nil) else { return formula }
    let order = terms.indices.sorted { (-(degrees[$0] ?? 0), $0) < (-(degrees[$1] ?? 0), $1) }
    return .sum(order.map { terms[$0] }).fitted(to: formula.shape)
  }

  /// Nil for what is no monomial in names.
  private static func degree(_ term: Formula) -> Int? {
    var degree = 0
    for factor in term.factored.factors {
      guard case .symbol(let symbol) = factor.base.kind, let power = factor.exponent.rational,
        power.isWhole, !power.isNegative
      else { return nil }
      if symbol.rank >= 0 { degree += power.numerator }
    }
    return degree
  }
}
