import Diagnostics
import Graphs
import Tensors

extension Library {
  static let higherOrderRows: [Builtin] = [
    Builtin(
      "map", .higherOrder, [.init("f", .value), .init("xs", .values)],
      "f of each element (of each leaf of a record): a tensor where the results allow it, else a tuple.",
      examples: [.init("map(x -> x^2, [1, 2, 3])", "[1, 4, 9]")]
    ) { machine, arguments in
      try machine.map(try machine.function(arguments[0], "map"), arguments[1].rest)
    },
    Builtin(
      "filter", .higherOrder, [.init("f", .value), .init("xs", .value)],
      "The elements of xs for which f is true.",
      examples: [.init("filter(x -> x > 1, [1, 2, 3])", "[2, 3]")]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "filter")
      let kept = try machine.elementValues(arguments[1]).filter {
        try machine.condition(machine.call(function, [$0]))
      }
      if case .tuple = arguments[1] { return .tuple(Tuple(kept)) }
      return kept.isEmpty ? .tensor(Tensor([], shape: Shape([0]))) : try machine.stack(kept)
    },
    Builtin(
      "fold", .higherOrder, [.init("f", .value), .init("start", .value), .init("xs", .value)],
      "f(…f(f(start, x1), x2)…, xn).",
      examples: [.init("fold((a, x) -> a + x, 0, 1:4)", "10")]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "fold")
      var result = arguments[1]
      let iteration = try machine.iteration(over: arguments[2])
      while let item = try machine.next(iteration) {
        result = try machine.call(function, [result, item])
      }
      return result
    },
    Builtin(
      "zip", .higherOrder, [.init("xs", .value), .init("ys", .value)],
      "The pairs of corresponding elements, as long as both last.",
      examples: [.init("zip((1, 2), (3, 4))", "((1, 3), (2, 4))")]
    ) { machine, arguments in
      let (left, right) = (
        try machine.iteration(over: arguments[0]), try machine.iteration(over: arguments[1])
      )
      var pairs: [Value] = []
      while let a = try machine.next(left), let b = try machine.next(right) {
        pairs.append(.tuple(Tuple([a, b])))
      }
      return .tuple(Tuple(pairs))
    },
    Builtin(
      "enumerate", .higherOrder, [.init("xs", .value)],
      "The pairs of position (from 1) and element.",
      examples: [.init("enumerate((5, 7))", "((1, 5), (2, 7))")]
    ) { machine, arguments in
      let iteration = try machine.iteration(over: arguments[0])
      var pairs: [Value] = []
      while let item = try machine.next(iteration) {
        pairs.append(.tuple(Tuple([.number(Double(pairs.count + 1)), item])))
      }
      return .tuple(Tuple(pairs))
    },
  ]
}

extension Machine {
  func function(_ value: Value, _ name: String) throws -> Function {
    guard case .function(let function) = value else {
      throw Diagnostic.argumentKind("f", name, "a function", value)
    }
    return function
  }

  /// The elements of anything that `for` goes through.
  func elementValues(_ value: Value) throws -> [Value] {
    if case .range(let range) = value, range.count < 1 << 20 {
      return (0..<range.count).map { .number(range[$0]) }
    }
    let iteration = try iteration(over: value)
    var items: [Value] = []
    while let item = try next(iteration) { items.append(item) }
    return items
  }

  /// The next element, which counts as a step.
  fileprivate func next(_ iteration: Iteration) throws -> Value? {
    try takeStep()
    return try iteration.next(self)
  }

  fileprivate func map(_ function: Function, _ collections: [Value]) throws -> Value {
    guard let first = collections.first else {
      throw Diagnostic.missingArgument("xs", "map")
    }
    if case .record = first { return try mapRecords(function, collections) }
    let columns = try collections.map(elementValues)
    let count = columns.map(\.count).min() ?? 0
    let results = try (0..<count).map { row in try call(function, columns.map { $0[row] }) }
    if case .tuple = first { return .tuple(Tuple(results)) }
    guard let shape = results.first?.shape, results.allSatisfy({ $0.shape == shape }) else {
      return .tuple(Tuple(results))
    }
    return try stack(results)
  }

  /// Leaf by leaf over records of one structure.
  private func mapRecords(_ function: Function, _ records: [Value]) throws -> Value {
    let columns = records.map(\.leaves)
    guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
      throw Diagnostic.unequalStructures(records[0], records[records.count - 1])
    }
    var position = -1
    return try records[0].replacingLeaves { _ in
      position += 1
      return try call(function, columns.map { $0[position] })
    }
  }
}
