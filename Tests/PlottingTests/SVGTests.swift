import Foundation
import Testing

@testable import Plotting

@Suite struct SVGTests {
  @Test func thereAreSamplesOfAllKinds() { #expect(Samples.all.count == 20) }

  @Test(arguments: Samples.all)
  func isValidAndNamed(sample: Samples.Sample) throws {
    let svg = sample.figure.svg(idPrefix: "fig-1")
    let parsed = ParsedSVG(svg)
    #expect(parsed.error == nil)
    let root = try #require(parsed.elements.first)
    #expect(root.name == "svg" && root.attributes["role"] == "img")
    #expect(root.attributes["aria-labelledby"] == "fig-1-title")
    #expect(parsed.texts["title"]?.first?.isEmpty == false)
    #expect((parsed.texts["desc"]?.first ?? "").count > 10)
    #expect(!svg.contains("<script") && !svg.contains("http://www.w3.org/1999/xlink"))
    for word in ["nan", "NaN\"", "inf", "e-", "e+"] {
      let isIn = parsed.elements.contains { element in
        element.attributes.contains { name, value in
          ["d", "x", "y", "cx", "cy", "r", "width", "height"].contains(name)
            && value.contains(word)
        }
      }
      #expect(!isIn, "\(word) among the coordinates")
    }
  }

  @Test(arguments: Samples.all)
  func nothingLeavesTheFigure(sample: Samples.Sample) {
    let parsed = ParsedSVG(sample.figure.svg())
    let (width, height) = parsed.size
    for point in parsed.pathPoints {
      #expect(point.x >= -12 && point.x <= width + 12)
      #expect(point.y >= -12 && point.y <= height + 12)
    }
    for word in parsed.words where !word.isTurned {
      let size = TextMetrics.width(word.text, size: 13)
      let left =
        word.anchor == "end"
        ? word.x - size
        : word.anchor == "middle"
          ? word.x - size / 2
          : word.x
      #expect(left >= -0.5 && left + size <= width + 1, "“\(word.text)” is cut")
      #expect(word.y > 8 && word.y < height, "“\(word.text)” is cut")
    }
  }

  @Test(arguments: Samples.all)
  func equalDataGivesEqualBytes(sample: Samples.Sample) {
    #expect(sample.figure.svg() == sample.figure.svg())
    #expect(sample.figure.text() == sample.figure.text())
  }

  @Test(arguments: Samples.all)
  func textIsTwelvePixelsOrMore(sample: Samples.Sample) {
    for element in ParsedSVG(sample.figure.svg()).elements where element.name == "text" {
      #expect((Double(element.attributes["font-size"] ?? "") ?? 0) >= 12)
    }
  }

  @Test func idsOfManyFiguresOnAPageDiffer() {
    let ids = Samples.all.enumerated().flatMap { index, sample in
      ParsedSVG(sample.figure.svg(idPrefix: "fig-\(index)")).ids
    }
    #expect(ids.count >= 3 * Samples.all.count)
    #expect(Set(ids).count == ids.count)
  }

  @Test func theNameIsShortAndTheDescriptionHasTheNumbers() throws {
    func name(_ figure: Figure) -> String? { ParsedSVG(figure.svg()).texts["title"]?.first }
    let line = Figure.line(y: [1, 0.5])
    let labelled = line.with(FigureOptions(xlabel: "step", ylabel: "loss"))
    #expect(name(labelled) == "Line plot of loss against step")
    #expect(name(labelled.with(FigureOptions(title: "Training"))) == "Training")
    #expect(name(Figure.histogram([1, 2, 3])) == "Histogram")
    #expect(name(try line + Figure.scatter(x: [1], y: [2])) == "Line plot, with scatter plot")
    #expect(
      name(Figure.histogram([1, 2]).with(FigureOptions(xlabel: "age"))) == "Histogram of age")
    let field = try Figure.heatmap([1, 2], rows: 1, columns: 2)
    #expect(name(field.with(FigureOptions(xlabel: "x", ylabel: "y"))) == "Heatmap")
    let alt = ParsedSVG(labelled.with(FigureOptions(alt: "my words")).svg())
    #expect(alt.texts["title"] == ["my words"])
    #expect(alt.texts["desc"]?.first?.contains("from 1 to 0.5") == true)
    #expect(alt.elements.first?.attributes["aria-describedby"] == "figure-desc")
  }

