import Diagnostics
import Graphs
import Tensors

extension Library {
  static let learningRows: [Builtin] = [
    Builtin(
      "minimize", .optimizers,
      [
        .init("loss", .value), .init("p", .value),
        .init("using", .value, default: .absent, isKeyword: true),
        .init("steps", .value, default: .whole(100), isKeyword: true),
        .init("data", .value, default: .absent, isKeyword: true),
        .init("batch", .value, default: .absent, isKeyword: true),
        .init("until", .value, default: .absent, isKeyword: true),
        .init("report", .value, default: .absent, isKeyword: true),
      ],
      "Minimizes loss(p), or loss(p, X, Y) with data=(X, Y), from p on: a run with loss, grad_norm, steps and params. until(loss, p) ends it early; report=true prints the loss at steps 1, 2, 5, 10, …, a function is called with (step, loss, p) there."
    ) { machine, arguments in
      try FunctionTraining(machine, arguments).run()
    },
    Builtin(
      "start", .optimizers, [.init("optimizer", .value), .init("p", .value)],
      "The state of an optimizer before its first step on p."
    ) { machine, arguments in
      let optimizer = try Optimizer(arguments[0], machine).stepwise()
      let states = try arguments[1].leaves.map { try optimizer.initialState($0, machine) }
      return .record(Record(names: ["t", "leaves"], values: [.number(0), .tuple(Tuple(states))]))
    },
    Builtin(
      "step", .optimizers,
      [.init("optimizer", .value), .init("p", .value), .init("g", .value), .init("state", .value)],
      "One step of an optimizer: (p, state) after the gradient g."
    ) { machine, arguments in
      guard case .record(let state) = arguments[3], let t = state["t"]?.plainNumber,
        case .tuple(let leaves)? = state["leaves"]
      else { throw Diagnostic.argumentKind("state", "step", "what start gave", arguments[3]) }
      let (parameters, gradients) = (arguments[1].leaves, arguments[2].leaves)
      guard parameters.count == leaves.items.count, gradients.count == parameters.count else {
        throw Diagnostic.unequalStructures(arguments[1], arguments[2])
      }
      var optimizer = try Optimizer(arguments[0], machine).stepwise()
      optimizer.restore(leaves.items, step: Int(t))
      var updated = try optimizer.apply(parameters, gradients, machine)[...]
      let new = arguments[1].replacingLeaves { updated.popFirst() ?? $0 }
      let states = Value.tuple(Tuple(optimizer.states ?? []))
      let next = Record(names: ["t", "leaves"], values: [.number(t + 1), states])
      return .tuple(Tuple([new, .record(next)]))
    },
  ]
}

/// `minimize(loss, p0, using=…, steps=…, data=(X, Y), batch=32)`.
private struct FunctionTraining {
  private let machine: Machine
  private let loss: Function
  private let start: Value
  private var optimizer: Optimizer
  private let steps: Int
  private let data: [Value]
  private let batch: Int?
  private let until: Value
  private let report: Value

  init(_ machine: Machine, _ arguments: [Value]) throws {
    self.machine = machine
    loss = try machine.function(arguments[0], "minimize")
    start = arguments[1].replacingLeaves(\.asFloating)
    let using =
      arguments[2].isNothing ? try machine.callPrelude("adam", [.number(0.01)]) : arguments[2]
    optimizer = try Optimizer(using, machine)
    steps = try machine.wholeNumber(arguments[3], "the number of steps")
    data = arguments[4].isNothing ? [] : arguments[4].rest
    batch = arguments[5].isNothing ? nil : try machine.wholeNumber(arguments[5], "the batch size")
    until = arguments[6]
    report = arguments[7]
  }

