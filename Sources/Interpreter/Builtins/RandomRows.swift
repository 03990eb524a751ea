import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let sizes = Entry.Parameter("shape", .values)

  static let randomRows: [Builtin] = [
    Builtin(
      "seed", .random, [.init("n", .value)],
      "Restarts the stream of random numbers that is current: what follows is the same every time."
    ) { machine, arguments in
      let seed = try machine.wholeNumber(arguments[0], "a seed")
      machine.random = RandomStream(seed: UInt64(bitPattern: Int64(seed)))
      return .nothing
    },
    Builtin("rand", .random, [sizes], "Uniform random numbers in [0, 1).") { machine, arguments in
      try machine.draw("rand", arguments[0].rest) { try $0.uniform(shape: $1) }
    },
    Builtin("randn", .random, [sizes], "Standard normal random numbers.") { machine, arguments in
      try machine.draw("randn", arguments[0].rest) { try $0.normal(shape: $1) }
    },
    Builtin(
      "randint", .random, [.init("range", .value), sizes],
      "Whole random numbers from a range such as 1:6, each equally likely."
    ) { machine, arguments in
      guard case .range(let range) = arguments[0], range.step == 1, range.count > 0 else {
        throw Diagnostic.argumentKind("range", "randint", "a range such as 1:6", arguments[0])
      }
      let lower = try machine.wholeNumber(.number(range.start), "the lower bound")
      return try machine.draw("randint", arguments[1].rest) {
        try $0.integers(lower: lower, upper: lower + range.count - 1, shape: $1)
      }
    },
    Builtin(
      "permutation", .random, [.init("n", .value)], "The numbers from 1 to n in random order."
    ) { machine, arguments in
      try machine.forbidInEquation("permutation")
      let count = try machine.wholeNumber(arguments[0], "the length of a permutation")
      if count < 0 { throw Diagnostic.negativeSize(count) }
      let order = try machine.random.permutation(count).map { Double($0 + 1) }
      return .tensor(Tensor(order, shape: Shape([count])))
    },
    Builtin(
      "shuffle", .random, [.init("xs", .value)], "The elements or rows of xs in random order."
    ) { machine, arguments in
      try machine.forbidInEquation("shuffle")
      guard let shape = arguments[0].shape, shape.rank > 0 else {
        throw Diagnostic.notIterable(arguments[0])
      }
      let order = try machine.random.permutation(shape[0])
      let rest = [AxisIndex](repeating: .all, count: shape.rank - 1)
      return try machine.apply(
        Catalogue.take, [arguments[0]], Attributes(.selection([.list(order)] + rest)))
    },
    Builtin(
      "choice", .random, [.init("xs", .value)], "One element of xs, each equally likely."
    ) { machine, arguments in
      try machine.forbidInEquation("choice")
      let count = arguments[0].isStructure ? arguments[0].rest.count : arguments[0].shape?[0] ?? 0
      guard count > 0 else { throw Diagnostic.notIterable(arguments[0]) }
      return try machine.element(
        of: arguments[0], at: machine.random.integer(lower: 0, upper: count - 1))
    },
  ]
}

extension Machine {
  fileprivate func draw(
    _ name: String, _ sizes: [Value],
    _ make: (inout RandomStream, Shape) throws -> Quantity
  ) throws -> Value {
    try forbidInEquation(name)
    let shape = sizes.isEmpty ? .scalar : try shapeOf(sizes)
    if shape.rank == 0 {
      return .number(try make(&random, Shape([1])).firstElement)
    }
    return Value(try make(&random, shape))
  }
}

extension Quantity {
  fileprivate var firstElement: Double {
    if case .tensor(let tensor) = self { tensor[flat: 0] } else { asNumber ?? .nan }
  }
}
