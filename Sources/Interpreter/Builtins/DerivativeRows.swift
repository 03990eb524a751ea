import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let f = Entry.Parameter("f", .value)
  private static let x = Entry.Parameter("x", .values)
  private static let wrt = Entry.Parameter("wrt", .value, default: .absent)

  static let derivativeRows: [Builtin] = [gradientRows, matrixRows, directionRows].flatMap { $0 }

  private static let gradientRows: [Builtin] = [
    Builtin(
      "grad", .derivatives, [f, wrt],
      "The gradient of a number-valued function, as a function. wrt names the parameters: \"W\", (\"W\", \"b\") or \"all\", or counts them from 1; the first one unless told.",
      examples: [
        .init("grad(x -> sum(x .* x))([1, 2])", "[2, 4]"),
        .init("grad((a, b) -> a*b^2, wrt=\"b\")(2, 3)", "12"),
        .init("grad((a, b) -> a*b^2, wrt=\"all\")(2, 3)", "{a: 9, b: 12}"),
      ]
    ) { machine, arguments in try machine.gradientOperator(arguments, withValue: false) },
    Builtin(
      "value_and_grad", .derivatives, [f, wrt],
      "The function that gives (value, gradient) in one pass.",
      examples: [.init("value_and_grad(x -> x^2)(3)", "(9, 6)")]
    ) { machine, arguments in try machine.gradientOperator(arguments, withValue: true) },
    Builtin(
      "check_grad", .derivatives, [f, x],
      "The worst relative error of the gradient by all numeric arguments against central differences along random directions. Where it is bad, a note names the entry that is worst.",
      examples: [.init("check_grad((x, y) -> sum(x)*y, [1, 2], 3) < 1e-8", "true")]
    ) { machine, arguments in
      let (function, point) = try machine.functionAndPoint("check_grad", arguments)
      return try machine.checkGradient(function, point)
    },
    Builtin(
      "checkpoint", .derivatives, [f],
      "The same function, whose intermediates are computed again for its derivative instead of kept: less memory for more time.",
      examples: [.init("grad(x -> checkpoint(u -> exp(sin(u)))(x))(0)", "1")]
    ) { machine, arguments in
      try machine.derived("checkpoint", arguments[0]) { machine, base, arguments in
        try machine.callCheckpointed(base, arguments)
      }
    },
  ]

  private static let matrixRows: [Builtin] = [
    Builtin(
      "jacobian", .derivatives, [f, wrt],
      "All derivatives of a function: axes of the output, then of the input.",
      examples: [.init("jacobian(x -> x .* x)([1, 2])", "2×2 f64\n  2  0\n  0  4")]
    ) { machine, arguments in
      let selection = try machine.selection(arguments, "jacobian")
      return try machine.derived("jacobian", arguments[0]) { machine, base, arguments in
        try machine.jacobian(
          of: base, by: selection.present(in: arguments), at: arguments)
      }
    },
    Builtin(
      "hessian", .derivatives, [f, wrt],
      "All second derivatives of a number-valued function.",
      examples: [.init("hessian(x -> x[1]^2 * x[2])([1, 2])", "2×2 f64\n  4  2\n  2  0")]
    ) { machine, arguments in
      let selection = try machine.selection(arguments, "hessian")
      return try machine.derived("hessian", arguments[0]) { machine, base, arguments in
        try machine.hessian(of: base, by: selection.present(in: arguments), at: arguments)
      }
    },
    Builtin(
      "laplacian", .derivatives, [f],
      "The sum of the second derivatives ∂²f/∂xᵢ² of a number-valued function.",
      examples: [.init("laplacian(x -> sum(x.^3))([1, 2])", "18")]
    ) { machine, arguments in
      try machine.derived("laplacian", arguments[0]) { machine, base, arguments in
        try machine.laplacian(of: base, at: arguments)
      }
    },
    Builtin(
      "divergence", .derivatives, [f],
      "The sum of ∂fᵢ/∂xᵢ of a function whose result has the shape of its argument.",
      examples: [.init("divergence(x -> [x[1]^2, x[1]*x[2]])([3, 5])", "9")]
    ) { machine, arguments in
      try machine.derived("divergence", arguments[0]) { machine, base, arguments in
        try machine.divergence(of: base, at: arguments)
      }
    },
  ]

  private static let directionRows: [Builtin] = [
    Builtin(
      "jvp", .derivatives, [f, .init("x", .value), .init("v", .value), .init("more", .values)],
      "(f(x), J*v): the value and its derivative along v, by forward mode. Further arguments are passed on to f.",
      examples: [.init("jvp(x -> x .* x, [1, 2], [1, 10])", "([1, 4], [2, 40])")]
    ) { machine, arguments in
      try machine.jvp(
        machine.function(arguments[0], "jvp"), at: [arguments[1]] + arguments[3].rest,
        along: arguments[2])
    },
    Builtin(
      "vjp", .derivatives, [f, .init("x", .value), .init("more", .values)],
      "(f(x), pullback): the value and the function that takes ȳ to Jᵀ*ȳ, by reverse mode. Further arguments are passed on to f.",
      examples: [.init("y, pullback = vjp(x -> x .* x, [1, 2]); pullback([1, 10])", "[2, 40]")]
    ) { machine, arguments in
      try machine.vjp(
        machine.function(arguments[0], "vjp"), at: [arguments[1]] + arguments[2].rest)
    },
    Builtin(
      "hvp", .derivatives, [f, .init("x", .value), .init("v", .value), .init("more", .values)],
      "The Hessian of f at x times v, at the price of a few gradients. Further arguments are passed on to f.",
      examples: [.init("hvp(x -> x[1]^2 * x[2], [1, 2], [1, 0])", "[4, 2]")]
    ) { machine, arguments in
      try machine.hvp(
        machine.function(arguments[0], "hvp"), at: [arguments[1]] + arguments[3].rest,
        along: arguments[2])
    },
  ]
}

