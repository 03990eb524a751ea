import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let f = Entry.Parameter("f", .value)
  private static let wrt = Entry.Parameter("wrt", .value, default: .absent)

  static let derivativeRows: [Builtin] = [
    Builtin(
      "grad", .derivatives, [f, wrt],
      "The gradient of a number-valued function, as a function. wrt names the parameters: \"W\", (\"W\", \"b\") or \"all\"; the first one unless told.",
      examples: [.init("grad(x -> sum(x .* x))([1, 2])", "[2, 4]")]
    ) { machine, arguments in try machine.gradientOperator(arguments, withValue: false) },
    Builtin(
      "value_and_grad", .derivatives, [f, wrt],
      "The function that gives (value, gradient) in one pass.",
      examples: [.init("value_and_grad(x -> x^2)(3)", "(9, 6)")]
    ) { machine, arguments in try machine.gradientOperator(arguments, withValue: true) },
    Builtin(
      "jacobian", .derivatives, [f],
      "All derivatives of a tensor-valued function: axes of the output, then of the input.",
      examples: [.init("jacobian(x -> x .* x)([1, 2])", "2×2 f64\n  2  0\n  0  4")]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "jacobian")
      return .function(
        Function(
          .derived(
            Derived(
              base: function,
              op: .native(name: "jacobian") { machine, base, arguments in
                try machine.jacobian(of: base, at: arguments)
              })), name: nil))
    },
    Builtin(
      "hessian", .derivatives, [f],
      "All second derivatives of a number-valued function.",
      examples: [.init("hessian(x -> x[1]^2 * x[2])([1, 2])", "2×2 f64\n  4  2\n  2  0")]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "hessian")
      return .function(
        Function(
          .derived(
            Derived(
              base: function,
              op: .native(name: "hessian") { machine, base, arguments in
                let gradient = try machine.gradientFunction(of: .function(base))
                return try machine.jacobian(
                  of: machine.function(gradient, "hessian"), at: arguments)
              })), name: nil))
    },
    Builtin(
      "check_grad", .derivatives, [f, .init("x", .value)],
      "The worst relative error of the gradient against central differences along random directions."
    ) { machine, arguments in
      try machine.checkGradient(try machine.function(arguments[0], "check_grad"), arguments[1])
    },
  ]
}

extension Machine {
  fileprivate func gradientOperator(_ arguments: [Value], withValue: Bool) throws -> Value {
    let function = try function(arguments[0], "grad")
    let selection = try selection(arguments[1], function)
    return .function(
      Function(
        .derived(Derived(base: function, op: .gradient(wrt: selection, withValue: withValue))),
        name: nil))
  }

  private func selection(_ wrt: Value, _ function: Function) throws -> Derived.Selection {
    let names = function.parameterNames
    func position(_ value: Value) throws -> Int {
      guard case .string(let name) = value else {
        throw Diagnostic.argumentKind("wrt", "grad", "a parameter's name", value)
      }
      guard let position = names.firstIndex(of: name.string) else {
        throw Diagnostic.noParameter(name.string, function.displayName, names)
      }
      return position
    }
    switch wrt {
    case .nothing: return .first
    case .string(let name) where name.string == "all" && !names.contains("all"):
      return .several(Array(names.indices))
    case .tuple(let tuple): return .several(try tuple.items.map(position))
    default: return .one(try position(wrt))
    }
  }

  /// Reverse mode, once for each element of the output.
  func jacobian(of function: Function, at arguments: [Value]) throws -> Value {
    let trace = traces.push()
    defer { traces.pop(trace) }
    let (followed, leaves) = try follow(arguments, [0], trace, function)
    let result = try call(function, followed)
    guard let shape = result.shape, leaves.count == 1, let input = arguments[0].shape else {
      throw Diagnostic.derivativeResult(function, result)
    }
    let full = Shape(shape.sizes + input.sizes)
    guard case .traced(let output) = result, output.trace === trace else {
      return full.rank == 0 ? .number(0) : .tensor(Tensor(repeating: 0, shape: full))
    }
    let rows = try (0..<max(shape.count, 0)).map { index in
      try row(index, of: output, shape, leaves, trace)
    }
    if shape.rank == 0 { return rows[0] }
    return try apply(Catalogue.reshape, [try stack(rows)], Attributes(.shape(full)))
  }

  private func row(
    _ index: Int, of output: Traced, _ shape: Shape, _ leaves: [NodeID], _ trace: Trace
  ) throws -> Value {
    var graph = trace.graph
    var unit = [Double](repeating: 0, count: shape.count)
    unit[index] = 1
    let seed = graph.addConstant(shape.rank == 0 ? .number(1) : .tensor(Tensor(unit, shape: shape)))
    let (extended, gradients) = try graph.reverse(of: output.node, wrt: leaves, seed: seed)
    guard let gradient = gradients[0] else { return zero(like: trace.primals[leaves[0]]) }
    return try evaluate(extended, known: trace.primals, outputs: [gradient])[0]
  }

  /// Along five directions that are the same every time.
  fileprivate func checkGradient(_ function: Function, _ argument: Value) throws -> Value {
    let point = argument.replacingLeaves(\.asFloating)
    let (_, gradients) = try gradients(of: function, [0], at: [point])
    var stream = RandomStream(seed: 1)
    var worst = 0.0
    for _ in 0..<5 {
      let direction = try point.replacingLeaves { leaf in
        guard let shape = leaf.shape else { return leaf }
        return shape.rank == 0
          ? .number(stream.normal()) : Value(try stream.normal(shape: shape))
      }
      worst = max(worst, try directionalError(function, point, gradients[0], direction))
    }
    return .number(worst)
  }

  private func directionalError(
    _ function: Function, _ point: Value, _ gradient: Value, _ direction: Value
  ) throws -> Double {
    let step = 6.055454452393343e-06
    func value(_ factor: Double) throws -> Double {
      let moved = try binary(.plus, point, binary(.times, .number(factor), direction))
      return concrete(try call(function, [moved])).plainNumber ?? .nan
    }
    let difference = (try value(step) - value(-step)) / (2 * step)
    let exact = zip(gradient.leaves, direction.leaves).reduce(0.0) { sum, pair in
      guard let g = pair.0.quantity, let d = pair.1.quantity else { return sum }
      return sum + zip(elements(g), elements(d)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return abs(exact - difference) / max(1, abs(exact), abs(difference))
  }
}
