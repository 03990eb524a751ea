/// Why a figure could not be built. The message says the rule that was broken, in words for the
/// person who wrote the call; the caller adds the place.
public struct PlotError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}

extension PlotError {
  static func lengths(_ what: String, _ first: Int, _ second: Int) -> PlotError {
    PlotError("\(what) must have equal lengths, but they have \(first) and \(second)")
  }

  static func gridSize(_ name: String, _ count: Int, rows: Int, columns: Int) -> PlotError {
    PlotError("\(name) has \(count) values, but \(rows) × \(columns) cells need \(rows * columns)")
  }

  static func emptyInterval(_ lower: Double, _ upper: Double) -> PlotError {
    let text = "\(NumberText.format(lower)) to \(NumberText.format(upper))"
    return PlotError("the interval \(text) is not two different finite numbers")
  }

  static let layersOfDifferentKind = PlotError(
    "only figures with axes can be layered with +; put panels and graphs side by side with hstack")

  static func negativeError(_ index: Int, _ value: Double) -> PlotError {
    let text = NumberText.format(value)
    return PlotError("errors are lengths and can't be negative, as number \(index + 1) is: \(text)")
  }

  static func gridSides(rows: Int, columns: Int) -> PlotError {
    let most = Figure.mostPanels
    return PlotError("a grid has 1 to \(most) rows and columns of panels, not \(rows) × \(columns)")
  }

  static func panelCount(_ count: Int, rows: Int, columns: Int) -> PlotError {
    PlotError("a grid of \(rows) × \(columns) panels can't hold \(count) figures")
  }
}