  @Test func anyTextMakesAnId() {
    for text in ["", "1", "a b", "é<>\"'&", "漢字", "--x"] {
      let id = SVGDocument.identifier(text)
      #expect(id.first?.isLetter == true)
      #expect(id.unicodeScalars.allSatisfy { $0.isASCII && $0 != " " && $0 != "<" })
    }
  }

  @Test func titlesAreData() throws {
    let evil = "<script>alert(1)</script> & \"quotes\" ]]> \u{0} \u{1b}[31m"
    var figure = Figure.line(y: [1, 2], options: MarkOptions(label: evil))
    figure = figure.with(FigureOptions(title: evil, xlabel: evil, ylabel: evil))
    let svg = figure.svg(idPrefix: evil)
    #expect(ParsedSVG(svg).error == nil)
    #expect(!svg.contains("<script"))
    #expect(ParsedSVG(svg).texts["title"]?.first?.hasPrefix("<script>alert(1)</script>") == true)
  }

  @Test func darkColoursAreAStyleAndLightOnesAttributes() {
    let svg = Figure.line(y: [1, 2, 3]).svg(idPrefix: "f")
    #expect(svg.contains("@media (prefers-color-scheme:dark)"))
    #expect(svg.contains("stroke=\"#0072b2\" class=\"s-c0\""))
    // Every class that the drawing uses has a dark rule, under the figure's own id.
    for element in ParsedSVG(svg).elements {
      for name in (element.attributes["class"] ?? "").split(separator: " ") {
        #expect(svg.contains("#f .\(name){"))
      }
    }
  }

  /// Okabe and Ito's colours, as published (Color Universal Design, 2008).
  @Test func thePaletteIsOkabeAndIto() {
    let published: Set<UInt32> = [
      0xe69f00, 0x56b4e9, 0x009e73, 0x0072b2, 0xd55e00, 0xcc79a7,
    ]
    #expect(published.isSubset(of: Set(Theme.light.series)))
  }

  @Test func seriesDifferWithoutColour() throws {
    let lines = try (0..<5).map { try Figure.line(x: [0, 1], y: [0, Double($0)]) }
    let all = try lines.dropFirst().reduce(lines[0]) { try $0 + $1 }
    let dashes = ParsedSVG(all.svg()).elements.compactMap { element in
      (element.attributes["class"] ?? "").hasPrefix("s-c")
        ? element.attributes["stroke-dasharray"] ?? "solid" : nil
    }
    #expect(Set(dashes).count == 5)
  }

  @Test func legendOnlyForTwoSeries() throws {
    let one = Figure.line(y: [1, 2, 3], options: MarkOptions(label: "alone"))
    // A single name stands at the axis, not in a legend.
    #expect(ParsedSVG(one.svg()).words.count { $0.text == "alone" } == 1)
    let two = try one + Figure.line(y: [3, 2, 1], options: MarkOptions(label: "other"))
    let words = ParsedSVG(two.svg()).words.map(\.text)
    #expect(words.contains("alone") && words.contains("other"))
    let hidden = two.with(FigureOptions(legend: .hidden))
    #expect(!ParsedSVG(hidden.svg()).words.map(\.text).contains("other"))
  }

