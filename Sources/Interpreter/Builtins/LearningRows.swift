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
      ],
      "Minimizes loss(p), or loss(p, X, Y) with data=(X, Y), from p on: a run with loss, grad_norm, steps and params."
    ) { machine, arguments in
      try FunctionTraining(machine, arguments).run()
    },
    Builtin(
      "start", .optimizers, [.init("optimizer", .value), .init("p", .value)],
      "The state of an optimizer before its first step on p."
    ) { machine, arguments in
      let states = try arguments[1].leaves.map {
        try machine.callField("start", of: arguments[0], [$0])
      }
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
      var updated: [Value] = []
      var states: [Value] = []
      for (index, leaf) in arguments[1].leaves.enumerated() {
        let result = try machine.callField(
          "update", of: arguments[0],
          [leaf, arguments[2].leaves[index], leaves.items[index], .number(t + 1)])
        guard case .tuple(let pair) = result, pair.items.count == 2 else {
          throw Diagnostic.optimizerResult(result)
        }
        updated.append(pair.items[0])
        states.append(pair.items[1])
      }
      var rest = updated[...]
      let parameters = arguments[1].replacingLeaves { rest.popFirst() ?? $0 }
      let next = Record(names: ["t", "leaves"], values: [.number(t + 1), .tuple(Tuple(states))])
      return .tuple(Tuple([parameters, .record(next)]))
    },
  ]
}

extension Machine {
  fileprivate func callField(
    _ name: String, of optimizer: Value, _ arguments: [Value]
  ) throws -> Value {
    guard case .record(let record) = optimizer, case .function(let function)? = record[name] else {
      throw Diagnostic.notOptimizer(optimizer)
    }
    return try call(function, arguments)
  }
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
  }

  func run() throws -> Value {
    var optimizer = optimizer
    var batches = try Batches(data, size: batch, machine)
    var parameters = start
    var history = LossHistory()
    let clock = monotonicSeconds()
    for _ in 0..<max(steps, 0) {
      let (value, gradients) = try machine.gradients(
        of: loss, [0], at: [parameters] + batches.next(machine))
      guard let number = machine.concrete(value).plainNumber else {
        throw Diagnostic.gradientResult(loss, value)
      }
      try history.add(number, gradients[0].leaves, machine)
      var leaves = try optimizer.apply(parameters.leaves, gradients[0].leaves, machine)[...]
      parameters = parameters.replacingLeaves { leaves.popFirst() ?? $0 }
    }
    return .run(history.run(parameters, seconds: monotonicSeconds() - clock))
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
    if order.isEmpty { order = machine.random.permutation(rows) }
    let chosen = Array(order.prefix(size))
    order.removeFirst(chosen.count)
    return try data.map { part in
      let rest = [AxisIndex](repeating: .all, count: (part.shape?.rank ?? 1) - 1)
      return try machine.apply(
        Catalogue.take, [part], Attributes(.selection([.list(chosen)] + rest)))
    }
  }
}
