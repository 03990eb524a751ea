import Diagnostics
import Graphs
import Tensors

/// What is computed of a function.
enum DerivativeKind: Hashable {
  /// The value and the gradient by some parameters.
  case gradient([Int])
  /// The derivative of an order by the only parameter.
  case derivative(Int)
}

/// A derivative of a function as a plan, with what must hold for the plan to serve a call.
final class FunctionPlan {
  let function: CallPattern
  let arguments: [CallPattern]
  /// Module names that the function reads, and what they must be like.
  let globals: [(slot: Int, pattern: CallPattern)]
  /// Traced values that decided something, and what they were: the plan's last outputs.
  let guards: [Quantity]
  let plan: Plan
  /// For each gradient whether the plan computes it; one that it does not is zero.
  let isComputed: [Bool]
  /// How often it has been compared with direct execution.
  fileprivate(set) var proofs = 0

  fileprivate init(
    function: CallPattern, arguments: [CallPattern], globals: [(slot: Int, pattern: CallPattern)],
    guards: [Quantity], plan: Plan, isComputed: [Bool]
  ) {
    self.function = function
    self.arguments = arguments
    self.globals = globals
    self.guards = guards
    self.plan = plan
    self.isComputed = isComputed
  }

  /// The plan's outputs for a call, without the guards; nil where it does not serve the call.
  fileprivate func run(_ function: Function, _ values: [Value], _ machine: Machine) -> [Value?]? {
    var leaves: [Quantity] = []
    leaves.reserveCapacity(16)
    guard arguments.count == values.count,
      self.function.matches(.function(function), &leaves)
    else { return nil }
    for (index, pattern) in arguments.enumerated() {
      if !pattern.matches(values[index], &leaves) { return nil }
    }
    for (slot, pattern) in globals {
      // A name whose equation fails now makes the function fail: it will say so itself.
      guard let value = try? machine.readPlain(slot), pattern.matches(value, &leaves) else {
        return nil
      }
    }
    // Where a kernel fails, the function fails in the same place, and says where that is.
    guard let outputs = try? plan.run(leaves) else { return nil }
    for (seen, now) in zip(guards, outputs.suffix(guards.count))
    where !seen.isBitIdentical(to: now) {
      return nil
    }
    return self.values(outputs.dropLast(guards.count))
  }
}

/// The plans of one derivative of one function's code.
final class FunctionPlans {
  private static let mostPlans = 4
  private static let mostMisses = 12

  fileprivate var plans: [FunctionPlan] = []
  fileprivate var calls = 0
  fileprivate var misses = 0
  fileprivate(set) var isHopeless = false

  fileprivate func give() { isHopeless = true }

  fileprivate func add(_ plan: FunctionPlan) {
    if plans.count == FunctionPlans.mostPlans { plans.removeFirst() }
    plans.append(plan)
  }

  /// Notes that no plan served a call; plans that seldom serve are more trouble than they are worth.
  fileprivate func noteMiss() {
    misses += 1
    if misses > FunctionPlans.mostMisses, misses > calls / 4 {
      isHopeless = true
      plans = []
    }
  }
}

struct FunctionPlanCache {
  struct Key: Hashable {
    let code: ObjectIdentifier
    let kind: DerivativeKind
  }
  /// The code is held, so that its identity stays its own.
  fileprivate var entries: [Key: (code: Code, plans: FunctionPlans)] = [:]
}

extension Machine {
  /// A derivative by a plan, or by `direct`, which also serves to prove a new plan right.
  ///
  /// - Returns: the value, or for `.derivative` the derivative, then the gradients; nil stands for zero.
  func planned(
    _ kind: DerivativeKind, of function: Function, at arguments: [Value],
    direct: () throws -> [Value?]
  ) throws -> [Value?] {
    guard usesPlans, reader == nil, let plans = plans(kind, of: function) else {
      return try direct()
    }
    plans.calls += 1
    for plan in plans.plans.reversed() {
      guard let results = plan.run(function, arguments, self) else { continue }
      return plan.proofs < 2 ? try prove(plan, plans, results, direct) : results
    }
    let before = effectMark
    let results = try direct()
    plans.noteMiss()
    guard effectMark == before, !plans.isHopeless else {
      plans.give()
      return results
    }
    // A function that is differentiated once is not worth a plan.
    guard plans.calls > 1, !Value.function(function).holdsTraced,
      !arguments.contains(where: \.holdsTraced)
    else {
      return results
    }
    if let plan = plan(kind, function, arguments) { plans.add(plan) } else { plans.give() }
    return results
  }

  /// Changes when something happens beyond the giving of values.
  struct EffectMark: Equatable {
    let random: RandomStream
    let shown: Int
    let effects: Int
    let usesClock: Bool
  }

  var effectMark: EffectMark {
    EffectMark(random: random, shown: output.extent, effects: effects, usesClock: usesClock)
  }

