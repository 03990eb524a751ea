import Diagnostics
import Graphs
import Tensors

// Builtins whose results are several tensors, or depend on values: made of indexing, so that derivatives
// flow through.
extension Library {
  static let arrangingRows: [Builtin] = [
    Builtin(
      "split", .shape,
      [.init("x", .value), .init("parts", .value), .init("dim", .value, default: .whole(1))],
      "x cut along dim into so many equal parts, or into parts of the given sizes, as a tuple.",
      examples: [
        .init("split([1, 2, 3, 4], 2)", "([1, 2], [3, 4])"),
        .init("split([1, 2, 3], (1, 2))", "([1], [2, 3])"),
      ]
    ) { machine, arguments in
      let axis = try machine.axis(arguments[2], of: arguments[0], "split")
      return try machine.split(arguments[0], try machine.sizes(arguments, axis), axis)
    },
    Builtin(
      "unique", .shape, [.init("x", .value)],
      "The different elements, in ascending order: a vector of a tensor's, a tuple of those of a tuple of strings.",
      examples: [
        .init("unique([3, 1, 3])", "[1, 3]"),
        .init("unique((\"b\", \"a\", \"b\"))", "(\"a\", \"b\")"),
      ]
    ) { machine, arguments in try machine.unique(arguments[0]) },
    Builtin(
      "meshgrid", .shape, [.init("x", .value), .init("y", .value)],
      "The coordinates of a grid as (X, Y), with a row for each y and a column for each x.",
      examples: [
        .init("meshgrid([1, 2, 3], [10, 20])", "([1, 2, 3; 1, 2, 3], [10, 10, 10; 20, 20, 20])")
      ]
    ) { machine, arguments in
      let counts = try arguments.map { argument -> Int in
        guard let shape = argument.shape, shape.rank == 1 else {
          throw Diagnostic.argumentKind("x and y", "meshgrid", "vectors", argument)
        }
        return shape[0]
      }
      let full = Attributes(.shape(Shape([counts[1], counts[0]])))
      let column = try machine.apply(
        Catalogue.reshape, [arguments[1]], Attributes(.shape(Shape([counts[1], 1]))))
      return .tuple(
        Tuple([
          try machine.apply(Catalogue.broadcastTo, [arguments[0]], full),
          try machine.apply(Catalogue.broadcastTo, [column], full),
        ]))
    },
    Builtin(
      "dropout", .networks,
      [
        .init("x", .value), .init("p", .value, default: .number(0.5)),
        .init("training", .value, default: .flag(true), isKeyword: true),
      ],
      "x with each element set to 0 with probability p and the others scaled by 1/(1 - p); x itself with training=false.",
      examples: [
        .init("dropout([1, 2], 0)", "[1, 2]"), .init("dropout([1, 2], training=false)", "[1, 2]"),
      ]
    ) { machine, arguments in
      guard let shape = arguments[0].shape else {
        throw Diagnostic.notNumeric("dropout", arguments[0])
      }
      let p = try machine.plain(arguments[1], "p", "dropout")
      guard p >= 0, p < 1 else {
        throw CatalogueFault.outside(
          operation: "dropout", parameter: "p", p, range: "at least 0 and less than 1")
      }
      guard try machine.condition(arguments[2]), p > 0 else { return arguments[0] }
      return try machine.apply(
        Catalogue.multiply, [arguments[0], machine.dropoutMask(shape, p)])
    },
  ]
}

extension Machine {
  fileprivate func axis(_ dim: Value, of x: Value, _ name: String) throws -> Int {
    guard let shape = x.shape, shape.rank > 0 else { throw Diagnostic.notIterable(x) }
    let number = try wholeNumber(dim, "dim")
    let axis = number < 0 ? shape.rank + number : number - 1
    guard axis >= 0, axis < shape.rank else { throw TensorFault.axis(number, rank: shape.rank) }
    return axis
  }

  /// The sizes of the parts: those that were given, or so many equal ones.
  fileprivate func sizes(_ arguments: [Value], _ axis: Int) throws -> [Int] {
    let length = arguments[0].shape?[axis] ?? 0
    let isCount = arguments[1].shape?.rank == 0
    let given = try wholeNumbers(arguments[1], "parts")
    if !isCount {
      let sum = given.reduce(0) { $0.addingReportingOverflow($1).partialValue }
      guard given.allSatisfy({ $0 >= 0 && $0 <= length }), sum == length else {
        throw Diagnostic.splitSizes(given, length, axis)
      }
      return given
    }
    guard let parts = given.first, parts > 0, length % parts == 0 else {
      throw Diagnostic.splitCount(given.first ?? 0, length, axis)
    }
    return Array(repeating: length / parts, count: parts)
  }

  fileprivate func split(_ x: Value, _ sizes: [Int], _ axis: Int) throws -> Value {
    var selection = [AxisIndex](repeating: .all, count: x.shape?.rank ?? 1)
    var start = 0
    let parts = try sizes.map { size -> Value in
      selection[axis] = .slice(start: start, step: 1, count: size)
      start += size
      return try take(x, selection)
    }
    return .tuple(Tuple(parts))
  }

  fileprivate func unique(_ value: Value) throws -> Value {
    if case .tuple(let tuple) = value { return try uniqueItems(tuple.items, value) }
    guard let shape = value.shape, shape.rank > 0, let quantity = concrete(value).quantity,
      case .tensor(let tensor) = quantity
    else { throw Diagnostic.argumentKind("x", "unique", "a tensor or a tuple", value) }
    let elements = tensor.doubles
    // NaN behind all numbers, and only once.
    let order = elements.indices.sorted {
      let (a, b) = (elements[$0], elements[$1])
      if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? $0 < $1 : b.isNaN }
      return (a, $0) < (b, $1)
    }
    var kept: [Int] = []
    for index in order {
      if let last = kept.last,
        elements[last] == elements[index] || elements[last].isNaN && elements[index].isNaN
      {
        continue
      }
      kept.append(index)
    }
    let flat = try apply(
      Catalogue.reshape, [value], Attributes(.shape(Shape([elements.count]))))
    return try take(flat, [.list(kept)])
  }

  private func uniqueItems(_ items: [Value], _ value: Value) throws -> Value {
    let texts = items.compactMap { item -> String? in
      if case .string(let text) = item { text.string } else { nil }
    }
    if texts.count == items.count {
      return .tuple(Tuple(Set(texts).sorted().map(Value.text)))
    }
    guard items.allSatisfy({ $0.shape?.rank == 0 }) else {
      throw Diagnostic.argumentKind("x", "unique", "a tensor, or a tuple of strings", value)
    }
    return try unique(stack(items))
  }

  /// 1/(1 − p) with probability 1 − p, else 0.
  fileprivate func dropoutMask(_ shape: Shape, _ p: Double) throws -> Value {
    try forbidInEquation("dropout")
    let draws = try random.uniform(shape: shape.rank == 0 ? Shape([1]) : shape)
    guard case .tensor(let tensor) = draws else { return .number(1) }
    let mask = tensor.doubles.map { $0 < p ? 0 : 1 / (1 - p) }
    return shape.rank == 0 ? .number(mask[0]) : .tensor(Tensor(mask, shape: shape))
  }
}
