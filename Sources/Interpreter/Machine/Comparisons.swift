import Diagnostics
import Graphs
import Syntax
import Tensors

// Conditions, comparisons and logic.
extension Machine {
  /// A condition must be a bool. One that depends on a traced value is decided by its value now; the
  /// traces remember that their graph holds only where it is decided the same way.
  func condition(_ value: Value) throws -> Bool {
    switch concrete(value) {
    case .bool(let result): return result
    case .undefined: throw Diagnostic.unassignedLocal()
    default: throw Diagnostic.notCondition(value)
    }
  }

  /// Whether the first operand of `and`/`or` decides the result alone.
  func decides(_ value: Value, when decisive: Bool) throws -> Bool {
    switch concrete(value) {
    case .bool(let result): return result == decisive
    case .tensor(let tensor) where tensor.dtype == .bool: return false
    default: throw Diagnostic.notBool(decisive ? "or" : "and", value)
    }
  }

  func logical(_ op: LogicalOp, _ a: Value, _ b: Value) throws -> Value {
    let name = op == .and ? "and" : "or"
    guard a.nodeType?.dtype == .bool else { throw Diagnostic.notBool(name, a) }
    guard b.nodeType?.dtype == .bool else { throw Diagnostic.notBool(name, b) }
    if let left = a.shape, let right = b.shape, left != right {
      throw Diagnostic.unequalShapes(name, left, right)
    }
    return try apply(op == .and ? Catalogue.logicalAnd : Catalogue.logicalOr, [a, b])
  }

  /// The undotted comparisons: one bool.
  func compare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws -> Value {
    if recordsComparisons, let result = try recordedComparison(op, a, b) { return result }
    return switch op {
    case .equal: .bool(try equal(concrete(a), concrete(b)))
    case .notEqual: .bool(!(try equal(concrete(a), concrete(b))))
    case .approximately:
      .bool(try approximately(concrete(a), concrete(b), relative: 1e-8, absolute: 1e-12))
    case .elementOf: .bool(try contains(concrete(b), concrete(a)))
    default: .bool(try order(op, concrete(a), concrete(b)))
    }
  }

  /// A comparison of traced numbers as an operation, decided by its result; nil for any other.
  private func recordedComparison(
    _ op: ComparisonOperator, _ a: Value, _ b: Value
  ) throws -> Value? {
    guard a.nodeType == .number, b.nodeType == .number, a.holdsTraced || b.holdsTraced else {
      return nil
    }
    let operation: Operation
    switch op {
    case .equal: operation = Catalogue.equal
    case .notEqual: operation = Catalogue.notEqual
    case .less: operation = Catalogue.less
    case .lessEqual: operation = Catalogue.lessEqual
    case .greater: operation = Catalogue.greater
    case .greaterEqual: operation = Catalogue.greaterEqual
    default: return nil
    }
    return .bool(try condition(apply(operation, [a, b])))
  }

  private func order(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws -> Bool {
    if case .string(let x) = a, case .string(let y) = b { return op.holds(x.string, y.string) }
    guard let x = a.plainNumber, let y = b.plainNumber else {
      throw Diagnostic.notOrdered(op.rawValue, a, b)
    }
    return op.holds(x, y)
  }

  func equal(_ a: Value, _ b: Value) throws -> Bool {
    if a.isUndefined || b.isUndefined { throw Diagnostic.unassignedLocal() }
    if let x = a.quantity, let y = b.quantity {
      guard x.shape == y.shape else { return false }
      return try allTrue(CompareOp.equal.apply(x, y))
    }
    switch (a, b) {
    case (.string(let x), .string(let y)): return x.string == y.string
    case (.nothing, .nothing): return true
    case (.tuple(let x), .tuple(let y)):
      guard x.items.count == y.items.count else { return false }
      return try zip(x.items, y.items).allSatisfy { try equal($0, $1) }
    case (.record(let x), .record(let y)):
      guard x.names == y.names else { return false }
      return try zip(x.values, y.values).allSatisfy { try equal($0, $1) }
    case (.function(let x), .function(let y)): return x === y
    default: return false
    }
  }

  /// Same structure and shapes, every element within `relative` or `absolute`.
  func approximately(
    _ a: Value, _ b: Value, relative: Double, absolute: Double
  ) throws -> Bool {
    if let x = a.quantity, let y = b.quantity {
      guard x.shape == y.shape else { throw Diagnostic.unequalShapes("≈", x.shape, y.shape) }
      return zip(elements(x), elements(y)).allSatisfy {
        isClose($0, $1, relative: relative, absolute: absolute)
      }
    }
    guard a.isStructure, b.isStructure else { return try equal(a, b) }
    let left = a.leaves
    let right = b.leaves
    guard left.count == right.count else { throw Diagnostic.unequalStructures(a, b) }
    return try zip(left, right).allSatisfy {
      try approximately($0, $1, relative: relative, absolute: absolute)
    }
  }

  private func contains(_ collection: Value, _ element: Value) throws -> Bool {
    switch collection {
    case .tuple(let tuple): return try tuple.items.contains { try equal($0, element) }
    case .string(let text):
      guard case .string(let part) = element else {
        throw Diagnostic.operandKinds("in", element, collection)
      }
      return part.string.isEmpty || text.string.containsText(part.string)
    default:
      if case .record(let record) = collection, case .string(let name) = element {
        return record.position(of: name.string) != nil
      }
      guard let all = collection.quantity, all.shape.rank > 0, let wanted = element.plainNumber
      else {
        throw Diagnostic.operandKinds("in", element, collection)
      }
      return elements(all).contains(wanted)
    }
  }

  func elements(_ quantity: Quantity) -> [Double] {
    if case .tensor(let tensor) = quantity { return tensor.doubles }
    return [quantity.asNumber ?? .nan]
  }

  private func allTrue(_ quantity: Quantity) -> Bool {
    switch quantity {
    case .bool(let value): value
    case .number(let value): value != 0
    case .tensor(let tensor): !tensor.bools.contains(false)
    }
  }
}

func isClose(_ x: Double, _ y: Double, relative: Double, absolute: Double) -> Bool {
  if x == y { return true }
  let difference = abs(x - y)
  return difference <= absolute || difference <= relative * max(abs(x), abs(y))
}

extension ComparisonOperator {
  fileprivate func holds<T: Comparable>(_ x: T, _ y: T) -> Bool {
    switch self {
    case .less: x < y
    case .lessEqual: x <= y
    case .greater: x > y
    case .greaterEqual: x >= y
    default: x == y
    }
  }
}

extension Value {
  /// The number that this is, bools as 0 and 1; nil for anything else and for traced values.
  var plainNumber: Double? {
    switch self {
    case .number(let number): number
    case .bool(let bool): bool ? 1 : 0
    default: nil
    }
  }
}

extension String {
  func containsText(_ part: String) -> Bool {
    let bytes = Array(utf8)
    let wanted = Array(part.utf8)
    guard wanted.count <= bytes.count else { return false }
    return (0...(bytes.count - wanted.count)).contains {
      bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
  }
}
