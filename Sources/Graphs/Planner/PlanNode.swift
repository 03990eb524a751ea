import Tensors

/// The index of a value of a plan under construction.
typealias PlanValue = Int

/// A value of a plan: what a graph's operations come down to. Bools are 0 and 1 here; the type says what
/// they are outside.
struct PlanNode: Hashable {
  enum Kind: Hashable {
    case input(Int)
    /// By its bits, so that equal constants are one, and −0 is not 0.
    case number(UInt64)
    case tensor(ObjectIdentifier)
    // Element by element; operands broadcast.
    case unary(UnaryOp, PlanValue)
    case binary(BinaryOp, PlanValue, PlanValue)
    case compare(CompareOp, PlanValue, PlanValue)
    case select(PlanValue, PlanValue, PlanValue)
    case copy(PlanValue)
    // The same elements seen otherwise: nothing is computed.
    case view(PlanValue)
    case expand(PlanValue)
    // Everything else.
    case transpose(PlanValue)
    case gather(PlanValue, steps: Shape)
    case product(PlanValue, PlanValue, transposeA: Bool, transposeB: Bool)
    case dot(PlanValue, PlanValue)
    case reduce(ReduceOp, PlanValue, outer: Int, length: Int, inner: Int)
    case softmax(PlanValue, length: Int)
    case logSoftmax(PlanValue, length: Int)
    /// The row's own kernel.
    case kernel(ObjectIdentifier, [PlanValue], Attributes)
  }

  let kind: Kind
  let type: NodeType

  var count: Int { type.shape.count }

  var operands: [PlanValue] {
    switch kind {
    case .input, .number, .tensor: []
    case .unary(_, let a), .copy(let a), .view(let a), .expand(let a), .transpose(let a),
      .gather(let a, _), .reduce(_, let a, _, _, _), .softmax(let a, _), .logSoftmax(let a, _):
      [a]
    case .binary(_, let a, let b), .compare(_, let a, let b), .product(let a, let b, _, _),
      .dot(let a, let b):
      [a, b]
    case .select(let a, let b, let c): [a, b, c]
    case .kernel(_, let list, _): list
    }
  }

  /// Whether it can be a step of a fused program.
  var isElementwise: Bool {
    switch kind {
    case .unary, .binary, .compare, .select, .copy: true
    default: false
    }
  }

  /// A full reduction, which can end a fused program.
  var fullReduction: (op: ReduceOp, of: PlanValue)? {
    if case .reduce(let op, let a, 1, _, 1) = kind { (op, a) } else { nil }
  }
}
