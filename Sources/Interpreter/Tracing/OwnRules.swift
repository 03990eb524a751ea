import Diagnostics
import Graphs
import Tensors

// The user's own derivative rules, `f'(x) = …`.
extension Machine {
  func define(rule: Value, for value: Value) throws -> Value {
    guard case .function(let function) = value else { throw Diagnostic.ruleForValue(value) }
    guard case .function(let derivative) = rule else { return value }
    let (stated, own) = (derivative.parameterNames.count, function.parameterNames.count)
    guard stated == own else { throw Diagnostic.ruleParameters(function, own, stated: stated) }
    return .function(function.with(rule: derivative))
  }

  /// Calls a function that has a rule of its own on followed arguments. The body gives the value, and
  /// sees the arguments as constants; the rule gives the derivative by them: of several, a tuple.
  func callWithRule(_ function: Function, _ rule: Function, _ arguments: [Value]) throws -> Value {
    for argument in arguments where !argument.isNumeric {
      throw Diagnostic.ruleArgument(function, argument)
    }
    let plain = Function(function.kind, name: function.name)
    let held = try arguments.map { try apply(Catalogue.held, [$0]) }
    let value = try call(plain, held)
    guard value.isNumeric else { throw Diagnostic.derivativeResult(function, value) }
    let stated = try call(rule, arguments)
    let derivatives = try partials(stated, function, count: arguments.count)
    return try zip(arguments, derivatives).reduce(value) { value, pair in
      guard pair.0.isTraced else { return value }
      try checkShape(of: pair.1, by: pair.0, value, function)
      return try apply(Catalogue.withRule, [pair.0, value, pair.1])
    }
  }

  private func partials(_ stated: Value, _ function: Function, count: Int) throws -> [Value] {
    if count == 1, stated.isNumeric { return [stated] }
    guard case .tuple(let tuple) = stated, tuple.items.count == count,
      tuple.items.allSatisfy(\.isNumeric)
    else { throw Diagnostic.rulePartials(function, stated, count) }
    return tuple.items
  }

  /// The rule's derivative is multiplied by what comes in, element by element; the product must fit the
  /// argument, or sum to it.
  private func checkShape(
    of derivative: Value, by argument: Value, _ value: Value, _ function: Function
  ) throws {
    guard let d = derivative.shape, let x = argument.shape, let y = value.shape,
      let product = Shape.broadcast(d, y),
      Shape.broadcast(product, x) == product || Shape.broadcast(product, x) == x
    else { throw Diagnostic.ruleShape(function, derivative, argument, value) }
  }
}
