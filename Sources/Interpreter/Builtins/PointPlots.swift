import Diagnostics
import Plotting
import Tensors

/// `scatter`: points, perhaps coloured by label or by number.
struct ScatterPlot {
  private let call: PlotCall

  init(_ call: PlotCall) { self.call = call }

  func figure() throws -> Figure {
    let (x, y) = try call.points(0, 1)
    switch call.options.colorData {
    case nil: return try Figure.scatter(x: x, y: y, options: call.mark)
    case .names(let names)?:
      return try Figure.scatter(x: x, y: y, labels: names, options: call.mark)
    case .numbers(let numbers)? where isClasses(numbers) && numbers.count == x.count:
      // In the order of the numbers: class 1 is the first in the legend and has the first colour.
      let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
      return try Figure.scatter(
        x: order.map { x[$0] }, y: order.map { y[$0] },
        labels: order.map { String(Int(numbers[$0])) }, options: call.mark)
    case .numbers(let numbers)?:
      return try Figure.scatter(x: x, y: y, values: numbers, options: call.mark)
    }
  }

  /// A few different whole numbers are names of classes, not amounts.
  private func isClasses(_ numbers: [Double]) -> Bool {
    let distinct = Set(numbers)
    return distinct.count <= 12 && distinct.allSatisfy { Int(exactly: $0) != nil }
  }
}

/// `bar` in its forms.
struct BarPlot {
  private let call: PlotCall
  private let machine: Machine

  init(_ call: PlotCall) {
    self.call = call
    machine = call.machine
  }

  func figure(_ data: [Value]) throws -> Figure {
    switch data.count {
    case 1:
      guard case .record(let record) = data[0] else { return try bars(nil, data[0]) }
      let values = record.values.map { machine.concrete($0).plainNumber }
      // {a: 1, b: 2} names the bars, {a: [1, 2], b: [3, 4]} the series.
      if values.allSatisfy({ $0 != nil }) {
        return try Figure.bar(
          categories: record.names, values: values.compactMap { $0 }, options: call.mark)
      }
      return try bars(nil, data[0])
    case 2: return try bars(machine.words(data[0]), data[1])
    default: throw Diagnostic.argumentCount("bar", ["names", "values"], given: data.count)
    }
  }

  private func bars(_ names: [String]?, _ values: Value) throws -> Figure {
    let series = try series(values)
    try call.checkLabels(series: series.count)
    let count = series.first?.values.count ?? 0
    return try Figure.bar(
      categories: names ?? (0..<count).map { "\($0 + 1)" }, series: series, options: call.mark)
  }

  private func series(_ value: Value) throws -> [(name: String?, values: [Double])] {
    switch value {
    case .record(let record):
      return try zip(record.names, record.values).enumerated().map { index, one in
        let name = call.labelled(index, else: one.0).label
        return (name, try machine.numbers(one.1, one.0, "bar"))
      }
    case .tensor(let matrix) where matrix.rank == 2:
      let (rows, columns) = (matrix.shape[0], matrix.shape[1])
      let values = matrix.doubles
      return (0..<columns).map { column in
        let name = call.labelled(column, else: columns > 1 ? "\(column + 1)" : nil).label
        return (name, (0..<rows).map { values[$0 * columns + column] })
      }
    default:
      return [(call.labelled(0, else: nil).label, try machine.numbers(value, "values", "bar"))]
    }
  }
}

/// `area` in its forms.
struct AreaPlot {
  private let call: PlotCall
  private let machine: Machine

  init(_ call: PlotCall) {
    self.call = call
    machine = call.machine
  }

  func figure(_ data: [Value]) throws -> Figure {
    switch data.count {
    case 1:
      let y = try machine.numbers(data[0], "y", "area")
      let x = y.indices.map { Double($0 + 1) }
      return try Figure.area(x: x, y: y, options: call.mark)
    case 2:
      if case .function(let function) = data[0] { return try under(function, data[1]) }
      return try Figure.area(
        x: try machine.numbers(data[0], "x", "area"), y: try machine.numbers(data[1], "y", "area"),
        options: call.mark)
    case 3:
      if case .function(let function) = data[0] {
        return try under(function, .tuple(Tuple([data[1], data[2]])))
      }
      return try Figure.area(
        x: try machine.numbers(data[0], "x", "area"),
        y: try machine.numbers(data[2], "upper", "area"),
        lower: try machine.numbers(data[1], "lower", "area"), options: call.mark)
    default: throw Diagnostic.argumentCount("area", ["x", "lower", "upper"], given: data.count)
    }
  }

  private func under(_ function: Function, _ range: Value) throws -> Figure {
    let (a, b) = try call.interval(range)
    return try Figure.area(from: a, to: b, options: call.mark) { xs in
      try xs.map { try call.sample(function, at: $0) }
    }
  }
}
