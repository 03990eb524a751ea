import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let sizes = Entry.Parameter("shape", .values)

  static let makingRows: [Builtin] = [
    Builtin(
      "zeros", .making, [sizes], "A tensor of zeros: zeros(3), zeros(2, 3) or zeros((2, 3)).",
      examples: [.init("zeros(3)", "[0, 0, 0]")]
    ) { machine, arguments in try machine.filled(0, arguments[0].rest) },
    Builtin(
      "ones", .making, [sizes], "A tensor of ones.", examples: [.init("ones(2)", "[1, 1]")]
    ) { machine, arguments in try machine.filled(1, arguments[0].rest) },
    Builtin(
      "fill", .making, [.init("value", .value), sizes],
      "A tensor with every element equal to value.",
      examples: [.init("fill(7, 2)", "[7, 7]")]
    ) { machine, arguments in
      guard let value = machine.concrete(arguments[0]).plainNumber else {
        throw Diagnostic.argumentKind("value", "fill", "a number", arguments[0])
      }
      return try machine.filled(value, arguments[1].rest)
    },
    Builtin(
      "eye", .making, [.init("n", .value)], "The n×n identity matrix."
    ) { machine, arguments in
      let size = try machine.wholeNumber(arguments[0], "the size of eye")
      if size < 0 { throw Diagnostic.negativeSize(size) }
      try TensorBudget.check(Shape([size, size]))
      return .tensor(try Kernels.eye(size, size))
    },
    Builtin(
      "linspace", .making, [.init("a", .value), .init("b", .value), .init("n", .value)],
      "n points from a to b at equal distances, both ends included.",
      examples: [.init("linspace(0, 1, 5)", "[0, 0.25, 0.5, 0.75, 1]")]
    ) { machine, arguments in
      let (a, b, count) = try machine.spacing(arguments, "linspace")
      return .tensor(
        Tensor(shape: Shape([count])) { buffer in
          for index in 0..<count {
            let t = count == 1 ? 0 : Double(index) / Double(count - 1)
            buffer[index] = index == count - 1 ? (count == 1 ? a : b) : a + (b - a) * t
          }
        })
    },
    Builtin(
      "logspace", .making, [.init("a", .value), .init("b", .value), .init("n", .value)],
      "n points from 10^a to 10^b with equal ratios.",
      examples: [.init("logspace(0, 2, 3)", "[1, 10, 100]")]
    ) { machine, arguments in
      let (a, b, count) = try machine.spacing(arguments, "logspace")
      return .tensor(
        Tensor(shape: Shape([count])) { buffer in
          for index in 0..<count {
            let t = count == 1 ? 0 : Double(index) / Double(count - 1)
            buffer[index] = BinaryOp.power.apply(10, a + (b - a) * t)
          }
        })
    },
    Builtin(
      "range", .making, [.init("a", .value), .init("b", .value)],
      "The whole numbers from a to b; a:b for short."
    ) { machine, arguments in try machine.range(arguments[0], .number(1), arguments[1]) },
    Builtin(
      "tensor", .making, [.init("xs", .value)],
      "A tensor of a range or of a tuple of numbers or equal shapes.",
      examples: [.init("tensor(1:3)", "[1, 2, 3]")]
    ) { machine, arguments in
      switch arguments[0] {
      case .tuple(let tuple): return try machine.stack(tuple.items)
      case .range(let range): return .tensor(try range.tensor())
      default: return arguments[0]
      }
    },
  ]
}

extension Machine {
  fileprivate func filled(_ value: Double, _ sizes: [Value]) throws -> Value {
    let shape = try shapeOf(sizes)
    try TensorBudget.check(shape)
    if shape.rank == 0 { return .number(value) }
    return .tensor(Tensor(repeating: value, shape: shape))
  }

  /// A shape from `(2, 3)`, or from `((2, 3))`: one tuple of sizes.
  func shapeOf(_ sizes: [Value]) throws -> Shape {
    if sizes.count == 1 { return try shapeArgument(sizes[0], "a size") }
    return try shapeArgument(.tuple(Tuple(sizes)), "a size")
  }

  fileprivate func spacing(
    _ arguments: [Value], _ name: String
  ) throws -> (Double, Double, Int) {
    guard let a = concrete(arguments[0]).plainNumber, let b = concrete(arguments[1]).plainNumber
    else { throw Diagnostic.argumentKind("a and b", name, "numbers", arguments[0]) }
    let count = try wholeNumber(arguments[2], "the number of points")
    if count < 0 { throw Diagnostic.negativeSize(count) }
    try TensorBudget.check(Shape([count]))
    return (a, b, count)
  }
}
