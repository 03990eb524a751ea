import Tensors

/// Identities of single functions. Each rule says its identity, and gives nil where it does not apply.
enum FunctionRules {
  typealias Rule = @Sendable (Formula.Application, Shape) -> Formula?

  static let all: [Rule] = [
    knownValue, inverse, odd, even, sigmoidOfNegative, doubleTranspose, multilinear, trivialSum,
    sumOfConstant, rearrangedNumber,
  ]

  private static let oddNames: Set<String> = [
    "sin", "tan", "sinh", "tanh", "asin", "atan", "asinh", "atanh", "erf", "cbrt", "sign",
  ]
  private static let evenNames: Set<String> = ["cos", "cosh", "abs"]
  private static let zeroAtZero: Set<String> = oddNames.union(["abs", "expm1", "log1p"])
  private static let oneAtZero: Set<String> = ["cos", "cosh", "exp", "exp2"]
  private static let inversePairs: Set<[String]> = [["log", "exp"], ["exp", "log"]]
  /// Linear in each operand by itself.
  private static let multilinearNames: Set<String> = [
    "transpose", "matmul", "dot", "outer", "kron", "cross", "trace", "sum", "sum_to", "mean",
    "reshape", "diag", "flatten", "permute", "flip", "cumsum",
  ]

  /// All rows that rules name, so that a test can tell when one is renamed.
  static let namedRows: Set<String> =
    oddNames.union(evenNames).union(zeroAtZero).union(oneAtZero).union(multilinearNames)
    .union(["log", "exp", "sigmoid"])

  /// sin 0 = 0, cos 0 = 1, exp 0 = 1, log 1 = 0: the values that are exact.
  private static let knownValue: Rule = { application, shape in
    guard let operand = application.soleOperand?.unbroadcast else { return nil }
    if operand.isOne, application.name == "log" { return Formula.zero.fitted(to: shape) }
    guard operand.isZero else { return nil }
    if zeroAtZero.contains(application.name) { return Formula.zero.fitted(to: shape) }
    return oneAtZero.contains(application.name) ? Formula.one.fitted(to: shape) : nil
  }

  /// log(exp a) = a, exp(log a) = a.
  private static let inverse: Rule = { application, _ in
    guard case .apply(let inner)? = application.soleOperand?.kind else { return nil }
    return inversePairs.contains([application.name, inner.name]) ? inner.operands[0] : nil
  }

  /// f(−a) = −f(a).
  private static let odd: Rule = { application, shape in
    guard oddNames.contains(application.name), let operand = application.soleOperand,
      operand.isNegative
    else { return nil }
    return .negative(application.applied(to: [.negative(operand)], shape))
  }

  /// f(−a) = f(a).
  private static let even: Rule = { application, shape in
    guard evenNames.contains(application.name), let operand = application.soleOperand,
      operand.isNegative
    else { return nil }
    return application.applied(to: [.negative(operand)], shape)
  }

  /// σ(−a) = 1 − σ(a).
  private static let sigmoidOfNegative: Rule = { application, shape in
    guard application.name == "sigmoid", let operand = application.soleOperand, operand.isNegative
    else { return nil }
    return .difference(.one, application.applied(to: [.negative(operand)], shape))
  }

  /// (Aᵀ)ᵀ = A, and xᵀ = x for a number.
  private static let doubleTranspose: Rule = { application, _ in
    guard application.name == "transpose", let operand = application.soleOperand else { return nil }
    if operand.isScalar { return operand }
    guard case .apply(let inner) = operand.kind, inner.name == "transpose" else { return nil }
    return inner.operands[0]
  }

  /// L(c·a) = c·L(a): numbers and signs are pulled out of sums, transposes and matrix products.
  private static let multilinear: Rule = { application, shape in
    guard multilinearNames.contains(application.name) else { return nil }
    var scale = Rational.one
    var cores: [Formula] = []
    for operand in application.operands {
      let (coefficient, core) = operand.unbroadcast.split
      let isNumber = core.isOne || coefficient.isOne
      guard !isNumber, let product = scale.times(coefficient) else {
        if operand.unbroadcast.isZero { return Formula.zero.fitted(to: shape) }
        cores.append(operand)
        continue
      }
      scale = product
      cores.append(core.fitted(to: operand.shape))
    }
    return scale.isOne ? nil : .scaled(application.applied(to: cores, shape), by: scale)
  }

  /// A sum to the shape that is there already, or of a single number.
  private static let trivialSum: Rule = { application, shape in
    guard ["sum_to", "sum", "mean"].contains(application.name),
      let operand = application.operands.first
    else { return nil }
    return operand.shape == shape && (operand.isScalar || application.name == "sum_to")
      ? operand : nil
  }

  /// A sum of n equal numbers a is n·a.
  private static let sumOfConstant: Rule = { application, shape in
    guard shape.rank == 0, ["sum_to", "sum"].contains(application.name),
      let operand = application.operands.first, case .broadcast(let inner) = operand.kind,
      inner.isScalar
    else { return nil }
    return .scaled(inner, by: Rational(operand.shape.count))
  }
}

extension FunctionRules {
  private static let rearrangements: Set<String> = [
    "reshape", "flatten", "transpose", "permute", "flip",
  ]

  /// However a tensor of equal numbers is rearranged, it is the number in another shape.
  fileprivate static let rearrangedNumber: Rule = { application, shape in
    guard rearrangements.contains(application.name), let operand = application.operands.first,
      case .broadcast(let inner) = operand.kind, inner.isScalar
    else { return nil }
    return inner.fitted(to: shape)
  }
}

extension Formula.Application {
  /// Another function of the same operand.
  func counterpart(_ other: Operation) -> Formula {
    let application = Formula.Application(
      operation: other, operands: operands, attributes: .none)
    return application.applied(to: operands, operands[0].shape)
  }

  var name: String { operation.name }
  var soleOperand: Formula? { operands.count == 1 ? operands[0] : nil }

  /// The same function of other operands, in normal form.
  func applied(to operands: [Formula], _ shape: Shape, dtype: DType = .f64) -> Formula {
    let application = Formula.Application(
      operation: operation, operands: operands, attributes: attributes)
    for rule in FunctionRules.all {
      if let result = rule(application, shape) { return result }
    }
    return Formula(.apply(application), shape: shape, dtype: dtype)
  }
}
