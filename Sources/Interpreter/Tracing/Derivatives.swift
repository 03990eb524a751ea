import Diagnostics
import Graphs
import Tensors

// `f'`, `∇f`, `grad` and `value_and_grad`: run, record, transform the graph, evaluate.
extension Machine {
  func derivativeFunction(of value: Value, order: Int) throws -> Value {
    guard case .function(let function) = value else {
      throw Diagnostic.derivativeOfValue(value)
    }
    if case .derived(let derived) = function.kind, case .derivative(let inner) = derived.op {
      return makeDerivative(derived.base, order: inner + order)
    }
    return makeDerivative(function, order: order)
  }

  private func makeDerivative(_ base: Function, order: Int) -> Value {
    let marks = String(repeating: "'", count: order)
    return .function(
      Function(
        .derived(Derived(base: base, op: .derivative(order: order))),
        name: base.name.map { $0 + marks }))
  }

  func gradientFunction(of value: Value) throws -> Value {
    guard case .function(let function) = value else { throw Diagnostic.gradientOfValue(value) }
    return .function(
      Function(
        .derived(Derived(base: function, op: .gradient(wrt: .first, withValue: false))),
        name: function.name.map { "∇" + $0 }))
  }

  func call(_ derived: Derived, _ arguments: [Value]) throws -> Value {
    switch derived.op {
    case .derivative(let order):
      guard arguments.count == 1 else {
        throw Diagnostic.derivativeArguments(derived.base.displayName, arguments.count)
      }
      return try derivative(of: derived.base, order: order, at: arguments[0])
    case .gradient(let selection, let withValue):
      let (value, gradient) = try gradient(of: derived.base, selection, at: arguments)
      return withValue ? .tuple(Tuple([value, gradient])) : gradient
    case .polynomial(let slopes, let center):
      guard arguments.count == 1 else {
        throw Diagnostic.derivativeArguments("a Taylor polynomial", arguments.count)
      }
      return try polynomial(slopes, around: center, at: arguments[0])
    case .native(_, let body): return try body(self, derived.base, arguments)
    }
  }

  // MARK: f'

  /// The derivative of a function of one number. At a tensor it is taken element by element, which is
  /// right when the function acts element by element; anything else is an error.
  func derivative(of function: Function, order: Int, at argument: Value) throws -> Value {
    guard argument.isNumeric, !argument.isTruth else {
      throw Diagnostic.derivativeArgument(function, argument)
    }
    let results = try planned(.derivative(order), of: function, at: [argument]) {
      [try directDerivative(of: function, order: order, at: argument)]
    }
    let result = results.first.flatMap { $0 } ?? zero(like: argument)
    return try inPrecision(of: argument, result)
  }

  private func directDerivative(
    of function: Function, order: Int, at argument: Value
  ) throws -> Value? {
    let trace = traces.push(order: order)
    defer { traces.pop(trace) }
    guard case .traced(let input)? = trace.follow(argument.asFloating) else { return .nothing }
    let result = try call(function, [.traced(input)])
    guard result.isNumeric, !result.isTruth else {
      throw Diagnostic.derivativeResult(function, result)
    }
    guard case .traced(let output) = result, output.trace === trace else {
      return zero(like: result)
    }
    if order == 1, trace.isLong, argument.shape == .scalar, output.primal.shape == .scalar {
      return try segmentedGradients(of: output.node, in: trace, by: [input.node])[0]
        ?? zero(like: argument)
    }
    guard
      let (graph, node) = try derivativeGraph(
        of: output, by: input.node, order: order, at: argument, function)
    else { return zero(like: .traced(output)) }
    return try evaluate(graph, known: trace.primals, outputs: [node])[0]
  }

  /// The trace's graph extended by the derivative of an output; nil where that is zero. With `notes`, a
  /// derivative that is zero for a reason worth telling is noted.
  func derivativeGraph(
    of output: Traced, by input: NodeID, order: Int, at argument: Value, _ function: Function,
    notes: Bool = true
  ) throws -> (graph: Graph, node: NodeID)? {
    guard argument.shape == output.primal.shape else {
      throw Diagnostic.notFunctionOfNumber(function, argument, .traced(output))
    }
    var graph = output.trace.graph
    if argument.shape != .scalar, !graph.isElementwise(output.node) {
      throw Diagnostic.notElementwise(function, argument)
    }
    var node = output.node
    for _ in 0..<order {
      let seed = graph.addConstant(try ones(graph[node].type))
      let (extended, gradients) = try graph.reverse(of: node, wrt: [input], seed: seed)
      if notes, node == output.node {
        noteDiscretePaths(output.trace, from: [input], to: node, gradients)
      }
      guard let gradient = gradients[0] else { return nil }
      (graph, node) = (extended, gradient)
    }
    return (graph, node)
  }

  /// A derivative has the element type of what it is taken by.
  func inPrecision(of leaf: Value, _ derivative: Value) throws -> Value {
    leaf.nodeType?.dtype == .f32 ? try apply(Catalogue.f32, [derivative]) : derivative
  }

  private func ones(_ type: NodeType) throws -> Quantity {
    type.isNumber ? .number(1) : .tensor(Tensor(repeating: 1, shape: type.shape))
  }