  func run() throws -> Value {
    var optimizer = optimizer
    var batches = try Batches(data, size: batch, machine)
    var parameters = start
    let watch = machine.trainingWatch(steps: steps)
    defer { watch?.finish() }
    var history = LossHistory(watch)
    let clock = monotonicSeconds()
    for step in 1..<max(steps, 0) + 1 {
      let arguments = try [parameters] + batches.next(machine)
      let (value, gradients) = try machine.gradients(of: loss, [0], at: arguments)
      guard let number = machine.concrete(value).plainNumber else {
        throw Diagnostic.gradientResult(loss, value)
      }
      let norm = machine.norm(gradients[0])
      guard number.isFinite, norm.isFinite else {
        throw Diagnostic.lossNotFinite(
          number, step: step, origin: try machine.origin(of: loss, at: arguments), place: nil)
      }
      history.add(number, norm)
      try tell(step, number, parameters)
      if try isDone(number, parameters) { break }
      var leaves = try optimizer.apply(parameters.leaves, gradients[0].leaves, machine)[...]
      parameters = parameters.replacingLeaves { leaves.popFirst() ?? $0 }
    }
    return .run(history.run(parameters, seconds: monotonicSeconds() - clock))
  }
}

extension FunctionTraining {
  private func isDone(_ loss: Double, _ parameters: Value) throws -> Bool {
    guard case .function(let function) = until else { return false }
    let count = min(function.parameterNames.count, 2)
    return try machine.condition(
      machine.call(function, Array([.number(loss), parameters].prefix(count))))
  }

  /// At steps spaced by their logarithm.
  private func tell(_ step: Int, _ loss: Double, _ parameters: Value) throws {
    guard !report.isNothing, LogarithmicSteps.contains(step) else { return }
    if case .function(let function) = report {
      let count = min(function.parameterNames.count, 3)
      let arguments: [Value] = [.number(Double(step)), .number(loss), parameters]
      _ = try machine.call(function, Array(arguments.prefix(count)))
    } else if try machine.condition(report) {
      let text = Display(digits: machine.digits).number(loss)
      try machine.output.print("step \(step): loss \(text)\n", machine.budget.limits)
    }
  }
}

extension Machine {
  /// Where the value of a function, or its gradient, first stops being finite.
  fileprivate func origin(of function: Function, at arguments: [Value]) throws -> NonFinite? {
    let trace = traces.push()
    defer { traces.pop(trace) }
    let (followed, leaves) = try follow(arguments, [0], trace, function)
    guard case .traced(let output) = try call(function, followed), output.trace === trace else {
      return nil
    }
    let primal = trace.graph.nodes.count
    let (graph, _) = try trace.graph.reverse(of: output.node, wrt: leaves)
    let inputs = trace.graph.inputs.map { trace.primals[$0] }
    return try NonFinite(in: graph, inputs: inputs, primal: primal, self)
  }
}

/// The rows of the data in batches, in a fresh random order for each pass.
private struct Batches {
  private let data: [Value]
  private let size: Int?
  private let rows: Int
  private var order: [Int] = []

  init(_ data: [Value], size: Int?, _ machine: Machine) throws {
    self.data = data
    self.size = size
    rows = data.first?.shape.flatMap { $0.rank > 0 ? $0[0] : nil } ?? 0
    if size != nil, let odd = data.first(where: { $0.shape?.sizes.first != rows }) {
      throw Diagnostic.batchRows(rows, odd.phrase)
    }
    if let size, size < 1 { throw Diagnostic.negativeSize(size) }
  }

  mutating func next(_ machine: Machine) throws -> [Value] {
    guard let size, rows > 0 else { return data }
    if order.isEmpty { order = try machine.random.permutation(rows) }
    let chosen = Array(order.prefix(size))
    order.removeFirst(chosen.count)
    return try data.map { part in
      let rest = [AxisIndex](repeating: .all, count: (part.shape?.rank ?? 1) - 1)
      return try machine.apply(
        Catalogue.take, [part], Attributes(.selection([.list(chosen)] + rest)))
    }
  }
}
