import Diagnostics
import Graphs
import Syntax
import Tensors

// What the operators mean on everything but two numbers (LANGUAGE.md, section 4).
extension Machine {
  func binary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws -> Value {
    switch op {
    case .plus: try sum(a, b, Catalogue.add, op)
    case .minus: try sum(a, b, Catalogue.subtract, op)
    case .times: try product(a, b)
    case .divide: try quotient(a, b)
    case .power: try power(a, b)
    case .matmul: try matrixProduct(a, b)
    case .solve: try solve(a, b)
    case .dot: try callLibrary("dot", [a, b])
    case .outer: try elementwise(Catalogue.outer, op, a, b)
    case .pipe: throw Diagnostic.operandKinds(op.rawValue, a, b)
    default: try elementwise(op.dottedOperation, op, a, b)
    }
  }

  /// `+` and `-`: equal shapes, or a number with anything; tuples and records leaf by leaf.
  private func sum(
    _ a: Value, _ b: Value, _ operation: Operation, _ op: BinaryOperator
  ) throws -> Value {
    if let left = a.shape, let right = b.shape {
      guard left == right || left.rank == 0 || right.rank == 0 else {
        throw Diagnostic.unequalShapes(op.rawValue, left, right)
      }
      return try apply(operation, a, b)
    }
    if a.isStructure, b.isStructure {
      return try zipLeaves(a, b) { try self.sum($0, $1, operation, op) }
    }
    // Figures are layered on common axes.
    if op == .plus, case .figure(let below) = a, case .figure(let above) = b {
      return try layers(below, above)
    }
    throw Diagnostic.operandKinds(op.rawValue, a, b)
  }

  /// `*`: the product of mathematics.
  private func product(_ a: Value, _ b: Value) throws -> Value {
    if let left = a.shape, let right = b.shape {
      switch (left.rank, right.rank) {
      case (0, _), (_, 0): return try apply(Catalogue.multiply, a, b)
      case (1, 1): throw Diagnostic.vectorProduct(left, right)
      case (1, 2), (2, 1), (2, 2):
        try checkInner("*", left, right)
        return try apply(Catalogue.matmul, [a, b], Attributes(.flag(false), .flag(false)))
      default: throw Diagnostic.rankProduct(left, right)
      }
    }
    if a.shape?.rank == 0, b.isStructure { return try mapLeaves(b) { try self.product(a, $0) } }
    if b.shape?.rank == 0, a.isStructure { return try mapLeaves(a) { try self.product($0, b) } }
    throw Diagnostic.operandKinds("*", a, b)
  }

  /// The last axis of the left operand meets the last but one of the right.
  private func checkInner(_ op: String, _ left: Shape, _ right: Shape) throws {
    let inner = right.rank == 1 ? right[0] : right[right.rank - 2]
    guard left[left.rank - 1] == inner else { throw Diagnostic.innerSizes(op, left, right) }
  }

  private func quotient(_ a: Value, _ b: Value) throws -> Value {
    if let right = b.shape {
      guard right.rank == 0 else { throw Diagnostic.divisionByTensor(right) }
      if a.isNumeric { return try apply(Catalogue.divide, a, b) }
      if a.isStructure { return try mapLeaves(a) { try self.quotient($0, b) } }
    }
    throw Diagnostic.operandKinds("/", a, b)
  }

  @inline(__always)
  func power(_ a: Value, _ b: Value) throws -> Value {
    if case .number(let x) = a, case .number(let p) = b {
      if p == 2 { return .number(x * x) }
      return .number(BinaryOp.power.apply(x, p))
    }
    return try generalPower(a, b)
  }

  private func generalPower(_ a: Value, _ b: Value) throws -> Value {
    guard let base = a.shape, let exponent = b.shape else {
      throw Diagnostic.operandKinds("^", a, b)
    }
    switch (base.rank, exponent.rank) {
    case (0, 0): return try apply(Catalogue.power, [a, b])
    case (2, 0): return try matrixPower(a, b)
    default: throw Diagnostic.tensorPower(base)
    }
  }

  /// By repeated squaring.
  private func matrixPower(_ a: Value, _ b: Value) throws -> Value {
    guard let shape = a.shape, shape[0] == shape[1] else {
      throw Diagnostic.notSquare("^", a.shape ?? .scalar)
    }
    var exponent = try wholeNumber(b, "an exponent of a matrix")
    guard exponent >= 0 else { throw Diagnostic.negativeMatrixPower(exponent) }
    var result = Value.tensor(try Kernels.eye(shape[0], shape[0]))
    var square = a
    while exponent > 0 {
      if exponent & 1 == 1 { result = try product(result, square) }
      exponent >>= 1
      if exponent > 0 { square = try product(square, square) }
    }
    return result
  }

  private func matrixProduct(_ a: Value, _ b: Value) throws -> Value {
    guard let left = a.shape, let right = b.shape, left.rank > 0, right.rank > 0 else {
      throw Diagnostic.operandKinds("@", a, b)
    }
    try checkInner("@", left, right)
    return try apply(Catalogue.matmul, [a, b], Attributes(.flag(false), .flag(false)))
  }

  private func solve(_ a: Value, _ b: Value) throws -> Value {
    guard a.isNumeric, b.isNumeric else { throw Diagnostic.operandKinds("\\", a, b) }
    return try callLibrary("solve", [a, b])
  }

  /// The dotted operators: elementwise, with broadcasting.
  private func elementwise(
    _ operation: Operation, _ op: BinaryOperator, _ a: Value, _ b: Value
  ) throws -> Value {
    if let left = a.shape, let right = b.shape {
      if operation !== Catalogue.outer, Shape.broadcast(left, right) == nil {
        throw Diagnostic.cannotBroadcast(op.rawValue, left, right)
      }
      return try apply(operation, a, b)
    }
    throw Diagnostic.operandKinds(op.rawValue, a, b)
  }

  // MARK: One operand

  func negate(_ a: Value) throws -> Value {
    if a.isNumeric { return try apply(Catalogue.negate, [a]) }
    if a.isStructure { return try mapLeaves(a, negate) }
    throw Diagnostic.operandKind("-", a)
  }

  func plus(_ a: Value) throws -> Value {
    guard a.isNumeric || a.isStructure else { throw Diagnostic.operandKind("+", a) }
    return a
  }

  func transpose(_ a: Value) throws -> Value {
    guard let shape = a.shape else { throw Diagnostic.operandKind("ᵀ", a) }
    return shape.rank < 2 ? a : try apply(Catalogue.transpose, [a])
  }

  func not(_ a: Value) throws -> Value {
    switch a {
    case .bool(let value): return .bool(!value)
    default:
      guard a.nodeType?.dtype == .bool else { throw Diagnostic.notBool("not", a) }
      return try apply(Catalogue.logicalNot, [a])
    }
  }
}

extension BinaryOperator {
  fileprivate var dottedOperation: Operation {
    switch self {
    case .dottedPower: Catalogue.power
    case .dottedTimes: Catalogue.multiply
    case .dottedDivide: Catalogue.divide
    case .dottedPlus: Catalogue.add
    case .dottedMinus: Catalogue.subtract
    case .dottedEqual: Catalogue.equal
    case .dottedNotEqual: Catalogue.notEqual
    case .dottedLess: Catalogue.less
    case .dottedLessEqual: Catalogue.lessEqual
    case .dottedGreater: Catalogue.greater
    default: Catalogue.greaterEqual
    }
  }
}
