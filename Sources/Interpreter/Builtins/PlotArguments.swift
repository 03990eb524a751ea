import Diagnostics
import Graphs
import Plotting
import Tensors

/// The options that every plot takes, read from the values of its parameters.
struct PlotArguments {
  /// The keyword parameters of every plot, in order, after its own parameters.
  static let parameters: [Entry.Parameter] = [
    "title", "xlabel", "ylabel", "label", "legend", "xlim", "ylim", "xscale", "yscale", "width",
    "height", "color", "marker", "style", "alpha", "smooth",
  ].map { Entry.Parameter($0, .value, default: .absent, isKeyword: true) }

  let figure: FigureOptions
  let mark: MarkOptions

  /// - Parameter values: the values of `parameters`, in their order.
  init(_ values: ArraySlice<Value>, _ machine: Machine) throws {
    let reader = OptionReader(values, machine)
    figure = FigureOptions(
      title: try reader.text("title"), xlabel: try reader.text("xlabel"),
      ylabel: try reader.text("ylabel"), legend: try reader.legend(),
      xlim: try reader.limits("xlim"), ylim: try reader.limits("ylim"),
      xscale: try reader.choice("xscale", ScaleKind.self),
      yscale: try reader.choice("yscale", ScaleKind.self), width: try reader.number("width"),
      height: try reader.number("height"))
    mark = MarkOptions(
      label: try reader.text("label"), color: try reader.color(),
      marker: try reader.choice("marker", MarkerShape.self),
      style: try reader.choice("style", LineStyle.self), alpha: try reader.number("alpha"),
      smooth: try reader.number("smooth"))
  }
}

private struct OptionReader {
  private let values: [String: Value]
  private let machine: Machine

  init(_ values: ArraySlice<Value>, _ machine: Machine) {
    self.values = Dictionary(
      zip(PlotArguments.parameters.map(\.name), values), uniquingKeysWith: { first, _ in first })
    self.machine = machine
  }

  private func value(_ name: String) -> Value? {
    guard let value = values[name], !value.isNothing else { return nil }
    return machine.concrete(value)
  }

  func text(_ name: String) throws -> String? {
    guard let value = value(name) else { return nil }
    return Display(digits: machine.digits).inline(value)
  }

  func number(_ name: String) throws -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.plainNumber else {
      throw Diagnostic.argumentKind(name, "the plot", "a number", value)
    }
    return number
  }

  func limits(_ name: String) throws -> AxisLimits? {
    guard let value = value(name) else { return nil }
    let bounds: [Double] =
      switch value {
      case .tuple(let tuple): tuple.items.compactMap(\.plainNumber)
      case .range(let range) where range.count > 0: [range[0], range[range.count - 1]]
      default: value.quantity.map(machine.elements) ?? []
      }
    guard bounds.count == 2 else {
      throw Diagnostic.argumentKind(name, "the plot", "two numbers such as (0, 1)", value)
    }
    return AxisLimits(bounds[0], bounds[1])
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    guard let value = value(name) else { return nil }
    if case .string(let text) = value, let choice = Choice(rawValue: text.string) { return choice }
    let choices = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    throw Diagnostic.argumentKind(name, "the plot", "one of \(choices)", value)
  }

  func legend() throws -> LegendPlacement? {
    if case .bool(let isShown)? = value("legend") { return isShown ? .automatic : .hidden }
    return try choice("legend", LegendPlacement.self)
  }

  func color() throws -> PlotColor? {
    guard let value = value("color") else { return nil }
    if case .string(let text) = value, let color = PlotColor(text.string) { return color }
    if case .tensor = value { return nil }
    throw Diagnostic.argumentKind(
      "color", "the plot", "a colour such as \"blue\" or \"#0072B2\"", value)
  }
}
