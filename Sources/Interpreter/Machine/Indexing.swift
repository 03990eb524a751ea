import Diagnostics
import Graphs
import Tensors

// Reading and replacing parts: `A[i, :]`, `p.W`, `A[mask]` (LANGUAGE.md, section 3).
extension Machine {
  /// Reads `object[indexes…]`. The registers hold the object and then the indexes; the object's is
  /// emptied, so that it does not keep a tensor from being updated in place.
  func index(_ first: Registers, _ count: Int) throws -> Value {
    let object = first[0]
    first[0] = .undefined
    let indexes = try items(first + 1, count)
    switch object {
    case .tensor(let tensor):
      if count == 1, tensor.rank == 1, case .number(let number) = indexes[0] {
        return try vectorElement(tensor, number)
      }
      return try take(object, tensor.shape, indexes)
    case .range(let range):
      if count == 1, case .number(let number) = indexes[0] {
        return .number(range[try position(number, size: range.count, axis: 1, of: object)])
      }
      return try take(object, Shape([range.count]), indexes)
    case .traced(let traced):
      guard let shape = traced.primal.shape else { throw Diagnostic.notIndexable(object) }
      return try take(object, shape, indexes)
    case .tuple(let tuple): return try item(object, tuple.items, indexes) { .tuple(Tuple($0)) }
    case .string(let text):
      return try item(object, text.string.map { .text(String($0)) }, indexes) { parts in
        .text(parts.map { if case .string(let part) = $0 { part.string } else { "" } }.joined())
      }
    case .undefined: throw Diagnostic.unassignedLocal()
    default: throw Diagnostic.notIndexable(object)
    }
  }

  private func vectorElement(_ tensor: Tensor, _ number: Double) throws -> Value {
    let position = try position(number, size: tensor.count, axis: 1, of: .tensor(tensor))
    let element = tensor[flat: position]
    return tensor.dtype == .bool ? .bool(element != 0) : .number(element)
  }

  /// A position counted from 0 for an index counted from 1.
  private func position(_ number: Double, size: Int, axis: Int, of object: Value) throws -> Int {
    guard let index = Int(exactly: number) else { throw Diagnostic.indexNotWhole(number) }
    guard index >= 1, index <= size else {
      throw Diagnostic.indexOutOfRange(index, axis: axis, of: object)
    }
    return index - 1
  }

  private func take(_ object: Value, _ shape: Shape, _ indexes: [Value]) throws -> Value {
    if indexes.count == 1, let mask = indexes[0].mask, shape.rank == mask.rank || mask.rank == 1 {
      let count = mask.bools.reduce(0) { $0 + ($1 ? 1 : 0) }
      _ = concrete(indexes[0])
      return try apply(
        Catalogue.maskSelect, [object, .tensor(mask)], Attributes(.whole(count)))
    }
    let selection = try selection(indexes, shape, of: object)
    return try apply(Catalogue.take, [object], Attributes(.selection(selection)))
  }

  /// One `AxisIndex` for each axis; `..`, once, stands for all axes that are not named.
  func selection(_ indexes: [Value], _ shape: Shape, of object: Value) throws -> [AxisIndex] {
    var list = indexes
    if let place = list.firstIndex(where: \.isOtherAxes) {
      let missing = shape.rank - (list.count - 1)
      guard missing >= 0 else {
        throw TensorFault.indexCount(given: list.count - 1, rank: shape.rank)
      }
      list.replaceSubrange(
        place...place, with: repeatElement(.axisMarker(.whole), count: missing))
    }
    guard list.count == shape.rank else {
      throw TensorFault.indexCount(given: list.count, rank: shape.rank)
    }
    return try list.enumerated().map { axis, index in
      try axisIndex(index, size: shape[axis], axis: axis + 1, of: object)
    }
  }

