import Diagnostics
import Graphs
import Syntax
import Tensors

// Building tuples, records, ranges and tensors, and going through them.
extension Machine {
  typealias Registers = UnsafeMutablePointer<Value>

  func items(_ first: Registers, _ count: Int) throws -> [Value] {
    try (0..<count).map { index in
      if first[index].isUndefined { throw Diagnostic.unassignedLocal() }
      return first[index]
    }
  }

  func unpack(_ source: Value, _ first: Registers, _ count: Int) throws {
    let items = try unpacked(source)
    guard items.count == count else { throw Diagnostic.unpackCount(source, items.count, count) }
    for (index, item) in items.enumerated() { first[index] = item }
  }

  private func unpacked(_ source: Value) throws -> [Value] {
    switch source {
    case .tuple(let tuple): return tuple.items
    case .record(let record): return record.values
    default:
      guard let shape = source.shape, shape.rank > 0 else { throw Diagnostic.notUnpackable(source) }
      return try (0..<shape[0]).map { try element(of: source, at: $0) }
    }
  }

  // MARK: Ranges and loops

  func range(_ start: Value, _ step: Value, _ end: Value) throws -> Value {
    guard let first = concrete(start).plainNumber, let stride = concrete(step).plainNumber,
      let last = concrete(end).plainNumber
    else { throw Diagnostic.rangeBounds(start, step, end) }
    guard stride != 0, stride.isFinite, first.isFinite, last.isFinite else {
      throw Diagnostic.rangeStep(first, stride, last)
    }
    // The slack lets 0:0.1:1 end at 1 in spite of rounding.
    let count = ((last - first) / stride + 1e-10).rounded(.down) + 1
    guard count <= Range.countLimit else { throw Diagnostic.rangeTooLong(count) }
    return .range(Range(start: first, step: stride, count: max(0, Int(count)), end: last))
  }

  /// Begins an iteration in the registers from `first` up.
  func iterate(over value: Value, _ first: Registers) throws {
    guard case .range(let range) = value else {
      first[0] = .machinery(try iteration(over: value))
      return
    }
    for (offset, number) in [0, Double(range.count), range.start, range.step].enumerated() {
      first[offset] = .number(number)
    }
  }

  /// Over anything but a range.
  func iteration(over value: Value) throws -> Iteration {
    switch value {
    case .tuple(let tuple): return .values(tuple.items)
    case .record(let record):
      return .values(
        zip(record.names, record.values).map { .tuple(Tuple([.text($0), $1])) })
    case .string(let text): return .values(text.string.map { .text(String($0)) })
    default:
      guard let shape = value.shape, shape.rank > 0 else { throw Diagnostic.notIterable(value) }
      return .slices(value, count: shape[0])
    }
  }

  /// Element or slice `position` (from 0) along the first axis.
  func element(of value: Value, at position: Int) throws -> Value {
    switch value {
    case .tuple(let tuple): return tuple.items[position]
    case .range(let range): return .number(range[position])
    default:
      guard let shape = value.shape else { throw Diagnostic.notIterable(value) }
      let rest = [AxisIndex](repeating: .all, count: max(shape.rank - 1, 0))
      return try apply(Catalogue.take, [value], Attributes(.selection([.at(position)] + rest)))
    }
  }

  // MARK: Tensors from elements

  func array(_ first: Registers, _ layout: Code.ArrayLayout) throws -> Value {
    let count = layout.rowCounts.reduce(0, +)
    if count == 0 { return .tensor(Tensor([], shape: Shape([0]))) }
    let all = layout.isListed ? listed(first) : try items(first, count)
    if !layout.isMatrix { return try stack(all) }
    return try matrix(all, layout.rowCounts)
  }

  private func listed(_ first: Registers) -> [Value] {
    guard case .machinery(let state) = first[0], let list = state as? ListBuilder else { return [] }
    return list.items
  }

  private func matrix(_ items: [Value], _ rowCounts: [Int]) throws -> Value {
    let columns = rowCounts[0]
    if let odd = rowCounts.firstIndex(where: { $0 != columns }) {
      throw Diagnostic.raggedRows(first: columns, row: odd + 1, count: rowCounts[odd])
    }
    if items.allSatisfy({ $0.shape == .scalar }) {
      let flat = try stack(items)
      let shape = Shape([rowCounts.count, columns])
      return try apply(Catalogue.reshape, [flat], Attributes(.shape(shape)))
    }
    var rest = items[...]
    let rows = try rowCounts.map { count -> Value in
      let row = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      return try joined(row, axis: 1)
    }
    return try joined(rows, axis: 0)
  }

