import Tensors

/// Type rules that many rows share.
enum TypeRules {
  /// A function of every element.
  static let elementwise: Operation.TypeRule = { types, _ in NodeType(.f64, types[0].shape) }

  /// The operand's type unchanged, bools included.
  static let same: Operation.TypeRule = { types, _ in types[0] }

  /// The derivative of a function of every element, of an order that is the only attribute; beyond 170
  /// the factorials in such derivatives overflow.
  static func derivative(of name: String) -> Operation.TypeRule {
    { types, attributes in
      let order = attributes.whole(0)
      guard (0...170).contains(order) else {
        throw CatalogueFault.outside(
          operation: name, parameter: "order", Double(order), range: "0 to 170")
      }
      return NodeType(.f64, types[0].shape)
    }
  }

  /// A function of the elements of all operands, which broadcast.
  static func broadcasting(_ name: String) -> Operation.TypeRule {
    { types, _ in
      var shape = types[0].shape
      for type in types.dropFirst() { shape = try broadcastShape(name, shape, type.shape) }
      return NodeType(.f64, shape)
    }
  }
}

func broadcastShape(_ operation: String, _ a: Shape, _ b: Shape) throws -> Shape {
  guard let shape = Shape.broadcast(a, b) else {
    throw TensorFault.shapes(operation: operation, a, b, canBroadcast: false)
  }
  return shape
}

/// Refuses operands of different shapes, also where broadcasting would join them.
func requireEqualShapes(_ operation: String, _ types: [NodeType]) throws {
  for type in types where type.shape != types[0].shape {
    throw TensorFault.shapes(operation: operation, types[0].shape, type.shape, canBroadcast: false)
  }
}

/// The product of two sizes.
/// - Throws: `tooLarge` where it overflows, `negativeSize`.
func sizeProduct(_ operation: String, _ a: Int, _ b: Int) throws -> Int {
  guard a >= 0, b >= 0 else { throw TensorFault.negativeSize(operation: operation, min(a, b)) }
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  guard !overflow else { throw TensorFault.tooLarge(elements: Double(a) * Double(b)) }
  return product
}

/// The axis that an attribute names, from 0. Absent, it is the only axis of a vector.
func singleAxis(_ operation: String, _ attribute: Attribute, _ shape: Shape) throws -> Int {
  if case .whole(let axis) = attribute { return try shape.axis(axis) }
  guard shape.rank == 1 else {
    throw shape.rank == 0
      ? TensorFault.rank(operation: operation, expected: "a tensor", shape)
      : CatalogueFault.needsAxis(operation: operation, shape)
  }
  return 0
}

extension Shape {
  /// A shape whose sizes were computed.
  /// - Throws: `tooManyAxes`, `negativeSize`.
  init(computed sizes: [Int], for operation: String) throws {
    if let size = sizes.first(where: { $0 < 0 }) {
      throw TensorFault.negativeSize(operation: operation, size)
    }
    guard sizes.count <= Shape.maxRank else { throw TensorFault.tooManyAxes(sizes.count) }
    self.init(sizes)
  }

  /// An axis counted from 0, or from the end if negative, checked.
  func axis(_ axis: Int) throws -> Int {
    let position = axis < 0 ? rank + axis : axis
    guard position >= 0, position < rank else {
      throw TensorFault.axis(axis < 0 ? axis : axis &+ 1, rank: rank)
    }
    return position
  }

  /// What a reduction over the axes leaves; all are gone, or have size 1 with `keep`.
  func reduced(axes: [Int], keep: Bool) -> Shape {
    keep
      ? Shape((0..<rank).map { axes.contains($0) ? 1 : self[$0] })
      : Shape((0..<rank).filter { !axes.contains($0) }.map { self[$0] })
  }
}
