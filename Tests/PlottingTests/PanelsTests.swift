import Foundation
import Testing

@testable import Plotting

/// Panels side by side in a page: drawings of their own that the page can lay out anew.
@Suite struct PanelsTests {
  private static let line = Figure.line(y: [1, 2, 3])

  private func page(_ figure: Figure) -> ParsedSVG { ParsedSVG(figure.html(idPrefix: "fig-2")) }

  @Test func eachPanelIsADrawing() throws {
    let figure = try Figure.grid(rows: 2, columns: 2, Array(repeating: Self.line, count: 3))
      .with(FigureOptions(title: "<All> & more"))
    let page = page(figure)
    #expect(page.error == nil)
    let root = try #require(page.elements.first)
    #expect(root.name == "div" && root.attributes["class"] == "panels")
    #expect(root.attributes["aria-label"] == "<All> & more")
    #expect(root.attributes["style"]?.hasPrefix("--columns:2;--narrow:1;--width:640px") == true)
    let drawings = page.elements.filter { $0.name == "svg" }
    // The cells of a grid of 640 px, under a title of 29 px.
    #expect(
      drawings.map { $0.attributes["viewBox"] } == [
        "0 29 320 262.5", "320 29 320 262.5", "0 291.5 320 262.5",
      ])
    #expect(Set(page.ids).count == page.ids.count && page.ids.count == 10)
    #expect(page.texts["p"] == ["<All> & more"])
    // One style for all, and in a file one picture.
    #expect(page.elements.count { $0.name == "style" } == 1)
    #expect(ParsedSVG(figure.svg()).elements.count { $0.name == "svg" } == 1)
    #expect(figure.html() == figure.html())
  }

  /// What the panels draw is what the one drawing has, at the same places.
  @Test func thePanelsAreTheParts() throws {
    let other = try Figure.scatter(x: [1, 2], y: [2, 1], labels: ["a", "b"])
    let figure = try Figure.hstack([Self.line, other])
    func drawn(_ parsed: ParsedSVG) -> [String] {
      parsed.elements.compactMap { $0.attributes["d"] ?? $0.attributes["cx"] }
    }
    #expect(drawn(page(figure)) == drawn(ParsedSVG(figure.svg())))
  }

  @Test func oneColumnStaysOneDrawing() throws {
    for figure in [Self.line, try .vstack([Self.line, Self.line]), try .hstack([Self.line])] {
      #expect(page(figure).elements.first?.name == "svg")
    }
    #expect(page(try .grid(rows: 1, columns: 2, [])).elements.first?.name == "svg")
  }

  @Test func panelsInPanelsAreGroupsInGroups() throws {
    let row = try Figure.hstack([Self.line, Self.line])
    let page = page(try .vstack([row, Self.line, row]))
    #expect(page.error == nil)
    #expect(page.elements.count { $0.name == "div" } == 3)
    #expect(page.elements.count { $0.name == "svg" } == 5)
    #expect(Set(page.ids).count == page.ids.count)
  }

  @Test(arguments: [
    (2, 320.0, 1), (3, 290, 1), (2, 180, 2), (6, 120, 3), (4, 130, 2), (5, 60, 5), (12, 30, 12),
    (5, 140, 3), (1, 900, 1),
  ]) func aPhoneHasFewerColumns(columns: Int, width: Double, narrow: Int) {
    #expect(SVGPanels.narrowColumns(of: columns, width: width) == narrow)
  }
}
