import Tensors

/// Plan values under construction. Equal values are made once.
struct PlanBuilder {
  private(set) var nodes: [PlanNode] = []
  /// The constants among the values.
  private(set) var constants: [PlanValue: Quantity] = [:]
  /// The operations behind `kernel` nodes.
  private(set) var operations: [ObjectIdentifier: Operation] = [:]
  private var known: [PlanNode: PlanValue] = [:]

  mutating func add(_ kind: PlanNode.Kind, _ type: NodeType) -> PlanValue {
    let node = PlanNode(kind: kind, type: type)
    if let value = known[node] { return value }
    nodes.append(node)
    known[node] = nodes.count - 1
    return nodes.count - 1
  }

  func shape(_ value: PlanValue) -> Shape { nodes[value].type.shape }

  // MARK: Constants

  mutating func number(_ x: Double) -> PlanValue { constant(.number(x)) }

  mutating func constant(_ quantity: Quantity) -> PlanValue {
    let type = NodeType(quantity.dtype, quantity.shape)
    let kind: PlanNode.Kind =
      switch quantity {
      case .number(let x): .number(x.bitPattern)
      case .bool(let x): .number(Double(x ? 1 : 0).bitPattern)
      case .tensor(let tensor): .tensor(tensor.identity)
      }
    let value = add(kind, type)
    constants[value] = quantity
    return value
  }

  /// The number that a value is known to be.
  func knownNumber(_ value: PlanValue) -> Double? {
    if case .number(let bits) = nodes[value].kind { Double(bitPattern: bits) } else { nil }
  }

  // MARK: Elementwise

  mutating func unary(_ op: UnaryOp, _ a: PlanValue) -> PlanValue {
    if let x = knownNumber(a) { return number(op.apply(x)) }
    return add(.unary(op, a), NodeType(.f64, shape(a)))
  }

  /// nil where the operands don't broadcast.
  mutating func binary(_ op: BinaryOp, _ a: PlanValue, _ b: PlanValue) -> PlanValue? {
    if let x = knownNumber(a), let y = knownNumber(b) { return number(op.apply(x, y)) }
    guard let shape = Shape.broadcast(shape(a), shape(b)) else { return nil }
    return add(
      .binary(op, walkable(a, as: shape), walkable(b, as: shape)), NodeType(.f64, shape))
  }

  mutating func compare(_ op: CompareOp, _ a: PlanValue, _ b: PlanValue) -> PlanValue? {
    guard let shape = Shape.broadcast(shape(a), shape(b)) else { return nil }
    return add(
      .compare(op, walkable(a, as: shape), walkable(b, as: shape)), NodeType(.bool, shape))
  }

  mutating func select(_ mask: PlanValue, _ a: PlanValue, _ b: PlanValue) -> PlanValue? {
    guard let sides = Shape.broadcast(shape(a), shape(b)),
      let shape = Shape.broadcast(shape(mask), sides)
    else { return nil }
    let isBool = nodes[a].type.dtype == .bool && nodes[b].type.dtype == .bool
    return add(
      .select(walkable(mask, as: shape), walkable(a, as: shape), walkable(b, as: shape)),
      NodeType(isBool ? .bool : .f64, shape))
  }

  /// An operand that a fused program can walk while it walks `shape`; gathered where it repeats in a way
  /// that no pattern describes.
  private mutating func walkable(_ value: PlanValue, as shape: Shape) -> PlanValue {
    if nodes.access(to: value, from: shape) != nil { return value }
    let base = stored(value)
    if nodes[base].count == shape.count { return base }
    let steps = nodes[value].type.shape.steps(repeatedTo: shape)
    return add(.gather(base, steps: steps), NodeType(nodes[value].type.dtype, shape))
  }

  // MARK: Shapes

  /// The same elements under another shape or element type.
  mutating func view(_ value: PlanValue, as type: NodeType) -> PlanValue {
    nodes[value].type == type ? value : add(.view(value), type)
  }

  mutating func expand(_ value: PlanValue, to shape: Shape) -> PlanValue {
    if self.shape(value) == shape { return value }
    return add(.expand(value), NodeType(nodes[value].type.dtype, shape))
  }

