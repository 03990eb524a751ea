/// A figure as it was drawn in an earlier run: all that is left of it when the run is kept.
public struct FigureDrawing: Sendable {
  /// What `svg` gave under the same id, on a ground of its own and on the page's.
  public let svg: String
  public let svgOnPage: String
  /// What `text` gave, for a terminal of so many columns.
  public let text: String
  public let description: String

  public init(svg: String, svgOnPage: String, text: String, description: String) {
    self.svg = svg
    self.svgOnPage = svgOnPage
    self.text = text
    self.description = description
  }

  /// Draws a figure.
  public init(_ figure: Figure, idPrefix: String, columns: Int, color: Bool) {
    self.init(
      svg: figure.svg(idPrefix: idPrefix),
      svgOnPage: figure.svg(idPrefix: idPrefix, background: false),
      text: figure.text(columns: columns, charset: .braille, color: color),
      description: figure.description)
  }
}
