import Diagnostics
import Graphs

// Tuples and records of numbers and tensors form a vector space; these walk them leaf by leaf.
extension Value {
  var isStructure: Bool {
    switch self {
    case .tuple, .record: true
    default: false
    }
  }

  /// All leaves, in order.
  var leaves: [Value] {
    switch self {
    case .tuple(let tuple): tuple.items.flatMap(\.leaves)
    case .record(let record): record.values.flatMap(\.leaves)
    default: [self]
    }
  }

  /// The same structure with its leaves replaced, in order.
  func replacingLeaves(_ replace: (Value) throws -> Value) rethrows -> Value {
    switch self {
    case .tuple(let tuple): .tuple(Tuple(try tuple.items.map { try $0.replacingLeaves(replace) }))
    case .record(let record):
      .record(
        Record(
          names: record.names, values: try record.values.map { try $0.replacingLeaves(replace) }))
    default: try replace(self)
    }
  }

  /// Leaves with the path that leads to each: `p.W`, `p[2]`.
  func namedLeaves(_ path: String) -> [(path: String, leaf: Value)] {
    switch self {
    case .tuple(let tuple):
      tuple.items.enumerated().flatMap { $1.namedLeaves("\(path)[\($0 + 1)]") }
    case .record(let record):
      zip(record.names, record.values).flatMap { $1.namedLeaves("\(path).\($0)") }
    default: [(path, self)]
    }
  }
}

extension Machine {
  /// `dot` and `norm` of tuples and records: over all leaves, as of one long vector.
  func vectorSpace(_ operation: Operation, _ operands: [Value]) throws -> Value? {
    switch operation.name {
    case "dot" where operands.count == 2: return try dot(operands[0], operands[1])
    case "norm" where operands.count == 1:
      return try apply(Catalogue.sqrt, [try dot(operands[0], operands[0])])
    default: return nil
    }
  }

  private func dot(_ a: Value, _ b: Value) throws -> Value {
    var total = Value.number(0)
    _ = try zipLeaves(a, b) { left, right in
      guard let shape = left.shape, let other = right.shape else {
        throw Diagnostic.notNumeric("dot", left.isNumeric ? right : left)
      }
      guard shape == other else { throw Diagnostic.unequalStructures(a, b) }
      let products = try apply(Catalogue.multiply, [left, right])
      let part = shape.rank == 0 ? products : try callLibrary("sum", [products])
      total = try apply(Catalogue.add, [total, part])
      return .nothing
    }
    return total
  }

  func mapLeaves(_ a: Value, _ transform: (Value) throws -> Value) throws -> Value {
    try a.replacingLeaves(transform)
  }

  func zipLeaves(
    _ a: Value, _ b: Value, _ combine: (Value, Value) throws -> Value
  ) throws -> Value {
    switch (a, b) {
    case (.tuple(let left), .tuple(let right)):
      guard left.items.count == right.items.count else { throw Diagnostic.unequalStructures(a, b) }
      return .tuple(
        Tuple(try zip(left.items, right.items).map { try zipLeaves($0, $1, combine) }))
    case (.record(let left), .record(let right)):
      guard left.names == right.names else { throw Diagnostic.unequalStructures(a, b) }
      return .record(
        Record(
          names: left.names,
          values: try zip(left.values, right.values).map { try zipLeaves($0, $1, combine) }))
    default:
      if a.isStructure || b.isStructure { throw Diagnostic.unequalStructures(a, b) }
      return try combine(a, b)
    }
  }
}