  /// A value of the same elements in order that has memory of its own.
  mutating func stored(_ value: PlanValue) -> PlanValue {
    switch nodes[value].kind {
    case .view(let source): return stored(source)
    case .expand: return storedExactly(value)
    default: return value
    }
  }

  /// A value of the same elements that has memory of its own under the same type.
  mutating func storedExactly(_ value: PlanValue) -> PlanValue {
    let type = nodes[value].type
    switch nodes[value].kind {
    case .view(let source):
      let base = stored(source)
      return nodes[base].type == type ? base : add(.copy(value), type)
    case .expand(let source):
      if nodes.access(to: value, from: type.shape) != nil { return add(.copy(value), type) }
      let steps = nodes[source].type.shape.steps(repeatedTo: type.shape)
      return add(.gather(stored(source), steps: steps), type)
    default: return value
    }
  }

  // MARK: Everything else

  mutating func transpose(_ value: PlanValue) -> PlanValue {
    if case .transpose(let source) = nodes[value].kind { return source }
    let shape = shape(value)
    let base = storedExactly(value)
    return add(.transpose(base), NodeType(nodes[value].type.dtype, Shape([shape[1], shape[0]])))
  }

  /// A product of matrices; transposes of the operands are folded into it.
  mutating func product(
    _ a: PlanValue, _ b: PlanValue, transposeA: Bool, transposeB: Bool
  ) -> PlanValue {
    var (a, b, transposeA, transposeB) = (a, b, transposeA, transposeB)
    if case .transpose(let source) = nodes[a].kind { (a, transposeA) = (source, !transposeA) }
    if case .transpose(let source) = nodes[b].kind { (b, transposeB) = (source, !transposeB) }
    let product = PlannedKernels.Product(
      shape(a), shape(b), transposeA: transposeA, transposeB: transposeB)
    let type = NodeType(.f64, Shape([product.rows, product.columns]))
    return add(
      .product(
        storedExactly(a), storedExactly(b), transposeA: transposeA, transposeB: transposeB), type)
  }

  mutating func dot(_ a: PlanValue, _ b: PlanValue) -> PlanValue {
    add(.dot(stored(a), stored(b)), .number)
  }

  /// As `ReduceOp.apply`: neighbouring axes are reduced as one, the last group first.
  mutating func reduce(_ op: ReduceOp, _ value: PlanValue, axes: [Int]?, keep: Bool) -> PlanValue {
    let shape = shape(value)
    let flags = (0..<shape.rank).map { axes?.contains($0) ?? true }
    let kept =
      keep
      ? (0..<shape.rank).map { flags[$0] ? 1 : shape[$0] }
      : (0..<shape.rank).filter { !flags[$0] }.map { shape[$0] }
    var current = value
    var (end, inner) = (shape.rank, 1)
    while end > 0 {
      var start = end
      while start > 0, flags[start - 1] == flags[end - 1] { start -= 1 }
      let size = (start..<end).reduce(1) { $0 * shape[$1] }
      if flags[end - 1] {
        let outer = (0..<start).reduce(1) { $0 * shape[$1] }
        current = add(
          .reduce(op, stored(current), outer: outer, length: size, inner: inner),
          NodeType(.f64, outer == 1 && inner == 1 ? .scalar : Shape([outer, inner])))
      } else {
        inner *= size
      }
      end = start
    }
    return view(current, as: NodeType(.f64, Shape(kept)))
  }

  mutating func softmax(_ value: PlanValue, log: Bool) -> PlanValue {
    let type = NodeType(.f64, shape(value))
    let length = type.shape[type.shape.rank - 1]
    let base = stored(value)
    return add(log ? .logSoftmax(base, length: length) : .softmax(base, length: length), type)
  }

  mutating func kernel(
    _ operation: Operation, _ operands: [PlanValue], _ attributes: Attributes, _ type: NodeType
  ) -> PlanValue {
    let id = ObjectIdentifier(operation)
    operations[id] = operation
    let stored = operands.map { storedExactly($0) }
    return add(.kernel(id, stored, attributes), type)
  }
}