extension Machine {
  fileprivate func gradientOperator(_ arguments: [Value], withValue: Bool) throws -> Value {
    let name = withValue ? "value_and_grad" : "grad"
    let function = try function(arguments[0], name)
    let selection = try selection(arguments, name)
    return .function(
      Function(
        .derived(Derived(base: function, op: .gradient(wrt: selection, withValue: withValue))),
        name: function.name.map { "\(name)(\($0))" }))
  }

  /// A function made of another one.
  fileprivate func derived(
    _ name: String, _ base: Value, _ body: @escaping (Machine, Function, [Value]) throws -> Value
  ) throws -> Value {
    let function = try function(base, name)
    return .function(
      Function(
        .derived(Derived(base: function, op: .native(name: name, body))),
        name: function.name.map { "\(name)(\($0))" }))
  }

  fileprivate func functionAndPoint(
    _ name: String, _ arguments: [Value]
  ) throws -> (Function, [Value]) {
    let function = try function(arguments[0], name)
    guard !arguments[1].rest.isEmpty else { throw Diagnostic.missingArgument("x", name) }
    return (function, arguments[1].rest)
  }

  /// What `wrt` says, of the function before it.
  fileprivate func selection(
    _ arguments: [Value], _ name: String
  ) throws -> Derived.Selection {
    let function = try function(arguments[0], name)
    if case .nothing = arguments[1] { return .first }
    let names = function.parameterNames
    switch arguments[1] {
    case .string(let name) where name.string == "all" && !names.contains("all"):
      return .several(Array(names.indices))
    case .tuple(let tuple):
      let positions = try tuple.items.map { try position($0, name, function) }
      for (index, position) in positions.enumerated()
      where positions[..<index].contains(position) {
        throw Diagnostic.parameterTwice(names[position])
      }
      return .several(positions)
    default: return .one(try position(arguments[1], name, function))
    }
  }

  private func position(_ value: Value, _ operation: String, _ function: Function) throws -> Int {
    let names = function.parameterNames
    switch value {
    case .string(let name):
      guard let position = names.firstIndex(of: name.string) else {
        throw Diagnostic.noParameter(name.string, function.displayName, names)
      }
      return position
    case .number:
      let position = try wholeNumber(value, "wrt")
      guard names.indices.contains(position - 1) else {
        throw Diagnostic.parameterPosition(position, function)
      }
      return position - 1
    default:
      throw Diagnostic.argumentKind("wrt", operation, "a parameter's name or position", value)
    }
  }
}
