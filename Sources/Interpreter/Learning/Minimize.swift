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
    let watch = trainingWatch(steps: steps)
    defer { watch?.finish() }
    var history = LossHistory(watch)
    var attempts = 0
    while history.count < steps {
      if history.count > 0, attempts < 4, info.until == nil {
        attempts += 1
        try runPlanned(info, &optimizer, steps: steps, &history)
        if history.count >= steps { break }
      }
      if try !directStep(info, &optimizer, &history) { break }
    }
    let values = try info.target.variables.map { try readPlain($0.slot) }
    let parameters = Value.record(
      Record(names: info.target.variables.map(\.name), values: values))
    return .run(history.run(parameters, seconds: monotonicSeconds() - clock))
  }

  /// Returns false when `until` holds.
  private func directStep(
    _ info: Code.MinimizeInfo, _ optimizer: inout Optimizer, _ history: inout LossHistory
  ) throws -> Bool {
    let (loss, gradients) = try lossAndGradients(info)
    let norm = norm(.tuple(Tuple(gradients)))
    guard loss.isFinite, norm.isFinite else {
      throw try notFinite(info, loss, step: history.count + 1)
    }
    history.add(loss, norm)
    if let until = info.until, try condition(run(until)) { return false }
    try update(info.target.variables, gradients, &optimizer)
    try takeStep()
    return true
  }

  /// Tells of the steps, where somebody watches.
  func trainingWatch(steps: Int) -> TrainingWatch? {
    output.onProgress.map { TrainingWatch(steps: steps, $0) }
  }

  func defaultOptimizer() throws -> Value {
    try callPrelude("adam", [.number(0.01)])
  }

  func checkVariables(_ info: Code.MinimizeInfo) throws {
    for variable in info.target.variables {
      if case .equation = globals[variable.slot] {
        throw Diagnostic.minimizeOverEquation(variable.name)
      }
      let value = try self.value(of: variable, info.target)
      guard value.isNumeric || value.isStructure else {
        throw Diagnostic.partialByValue(variable.name, value)
      }
    }
  }

  /// All derivatives at the old values, in one pass.
  func lossAndGradients(
    _ info: Code.MinimizeInfo
  ) throws -> (loss: Double, gradients: [Value]) {
    let system = try system(for: info.target.target)
    guard system.target.count == 1, system.graph[system.target[0]].type.isNumber else {
      throw Diagnostic.lossNotNumber(info.target.targetText)
    }
    let key = programKey(info)
    let program = try system.programs[key] ?? gradientProgram(system, info.target.variables)
    system.programs[key] = program
    var results = try program.evaluate(values(of: system.inputs), self)[...]
    let loss = results.popFirst().flatMap(\.plainNumber) ?? .nan
    let gradients = try info.target.variables.map { variable in
      try readPlain(variable.slot).replacingLeaves { results.popFirst() ?? zero(like: $0) }
    }
    return (loss, gradients)
  }

  /// Names the operation and the equation that a NaN came from.
  func notFinite(
    _ info: Code.MinimizeInfo, _ loss: Double, step: Int
  ) throws -> Diagnostic {
    let system = try system(for: info.target.target)
    guard let program = system.programs[programKey(info)] else {
      return .lossNotFinite(loss, step: step, origin: nil, place: nil)
    }
    let origin = try NonFinite(
      in: program.graph, inputs: values(of: system.inputs), primal: system.graph.nodes.count, self)
    let equation = system.equations.first { $0.name == origin?.equation }
    return .lossNotFinite(loss, step: step, origin: origin, place: equation?.place)
  }

  func programKey(_ info: Code.MinimizeInfo) -> String {
    "minimize " + info.target.variables.map { "\($0.slot)" }.joined(separator: ",")
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
}

/// What a training run records as it goes.
struct LossHistory {
  private var losses: [Double] = []
  private var norms: [Double] = []
  private let watch: TrainingWatch?

  init(_ watch: TrainingWatch?) { self.watch = watch }

  var count: Int { losses.count }

  /// Notes the loss before a step, and the norm of the gradient there.
  mutating func add(_ loss: Double, _ norm: Double) {
    losses.append(loss)
    norms.append(norm)
    watch?.note(step: losses.count, loss: loss)
  }

  func run(_ parameters: Value, seconds: Double) -> TrainingRun {
    TrainingRun(
      losses: losses, gradientNorms: norms, parameters: parameters, seconds: seconds)
  }
}
