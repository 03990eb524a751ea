import Diagnostics
import Graphs
import Tensors

// Matching the arguments of a builtin to its row.
extension Machine {
  /// One value for each parameter of the row: what was given, or the default.
  func bind(_ arguments: [Value], _ labels: [String?]?, to entry: Entry) throws -> [Value] {
    var bound = [Value?](repeating: nil, count: entry.parameters.count)
    var rest: [Value] = []
    var position = 0
    for (index, argument) in arguments.enumerated() {
      if let label = labels?[index] {
        guard let place = entry.parameters.firstIndex(where: { $0.name == label }) else {
          throw Diagnostic.noParameter(label, entry.name, entry.parameters.map(\.name))
        }
        guard bound[place] == nil else { throw Diagnostic.doubleArgument(label, entry.name) }
        bound[place] = argument
        continue
      }
      while position < bound.count, entry.parameters[position].isKeyword { position += 1 }
      guard position < bound.count else { throw tooMany(arguments, entry) }
      if entry.parameters[position].takesRest {
        rest.append(argument)
      } else {
        bound[position] = argument
        position += 1
      }
    }
    return try entry.parameters.enumerated().map { place, parameter in
      if parameter.takesRest, !rest.isEmpty || parameter.defaultValue == nil {
        return bound[place] ?? parameter.collected(rest)
      }
      if let value = bound[place] { return value }
      guard let value = parameter.defaultValue else {
        throw Diagnostic.missingArgument(parameter.name, entry.name, signature: entry.signature)
      }
      return Value(value)
    }
  }

  private func tooMany(_ arguments: [Value], _ entry: Entry) -> Diagnostic {
    .argumentCount(
      entry.name, entry.parameters.filter { !$0.isKeyword }.map(\.name), given: arguments.count)
  }

  /// Calls a graph operation: splits the bound values into operands and attributes.
  func call(_ operation: Operation, _ arguments: [Value], _ labels: [String?]?) throws -> Value {
    if let pairwise = pairwise(operation, arguments, labels) {
      return try apply(pairwise, arguments)
    }
    if operation === Catalogue.stopGradient, arguments.count == 1, arguments[0].isStructure {
      return try mapLeaves(arguments[0]) { $0.isNumeric ? try apply(operation, [$0]) : $0 }
    }
    let entry = operation.entry
    let bound = try bind(arguments, labels, to: entry)
    var operands: [Value] = []
    for (parameter, value) in zip(entry.parameters, bound) {
      switch parameter.kind {
      case .operand: operands.append(value)
      case .operands: operands += rowOperands(value)
      default: break
      }
    }
    if operands.contains(where: \.isStructure), let value = try vectorSpace(operation, operands) {
      return value
    }
    for operand in operands where !operand.isNumeric {
      if operand.isUndefined { throw Diagnostic.unassignedLocal() }
      throw Diagnostic.notNumeric(operation.name, operand)
    }
    var attributes: [Attribute] = []
    for (parameter, value) in zip(entry.parameters, bound) {
      guard case .attribute(let kind) = parameter.kind else { continue }
      attributes.append(
        try attribute(kind, value, parameter.name, operation.name, operands.first?.shape))
    }
    return try apply(operation, operands, Attributes(list: attributes))
  }

  /// `max(a, b)` and `min(a, b)` of two operands are the pairwise functions.
  private func pairwise(
    _ operation: Operation, _ arguments: [Value], _ labels: [String?]?
  ) -> Operation? {
    guard labels == nil, arguments.count == 2, arguments.allSatisfy(\.isNumeric) else { return nil }
    if operation === Catalogue.max { return Catalogue.maximum }
    if operation === Catalogue.min { return Catalogue.minimum }
    return nil
  }

  /// Operands given one by one, or as one tuple of them.
  private func rowOperands(_ value: Value) -> [Value] {
    guard case .tuple(let tuple) = value else { return [value] }
    if tuple.items.count == 1, case .tuple(let inner) = tuple.items[0] { return inner.items }
    return tuple.items
  }