  private func plans(_ kind: DerivativeKind, of function: Function) -> FunctionPlans? {
    guard case .closure(let code, _) = function.kind, function.rule == nil else { return nil }
    let key = FunctionPlanCache.Key(code: ObjectIdentifier(code), kind: kind)
    if let known = functionPlans.entries[key] {
      return known.plans.isHopeless ? nil : known.plans
    }
    let plans = FunctionPlans()
    functionPlans.entries[key] = (code, plans)
    return plans
  }

  private func prove(
    _ plan: FunctionPlan, _ plans: FunctionPlans, _ results: [Value?],
    _ direct: () throws -> [Value?]
  ) throws -> [Value?] {
    let expected = try direct()
    plan.proofs += 1
    let isRight =
      results.count == expected.count
      && zip(results, expected).allSatisfy { result, expected in
        guard let a = result?.quantity, let b = expected?.quantity else {
          return result == nil && expected == nil
        }
        return a.isBitIdentical(to: b)
      }
    if !isRight { plans.give() }
    return expected
  }

  // MARK: Making a plan

  /// Runs the function once more, with all that may change between calls as inputs of the trace; nil where
  /// no plan can stand for it. The function has just run with the same arguments and without effects.
  private func plan(
    _ kind: DerivativeKind, _ function: Function, _ arguments: [Value]
  ) -> FunctionPlan? {
    let trace = traces.push(order: kind.order)
    let globals = WatchedGlobals()
    reader = GlobalReader { slot, value in globals.follow(slot, value, trace) }
    recordsComparisons = true
    defer {
      recordsComparisons = false
      reader = nil
      traces.pop(trace)
    }
    let pattern = CallPattern(.function(function), isDifferentiated: false)
    let patterns = arguments.enumerated().map { position, argument in
      CallPattern(argument, isDifferentiated: kind.positions.contains(position))
    }
    guard case .function(let followed)? = pattern.followed(.function(function), trace) else {
      return nil
    }
    var values: [Value] = []
    for (pattern, argument) in zip(patterns, arguments) {
      guard let value = pattern.followed(argument, trace) else { return nil }
      values.append(value)
    }
    guard let result = try? call(followed, values),
      let parts = try? derive(kind, result, values, trace, function)
    else { return nil }
    return FunctionPlan(
      parts, trace, function: pattern, arguments: patterns, globals: globals.patterns)
  }

  /// The graph whose outputs are what the kind asks for.
  private func derive(
    _ kind: DerivativeKind, _ result: Value, _ arguments: [Value], _ trace: Trace,
    _ function: Function
  ) throws -> (graph: Graph, isComputed: [Bool])? {
    guard case .traced(let output) = result, output.trace === trace, !trace.isLong else {
      return nil
    }
    let leaves = kind.positions.flatMap { arguments[$0].leaves }
    var wrt: [NodeID] = []
    for leaf in leaves {
      guard case .traced(let input) = leaf, leaf.nodeType?.dtype == .f64 else { return nil }
      wrt.append(input.node)
    }
    switch kind {
    case .derivative(let order):
      guard
        let derived = try derivativeGraph(
          of: output, by: wrt[0], order: order, at: arguments[0], function, notes: false)
      else { return nil }
      var graph = derived.graph
      graph.outputs = [derived.node]
      return (graph, [true])
    case .gradient:
      guard output.primal.shape == .scalar else { return nil }
      var (graph, nodes) = try trace.graph.reverse(of: output.node, wrt: wrt)
      graph.outputs = [output.node] + nodes.compactMap { $0 }
      return (graph, [true] + nodes.map { $0 != nil })
    }
  }
}

extension DerivativeKind {
  fileprivate var order: Int { if case .derivative(let order) = self { order } else { 1 } }

  fileprivate var positions: [Int] {
    switch self {
    case .gradient(let positions): positions
    case .derivative: [0]
    }
  }
}

/// The module names that a function reads while it is traced.
private final class WatchedGlobals {
  private(set) var patterns: [(slot: Int, pattern: CallPattern)] = []

  func follow(_ slot: Int, _ value: Value, _ trace: Trace) -> Value {
    let pattern = CallPattern(value, isDifferentiated: false)
    patterns.append((slot, pattern))
    return pattern.followed(value, trace) ?? value
  }
}

extension FunctionPlan {
  fileprivate convenience init?(
    _ parts: (graph: Graph, isComputed: [Bool])?, _ trace: Trace, function: CallPattern,
    arguments: [CallPattern], globals: [(slot: Int, pattern: CallPattern)]
  ) {
    guard let (traced, isComputed) = parts else { return nil }
    var graph = traced
    var guards: [Quantity] = []
    var guarded: Set<NodeID> = []
    for (node, value) in trace.decisions where guarded.insert(node).inserted {
      guard let quantity = value.quantity, !value.holdsTraced else { return nil }
      guards.append(quantity)
      graph.outputs.append(node)
    }
    guard let plan = try? Plan(graph) else { return nil }
    self.init(
      function: function, arguments: arguments, globals: globals, guards: guards, plan: plan,
      isComputed: isComputed)
  }

  /// nil for each part that is zero.
  fileprivate func values(_ results: ArraySlice<Quantity>) -> [Value?] {
    var remaining = results
    return isComputed.map { $0 ? remaining.popFirst().map { Value($0) } : nil }
  }
}