  private func axisIndex(
    _ index: Value, size: Int, axis: Int, of object: Value
  ) throws -> AxisIndex {
    switch concrete(index) {
    case .axisMarker(.whole): return .all
    case .axisMarker(.leading): throw Diagnostic.leadingAxesFirst()
    case .number(let number): return .at(try position(number, size: size, axis: axis, of: object))
    case .range(let range): return try slice(range, size: size, axis: axis, of: object)
    case .tensor(let tensor) where tensor.dtype == .bool:
      guard tensor.rank == 1, tensor.count == size else {
        throw Diagnostic.maskShape(tensor.shape, Shape([size]))
      }
      let bools = tensor.bools
      return .list(bools.indices.filter { bools[$0] })
    case .tensor(let tensor) where tensor.rank == 1:
      return .list(try tensor.doubles.map { try position($0, size: size, axis: axis, of: object) })
    default: throw Diagnostic.indexKind(index)
    }
  }

  private func slice(
    _ range: Range, size: Int, axis: Int, of object: Value
  ) throws -> AxisIndex {
    guard range.count > 0 else { return .slice(start: 0, step: 1, count: 0) }
    let first = try position(range[0], size: size, axis: axis, of: object)
    _ = try position(range[range.count - 1], size: size, axis: axis, of: object)
    guard let step = Int(exactly: range.step) else { throw Diagnostic.indexNotWhole(range.step) }
    return .slice(start: first, step: step, count: range.count)
  }

  /// Indexes a tuple or string: by one number, or by a range or vector of numbers.
  private func item(
    _ object: Value, _ items: [Value], _ indexes: [Value], _ rebuild: ([Value]) -> Value
  ) throws -> Value {
    guard indexes.count == 1 else { throw TensorFault.indexCount(given: indexes.count, rank: 1) }
    switch try axisIndex(indexes[0], size: items.count, axis: 1, of: object) {
    case .at(let position): return items[position]
    case .all: return rebuild(items)
    case .list(let positions): return rebuild(positions.map { items[$0] })
    case .slice(let start, let step, let count):
      return rebuild((0..<count).map { items[start + $0 * step] })
    }
  }

  /// What `end` means as index number `position` of `count`.
  func axisEnd(_ object: Value, position: Int, count: Int) throws -> Value {
    switch object {
    case .tuple(let tuple): return .number(Double(tuple.items.count))
    case .string(let text): return .number(Double(text.string.count))
    default:
      guard let shape = object.shape, shape.rank > 0 else { throw Diagnostic.notIndexable(object) }
      // Axes are counted from the right, so that `A[.., end]` means the last axis.
      let axis = count == shape.rank ? position : shape.rank - (count - position)
      guard axis >= 0, axis < shape.rank else {
        throw TensorFault.indexCount(given: count, rank: shape.rank)
      }
      return .number(Double(shape[axis]))
    }
  }

  // MARK: Fields

  func field(_ object: Value, _ name: String) throws -> Value {
    switch object {
    case .record(let record):
      if let value = record[name] { return value }
      throw Diagnostic.noField(name, record.names)
    case .run(let run): return try run.field(name, self)
    default:
      if name == "T", object.isNumeric { return try transpose(object) }
      throw Diagnostic.fieldOfValue(name, object)
    }
  }

  // MARK: Updates

  func updateGlobal(_ slot: Int, _ path: Code.UpdatePath, _ first: Registers) throws {
    if case .undefined = globals[slot] { throw unknownName(slot) }
    if case .equation(let equation) = globals[slot] {
      throw Diagnostic.updateOfEquation(equation.name)
    }
    var root = globals[slot]
    // The module lets go of the value while it is changed, so that the change can be made in place.
    globals[slot] = .nothing
    defer { setGlobal(slot, root) }
    try update(&root, path, first)
  }

