import Diagnostics
import Graphs
import Plotting
import Tensors

/// The arguments of one call of a plot, read as numbers, points, names and functions.
struct PlotCall {
  let name: String
  let machine: Machine
  let parameters: [Entry.Parameter]
  let arguments: [Value]
  let options: PlotArguments

  var mark: MarkOptions { options.mark }

  subscript(index: Int) -> Value { machine.concrete(arguments[index]) }

  /// What a parameter for all the rest has collected.
  func values(_ index: Int) -> [Value] { arguments[index].rest.map(machine.concrete) }

  func numbers(_ index: Int) throws -> [Double] {
    try machine.numbers(self[index], parameters[index].name, name)
  }

  func optionalWhole(_ index: Int, _ what: String) throws -> Int? {
    self[index].isNothing ? nil : try machine.wholeNumber(self[index], what)
  }

  func optionalNumbers(_ index: Int) throws -> [Double]? {
    self[index].isNothing ? nil : try numbers(index)
  }

  func flag(_ index: Int) throws -> Bool {
    switch self[index] {
    case .nothing: return false
    case .bool(let flag): return flag
    default:
      throw Diagnostic.argumentKind(parameters[index].name, name, "true or false", self[index])
    }
  }

  /// Strings, or values as they are written.
  func words(_ index: Int) throws -> [String] {
    machine.words(self[index])
  }

  /// The options of the mark, with `name` as its label where the call gave none.
  func labelled(_ name: String?) -> MarkOptions {
    var mark = options.mark
    mark.label = mark.label ?? name
    return mark
  }

  /// There must be a series for each of the names in `label=("a", "b")`.
  func checkLabels(series: Int) throws {
    if options.labels.count > series {
      throw Diagnostic.tooManyLabels(name, options.labels.count, series: series)
    }
  }

  /// The options of the n-th of several series: `label=("a", "b")` names them one by one.
  func labelled(_ index: Int, else name: String?) -> MarkOptions {
    var mark = labelled(name)
    if index < options.labels.count { mark.label = options.labels[index] }
    return mark
  }

  func wrong(_ what: String, _ expected: String, _ value: Value) -> Diagnostic {
    .argumentKind(what, name, expected, value)
  }

  // MARK: Points

  /// Points of the plane: two vectors, the rows of an n×2 matrix, or a tuple of pairs.
  func points(_ first: Int, _ second: Int) throws -> (x: [Double], y: [Double]) {
    if !self[second].isNothing { return (try numbers(first), try numbers(second)) }
    let value = self[first]
    let expected = "a matrix of two columns, a tuple of points, or two vectors"
    switch value {
    case .tensor(let matrix) where matrix.rank == 2 && matrix.shape[1] == 2:
      let values = matrix.doubles
      return (
        stride(from: 0, to: values.count, by: 2).map { values[$0] },
        stride(from: 1, to: values.count, by: 2).map { values[$0] }
      )
    case .tuple(let tuple):
      let pairs = try tuple.items.map { item -> [Double] in
        let pair = try machine.numbers(item, parameters[first].name, name)
        guard pair.count == 2 else { throw wrong(parameters[first].name, expected, value) }
        return pair
      }
      return (pairs.map { $0[0] }, pairs.map { $0[1] })
    default: throw wrong(parameters[first].name, expected, value)
    }
  }

  /// Lengths of error bars: one for all, one for each, or a pair of those for below and above.
  func errors(_ value: Value, count: Int) throws -> (below: [Double], above: [Double]) {
    func lengths(_ value: Value) throws -> [Double] {
      if let number = value.plainNumber { return Array(repeating: number, count: count) }
      return try machine.numbers(value, "error", name)
    }
    if case .tuple(let tuple) = value, tuple.items.count == 2 {
      return (
        try lengths(machine.concrete(tuple.items[0])), try lengths(machine.concrete(tuple.items[1]))
      )
    }
    let both = try lengths(value)
    return (both, both)
  }

  // MARK: Functions

  /// Values of a function of one number.
  func sample(_ function: Function, at x: Double) throws -> Double {
    let value = machine.concrete(try machine.call(function, [.number(x)]))
    guard let y = value.plainNumber else {
      throw wrong("the value of \(function.displayName)", "a number", value)
    }
    return y
  }

  /// The ends of an interval: a range from its first element to the end as it was written, which a step
  /// may miss, or a pair of numbers.
  func interval(_ value: Value) throws -> (Double, Double) {
    switch value {
    case .range(let range) where range.count > 0: return (range.start, range.end)
    case .tuple(let tuple) where tuple.items.count == 2:
      if let a = machine.concrete(tuple.items[0]).plainNumber,
        let b = machine.concrete(tuple.items[1]).plainNumber
      {
        return (a, b)
      }
    default: break
    }
    throw wrong("the interval", "a range such as 0:10", value)
  }

  /// Places along one axis of a grid. A vector is taken as it is; a range of fewer points than
  /// `fewest` (such as -2:2) is an interval that gets `usual` points.
  func places(_ index: Int, fewest: Int, usual: Int) throws -> [Double] {
    let value = self[index]
    if case .tensor = value { return try numbers(index) }
    if case .range(let range) = value, range.count >= fewest { return try numbers(index) }
    let (a, b) = try interval(value)
    return (0..<usual).map { step in
      let part = Double(step) / Double(usual - 1)
      return a * (1 - part) + b * part
    }
  }
}

extension Machine {
  /// The numbers of a vector, range, run, or tuple of numbers.
  func numbers(_ value: Value, _ what: String, _ function: String) throws -> [Double] {
    switch concrete(value) {
    case .run(let run): return run.losses
    case .tuple(let tuple):
      return try tuple.items.map { item in
        guard let number = concrete(item).plainNumber else {
          throw Diagnostic.argumentKind(what, function, "a vector", value)
        }
        return number
      }
    default:
      guard let quantity = value.quantity else {
        throw Diagnostic.argumentKind(what, function, "a vector", value)
      }
      return elements(quantity)
    }
  }

  /// Names: the elements of a tuple or vector as they are written, or one string.
  func words(_ value: Value) -> [String] {
    let display = Display(digits: digits)
    switch concrete(value) {
    case .tuple(let tuple): return tuple.items.map { display.inline(concrete($0)) }
    case .tensor, .range:
      let values = concrete(value).quantity.map(elements) ?? []
      return values.map { display.inline(.number($0)) }
    case let one: return [display.inline(one)]
    }
  }
}

extension Figure {
  /// All figures on common axes; none is an empty plot.
  static func layered(_ figures: [Figure]) throws -> Figure {
    guard var result = figures.first else { return Figure.line(y: []) }
    for figure in figures.dropFirst() { result = try result + figure }
    return result
  }
}