  /// Zeros of a value's shape, leaf by leaf.
  func zero(like value: Value) -> Value {
    value.replacingLeaves { leaf in
      guard let shape = leaf.shape else { return leaf }
      return shape.rank == 0 ? .number(0) : .tensor(Tensor(repeating: 0, shape: shape))
    }
  }

  // MARK: grad

  func gradient(
    of function: Function, _ selection: Derived.Selection, at arguments: [Value]
  ) throws -> (value: Value, gradient: Value) {
    switch selection {
    case .first: return try gradient(of: function, position: 0, at: arguments)
    case .one(let position): return try gradient(of: function, position: position, at: arguments)
    case .several:
      let positions = selection.present(in: arguments).positions
      let (value, gradients) = try gradients(of: function, positions, at: arguments)
      let names = function.parameterNames
      return (
        value,
        .record(Record(names: positions.map { names[$0] }, values: gradients))
      )
    }
  }

  private func gradient(
    of function: Function, position: Int, at arguments: [Value]
  ) throws -> (value: Value, gradient: Value) {
    let (value, gradients) = try gradients(of: function, [position], at: arguments)
    return (value, gradients[0])
  }

  /// The value of a number-valued function and its gradients with respect to some of its arguments.
  func gradients(
    of function: Function, _ positions: [Int], at arguments: [Value]
  ) throws -> (value: Value, gradients: [Value]) {
    var results = try planned(.gradient(positions), of: function, at: arguments) {
      try directGradients(of: function, positions, at: arguments)
    }[...]
    let value = results.popFirst().flatMap { $0 } ?? .nothing
    let gradients = try positions.map { position in
      try arguments[position].replacingLeaves { leaf in
        try inPrecision(of: leaf, results.popFirst().flatMap { $0 } ?? zero(like: leaf))
      }
    }
    return (value, gradients)
  }

  /// The value, then the gradient of each leaf; nil where it is zero.
  private func directGradients(
    of function: Function, _ positions: [Int], at arguments: [Value]
  ) throws -> [Value?] {
    let trace = traces.push(order: 1)
    defer { traces.pop(trace) }
    let (followed, leaves) = try follow(arguments, positions, trace, function)
    let result = try call(function, followed)
    guard let shape = result.shape, shape.rank == 0, !result.isTruth else {
      throw Diagnostic.gradientResult(function, result)
    }
    guard case .traced(let output) = result, output.trace === trace else {
      return [result] + leaves.map { _ in nil }
    }
    return [output.primal] + (try gradientValues(of: output.node, in: trace, by: leaves))
  }

  /// The gradients of a number by some inputs of its trace; nil where it does not depend on them.
  private func gradientValues(
    of output: NodeID, in trace: Trace, by leaves: [NodeID]
  ) throws -> [Value?] {
    if trace.isLong { return try segmentedGradients(of: output, in: trace, by: leaves) }
    let (graph, nodes) = try trace.graph.reverse(of: output, wrt: leaves)
    noteDiscretePaths(trace, from: leaves, to: output, nodes)
    let values = try evaluate(graph, known: trace.primals, outputs: nodes.compactMap { $0 })
    var remaining = values[...]
    return nodes.map { $0 == nil ? nil : remaining.popFirst() }
  }

  /// Replaces the leaves of some arguments by inputs of the trace.
  func follow(
    _ arguments: [Value], _ positions: [Int], _ trace: Trace, _ function: Function
  ) throws -> (arguments: [Value], leaves: [NodeID]) {
    var followed = arguments
    var leaves: [NodeID] = []
    for position in positions {
      guard arguments.indices.contains(position) else {
        throw Diagnostic.gradientArguments(function, position, arguments.count)
      }
      followed[position] = try arguments[position].replacingLeaves { leaf in
        guard !leaf.isTruth, let input = trace.follow(leaf.asFloating),
          case .traced(let traced) = input
        else {
          throw Diagnostic.gradientArgument(function, position, leaf)
        }
        leaves.append(traced.node)
        return input
      }
    }
    return (followed, leaves)
  }
}

extension Value {
  /// A bool, or a tensor of them. They count as 0 and 1 in sums, but nothing changes gradually with
  /// them, and whoever asks for that has most likely named the wrong thing.
  var isTruth: Bool { nodeType?.dtype == .bool }

  /// Bools and ranges become numbers and vectors before something is differentiated by them.
  var asFloating: Value {
    switch self {
    case .bool(let value): .number(value ? 1 : 0)
    case .range(let range): range.tensorIfAllowed.map { .tensor($0) } ?? self
    case .tensor(let tensor): .tensor(tensor.asDoubles)
    default: self
    }
  }
}

extension Graph {
  /// Every operation from the inputs to the node acts element by element.
  fileprivate func isElementwise(_ node: NodeID) -> Bool {
    let isNeeded = reachable(from: [node])
    return nodes.indices.allSatisfy { id in
      guard isNeeded[id], case .operation(let operation, _, _) = nodes[id].kind else { return true }
      return operation.elementwise != nil
        || [.arithmetic, .elementary, .comparison].contains(operation.entry.group)
    }
  }
}
