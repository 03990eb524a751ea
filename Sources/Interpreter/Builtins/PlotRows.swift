import Diagnostics
import Graphs
import Plotting
import Tensors

extension Library {
  static let plotRows: [Builtin] = [
    plotRow(
      "plot", [.init("data", .values), keyword("smooth")],
      "Lines: plot(y), plot(x, y), plot(x, Y) with a line for each column, plot(f, a:b) or plot(f, a, b), plot((f, g), a:b), plot(run), plot({a: y1, b: y2}). smooth=0.9 draws a moving average over the data.",
      examples: [.init("typeof(plot([1, 4, 9]))", "\"figure\"")]
    ) { call in try LinePlot(call).figure(call.values(0)) },
    plotRow(
      "scatter", [.init("x", .value), .init("y", .value, default: .absent)],
      "A point for each (x[i], y[i]), or for each row of a matrix of two columns. color=labels gives each different label a colour and a shape, color=values a scale of colours.",
      examples: [.init("typeof(scatter([1, 2], [3, 4], color=(\"a\", \"b\")))", "\"figure\"")]
    ) { call in try ScatterPlot(call).figure() },
    plotRow(
      "bar", [.init("data", .values)],
      "Bars from zero: bar(values), bar(names, values), bar(names, Y) with a series for each column, bar({a: 1, b: 2}), bar(names, {left: y1, right: y2}).",
      examples: [.init("typeof(bar({cats: 3, dogs: 5}))", "\"figure\"")]
    ) { call in try BarPlot(call).figure(call.values(0)) },
    plotRow(
      "hist", [.init("x", .value), .init("bins", .value, default: .absent)],
      "How often the values of x fall into bins of equal width; hist({a: x, b: y}) compares several.",
      examples: [.init("typeof(hist([1, 2, 2, 3], bins=3))", "\"figure\"")]
    ) { call in
      let bins = try call.optionalWhole(1, "the number of bins")
      if let bins, !(1...Figure.mostBins).contains(bins) {
        let expected = "a whole number from 1 to \(Figure.mostBins)"
        throw Diagnostic.plotOption("bins", "hist", expected, Double(bins))
      }
      guard case .record(let record) = call[0] else {
        try call.checkLabels(series: 1)
        return Figure.histogram(
          try call.numbers(0), bins: bins, options: call.labelled(0, else: nil))
      }
      try call.checkLabels(series: record.names.count)
      let samples = try zip(record.names, record.values).map { name, value in
        try call.machine.numbers(value, name, call.name)
      }
      return try Figure.layered(
        zip(record.names, samples).enumerated().map { index, one in
          let options = call.labelled(index, else: one.0)
          return Figure.histogram(one.1, bins: bins, all: samples, options: options)
        })
    },
    plotRow(
      "errorbars",
      [
        .init("x", .value), .init("y", .value), .init("error", .value, default: .absent),
      ],
      "Points with bars from y - error to y + error: errorbars(x, y, error) or errorbars(y, error). An error of (below, above) makes the two sides differ.",
      examples: [.init("typeof(errorbars([1, 2], [3, 4], 0.5))", "\"figure\"")]
    ) { call in
      let hasX = !call[2].isNothing
      let y = try call.numbers(hasX ? 1 : 0)
      let x = hasX ? try call.numbers(0) : y.indices.map { Double($0 + 1) }
      let (below, above) = try call.errors(call[hasX ? 2 : 1], count: y.count)
      return try Figure.errorBars(x: x, y: y, below: below, above: above, options: call.mark)
    },
    plotRow(
      "area", [.init("data", .values)],
      "The region between a curve and zero, area(y), area(x, y), area(f, a:b), or between two curves, area(x, lower, upper).",
      examples: [.init("typeof(area(sin, 0:π))", "\"figure\"")]
    ) { call in try AreaPlot(call).figure(call.values(0)) },
    plotRow(
      "path", [.init("x", .value), .init("y", .value, default: .absent)],
      "A trajectory with arrowheads, from a square to a disc: path(P) for the rows of a matrix of two columns or a tuple of points, or path(x, y).",
      examples: [.init("typeof(path([0, 0; 1, 2; 3, 3]))", "\"figure\"")]
    ) { call in
      let (x, y) = try call.points(0, 1)
      return try Figure.path(x: x, y: y, options: call.mark)
    },
    plotRow(
      "annotate", [.init("x", .value), .init("y", .value), .init("text", .value)],
      "Words beside the point (x, y), to be laid over another figure with +.",
      examples: [.init("typeof(plot([1, 2]) + annotate(2, 2, \"here\"))", "\"figure\"")]
    ) { call in
      let texts = try call.words(2)
      return try Figure.labels(
        x: try call.numbers(0), y: try call.numbers(1), texts: texts, options: call.mark)
    },
  ]

  static func keyword(_ name: String) -> Entry.Parameter {
    Entry.Parameter(name, .value, default: .absent, isKeyword: true)
  }

  /// A row whose parameters are its own, followed by the options of every plot.
  static func plotRow(
    _ name: String, _ own: [Entry.Parameter], _ doc: String, examples: [Entry.Example] = [],
    _ body: @escaping @Sendable (PlotCall) throws -> Figure
  ) -> Builtin {
    Builtin(name, .plots, own + PlotArguments.parameters, doc, examples: examples) {
      machine, arguments in
      let options = try PlotArguments(arguments[own.count...], machine, name)
      let call = PlotCall(
        name: name, machine: machine, parameters: own, arguments: Array(arguments[..<own.count]),
        options: options)
      return .figure(FigureBox(try body(call).with(options.figure)))
    }
  }
}
