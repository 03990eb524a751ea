import Diagnostics
import Graphs
import Plotting
import Tensors

extension Library {
  private static let gridParameters: [Entry.Parameter] = [
    .init("f", .value), .init("xs", .value, default: .absent),
    .init("ys", .value, default: .absent),
  ]

  /// Plots of two variables.
  static let gridPlotRows: [Builtin] = [
    plotRow(
      "heatmap", gridParameters + [keyword("map")],
      "A matrix as coloured cells, row 1 at the top, or a function f(x, y) over an area, heatmap(f, xs, ys). map is \"viridis\", \"diverging\" or \"gray\".",
      examples: [.init("typeof(heatmap([1, 2; 3, 4]))", "\"figure\"")]
    ) { call in try GridPlot(call).heatmap() },
    plotRow(
      "contour", gridParameters + [keyword("levels"), keyword("filled")],
      "Lines of equal value of f(x, y): contour(f, -2:2, -1:1), or of a matrix with a row for each y. levels=[…] says which, or how many; filled=true colours between them.",
      examples: [.init("typeof(contour((x, y) -> x^2 + y^2, -1:1, -1:1))", "\"figure\"")]
    ) { call in try GridPlot(call).contour() },
    plotRow(
      "field", [.init("F", .value), .init("xs", .value), .init("ys", .value)],
      "Arrows of a vector field F(x, y), which gives two numbers: field((x, y) -> (-y, x), -2:2, -2:2).",
      examples: [.init("typeof(field((x, y) -> (-y, x), -1:1, -1:1))", "\"figure\"")]
    ) { call in try GridPlot(call).field() },
    plotRow(
      "image", [.init("A", .value)],
      "A picture: a matrix of grey levels, stretched from the least to the greatest, or an h×w×3 tensor of red, green and blue.",
      examples: [.init("typeof(image([0, 1; 1, 0]))", "\"figure\"")]
    ) { call in
      guard case .tensor(let tensor) = call[0], tensor.rank == 2 || tensor.rank == 3 else {
        throw call.wrong("A", "a matrix, or an h×w×3 tensor", call[0])
      }
      return try Figure.image(
        tensor.doubles, rows: tensor.shape[0], columns: tensor.shape[1],
        channels: tensor.rank == 3 ? tensor.shape[2] : 1, options: call.mark)
    },
  ]
}

/// Plots over a grid of two variables, from a function or from a matrix.
private struct GridPlot {
  private let call: PlotCall
  private let machine: Machine

  init(_ call: PlotCall) {
    self.call = call
    machine = call.machine
  }

  func heatmap() throws -> Figure {
    let map = try call.options.choice(call[3], "map", Colormap.self)
    if case .tensor(let matrix) = call[0], matrix.rank == 2 {
      return try Figure.heatmap(
        matrix.doubles, rows: matrix.shape[0], columns: matrix.shape[1],
        x: call.optionalNumbers(1), y: call.optionalNumbers(2), map: map, options: call.mark)
    }
    let function = try functionOverArea()
    let (x, y) = try area(fewest: 24, usual: 60)
    let values = try y.flatMap { y in try x.map { try number(function, $0, y) } }
    return try Figure.heatmap(
      values, rows: y.count, columns: x.count, x: x, y: y, map: map, options: call.mark)
  }

  func contour() throws -> Figure {
    let (levels, count) = try levels()
    let isFilled = try call.flag(4)
    if case .tensor(let matrix) = call[0], matrix.rank == 2 {
      let x = try call.optionalNumbers(1) ?? (0..<matrix.shape[1]).map { Double($0 + 1) }
      let y = try call.optionalNumbers(2) ?? (0..<matrix.shape[0]).map { Double($0 + 1) }
      return try Figure.contour(
        x: x, y: y, levels: levels, count: count, isFilled: isFilled, options: call.mark
      ) { _, _ in matrix.doubles }
    }
    let function = try functionOverArea()
    let (x, y) = try area(fewest: 40, usual: 81)
    return try Figure.contour(
      x: x, y: y, levels: levels, count: count, isFilled: isFilled, options: call.mark
    ) { xs, ys in try zip(xs, ys).map { try number(function, $0, $1) } }
  }

  func field() throws -> Figure {
    guard case .function(let function) = call[0] else {
      throw call.wrong("F", "a function of two numbers", call[0])
    }
    let (x, y) = try area(fewest: 8, usual: 15)
    return try Figure.field(x: x, y: y, options: call.mark) { xs, ys in
      let arrows = try zip(xs, ys).map { try arrow(function, $0, $1) }
      return (arrows.map(\.0), arrows.map(\.1))
    }
  }

  // MARK: Reading

  private func functionOverArea() throws -> Function {
    guard case .function(let function) = call[0] else {
      throw call.wrong("f", "a function of two numbers, or a matrix", call[0])
    }
    for index in [1, 2] where call[index].isNothing {
      throw Diagnostic.missingArgument(call.parameters[index].name, call.name)
    }
    return function
  }

  private func area(fewest: Int, usual: Int) throws -> (x: [Double], y: [Double]) {
    (
      try call.places(1, fewest: fewest, usual: usual),
      try call.places(2, fewest: fewest, usual: usual)
    )
  }

  /// `levels=8` says how many, `levels=[1, 2]` or `levels=(1, 2)` which.
  private func levels() throws -> (values: [Double]?, count: Int?) {
    if call[3].isNothing { return (nil, nil) }
    if let number = call[3].plainNumber {
      let count = try machine.wholeNumber(call[3], "the number of levels")
      guard count > 0 else {
        throw Diagnostic.plotOption(
          "levels", call.name, "a number of lines or a vector of values", number,
          hint: "levels=[\(count)] draws the line where the value is \(count)")
      }
      return (nil, count)
    }
    if case .string = call[3] {
      throw call.wrong("levels", "a number of lines or a vector of values", call[3])
    }
    return (try machine.numbers(call[3], "levels", call.name), nil)
  }

  private func number(_ function: Function, _ x: Double, _ y: Double) throws -> Double {
    let value = machine.concrete(try machine.call(function, [.number(x), .number(y)]))
    guard let number = value.plainNumber else {
      throw call.wrong("the value of \(function.displayName)", "a number", value)
    }
    return number
  }

  private func arrow(_ function: Function, _ x: Double, _ y: Double) throws -> (Double, Double) {
    let value = machine.concrete(try machine.call(function, [.number(x), .number(y)]))
    let expected = "two numbers, such as (-y, x)"
    let parts = try? machine.numbers(value, "F", call.name)
    guard let parts, parts.count == 2 else {
      throw call.wrong("the value of \(function.displayName)", expected, value)
    }
    return (parts[0], parts[1])
  }
}
