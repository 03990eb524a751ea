import Diagnostics
import Graphs
import Syntax
import Tensors

// `minimize L over W1, b1 using adam(0.05) for 500 until L < 1e-3` (LANGUAGE.md, section 8).
extension Machine {
  private static let defaultSteps = 100

  /// The registers hold, after the result, the optimizer and the number of steps.
  func minimize(
    _ info: Code.MinimizeInfo, _ file: SourceFile, _ registers: Registers
  ) throws -> Value {
    var optimizer = try Optimizer(
      info.hasOptimizer ? registers[1] : try defaultOptimizer(), self)
    let steps =
      info.hasSteps ? try wholeNumber(registers[2], "the number of steps") : Machine.defaultSteps
    try checkVariables(info)
    let clock = monotonicSeconds()
    var history = LossHistory()
    for _ in 0..<max(steps, 0) {
      let (loss, gradients) = try lossAndGradients(info)
      try history.add(loss, gradients.flatMap(\.leaves), self)
      if let until = info.until, try condition(run(until)) { break }
      try update(info.target.variables, gradients, &optimizer)
      budget.fuel -= 1
      if budget.fuel < 0 { try budget.refuel() }
    }
    let values = try info.target.variables.map { try readPlain($0.slot) }
    let parameters = Value.record(
      Record(names: info.target.variables.map(\.name), values: values))
    return .run(history.run(parameters, seconds: monotonicSeconds() - clock))
  }

  private func defaultOptimizer() throws -> Value {
    try callPrelude("adam", [.number(0.01)])
  }

  private func checkVariables(_ info: Code.MinimizeInfo) throws {
    for variable in info.target.variables {
      if case .equation = globals[variable.slot] {
        throw Diagnostic.minimizeOverEquation(variable.name)
      }
      let value = try readPlain(variable.slot)
      guard value.isNumeric || value.isStructure else {
        throw Diagnostic.partialByValue(variable.name, value)
      }
    }
  }

  /// All derivatives at the old values, in one pass.
  private func lossAndGradients(
    _ info: Code.MinimizeInfo
  ) throws -> (loss: Double, gradients: [Value]) {
    let system = try system(for: info.target.target)
    guard system.target.count == 1, system.graph[system.target[0]].type.isNumber else {
      throw Diagnostic.lossNotNumber(info.target.targetText)
    }
    let key = "minimize " + info.target.variables.map { "\($0.slot)" }.joined(separator: ",")
    let program = try system.programs[key] ?? gradientProgram(system, info.target.variables)
    system.programs[key] = program
    var results = try program.evaluate(values(of: system.inputs), self)[...]
    let loss = results.popFirst().flatMap(\.plainNumber) ?? .nan
    let gradients = try info.target.variables.map { variable in
      try readPlain(variable.slot).replacingLeaves { results.popFirst() ?? zero(like: $0) }
    }
    return (loss, gradients)
  }

  private func gradientProgram(
    _ system: EquationSystem, _ variables: [Code.PartialInfo.Variable]
  ) throws -> GradientProgram {
    var extended = system.graph
    let leaves = try variables.flatMap { variable -> [NodeID] in
      if let nodes = system.nodes[variable.slot] { return nodes }
      return try readPlain(variable.slot).leaves.map { extended.addZero($0.nodeType ?? .number) }
    }
    var (graph, gradients) = try extended.reverse(of: system.target[0], wrt: leaves)
    graph.outputs = [system.target[0]]
    for (leaf, gradient) in zip(leaves, gradients) {
      let node = gradient ?? graph.addZero(graph[leaf].type)
      graph.outputs.append(node)
    }
    return GradientProgram(graph: graph)
  }

  /// Updates all names together.
  private func update(
    _ variables: [Code.PartialInfo.Variable], _ gradients: [Value], _ optimizer: inout Optimizer
  ) throws {
    let old = try variables.map { try readPlain($0.slot).replacingLeaves(\.asFloating) }
    var leaves = try optimizer.apply(old.flatMap(\.leaves), gradients.flatMap(\.leaves), self)[...]
    for (variable, value) in zip(variables, old) {
      setGlobal(variable.slot, value.replacingLeaves { leaves.popFirst() ?? $0 })
    }
  }

  func explainMinimize(
    _ info: Code.MinimizeInfo, _ file: SourceFile, _ registers: Registers
  ) throws -> Value {
    throw Diagnostic.notBuilt("explain minimize")
  }
}

/// What a training run records as it goes.
struct LossHistory {
  private var losses: [Double] = []
  private var norms: [Double] = []

  /// Notes the loss before a step; a loss that is not finite ends the run.
  mutating func add(_ loss: Double, _ gradients: [Value], _ machine: Machine) throws {
    guard loss.isFinite else { throw Diagnostic.lossNotFinite(loss, step: losses.count + 1) }
    losses.append(loss)
    let squares = gradients.compactMap(\.quantity).reduce(0.0) { sum, gradient in
      sum + machine.elements(gradient).reduce(0) { $0 + $1 * $1 }
    }
    norms.append(squares.squareRoot())
  }

  func run(_ parameters: Value, seconds: Double) -> TrainingRun {
    TrainingRun(
      losses: losses, gradientNorms: norms, parameters: parameters, seconds: seconds)
  }
}
