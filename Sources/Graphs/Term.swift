import Tensors

/// A node of a graph under construction, with operators: derivative rules are written with terms, as
/// formulas, and what they write becomes part of the graph.
public struct Term {
  /// The graph under construction. A class, so that all terms of one derivation extend the same graph.
  public final class Workspace {
    public var graph: Graph
    /// The first type rule that failed. Rules are total on well-typed graphs; should one fail all the
    /// same, differentiation ends with this error instead of a wrong result.
    public internal(set) var failure: (any Error)?
    /// Costly nodes that the rules of several operands use; see `Term.shared`.
    fileprivate var shared: [SharedNode: NodeID] = [:]

    public init(_ graph: Graph) { self.graph = graph }
  }

  public let workspace: Workspace
  public let id: NodeID
  /// Products and quotients of this term are 0 wherever a factor (the numerator) is exactly 0, whatever
  /// the other one: 0·Inf = 0. Terms made of it are the same.
  let isAbsorbing: Bool

  public init(_ workspace: Workspace, _ id: NodeID, isAbsorbing: Bool = false) {
    self.workspace = workspace
    self.id = id
    self.isAbsorbing = isAbsorbing
  }

  /// The same value, which now decides by its zeros.
  var absorbing: Term { Term(workspace, id, isAbsorbing: true) }

  /// The same value in place of a result with `other`.
  private func standing(for other: Term) -> Term { other.isAbsorbing ? absorbing : self }

  public var type: NodeType { workspace.graph[id].type }
  public var shape: Shape { type.shape }

  /// The number that this term is known to be, if it is a constant number.
  public var constantNumber: Double? {
    if case .number(let value)? = workspace.graph[id].constant { value } else { nil }
  }

  /// A constant in the same graph.
  public func constant(_ value: Double) -> Term {
    Term(workspace, workspace.graph.addConstant(.number(value)))
  }

  public func constant(_ value: Quantity) -> Term {
    Term(workspace, workspace.graph.addConstant(value))
  }

  /// Applies an operation to terms of one graph.
  public static func apply(
    _ operation: Operation, _ operands: [Term], _ attributes: Attributes = .none
  ) -> Term {
    let workspace = operands[0].workspace
    do {
      let id = try workspace.graph.add(operation, operands.map(\.id), attributes)
      return Term(workspace, id, isAbsorbing: operands.contains(where: \.isAbsorbing))
    } catch {
      if workspace.failure == nil { workspace.failure = error }
      return operands[0]
    }
  }

  /// As `apply`, but the same operation on the same terms is one node: for what is too costly to be
  /// computed once for each operand.
  public static func shared(_ operation: Operation, _ operands: [Term]) -> Term {
    let workspace = operands[0].workspace
    let key = SharedNode(
      operation: ObjectIdentifier(operation), operands: operands.map(\.id),
      isAbsorbing: operands.contains(where: \.isAbsorbing))
    if let known = workspace.shared[key] {
      return Term(workspace, known, isAbsorbing: key.isAbsorbing)
    }
    let term = apply(operation, operands)
    workspace.shared[key] = term.id
    return term
  }
}

private struct SharedNode: Hashable {
  let operation: ObjectIdentifier
  let operands: [NodeID]
  let isAbsorbing: Bool
}

// Identities with 0 and 1 are taken out at once: derivative rules make many of them, and every later
// step is cheaper without.
extension Term {
  public static func + (a: Term, b: Term) -> Term {
    if a.constantNumber == 0, a.canVanish(beside: b) { return b.standing(for: a) }
    if b.constantNumber == 0, b.canVanish(beside: a) { return a.standing(for: b) }
    return apply(Catalogue.add, [a, b])
  }
  public static func - (a: Term, b: Term) -> Term {
    if b.constantNumber == 0 { return a }
    return apply(Catalogue.subtract, [a, b])
  }
  public static func * (a: Term, b: Term) -> Term {
    if a.constantNumber == 1, a.canVanish(beside: b) { return b.standing(for: a) }
    if b.constantNumber == 1, b.canVanish(beside: a) { return a.standing(for: b) }
    return apply(needsAbsorption(a, b) ? Catalogue.zeroMultiply : Catalogue.multiply, [a, b])
  }
  public static func / (a: Term, b: Term) -> Term {
    if b.constantNumber == 1 { return a }
    return apply(a.absorbs ? Catalogue.zeroDivide : Catalogue.divide, [a, b])
  }
  public static prefix func - (a: Term) -> Term {
    if let value = a.constantNumber { return a.constant(-value).standing(for: a) }
    return apply(Catalogue.negate, [a])
  }
  public static func ^ (a: Term, b: Term) -> Term { apply(Catalogue.power, [a, b]) }

  public static func + (a: Term, b: Double) -> Term { a + a.constant(b) }
  public static func - (a: Term, b: Double) -> Term { a - a.constant(b) }
  public static func * (a: Term, b: Double) -> Term { a * a.constant(b) }
  public static func / (a: Term, b: Double) -> Term { a / a.constant(b) }
  public static func ^ (a: Term, b: Double) -> Term { b == 1 ? a : a ^ a.constant(b) }
  public static func + (a: Double, b: Term) -> Term { b.constant(a) + b }
  public static func - (a: Double, b: Term) -> Term { b.constant(a) - b }
  public static func * (a: Double, b: Term) -> Term { b.constant(a) * b }
  public static func / (a: Double, b: Term) -> Term { b.constant(a) / b }

  private static func needsAbsorption(_ a: Term, _ b: Term) -> Bool {
    (a.isAbsorbing || b.isAbsorbing) && !a.isFiniteConstant && !b.isFiniteConstant
  }

  private var absorbs: Bool { isAbsorbing && !isFiniteConstant }

  /// With one factor known to be neither 0 nor infinite, 0·Inf can't occur.
  private var isFiniteConstant: Bool {
    switch workspace.graph[id].kind {
    case .constant(.number(let value)): return value != 0 && value.isFinite
    case .operation(let operation, let operands, _) where operation === Catalogue.broadcastTo:
      return Term(workspace, operands[0]).isFiniteConstant
    default: return false
    }
  }

  /// A bool operand must stay, since arithmetic turns it into a number.
  private func canVanish(beside other: Term) -> Bool { other.type.dtype != .bool }

  /// This gradient in the shape of an operand: summed over broadcast axes, or broadcast.
  public func fitted(to target: NodeType) -> Term {
    if shape == target.shape { return self }
    if Shape.broadcast(shape, target.shape) == target.shape {
      return Term.apply(Catalogue.broadcastTo, [self], Attributes(.shape(target.shape)))
    }
    return Term.apply(Catalogue.sumTo, [self], Attributes(.shape(target.shape)))
  }
}
