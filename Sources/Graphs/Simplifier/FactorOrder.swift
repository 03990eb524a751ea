/// The order of factors as a person writes them: numbers, variables in the order of their first
/// appearance, sums, functions, sums of functions, matrix products; 1 − a right behind a; scalars before
/// tensors.
enum FactorOrder {
  static func sorted(_ factors: [Formula.Factor]) -> [Formula.Factor] {
    let keyed = factors.enumerated().map { (key: key($1), index: $0, factor: $1) }
    let sorted = keyed.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.factor)
    return placingComplements(sorted)
  }

  private struct Key: Comparable {
    let isTensor: Bool
    let kind: Int
    let rank: Int

    static func < (a: Key, b: Key) -> Bool {
      (a.isTensor ? 1 : 0, a.kind, a.rank) < (b.isTensor ? 1 : 0, b.kind, b.rank)
    }
  }

  private static func key(_ factor: Formula.Factor) -> Key {
    let (kind, rank) = kindAndRank(factor)
    return Key(isTensor: !factor.base.isScalar, kind: kind.rawValue, rank: rank)
  }

  private static func kindAndRank(_ factor: Formula.Factor) -> (kind: Class, rank: Int) {
    let isPlainPower = factor.exponent.rational.map(\.isWhole) ?? true
    switch factor.base.kind {
    case .number, .real: return (factor.exponent.rational == nil ? Class.function : .number, 0)
    case .symbol(let symbol) where symbol.rank < 0: return (.constant, symbol.rank)
    case .symbol(let symbol): return (isPlainPower ? .variable : .function, symbol.rank)
    case .sum(let terms):
      if terms.contains(where: \.containsFunction) { return (.sumOfFunctions, 0) }
      return (isPlainPower ? .sum : .function, 0)
    case .product, .broadcast: return (.function, 0)
    case .apply(let application):
      return (application.operation.elementwise == nil ? .structure : .function, 0)
    }
  }

  private enum Class: Int {
    case number, constant, variable, sum, function, sumOfFunctions, structure
  }

  /// a·(1 − a) instead of a·b·(1 − a): the derivative of σ reads as one thing.
  private static func placingComplements(_ factors: [Formula.Factor]) -> [Formula.Factor] {
    var placed = factors.filter { complemented($0.base) == nil }
    for factor in factors {
      guard let partner = complemented(factor.base) else { continue }
      if let index = placed.firstIndex(where: { $0.base == partner }) {
        placed.insert(factor, at: index + 1)
      } else {
        let kind = key(factor)
        let index = placed.firstIndex { kind < key($0) } ?? placed.count
        placed.insert(factor, at: index)
      }
    }
    return placed
  }

  /// For 1 − a: a.
  private static func complemented(_ formula: Formula) -> Formula? {
    guard case .sum(let terms) = formula.kind, terms.count == 2, terms[0].isOne else { return nil }
    let (coefficient, core) = terms[1].split
    return coefficient == .minusOne ? core : nil
  }
}

extension Formula {
  /// A term or factor of it is a function.
  var containsFunction: Bool {
    switch kind {
    case .number, .real, .symbol: false
    case .apply: true
    case .broadcast(let inner): inner.containsFunction
    case .sum(let terms): terms.contains(where: \.containsFunction)
    case .product(_, let factors): factors.contains { $0.base.containsFunction }
    }
  }
}
