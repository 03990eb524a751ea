import Tensors

// Sums in normal form. Each rule says its identity.
extension Formula {
  /// The sum of formulas, of their common shape.
  static func sum(_ parts: [Formula], distributing: Bool = false) -> Formula {
    let shape = broadcastShape(of: parts)
    var terms: [Formula] = []
    for part in parts { appendTerms(of: part.unbroadcast, to: &terms, distributing) }
    terms = collectingPythagoras(collectingLikeTerms(terms))
    return assemble(terms).fitted(to: shape)
  }

  static func difference(_ a: Formula, _ b: Formula) -> Formula { sum([a, negative(b)]) }

  /// (a + b) + c = a + b + c, and a − (b − c) = a − b + c. A sum with another coefficient stays whole,
  /// 2·(a + b), unless `distributing`.
  private static func appendTerms(
    of part: Formula, to terms: inout [Formula], _ distributing: Bool
  ) {
    let (coefficient, core) = part.split
    guard case .sum(let inner) = core.kind, distributing || coefficient.magnitude.isOne else {
      terms.append(part)
      return
    }
    terms += inner.map { scaled($0, by: coefficient) }
  }

  /// c·a + d·a = (c + d)·a, and 0·a = 0.
  private static func collectingLikeTerms(_ terms: [Formula]) -> [Formula] {
    var collected: [(coefficient: Rational, core: Formula)] = []
    var position: [Formula: Int] = [:]
    for term in terms {
      let (coefficient, core) = term.split
      if let index = position[core], let sum = collected[index].coefficient.plus(coefficient) {
        collected[index].coefficient = sum
      } else {
        if position[core] == nil { position[core] = collected.count }
        collected.append((coefficient, core))
      }
    }
    return collected.filter { !$0.coefficient.isZero }.map { scaled($0.core, by: $0.coefficient) }
  }

  /// c·sin(u)² + c·cos(u)² = c.
  private static func collectingPythagoras(_ terms: [Formula]) -> [Formula] {
    for (i, a) in terms.enumerated() {
      guard let sine = squaredFunction("sin", in: a) else { continue }
      for (j, b) in terms.enumerated() {
        guard let cosine = squaredFunction("cos", in: b), cosine == sine else { continue }
        var rest = terms
        rest[i] = .number(sine.coefficient)
        rest.remove(at: j)
        return collectingPythagoras(collectingLikeTerms(rest))
      }
    }
    return terms
  }

  private struct ScaledArgument: Equatable {
    let coefficient: Rational
    let argument: Formula
  }

  /// For c·f(u)² with the named f: c and u.
  private static func squaredFunction(_ name: String, in term: Formula) -> ScaledArgument? {
    let (coefficient, factors) = term.factored
    guard factors.count == 1, factors[0].exponent.rational == Rational(2),
      case .apply(let application) = factors[0].base.kind, application.operation.name == name
    else { return nil }
    return ScaledArgument(coefficient: coefficient, argument: application.operands[0])
  }

  /// −a − b = −(a + b), and −a + b = b − a.
  private static func assemble(_ terms: [Formula]) -> Formula {
    guard terms.count > 1 else { return terms.first ?? .zero }
    let shape = broadcastShape(of: terms)
    guard let positive = terms.firstIndex(where: { !$0.isNegative }) else {
      return negative(Formula(.sum(terms.map(negative)), shape: shape))
    }
    var ordered = terms
    if positive > 0 { ordered.insert(ordered.remove(at: positive), at: 0) }
    return Formula(.sum(ordered), shape: shape)
  }

  /// A formula with a minus sign in front.
  var isNegative: Bool { split.coefficient.isNegative }

  static func broadcastShape(of parts: [Formula]) -> Shape {
    parts.reduce(Shape.scalar) { Shape.broadcast($0, $1.shape) ?? $0 }
  }
}
