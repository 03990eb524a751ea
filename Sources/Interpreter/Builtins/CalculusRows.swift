import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let f = Entry.Parameter("f", .value)

  static let calculusRows: [Builtin] = [
    Builtin(
      "integrate", .calculus,
      [
        f, .init("a", .value), .init("b", .value),
        .init("tol", .value, default: .number(1e-10), isKeyword: true),
      ],
      "The integral of f from a to b, which may be infinite, by adaptive Gauss–Kronrod quadrature. Differentiable by a and b (Leibniz's rule) and by whatever f uses.",
      examples: [
        .init("integrate(x -> x^2, 0, 3)", "9"),
        .init("(b -> integrate(x -> x^2, 0, b))'(3)", "9"),
        .init("integrate(x -> exp(-x^2), -Inf, Inf)^2", "3.14159"),
      ]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "integrate")
      let tolerance = try machine.plain(arguments[3], "tol", "integrate")
      return try machine.integral(of: function, arguments[1], arguments[2], tolerance)
    },
    Builtin(
      "root", .calculus, [f, .init("x0", .value)],
      "An x near x0 with f(x) = 0, for a number or a vector x; x0 may be a pair (a, b) between which f changes its sign. Differentiable by whatever f uses (implicit differentiation).",
      examples: [
        .init("root(x -> x^2 - 2, 1)", "1.41421"),
        .init("(c -> root(x -> x^2 - c, 1))'(4)", "0.25"),
        .init("root(x -> cos(x) - x, (0, 1))", "0.739085"),
      ]
    ) { machine, arguments in
      try machine.root(of: machine.function(arguments[0], "root"), from: arguments[1])
    },
    Builtin(
      "ode", .calculus,
      [
        f, .init("y0", .value), .init("ts", .value),
        .init("tol", .value, default: .number(1e-8), isKeyword: true),
      ],
      "The solution of dy/dt = f(t, y) with y = y0 at the first of the times ts, at each of them: rows of a tensor, or a tuple for other states. By adaptive Runge–Kutta steps (Dormand–Prince); derivatives go through the steps.",
      examples: [
        .init("ode((t, y) -> -y, 1, [0, 1, 2])", "[1, 0.367879, 0.135335]"),
        .init("(k -> ode((t, y) -> -k*y, 1, [0, 1])[2])'(1)", "-0.367879"),
      ]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "ode")
      let tolerance = try machine.plain(arguments[3], "tol", "ode")
      return try machine.solution(
        of: function, from: arguments[1], at: arguments[2], tolerance)
    },
    Builtin(
      "taylor", .calculus, [f, .init("a", .value), .init("n", .value)],
      "The Taylor polynomial of f around a, of degree n, as a function.",
      examples: [
        .init("taylor(exp, 0, 2)(0.1)", "1.105"),
        .init("taylor(x -> 1/(1 - x), 0, 3)", "x -> 1 + x + x^2 + x^3"),
      ]
    ) { machine, arguments in
      let function = try machine.function(arguments[0], "taylor")
      let degree = try machine.wholeNumber(arguments[2], "the degree")
      return try machine.taylorPolynomial(of: function, around: arguments[1], degree: degree)
    },
    Builtin(
      "fft", .calculus, [.init("x", .value)],
      "The discrete Fourier transform Σⱼ xⱼ·exp(-2πi·(j-1)(k-1)/n) along the last axis, as {re, im}; x is a tensor, or a record {re, im}.",
      examples: [.init("fft([1, 0, 0, 0]).re", "[1, 1, 1, 1]")]
    ) { machine, arguments in try machine.fourier(arguments[0], isInverse: false, "fft") },
    Builtin(
      "ifft", .calculus, [.init("x", .value)],
      "The inverse of fft, as {re, im}.",
      examples: [.init("ifft(fft([1, 2, 3])).re", "[1, 2, 3]")]
    ) { machine, arguments in try machine.fourier(arguments[0], isInverse: true, "ifft") },
  ]
}

extension Machine {
  /// A number that nothing is differentiated by.
  func plain(_ value: Value, _ name: String, _ function: String) throws -> Double {
    guard let number = concrete(value).plainNumber else {
      throw Diagnostic.argumentKind(name, function, "a number", value)
    }
    return number
  }

  fileprivate func fourier(_ value: Value, isInverse: Bool, _ name: String) throws -> Value {
    let parts = try complexParts(value, name)
    let packed = try apply(Catalogue.stack, parts, Attributes(.whole(0)))
    var result = try apply(Catalogue.fourier, [packed], Attributes(.flag(isInverse)))
    let rest = [AxisIndex](repeating: .all, count: (packed.shape?.rank ?? 1) - 1)
    if isInverse, let count = packed.shape?.sizes.last, count > 0 {
      result = try apply(Catalogue.divide, [result, .number(Double(count))])
    }
    return record(
      ("re", try take(result, [.at(0)] + rest)), ("im", try take(result, [.at(1)] + rest)))
  }

  private func complexParts(_ value: Value, _ name: String) throws -> [Value] {
    if case .record(let record) = value, let re = record["re"], let im = record["im"],
      re.shape == im.shape, re.shape?.rank ?? 0 > 0
    {
      return [re, im]
    }
    guard let shape = value.shape, shape.rank > 0 else {
      throw Diagnostic.argumentKind("x", name, "a tensor or a record {re, im} of two", value)
    }
    return [value, .tensor(Tensor(repeating: 0, shape: shape))]
  }
}
