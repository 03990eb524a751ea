import Diagnostics
import Graphs
import Tensors

// The user's own derivative rules, `f'(x) = …`.
extension Machine {
  func define(rule: Value, for value: Value) throws -> Value {
    guard case .function(let function) = value else { throw Diagnostic.ruleForValue(value) }
    guard case .closure = function.kind else { throw Diagnostic.ruleForBuiltin(function) }
    guard case .function(let derivative) = rule else { return value }
    let (stated, own) = (derivative.parameterNames.count, function.parameterNames.count)
    guard stated == own else { throw Diagnostic.ruleParameters(function, own, stated: stated) }
    return .function(function.with(rule: derivative))
  }

  /// Calls a function that has a rule of its own on followed arguments. The body gives the value, and
  /// sees the arguments as constants; the rule gives the derivative by them: of several, a tuple.
  ///
  /// The rule is followed like any other code, since second derivatives are those of the rule. It may call
  /// its own function, f'(x) = f(x): as deep within rules as the trace will be differentiated, only
  /// the value is asked for.
  func callWithRule(_ function: Function, _ rule: Function, _ arguments: [Value]) throws -> Value {
    let trace = traces.innermost(of: arguments.flatMap(\.leaves))
    if let trace, trace.ruleDepth >= trace.order {
      return try callWithoutRule(function, trace, arguments)
    }
    let value = try callBody(of: function, arguments)
    guard value.isNumeric else { throw Diagnostic.derivativeResult(function, value) }
    trace?.ruleDepth += 1
    defer { trace?.ruleDepth -= 1 }
    let stated = try call(rule, ruleArguments(arguments, of: function, rule))
    let derivatives = try partials(stated, function, count: arguments.count)
    return try zip(arguments, derivatives).reduce(value) { value, pair in
      guard pair.0.leaves.contains(where: \.isTraced) else { return value }
      return try attach(pair.1, by: pair.0, to: value, function)
    }
  }

  /// The value as outer traces see it; constant to the innermost.
  private func callWithoutRule(
    _ function: Function, _ trace: Trace, _ arguments: [Value]
  ) throws -> Value {
    let outer = arguments.map { $0.replacingLeaves(trace.primal) }
    let isFollowed = { (values: [Value]) in
      values.contains { $0.leaves.contains(where: \.isTraced) }
    }
    let isOwn = arguments.contains { $0.leaves.contains { trace.ownNode(of: $0) != nil } }
    if isOwn, isFollowed(outer) { return try call(function, outer) }
    return try callBody(of: function, arguments)
  }

  /// The function without its rule, its arguments constant to all derivatives.
  private func callBody(of function: Function, _ arguments: [Value]) throws -> Value {
    let held = try arguments.map { argument in
      try argument.replacingLeaves { leaf in
        leaf.isTraced ? try apply(Catalogue.held, [leaf]) : leaf
      }
    }
    return try call(Function(function.kind, name: function.name), held)
  }

  /// What the rule is called with: the same, if it has defaults for what was left to them.
  private func ruleArguments(
    _ arguments: [Value], of function: Function, _ rule: Function
  ) throws -> [Value] {
    guard case .closure(let code, _) = rule.kind else { return arguments }
    for (argument, parameter) in zip(arguments, code.parameters)
    where argument.isUndefined && !parameter.hasDefault {
      throw Diagnostic.ruleDefault(function, parameter.name)
    }
    return arguments
  }

  private func partials(_ stated: Value, _ function: Function, count: Int) throws -> [Value] {
    if count == 1 { return [stated] }
    guard case .tuple(let tuple) = stated, tuple.items.count == count else {
      throw Diagnostic.rulePartials(function, stated, count)
    }
    return tuple.items
  }

  /// The value with a derivative by an argument, leaf by leaf where the argument has parts.
  private func attach(
    _ derivative: Value, by argument: Value, to value: Value, _ function: Function
  ) throws -> Value {
    if !argument.isStructure {
      guard derivative.isNumeric else {
        throw Diagnostic.rulePartials(function, derivative, function.parameterNames.count)
      }
      return try attachLeaf(derivative, by: argument, to: value, function)
    }
    guard (try? zipLeaves(argument, derivative) { leaf, _ in leaf }) != nil else {
      throw Diagnostic.ruleStructure(function, argument, derivative)
    }
    var result = value
    _ = try zipLeaves(argument, derivative) { leaf, derivative in
      guard leaf.isTraced else { return leaf }
      guard derivative.isNumeric else {
        throw Diagnostic.ruleShape(function, derivative, leaf, value)
      }
      result = try attachLeaf(derivative, by: leaf, to: result, function)
      return leaf
    }
    return result
  }

  private func attachLeaf(
    _ derivative: Value, by argument: Value, to value: Value, _ function: Function
  ) throws -> Value {
    guard let d = derivative.shape, let x = argument.shape, let y = value.shape,
      Catalogue.isRuleShape(d, of: y, by: x)
    else { throw Diagnostic.ruleShape(function, derivative, argument, value) }
    return try apply(Catalogue.withRule, [argument, value, derivative])
  }
}