  @Test func aLegendStandsWhereTheDataIsNot() throws {
    // Two point clouds that fill all but the lower right.
    let x = (0..<400).map { Double($0 % 20) }
    let y = (0..<400).map { Double($0 / 20) }
    let keep = x.indices.filter { !(x[$0] > 9 && y[$0] < 10) }
    let figure = try Figure.scatter(
      x: keep.map { x[$0] }, y: keep.map { y[$0] },
      labels: keep.map { $0 % 2 == 0 ? "even" : "odd" })
    let parsed = ParsedSVG(figure.svg())
    let place = try #require(parsed.words.first { $0.text == "even" })
    #expect(place.x > parsed.size.width / 2 && place.y > parsed.size.height / 2)
  }

  @Test func aMillionPointsAreSmallAndLookTheSame() throws {
    var noise = Noise(5)
    let y = (0..<1_000_000).map { _ in noise.next() }
    let figure = Figure.line(y: y)
    let svg = figure.svg()
    #expect(svg.utf8.count < 100_000)
    // What is drawn reaches as far up and down as the data do.
    let points = ParsedSVG(svg).elements.first {
      $0.attributes["class"] == "s-c0"
    }
    let heights = (points?.attributes["d"] ?? "").split { "ML".contains($0) }.compactMap {
      $0.split(separator: " ").last.flatMap { Double($0) }
    }
    let frame = try #require(heights.min()).distance(to: try #require(heights.max()))
    // 92 hundredths of the frame are data, four on each side are room.
    #expect(frame > 230 && heights.count > 1000)
  }

  @Test func aMillionScatteredPointsAreSmall() throws {
    var noise = Noise(6)
    let x = (0..<1_000_000).map { _ in noise.next() }
    let svg = try Figure.scatter(x: x, y: Array(x.reversed())).svg()
    #expect(svg.utf8.count < 100_000)
  }

  @Test func aMillionScatteredPointsOfManyGroupsAreSmall() throws {
    var noise = Noise(7)
    let x = (0..<1_000_000).map { _ in noise.next() }
    // Many of few groups, few of many, and just too many for an element each.
    for (count, groups) in [(1_000_000, 5), (1_000_000, 200), (14_000, 10), (1600, 40)] {
      let labels = (0..<count).map { "group \($0 % groups)" }
      let svg = try Figure.scatter(
        x: Array(x[..<count]), y: x.suffix(count).reversed(), labels: labels
      ).svg()
      #expect(svg.utf8.count < 100_000, "\(count) in \(groups) groups: \(svg.utf8.count)")
      // No group covers another: all colours are there.
      let colors = Set(
        ParsedSVG(svg).elements.compactMap { $0.attributes["class"] }.filter {
          $0.hasPrefix("s-c")
        })
      #expect(colors.count >= min(groups, 8), "\(colors)")
    }
  }

  @Test func layersShareAxes() throws {
    let figure = try Figure.line(x: [0, 1], y: [0, 1]) + Figure.scatter(x: [5], y: [9])
    let parsed = ParsedSVG(figure.svg())
    // One point in the second colour, and axes that reach it.
    #expect(parsed.elements.contains { $0.attributes["class"] == "f-c1 s-paper" })
    #expect(parsed.words.map(\.text).contains("5"))
    #expect(throws: PlotError.layersOfDifferentKind) {
      try figure + Figure.hstack([figure, figure])
    }
  }

  @Test func panelsOfAColumnShareMargins() throws {
    let wide = Figure.line(y: [100_000, 200_000])
    let narrow = Figure.line(y: [1, 2])
    let parsed = ParsedSVG(try Figure.vstack([wide, narrow]).svg())
    let axes = parsed.elements.filter { $0.attributes["class"] == "s-muted" }
      .compactMap { $0.attributes["d"]?.split(separator: " ").first }
    #expect(Set(axes).count == 1, "both y axes begin at one x")
    #expect(throws: PlotError.self) { try Figure.grid(rows: 1, columns: 1, [wide, narrow]) }
    #expect(ParsedSVG(try Figure.grid(rows: 2, columns: 3, []).svg()).error == nil)
  }
}
