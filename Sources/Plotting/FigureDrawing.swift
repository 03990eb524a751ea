/// A figure as it was drawn in an earlier run: all that is left of it when the run is kept.
public struct FigureDrawing: Sendable {
  /// What `svg` and `html` gave under the same id.
  public let svg: String
  public let html: String
  /// What `text` gave, for a terminal of so many columns.
  public let text: String
  public let description: String

  public init(svg: String, html: String, text: String, description: String) {
    self.svg = svg
    self.html = html
    self.text = text
    self.description = description
  }

  /// Draws a figure.
  public init(_ figure: Figure, idPrefix: String, columns: Int, color: Bool) {
    self.init(
      svg: figure.svg(idPrefix: idPrefix),
      html: figure.html(idPrefix: idPrefix),
      text: figure.text(columns: columns, charset: .braille, color: color),
      description: figure.description)
  }
}
