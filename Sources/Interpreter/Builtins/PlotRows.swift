import Diagnostics
import Graphs
import Plotting
import Tensors

extension Library {
  static let plotRows: [Builtin] = [
    plotRow(
      "plot", [.init("data", .values)],
      "Lines: plot(y), plot(x, y), plot(x, Y) with a line for each column, plot(f, a:b), plot((f, g), a:b), plot(run), plot({a: y1, b: y2})."
    ) { machine, arguments, options in
      try LinePlot(machine, options).figure(arguments[0].rest)
    },
    plotRow(
      "scatter", [.init("x", .value), .init("y", .value)], "A point for each (x[i], y[i])."
    ) { machine, arguments, options in
      try Figure.scatter(
        x: machine.numbers(arguments[0], "x"), y: machine.numbers(arguments[1], "y"),
        options: options.mark)
    },
    plotRow(
      "hist", [.init("x", .value), .init("bins", .value, default: .absent)],
      "How often the values of x fall into bins of equal width."
    ) { machine, arguments, options in
      let bins =
        arguments[1].isNothing ? nil : try machine.wholeNumber(arguments[1], "the number of bins")
      return Figure.histogram(
        try machine.numbers(arguments[0], "x"), bins: bins, options: options.mark)
    },
    Builtin(
      "text", .plots, [.init("fig", .value), .init("columns", .value, default: .whole(72))],
      "A figure as text, drawn with braille."
    ) { machine, arguments in
      guard case .figure(let box) = arguments[0] else {
        throw Diagnostic.argumentKind("fig", "text", "a figure", arguments[0])
      }
      let columns = try machine.wholeNumber(arguments[1], "the number of columns")
      return .text(box.figure.text(columns: columns))
    },
  ]

  /// A row whose parameters are its own, followed by the options of every plot.
  private static func plotRow(
    _ name: String, _ own: [Entry.Parameter], _ doc: String,
    _ body: @escaping @Sendable (Machine, [Value], PlotArguments) throws -> Figure
  ) -> Builtin {
    Builtin(name, .plots, own + PlotArguments.parameters, doc) { machine, arguments in
      let options = try PlotArguments(arguments[own.count...], machine)
      let figure = try body(machine, Array(arguments[..<own.count]), options)
      return .figure(FigureBox(figure.with(options.figure)))
    }
  }
}

/// `plot` in its many forms, told apart by what is given.
private struct LinePlot {
  private let machine: Machine
  private let options: PlotArguments

  init(_ machine: Machine, _ options: PlotArguments) {
    self.machine = machine
    self.options = options
  }

  func figure(_ data: [Value]) throws -> Figure {
    switch (data.first, data.count) {
    case (.function(let function)?, 2): return try curves([function], over: data[1])
    case (.tuple(let tuple)?, 2) where tuple.items.allSatisfy(\.isFunction):
      return try curves(try tuple.items.map { try machine.function($0, "plot") }, over: data[1])
    case (.run(let run)?, 1):
      return Figure.lossCurve(runs: [(options.mark.label ?? "", run.losses)], options: options.mark)
    case (.record(let record)?, 1): return try named(record)
    case (let y?, 1): return try lines(nil, y)
    case (let x?, 2): return try lines(try machine.numbers(x, "x"), data[1])
    default:
      throw Diagnostic.argumentCount("plot", ["x", "y"], given: data.count)
    }
  }

  /// A vector is one line, each column of a matrix is one.
  private func lines(_ x: [Double]?, _ y: Value) throws -> Figure {
    guard case .tensor(let matrix)? = machine.concrete(y).quantity, matrix.rank == 2 else {
      return try line(x, try machine.numbers(y, "y"), options.mark)
    }
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    guard columns > 0 else { return try line(x, [], options.mark) }
    let values = matrix.doubles
    return try layered(
      (0..<columns).map { column in
        let series = (0..<rows).map { values[$0 * columns + column] }
        return try line(x, series, labelled(columns > 1 ? "\(column + 1)" : nil))
      })
  }

  private func line(_ x: [Double]?, _ y: [Double], _ mark: MarkOptions) throws -> Figure {
    if let x { return try Figure.line(x: x, y: y, options: mark) }
    return Figure.line(y: y, options: mark)
  }

  private func labelled(_ name: String?) -> MarkOptions {
    var mark = options.mark
    mark.label = mark.label ?? name
    return mark
  }

  /// A record of runs or of series names its lines.
  private func named(_ record: Record) throws -> Figure {
    let runs = record.values.compactMap { value -> [Double]? in
      if case .run(let run) = value { run.losses } else { nil }
    }
    if runs.count == record.values.count {
      return Figure.lossCurve(
        runs: zip(record.names, runs).map { ($0, $1) }, options: options.mark)
    }
    return try layered(
      zip(record.names, record.values).map { name, value in
        try line(nil, try machine.numbers(value, name), labelled(name))
      })
  }

  private func layered(_ figures: [Figure]) throws -> Figure {
    guard var result = figures.first else { return Figure.line(y: [], options: options.mark) }
    for figure in figures.dropFirst() { result = try result + figure }
    return result
  }

  private func curves(_ functions: [Function], over range: Value) throws -> Figure {
    let bounds: (Double, Double)
    switch machine.concrete(range) {
    case .range(let range) where range.count > 0: bounds = range.bounds
    case .tuple(let tuple) where tuple.items.count == 2:
      guard let a = tuple.items[0].plainNumber, let b = tuple.items[1].plainNumber else {
        throw Diagnostic.argumentKind("the interval", "plot", "a range such as 0:10", range)
      }
      bounds = (a, b)
    default: throw Diagnostic.argumentKind("the interval", "plot", "a range such as 0:10", range)
    }
    return try layered(
      functions.map { function in
        try Figure.function(
          from: bounds.0, to: bounds.1,
          options: labelled(functions.count > 1 ? function.name : nil)
        ) { xs in try xs.map { try machine.sample(function, at: $0) } }
      })
  }
}

extension Range {
  /// From the first element to the end as it was written, which a step may miss.
  fileprivate var bounds: (Double, Double) { (start, end) }
}

extension Machine {
  /// The numbers of a vector, range, or tuple of numbers.
  func numbers(_ value: Value, _ name: String) throws -> [Double] {
    switch concrete(value) {
    case .run(let run): return run.losses
    case .tuple(let tuple):
      return try tuple.items.map { item in
        guard let number = concrete(item).plainNumber else {
          throw Diagnostic.argumentKind(name, "the plot", "a vector", value)
        }
        return number
      }
    default:
      guard let quantity = value.quantity else {
        throw Diagnostic.argumentKind(name, "the plot", "a vector", value)
      }
      return elements(quantity)
    }
  }

  fileprivate func sample(_ function: Function, at x: Double) throws -> Double {
    let value = try call(function, [.number(x)])
    guard let y = concrete(value).plainNumber else {
      throw Diagnostic.derivativeResult(function, value)
    }
    return y
  }
}