  private func attribute(
    _ kind: Attribute.Kind, _ value: Value, _ name: String, _ operation: String, _ shape: Shape?
  ) throws -> Attribute {
    if value.isNothing { return .absent }
    switch kind {
    case .axis: return .whole(try axis(value, name, rank: shape?.rank ?? 0))
    case .newAxis: return .whole(try axis(value, name, rank: (shape?.rank ?? 0) + 1))
    case .axes:
      if case .tuple(let tuple) = value {
        return .wholes(try tuple.items.map { try axis($0, name, rank: shape?.rank ?? 0) })
      }
      return .wholes([try axis(value, name, rank: shape?.rank ?? 0)])
    case .whole: return .whole(try wholeNumber(value, name))
    case .wholes: return .wholes(try wholeNumbers(value, name))
    case .flag:
      guard case .bool(let flag) = concrete(value) else {
        throw Diagnostic.argumentKind(name, operation, "true or false", value)
      }
      return .flag(flag)
    case .number:
      guard let number = concrete(value).plainNumber else {
        throw Diagnostic.argumentKind(name, operation, "a number", value)
      }
      return .number(number)
    case .shape: return .shape(try shapeArgument(value, name))
    case .text:
      guard case .string(let text) = value else {
        throw Diagnostic.argumentKind(name, operation, "a string", value)
      }
      return .text(text.string)
    }
  }

  /// An axis counted from 0, of one counted from 1 (or from -1, the last).
  private func axis(_ value: Value, _ name: String, rank: Int) throws -> Int {
    let axis = try wholeNumber(value, name)
    if axis >= 1, axis <= rank { return axis - 1 }
    if axis < 0, -axis <= rank { return rank + axis }
    throw TensorFault.axis(axis, rank: rank)
  }

  // MARK: Numbers that must be whole

  func wholeNumber(_ value: Value, _ what: String) throws -> Int {
    guard let number = concrete(value).plainNumber else {
      throw Diagnostic.notWhole(what, value, digits)
    }
    guard let whole = Int(exactly: number) else { throw Diagnostic.notWhole(what, value, digits) }
    return whole
  }

  func wholeNumbers(_ value: Value, _ what: String) throws -> [Int] {
    switch concrete(value) {
    case .tuple(let tuple): return try tuple.items.map { try wholeNumber($0, what) }
    case .tensor(let tensor): return try tensor.doubles.map { try wholeNumber(.number($0), what) }
    case .range(let range):
      return try (0..<range.count).map { try wholeNumber(.number(range[$0]), what) }
    default: return [try wholeNumber(value, what)]
    }
  }

  /// A shape given as sizes: `(2, 3)` or one number.
  func shapeArgument(_ value: Value, _ what: String) throws -> Shape {
    let sizes = try wholeNumbers(value, what)
    if let negative = sizes.first(where: { $0 < 0 }) { throw Diagnostic.negativeSize(negative) }
    guard let shape = Shape(checking: sizes) else { throw TensorFault.tooManyAxes(sizes.count) }
    return shape
  }
}

extension Entry.Parameter {
  fileprivate var takesRest: Bool {
    switch kind {
    case .operands, .values, .attribute(.shape): true
    default: false
    }
  }

  /// `reshape(A, 2, 3)` and `reshape(A, (2, 3))` say the same.
  fileprivate func collected(_ rest: [Value]) -> Value {
    if case .attribute = kind, rest.count == 1 { return rest[0] }
    return .tuple(Tuple(rest))
  }
}

extension Value {
  /// The default of a parameter as a value.
  init(_ attribute: Attribute) {
    switch attribute {
    case .absent, .selection: self = .nothing
    case .whole(let value): self = .number(Double(value))
    case .wholes(let values): self = .tuple(Tuple(values.map { .number(Double($0)) }))
    case .flag(let value): self = .bool(value)
    case .number(let value): self = .number(value)
    case .shape(let shape): self = .tuple(Tuple(shape.sizes.map { .number(Double($0)) }))
    case .text(let text): self = .text(text)
    }
  }
}