  /// Replaces the part of `root` that `path` leads to by the value in the first register; the indexes
  /// stand behind it. On an error `root` is unchanged.
  func update(_ root: inout Value, _ path: Code.UpdatePath, _ first: Registers) throws {
    var indexes: [[Value]] = []
    var next = first + 1
    for step in path.steps {
      if case .index(let count) = step {
        indexes.append(try items(next, count))
        next += count
      } else {
        indexes.append([])
      }
    }
    try replace(&root, zip(path.steps, indexes).map { ($0, $1) }[...], with: first[0])
    _ = try root.notTooDeep()
  }

  private func replace(
    _ root: inout Value, _ steps: ArraySlice<(Code.UpdatePath.Step, [Value])>, with value: Value
  ) throws {
    guard let (step, indexes) = steps.first else {
      root = value
      return
    }
    switch step {
    case .field(let name): try replaceField(&root, name, steps.dropFirst(), value)
    case .index: try replaceIndexed(&root, indexes, steps.dropFirst(), value)
    }
  }

  private func replaceField(
    _ root: inout Value, _ name: String, _ rest: ArraySlice<(Code.UpdatePath.Step, [Value])>,
    _ value: Value
  ) throws {
    guard case .record(let record) = root else { throw Diagnostic.fieldOfValue(name, root) }
    guard let position = record.position(of: name) else {
      guard rest.isEmpty else { throw Diagnostic.noField(name, record.names) }
      root = .record(Record(names: record.names + [name], values: record.values + [value]))
      return
    }
    var part = record.values[position]
    try replace(&part, rest, with: value)
    var values = record.values
    values[position] = part
    root = .record(Record(names: record.names, values: values))
  }

  private func replaceIndexed(
    _ root: inout Value, _ indexes: [Value], _ rest: ArraySlice<(Code.UpdatePath.Step, [Value])>,
    _ value: Value
  ) throws {
    if case .tuple(let tuple) = root {
      guard
        case .at(let position) = try axisIndex(
          indexes[0], size: tuple.items.count, axis: 1, of: root)
      else { throw Diagnostic.indexKind(indexes[0]) }
      var items = tuple.items
      try replace(&items[position], rest, with: value)
      root = .tuple(Tuple(items))
      return
    }
    if case .string = root { throw Diagnostic.updateOfString() }
    guard let shape = root.shape, shape.rank > 0 else { throw Diagnostic.notIndexable(root) }
    var part = value
    if !rest.isEmpty {
      part = try take(root, shape, indexes)
      try replace(&part, rest, with: value)
    }
    try replaceElements(&root, shape, indexes, part)
  }

  private func replaceElements(
    _ root: inout Value, _ shape: Shape, _ indexes: [Value], _ value: Value
  ) throws {
    guard value.isNumeric else { throw Diagnostic.elementKind(value) }
    if indexes.count == 1, let mask = indexes[0].mask, mask.shape == shape {
      root = try apply(Catalogue.maskReplace, [root, .tensor(mask), value])
      return
    }
    let selection = try selection(indexes, shape, of: root)
    do {
      if case .tensor(var tensor) = root, let quantity = value.plainQuantity {
        root = .nothing
        defer { root = .tensor(tensor) }
        try tensor.replace(selection, with: quantity)
        return
      }
      root = try apply(Catalogue.replace, [root, value], Attributes(.selection(selection)))
    } catch TensorFault.shapes(_, let part, let given, _) {
      throw Diagnostic.assignedShape(part, given)
    }
  }
}

extension Value {
  /// The bool tensor that this is, for selecting by a mask.
  fileprivate var mask: Tensor? {
    switch self {
    case .tensor(let tensor) where tensor.dtype == .bool: tensor
    case .traced(let traced): traced.primal.mask
    default: nil
    }
  }

  /// The number or tensor that this is when nothing follows it.
  fileprivate var plainQuantity: Quantity? {
    if case .traced = self { nil } else { quantity }
  }
}

extension Value {
  /// `..`
  fileprivate var isOtherAxes: Bool {
    if case .axisMarker(.leading) = self { true } else { false }
  }
}
