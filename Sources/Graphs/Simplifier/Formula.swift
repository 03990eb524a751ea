import Tensors

/// A formula in normal form: what a derivative says, freed of how it was found.
///
/// Sums and products are flat, like terms and like factors are collected, coefficients are exact
/// fractions in front, quotients are powers with negative exponents. Formulas are equal when they are
/// equal up to the order of terms and factors; the order that they keep is the order of display.
public struct Formula: Sendable {
  enum Kind: Sendable {
    case number(Rational)
    /// A number that is no short decimal fraction; never folded with another.
    case real(Double)
    case symbol(Symbol)
    /// At least two terms, none of them a sum or 0.
    case sum([Formula])
    /// Not just a number, and not just one factor to the first power.
    case product(Rational, [Factor])
    case apply(Application)
    /// Repeated along new or size-1 axes up to the formula's shape.
    case broadcast(Formula)
  }

  /// A name, which stands for a node of the graph.
  struct Symbol: Sendable {
    let name: String
    let node: NodeID
    /// Where it comes in the order of first appearance.
    let rank: Int
    /// The value stands for itself in any formula: a constant node of the graph.
    let constant: Quantity?
  }

  struct Factor: Sendable {
    let base: Formula
    let exponent: Formula
  }

  struct Application: Sendable {
    let operation: Operation
    let operands: [Formula]
    let attributes: Attributes
  }

  private final class Storage: Sendable {
    let kind: Kind
    let shape: Shape
    let dtype: DType
    let size: Int
    let depth: Int
    let hash: Int

    init(_ kind: Kind, _ shape: Shape, _ dtype: DType) {
      let parts = kind.parts
      self.kind = kind
      self.shape = shape
      self.dtype = dtype
      size = 1 + parts.reduce(0) { $0 &+ $1.size }
      depth = 1 + (parts.map(\.depth).max() ?? 0)
      hash = kind.structuralHash
    }
  }

  private let storage: Storage

  init(_ kind: Kind, shape: Shape = .scalar, dtype: DType = .f64) {
    storage = Storage(kind, shape, dtype)
  }

  var kind: Kind { storage.kind }
  var shape: Shape { storage.shape }
  var dtype: DType { storage.dtype }
  /// How many parts it would take to write the formula out.
  public var size: Int { storage.size }
  var depth: Int { storage.depth }
  var isScalar: Bool { shape.rank == 0 }

  static let zero = Formula(.number(.zero))
  static let one = Formula(.number(.one))

  static func number(_ value: Rational) -> Formula { Formula(.number(value)) }

  static func number(_ value: Double) -> Formula {
    if let known = KnownConstant.formula(for: value) { return known }
    if let exact = Rational(value) { return .number(exact) }
    return value < 0 ? .negative(Formula(.real(-value))) : Formula(.real(value))
  }

  /// 0.75 as 3/4, where the denominator is a small power of two.
  var asFraction: Formula { rational.flatMap(\.asFraction).map { .number($0) } ?? self }

  /// The exact number that this formula is, if it is one.
  var rational: Rational? {
    if case .number(let value) = kind { value } else { nil }
  }

  /// The value of a formula that is nothing but a number.
  public var constantValue: Double? { rational?.value }

  var isZero: Bool { rational?.isZero == true }
  var isOne: Bool { rational?.isOne == true }

  /// The formula without its broadcasting, for elementwise contexts, where it makes no difference.
  var unbroadcast: Formula {
    if case .broadcast(let inner) = kind { inner } else { self }
  }

  /// This formula repeated up to a shape.
  func fitted(to shape: Shape) -> Formula {
    self.shape == shape ? self : Formula(.broadcast(unbroadcast), shape: shape, dtype: dtype)
  }

  /// This formula as a coefficient and what it multiplies.
  var split: (coefficient: Rational, core: Formula) {
    switch kind {
    case .number(let value): (value, .one)
    case .product(let coefficient, let factors) where !coefficient.isOne:
      (coefficient, .monomial(.one, factors))
    default: (.one, self)
    }
  }

  /// This formula as a coefficient and powers.
  var factored: (coefficient: Rational, factors: [Factor]) {
    switch kind {
    case .number(let value): (value, [])
    case .product(let coefficient, let factors): (coefficient, factors)
    default: (.one, [Factor(base: self, exponent: .one)])
    }
  }

  var terms: [Formula] {
    if case .sum(let terms) = kind { terms } else { [self] }
  }
}

extension Formula.Kind {
  fileprivate var parts: [Formula] {
    switch self {
    case .number, .real, .symbol: []
    case .sum(let terms): terms
    case .product(let coefficient, let factors):
      factors.flatMap { $0.exponent.isOne ? [$0.base] : [$0.base, $0.exponent] }
        + (coefficient.isOne ? [] : [.number(coefficient)])
    case .apply(let application): application.operands
    case .broadcast(let inner): [inner]
    }
  }
}

// Equality up to order. The hash of a sum or product is the sum of its parts' hashes, so that it does
// not depend on the order either.
extension Formula: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(storage.hash) }

  public static func == (a: Formula, b: Formula) -> Bool {
    if a.storage === b.storage { return true }
    guard a.storage.hash == b.storage.hash, a.size == b.size, a.shape == b.shape else {
      return false
    }
    switch (a.kind, b.kind) {
    case (.number(let a), .number(let b)): return a == b
    case (.real(let a), .real(let b)): return a == b
    case (.symbol(let a), .symbol(let b)): return a.node == b.node
    case (.sum(let a), .sum(let b)): return areSame(a, b)
    case (.product(let a, let factorsA), .product(let b, let factorsB)):
      return a == b && areSame(factorsA, factorsB)
    case (.apply(let a), .apply(let b)): return a == b
    case (.broadcast(let a), .broadcast(let b)): return a == b
    default: return false
    }
  }

  /// Equal up to order. Equal hashes of different parts could make this miss an equality, which costs
  /// a simplification and nothing else.
  private static func areSame<Part: Hashable>(_ a: [Part], _ b: [Part]) -> Bool {
    a == b
      || a.count == b.count
        && a.sorted { $0.hashValue < $1.hashValue } == b.sorted { $0.hashValue < $1.hashValue }
  }
}

extension Formula.Factor: Hashable {}

extension Formula.Application: Hashable {
  static func == (a: Formula.Application, b: Formula.Application) -> Bool {
    a.operation === b.operation && a.operands == b.operands && a.attributes == b.attributes
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(operation))
    hasher.combine(operands)
    hasher.combine(attributes)
  }
}

extension Formula.Kind {
  fileprivate var structuralHash: Int {
    var hasher = Hasher()
    switch self {
    case .number(let value): hasher.combine(value)
    case .real(let value): hasher.combine(value)
    case .symbol(let symbol): hasher.combine(symbol.node)
    case .sum(let terms):
      hasher.combine(1)
      hasher.combine(terms.reduce(0) { $0 &+ $1.hashValue })
    case .product(let coefficient, let factors):
      hasher.combine(coefficient)
      hasher.combine(factors.reduce(0) { $0 &+ $1.hashValue })
    case .apply(let application): hasher.combine(application)
    case .broadcast(let inner):
      hasher.combine(2)
      hasher.combine(inner)
    }
    return hasher.finalize()
  }
}
