import Diagnostics
import Graphs
import Plotting
import Tensors

/// The options that every plot takes, read from the values of its parameters.
struct PlotArguments {
  /// The keyword parameters of every plot, in order, after its own parameters.
  static let parameters: [Entry.Parameter] = [
    "title", "xlabel", "ylabel", "label", "legend", "xlim", "ylim", "xscale", "yscale", "width",
    "height", "color", "marker", "style", "alpha", "alt",
  ].map { Entry.Parameter($0, .value, default: .absent, isKeyword: true) }

  /// What `color` may be beside a colour: something for each point.
  enum ColorData {
    case names([String])
    case numbers([Double])
  }

  let figure: FigureOptions
  let mark: MarkOptions
  /// Names of several series, of `label=("a", "b")`.
  let labels: [String]
  let colorData: ColorData?
  private let reader: OptionReader

  /// - Parameter values: the values of `parameters`, in their order.
  init(_ values: ArraySlice<Value>, _ machine: Machine, _ function: String) throws {
    let reader = OptionReader(values, machine, function)
    figure = FigureOptions(
      title: try reader.text("title"), xlabel: try reader.text("xlabel"),
      ylabel: try reader.text("ylabel"), legend: try reader.legend(),
      xlim: try reader.limits("xlim"), ylim: try reader.limits("ylim"),
      xscale: try reader.choice("xscale", ScaleKind.self),
      yscale: try reader.choice("yscale", ScaleKind.self), width: try reader.size("width"),
      height: try reader.size("height"), alt: try reader.text("alt"))
    labels = try reader.labels()
    let (color, colorData) = try reader.color()
    self.colorData = colorData
    mark = MarkOptions(
      label: labels.isEmpty ? try reader.text("label") : nil, color: color,
      marker: try reader.choice("marker", MarkerShape.self),
      style: try reader.choice("style", LineStyle.self), alpha: try reader.opacity())
    self.reader = reader
  }

  /// One of a few words, given as the value of the parameter `name`.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: Value, _ name: String, _ type: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    try reader.choice(value, name, type)
  }
}

private struct OptionReader {
  private let values: [String: Value]
  private let machine: Machine
  private let function: String

  init(_ values: ArraySlice<Value>, _ machine: Machine, _ function: String) {
    self.values = Dictionary(
      zip(PlotArguments.parameters.map(\.name), values), uniquingKeysWith: { first, _ in first })
    self.machine = machine
    self.function = function
  }

  private func value(_ name: String) -> Value? {
    guard let value = values[name], !value.isNothing else { return nil }
    return machine.concrete(value)
  }

  private func wrong(_ name: String, _ expected: String, _ value: Value) -> Diagnostic {
    .argumentKind(name, function, expected, value)
  }

  func text(_ name: String) throws -> String? {
    guard let value = value(name) else { return nil }
    return Display(digits: machine.digits).inline(value)
  }

