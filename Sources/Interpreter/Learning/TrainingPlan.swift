import Diagnostics
import Graphs
import Tensors

/// A whole step of a minimization as one plan: loss, gradients, and what the optimizer makes of them. New
/// parameters and states take the place of the old ones without leaving the plan.
private struct TrainingPlan {
  let plan: Plan
  /// The current values of the plan's inputs.
  let inputs: [Quantity]
  /// For each leaf of the variables its input.
  let parameters: [Int]
  /// The number of the step.
  let stepInput: Int
  /// Outputs: the loss, then the squares of the gradients' norms.
  let normCount: Int
  /// Outputs that decided something while the optimizer was traced, and what they were.
  let guards: [(output: Int, value: Double)]
  let pairs: [(output: Int, input: Int)]
}

extension Machine {
  /// Runs steps as long as one plan serves them. After it the variables hold what they would if each step
  /// had been taken by itself; the first steps must have been.
  func runPlanned(
    _ info: Code.MinimizeInfo, _ optimizer: inout Optimizer, steps: Int,
    _ history: inout LossHistory
  ) throws {
    guard usesPlans, reader == nil, let training = trainingPlan(info, optimizer),
      (try? training.plan.begin(training.inputs, carrying: training.pairs)) == true
    else { return }
    defer { training.plan.end() }
    let before = history.count
    do {
      try run(training, info, steps: steps, &history)
    } catch {
      try keep(training, info, &optimizer, stepsTaken: history.count - before)
      throw error is DivergedStep
        ? try notFinite(info, training.loss, step: history.count + 1) : error
    }
    try keep(training, info, &optimizer, stepsTaken: history.count - before)
  }

  private func run(
    _ training: TrainingPlan, _ info: Code.MinimizeInfo, steps: Int, _ history: inout LossHistory
  ) throws {
    while history.count < steps {
      try training.plan.step(setting: training.stepInput, to: Double(history.count + 1))
      for (output, value) in training.guards
      where training.plan.number(ofOutput: output).bitPattern != value.bitPattern {
        return
      }
      let (loss, norm) = (training.loss, training.norm)
      guard loss.isFinite, norm.isFinite else { throw DivergedStep() }
      history.add(loss, norm)
      training.plan.carry()
      try takeStep()
    }
  }

  /// Gives the variables and the optimizer what the plan has come to.
  private func keep(
    _ training: TrainingPlan, _ info: Code.MinimizeInfo, _ optimizer: inout Optimizer,
    stepsTaken: Int
  ) throws {
    var leaves = training.parameters[...]
    for variable in info.target.variables {
      let value = try readPlain(variable.slot).replacingLeaves { leaf in
        leaves.popFirst().flatMap { training.plan.value(ofInput: $0) }.map { Value($0) } ?? leaf
      }
      setGlobal(variable.slot, value)
    }
    var states = training.pairs.dropFirst(training.parameters.count).map(\.input)[...]
    let old = optimizer.states ?? []
    let new = old.map { state in
      state.replacingLeaves { leaf in
        states.popFirst().flatMap { training.plan.value(ofInput: $0) }.map { Value($0) } ?? leaf
      }
    }
    optimizer.restore(new, step: optimizer.step + stepsTaken)
  }
}

/// A loss or gradient that is not finite; told by the machine, once the variables are what they were.
private struct DivergedStep: Error {}

extension TrainingPlan {
  fileprivate var loss: Double { plan.number(ofOutput: 0) }

  fileprivate var norm: Double {
    var squares = 0.0
    for index in 1...normCount { squares += plan.number(ofOutput: index) }
    return squares.squareRoot()
  }
}

// MARK: Making a training plan

extension Machine {
  /// nil where a step can't be a plan.
  private func trainingPlan(_ info: Code.MinimizeInfo, _ optimizer: Optimizer) -> TrainingPlan? {
    guard optimizer.isSeparable, let states = optimizer.states,
      let system = try? system(for: info.target.target), !system.isGuarded,
      let program = system.programs[programKey(info)],
      let values = try? info.target.variables.map({ try readPlain($0.slot) }),
      let known = try? self.values(of: system.inputs), !known.contains(where: \.holdsTraced)
    else { return nil }
    var builder = TrainingPlanBuilder(program.graph, known.compactMap(\.quantity))
    guard builder.inputs.count == known.count else { return nil }
    var places: [NodeID] = []
    for (variable, value) in zip(info.target.variables, values) {
      if let nodes = system.nodes[variable.slot] {
        places += nodes
      } else {
        for leaf in value.leaves {
          guard let quantity = leaf.asFloating.quantity else { return nil }
          places.append(builder.addInput(quantity))
        }
      }
    }
    guard builder.addNorms(), places.count == states.count,
      builder.addUpdates(of: places, states, optimizer, self)
    else { return nil }
    return builder.finish(places)
  }
}

private struct TrainingPlanBuilder {
  private var graph: Graph
  private(set) var inputs: [Quantity]
  private let gradients: [NodeID]
  private var guards: [(node: NodeID, value: Double)] = []
  private var parameters: [NodeID] = []
  private var states: [(output: NodeID, input: NodeID)] = []
  private var step: NodeID = -1

  init(_ program: Graph, _ inputs: [Quantity]) {
    graph = program
    self.inputs = inputs
    gradients = Array(program.outputs.dropFirst())
    graph.outputs = [program.outputs[0]]
  }

