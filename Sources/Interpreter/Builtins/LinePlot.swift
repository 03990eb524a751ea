import Diagnostics
import Plotting
import Tensors

/// `plot` in its many forms, told apart by what is given.
struct LinePlot {
  private let call: PlotCall
  private let machine: Machine
  private let smooth: Double?

  init(_ call: PlotCall) throws {
    self.call = call
    machine = call.machine
    guard !call[1].isNothing else {
      smooth = nil
      return
    }
    let expected = "a number from 0 up to, but not including, 1"
    guard let weight = call[1].plainNumber else {
      throw call.wrong("smooth", expected, call[1])
    }
    guard weight >= 0, weight < 1 else {
      throw Diagnostic.plotOption("smooth", "plot", expected, weight)
    }
    smooth = weight
  }

  func figure(_ data: [Value]) throws -> Figure {
    switch data.count {
    case 1: return try series(nil, data[0])
    case 2:
      if let named = functions(data[0]) {
        return try curves(named, over: data[1]).with(axisNames(named))
      }
      return try series(try machine.numbers(data[0], "x", "plot"), data[1])
    case 3:
      // As integrate(f, a, b) has it.
      guard let named = functions(data[0]) else { fallthrough }
      return try curves(named, over: .tuple(Tuple([data[1], data[2]]))).with(axisNames(named))
    default: throw Diagnostic.argumentCount("plot", ["x", "y"], given: data.count)
    }
  }

  // MARK: Data

  private func series(_ x: [Double]?, _ y: Value) throws -> Figure {
    switch y {
    case .run(let run) where x == nil:
      try call.checkLabels(series: 1)
      let mark = call.labelled(0, else: nil)
      return Figure.lossCurve(runs: [(mark.label ?? "", run.losses)], options: smoothed(mark))
    case .record(let record): return try named(x, record)
    case .tuple(let tuple) where !tuple.items.allSatisfy({ machine.concrete($0).isPlainNumber }):
      return try layered(tuple.items.map { (nil, $0) }, x)
    case .tensor(let matrix) where matrix.rank == 2: return try columns(x, matrix)
    case .function(let function):
      throw Diagnostic.functionWithoutInterval(function.displayName)
    default:
      try call.checkLabels(series: 1)
      return try line(x, y, "y", smoothed(call.labelled(0, else: nil)))
    }
  }

  /// A line for each column of a matrix.
  private func columns(_ x: [Double]?, _ matrix: Tensor) throws -> Figure {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    try call.checkLabels(series: columns)
    let values = matrix.doubles
    return try Figure.layered(
      (0..<columns).map { column in
        let series = (0..<rows).map { values[$0 * columns + column] }
        let mark = call.labelled(column, else: columns > 1 ? "\(column + 1)" : nil)
        return try line(x, series, smoothed(mark))
      })
  }

  /// A record of runs or of series names its lines.
  private func named(_ x: [Double]?, _ record: Record) throws -> Figure {
    let values = record.values.map(machine.concrete)
    guard x == nil, values.contains(where: \.isRun) else {
      return try layered(zip(record.names, values).map { ($0, $1) }, x)
    }
    try call.checkLabels(series: values.count)
    let runs = try zip(record.names, values).enumerated().map { index, pair in
      let name = call.options.labels.indices.contains(index) ? call.options.labels[index] : pair.0
      return (name: name, losses: try machine.numbers(pair.1, pair.0, "plot"))
    }
    return Figure.lossCurve(runs: runs, options: smoothed(call.mark))
  }

  private func layered(_ series: [(name: String?, value: Value)], _ x: [Double]?) throws -> Figure {
    try call.checkLabels(series: series.count)
    return try Figure.layered(
      series.enumerated().map { index, one in
        try line(
          x, machine.concrete(one.value), one.name ?? "y",
          smoothed(call.labelled(index, else: one.name)))
      })
  }

  private func line(
    _ x: [Double]?, _ y: Value, _ name: String, _ mark: MarkOptions
  ) throws -> Figure {
    try line(x, try machine.numbers(y, name, "plot"), mark)
  }

  private func line(_ x: [Double]?, _ y: [Double], _ mark: MarkOptions) throws -> Figure {
    if let x { return try Figure.line(x: x, y: y, options: mark) }
    return Figure.line(y: y, options: mark)
  }

  private func smoothed(_ mark: MarkOptions) -> MarkOptions {
    var mark = mark
    mark.smooth = smooth
    return mark
  }

  // MARK: Functions

  /// A function, a tuple of functions, or a record of them, with the names of the curves.
  private func functions(_ value: Value) -> [(name: String?, function: Function)]? {
    switch value {
    case .function(let function): return [(function.name, function)]
    case .tuple(let tuple): return functions(tuple.items, tuple.items.map { _ in nil })
    case .record(let record): return functions(record.values, record.names)
    default: return nil
    }
  }

  private func functions(
    _ values: [Value], _ names: [String?]
  ) -> [(name: String?, function: Function)]? {
    guard !values.isEmpty else { return nil }
    var result: [(name: String?, function: Function)] = []
    for (name, value) in zip(names, values) {
      guard case .function(let function) = machine.concrete(value) else { return nil }
      result.append((name ?? function.name, function))
    }
    return result
  }

  /// Axes are named after the parameter, and after the function where there is but one.
  private func axisNames(_ functions: [(name: String?, function: Function)]) -> FigureOptions {
    let parameters = Set(functions.compactMap { $0.function.parameterNames.first })
    guard parameters.count == 1, let parameter = parameters.first else { return FigureOptions() }
    let name = functions.count == 1 && call.mark.label == nil ? functions[0].name : nil
    return FigureOptions(xlabel: parameter, ylabel: name.map { "\($0)(\(parameter))" })
  }

  private func curves(
    _ functions: [(name: String?, function: Function)], over range: Value
  ) throws -> Figure {
    try call.checkLabels(series: functions.count)
    let (a, b) = try call.interval(range)
    return try Figure.layered(
      functions.enumerated().map { index, one in
        let name = functions.count > 1 ? one.name : nil
        return try Figure.function(from: a, to: b, options: call.labelled(index, else: name)) {
          xs in
          try xs.map { try call.sample(one.function, at: $0) }
        }
      })
  }
}

extension Value {
  fileprivate var isPlainNumber: Bool { plainNumber != nil }
  fileprivate var isRun: Bool { if case .run = self { true } else { false } }
}

extension Diagnostic {
  static func functionWithoutInterval(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0807", "plot of the function \(name) needs an interval",
      hint: "say where it is to be drawn: plot(\(name), -3:3)")
  }
}