  func number(_ name: String) throws -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.plainNumber else { throw wrong(name, "a number", value) }
    return number
  }

  func size(_ name: String) throws -> Double? {
    guard let number = try number(name) else { return nil }
    guard number >= 80, number <= 6000 else {
      throw Diagnostic.plotOption(name, function, "a size in px from 80 to 6000", number)
    }
    return number
  }

  func opacity() throws -> Double? {
    guard let number = try number("alpha") else { return nil }
    guard number >= 0, number <= 1 else {
      throw Diagnostic.plotOption("alpha", function, "a number from 0 to 1", number)
    }
    return number
  }

  /// `label=("a", "b")` names several series, in plots that have several.
  func labels() throws -> [String] {
    guard let value = value("label"), case .tuple = value else { return [] }
    guard ["plot", "bar", "hist"].contains(function) else {
      throw wrong("label", "one name", value)
    }
    return machine.words(value)
  }

  func limits(_ name: String) throws -> AxisLimits? {
    guard let value = value(name) else { return nil }
    let expected = "two different numbers such as (0, 1)"
    let bounds: [Double?] =
      switch value {
      // (0, nothing) leaves the upper end to the data.
      case .tuple(let tuple):
        tuple.items.map { machine.concrete($0).plainNumber }
      case .range(let range) where range.count > 0: [range.start, range.end]
      default: value.quantity.map(machine.elements) ?? []
      }
    guard bounds.count == 2, bounds.allSatisfy({ $0?.isFinite ?? true }) else {
      throw wrong(name, expected, value)
    }
    if bounds[0] == bounds[1] {
      guard let both = bounds[0] else { return nil }
      throw Diagnostic.plotOption(name, function, expected, both, isTwice: true)
    }
    return AxisLimits(bounds[0], bounds[1])
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    try choice(value(name) ?? .nothing, name, type)
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: Value, _ name: String, _: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    if value.isNothing { return nil }
    let names = Choice.allCases.map(\.rawValue)
    guard case .string(let text) = value else {
      let choices = names.map { "\"\($0)\"" }.joined(separator: ", ")
      throw wrong(name, "one of \(choices)", value)
    }
    if let choice = Choice(rawValue: text.string) { return choice }
    throw Diagnostic.plotChoice(name, function, text.string, among: names)
  }

  /// true, false, or a place in words.
  func legend() throws -> LegendPlacement? {
    switch value("legend") {
    case .bool(let isShown)?: return isShown ? .automatic : .hidden
    case .string(let text)?:
      if let placement = OptionReader.placements[text.string] { return placement }
      throw Diagnostic.plotChoice(
        "legend", function, text.string, among: OptionReader.placements.keys.sorted())
    case let value?:
      throw wrong("legend", "true, false or a place such as \"top left\"", value)
    case nil: return nil
    }
  }

  private static let placements: [String: LegendPlacement] = [
    "above": .above, "top left": .topLeft, "top right": .topRight, "bottom left": .bottomLeft,
    "bottom right": .bottomRight,
  ]

  func color() throws -> (PlotColor?, PlotArguments.ColorData?) {
    guard let value = value("color") else { return (nil, nil) }
    if case .string(let text) = value {
      if let color = PlotColor(text.string) { return (color, nil) }
      throw Diagnostic.plotChoice(
        "color", function, text.string, among: PlotColor.knownNames,
        hint: "a name such as \"blue\", \"C0\" to \"C7\", or \"#0072b2\"")
    }
    if function == "scatter", let data = colorData(value) { return (nil, data) }
    throw wrong("color", "a colour such as \"blue\" or \"#0072B2\"", value)
  }

  private func colorData(_ value: Value) -> PlotArguments.ColorData? {
    switch value {
    case .tuple(let tuple):
      let numbers = tuple.items.map { machine.concrete($0).plainNumber }
      if numbers.allSatisfy({ $0 != nil }) { return .numbers(numbers.compactMap { $0 }) }
      return .names(machine.words(value))
    case .tensor, .range: return value.quantity.map { .numbers(machine.elements($0)) }
    default: return nil
    }
  }
}

extension Diagnostic {
  /// An option of a plot that is a number outside of its range.
  static func plotOption(
    _ name: String, _ function: String, _ expected: String, _ got: Double, isTwice: Bool = false,
    hint: String? = nil
  ) -> Diagnostic {
    let text = (isTwice ? "twice " : "") + Display(digits: 6).number(got)
    return Diagnostic(
      "E0803", "\(name) of \(function) must be \(expected), not \(text)", hint: hint)
  }

  /// More names than there are series to bear them.
  static func tooManyLabels(_ function: String, _ labels: Int, series: Int) -> Diagnostic {
    let have = series == 1 ? "1 series" : "\(series) series"
    return Diagnostic("E0803", "label of \(function) has \(labels) names for \(have)")
  }

  /// An option of a plot that is none of its words.
  static func plotChoice(
    _ name: String, _ function: String, _ got: String, among words: [String], hint: String? = nil
  ) -> Diagnostic {
    let nearest = Suggestion.nearest(to: got, among: words)
    let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
    return Diagnostic(
      "E0804", "\(name) of \(function) can’t be \"\(got)\"",
      hint: nearest.map { "did you mean \"\($0)\"?" } ?? hint ?? "one of \(list)")
  }
}