  mutating func addInput(_ value: Quantity) -> NodeID {
    inputs.append(value)
    return graph.addInput(NodeType(value.dtype, value.shape))
  }

  mutating func addNorms() -> Bool {
    for gradient in gradients {
      guard let square = try? graph.add(Catalogue.dot, [gradient, gradient]) else { return false }
      graph.outputs.append(square)
    }
    return true
  }

  /// The optimizer's update of each leaf, traced and put behind the gradients.
  mutating func addUpdates(
    of places: [NodeID], _ states: [Value], _ optimizer: Optimizer, _ machine: Machine
  ) -> Bool {
    guard places.count == gradients.count else { return false }
    step = addInput(.number(Double(optimizer.step + 1)))
    for (index, place) in places.enumerated() {
      guard addUpdate(of: place, gradients[index], states[index], optimizer, machine) else {
        return false
      }
    }
    return true
  }

  private mutating func addUpdate(
    of place: NodeID, _ gradient: NodeID, _ state: Value, _ optimizer: Optimizer,
    _ machine: Machine
  ) -> Bool {
    guard let position = graph.inputs.firstIndex(of: place) else { return false }
    let (trace, arguments) = machine.followed(
      parameter: Value(inputs[position]), state, step: optimizer.step + 1)
    defer { machine.traces.pop(trace) }
    guard let arguments, let result = machine.traced(optimizer.update, arguments),
      case .tuple(let pair) = result, pair.items.count == 2,
      case .traced(let updated) = pair.items[0], updated.trace === trace
    else { return false }
    var operands = [place, gradient]
    for leaf in state.leaves {
      guard let quantity = leaf.quantity, quantity.dtype == .f64 else { return false }
      operands.append(addInput(quantity))
    }
    let stateInputs = operands.dropFirst(2)
    let old = state.leaves
    let new = pair.items[1].leaves
    guard new.count == old.count, trace.graph.inputs.count == operands.count + 1 else {
      return false
    }
    var results: [NodeID] = []
    for (leaf, before) in zip(new, old) {
      guard let node = trace.node(for: leaf), trace.graph[node].type == before.nodeType else {
        return false
      }
      results.append(node)
    }
    guard trace.graph[updated.node].type == graph[place].type else { return false }
    let map = graph.splice(trace.graph, inputs: operands + [step])
    parameters.append(map[updated.node])
    for (node, input) in zip(results, stateInputs) { states.append((map[node], input)) }
    for (node, value) in trace.decisions {
      guard let number = value.quantity?.asNumber else { return false }
      guards.append((map[node], number))
    }
    return true
  }

  func finish(_ places: [NodeID]) -> TrainingPlan? {
    var graph = graph
    let normCount = graph.outputs.count - 1
    guard normCount > 0 else { return nil }
    var guardOutputs: [(output: Int, value: Double)] = []
    for (node, value) in guards {
      guardOutputs.append((graph.outputs.count, value))
      graph.outputs.append(node)
    }
    var pairs: [(output: Int, input: Int)] = []
    for (node, input) in zip(parameters, places) + states {
      guard let position = graph.inputs.firstIndex(of: input) else { return nil }
      pairs.append((graph.outputs.count, position))
      graph.outputs.append(node)
    }
    guard let stepInput = graph.inputs.firstIndex(of: step), let plan = try? Plan(graph),
      (0..<pairs[0].output).allSatisfy({ plan.isNumber(output: $0) })
    else { return nil }
    return TrainingPlan(
      plan: plan, inputs: inputs, parameters: pairs.prefix(places.count).map(\.input),
      stepInput: stepInput, normCount: normCount, guards: guardOutputs, pairs: pairs)
  }
}

private func + <A, B>(
  a: Zip2Sequence<[A], [B]>, b: [(output: A, input: B)]
) -> [(A, B)] {
  a.map { ($0, $1) } + b.map { ($0.output, $0.input) }
}

extension Machine {
  /// A trace that follows what an update sees: parameter, gradient, state and step. The gradient is
  /// traced at the parameter's values: only decisions could tell, and they are checked in every step.
  fileprivate func followed(
    parameter: Value, _ state: Value, step: Int
  ) -> (trace: Trace, arguments: [Value]?) {
    let trace = traces.push()
    guard let p = trace.follow(parameter), let g = trace.follow(parameter) else {
      return (trace, nil)
    }
    let s = state.replacingLeaves { trace.follow($0) ?? $0 }
    guard let t = trace.follow(.number(Double(step))) else { return (trace, nil) }
    return (trace, [p, g, s, t])
  }

  /// The result of an update that reads nothing but constants of the module and has no effects.
  fileprivate func traced(_ update: Function, _ arguments: [Value]) -> Value? {
    let watcher = GlobalReader()
    let before = (random, output.extent, effects)
    reader = watcher
    recordsComparisons = true
    defer {
      recordsComparisons = false
      reader = nil
    }
    guard let result = try? call(update, arguments),
      before == (random, output.extent, effects),
      watcher.slots.allSatisfy(isConstantWhileMinimizing)
    else { return nil }
    return result
  }

  /// Functions stay what they are; numbers and equations may depend on what is minimized over.
  private func isConstantWhileMinimizing(_ slot: Int) -> Bool {
    if case .function = globals[slot] { true } else { false }
  }
}