  /// Blocks side by side (axis 1) or below each other (axis 0); numbers are 1×1 blocks.
  private func joined(_ blocks: [Value], axis: Int) throws -> Value {
    let matrices = try blocks.map { block -> Value in
      switch block.shape?.rank {
      case 0: try apply(Catalogue.reshape, [block], Attributes(.shape(Shape([1, 1]))))
      case 2: block
      default: throw Diagnostic.blockShape(block)
      }
    }
    return try apply(Catalogue.cat, matrices, Attributes(.whole(axis)))
  }

  /// Stacks numbers to a vector, tensors of one shape to a tensor of one more axis.
  func stack(_ items: [Value]) throws -> Value {
    if let numbers = plainNumbers(items) {
      return .tensor(Tensor(numbers, shape: Shape([numbers.count])))
    }
    guard let shape = items.first?.shape else { throw Diagnostic.elementKinds(items) }
    for item in items {
      guard let other = item.shape else { throw Diagnostic.elementKinds(items) }
      guard other == shape else { throw Diagnostic.elementShapes(shape, other) }
    }
    guard shape.rank < Shape.maxRank else { throw TensorFault.tooManyAxes(shape.rank + 1) }
    return try apply(Catalogue.stack, items)
  }

  private func plainNumbers(_ items: [Value]) -> [Double]? {
    var numbers: [Double] = []
    numbers.reserveCapacity(items.count)
    for item in items {
      guard case .number(let number) = item else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// The items of a comprehension. `axes` 0: it had a condition, so the result is a vector of what
  /// passed; else the axes' lengths are those of the iterations behind the list.
  func gather(_ first: Registers, axes: Int) throws -> Value {
    let items = listed(first)
    if items.isEmpty { return .tensor(Tensor([], shape: Shape([0]))) }
    let stacked = try stack(items)
    guard axes > 1, let shape = stacked.shape else { return stacked }
    let lengths = (0..<axes).map { axis -> Int in
      let iteration = first + 1 + axis * Iteration.registers
      switch (iteration[0], iteration[1]) {
      case (.machinery(let state), _): return (state as? Iteration)?.count ?? 0
      case (.number, .number(let count)): return Int(count)
      default: return 0
      }
    }
    guard lengths.reduce(1, *) == items.count else { throw Diagnostic.raggedComprehension() }
    let full = Shape(lengths + shape.sizes.dropFirst())
    return try apply(Catalogue.reshape, [stacked], Attributes(.shape(full)))
  }

  // MARK: Closures and texts

  /// A captured value for its reader. What had no value when the closure was made has none now.
  func captured(_ index: Int) throws -> Value {
    let value = capture(index)
    guard value.isUndefined else { return value }
    let function = callee
    guard case .closure(let code, _)? = function?.kind, code.captureNames.indices.contains(index)
    else { throw Diagnostic.unassignedLocal() }
    throw Diagnostic.capturedTooEarly(code.captureNames[index], function?.name)
  }

  func unassigned(_ local: Code.LocalInfo, in code: Code) -> Diagnostic {
    let isModuleName =
      names.existingSlot(of: local.name).map { !globals[$0].isUndefined } ?? false
    return .unassignedLocal(
      local.name, of: code.functionName, assigned: Place(code.file, local.assignment),
      isModuleName: isModuleName)
  }

  func closure(_ prototype: Code.Prototype, _ registers: Registers) -> Value {
    let captures = prototype.captures.map { source -> Value in
      switch source {
      case .register(let register): registers[register]
      case .capture(let index): capture(index)
      }
    }
    return .function(
      Function(.closure(prototype.code, captures: captures), name: prototype.code.functionName))
  }

  func format(_ value: Value, _ format: StringPiece.Format?) throws -> Value {
    if case .string(let text) = value {
      return .text(format?.padded(text.string) ?? text.string)
    }
    guard let format else { return .text(Display(digits: digits).inline(concrete(value))) }
    return .text(try Display(digits: digits).formatted(concrete(value), format))
  }

  func concatenate(_ first: Registers, _ count: Int) throws -> Value {
    var bytes = 0
    for index in 0..<count {
      if case .string(let text) = first[index] { bytes += text.string.utf8.count }
    }
    if bytes > 1 << 24 { try budget.checkMemory(adding: bytes) }
    var result = ""
    for index in 0..<count {
      if case .string(let text) = first[index] { result += text.string }
    }
    return .text(result)
  }
}
