import Foundation
import Testing

@testable import Plotting

/// Data that break plotters: each gives a sane picture.
@Suite struct BrokenDataTests {
  static let series: [(name: String, y: [Double])] = [
    ("empty", []), ("one point", [3]), ("zero", [0]), ("constant", [2, 2, 2, 2]),
    ("NaN inside", [1, 2, .nan, 4, 3]), ("all NaN", [.nan, .nan]),
    ("infinite", [1, .infinity, 2, -.infinity, 3]), ("all infinite", [.infinity, -.infinity]),
    ("tiny", [1e-300, 2e-300, 5e-300]),
    ("subnormal", [.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude]),
    ("huge", [1e300, -1e300, 3e299]),
    ("largest", [1.7976931348623157e308, -1.7976931348623157e308]),
    ("tiny and huge", [1e-300, 1e300]), ("negative", [-1, -2, -3]),
    ("both signs", [-1, 0, 5, -20]), ("almost constant", [1, 1 + 1e-15, 1]),
    ("far from zero", [1e9, 1e9 + 0.5, 1e9 + 1]),
  ]

  typealias Maker = @Sendable ([Double]) throws -> Figure
  static let makers: [(name: String, make: Maker)] = [
    ("line", { .line(y: $0) }), ("points", { .line(y: $0, options: MarkOptions(marker: .square)) }),
    ("loss", { .lossCurve(runs: [("a", $0), ("b", $0)], options: MarkOptions(smooth: 0.9)) }),
    ("scatter", { try .scatter(x: $0, y: $0) }),
    ("labelled", { y in try .scatter(x: y, y: y, labels: y.map { "\($0)" }) }),
    ("bar", { y in try .bar(categories: y.map { "\($0)" }, values: y) }),
    ("hist", { .histogram($0) }), ("hist 10", { .histogram($0, bins: 10) }),
    ("errorbars", { y in try .errorBars(x: y.indices.map(Double.init), y: y, error: y.map(abs)) }),
    ("area", { y in try .area(x: y.indices.map(Double.init), y: y) }),
    ("heatmap", { try .heatmap($0, rows: 1, columns: $0.count) }),
    ("column", { try .heatmap($0, rows: $0.count, columns: 1) }),
    ("image", { try .image($0, rows: 1, columns: $0.count) }),
    ("path", { try .path(x: $0, y: $0) }),
    (
      "contour",
      { y in
        try .contour(x: [0, 1, 2], y: [0, 1]) { x, _ in
          x.indices.map { $0 < y.count ? y[$0] : 0 }
        }
      }
    ),
    (
      "field",
      { y in
        try .field(x: [0, 1, 2], y: [0, 1]) { x, _ in
          let values = x.indices.map { $0 < y.count ? y[$0] : 0 }
          return (values, values)
        }
      }
    ),
    ("text", { y in try .labels(x: y, y: y, texts: y.map { "\($0)" }) }),
  ]

  @Test(arguments: makers.indices, ScaleKind.allCases)
  func isASanePicture(maker: Int, scale: ScaleKind) throws {
    for (name, y) in Self.series {
      let figure = try Self.makers[maker].make(y).with(
        FigureOptions(title: name, xscale: maker % 2 == 0 ? scale : .linear, yscale: scale))
      let comment = Comment(rawValue: "\(Self.makers[maker].name) of \(name), \(scale)")
      check(figure, comment)
    }
  }

  private func check(_ figure: Figure, _ comment: Comment, bytes: Int = 120_000) {
    let svg = figure.svg()
    let parsed = ParsedSVG(svg)
    #expect(parsed.error == nil, comment)
    #expect(svg.utf8.count < bytes, comment)
    let (width, height) = parsed.size
    #expect(width >= 80 && height >= 80 && width < 3000 && height < 3000, comment)
    let strays = parsed.pathPoints.filter { point in
      point.x < -12 || point.x > width + 12 || point.y < -12 || point.y > height + 12
    }
    #expect(strays.count == 0, comment)
    for charset in [Charset.braille, .ascii] {
      for columns in [1, 20, 72] {
        let text = figure.text(columns: columns, charset: charset)
        let widest = text.split(separator: "\n").map { DisplayWidth.columns(String($0)) }.max() ?? 0
        #expect(widest <= columns, comment)
        if case .ascii = charset { #expect(text.allSatisfy { $0.isASCII }, comment) }
      }
    }
    #expect(!figure.description.isEmpty, comment)
  }

  @Test func negativesOnALogAxisAreNoted() {
    let figure = Figure.line(y: [1, -2, 3, 0]).with(FigureOptions(yscale: .log))
    let note = "2 values of y ≤ 0 can’t be shown on a log axis"
    #expect(ParsedSVG(figure.svg()).words.map(\.text).contains(note))
    #expect(figure.text().contains(note))
    #expect(figure.description.contains(note))
  }

  @Test func whatIsMissingIsNoted() throws {
    let notes: [(figure: Figure, note: String)] = [
      (.histogram([1, 2, .infinity]), "1 value is not finite and in no bin"),
      (
        try .bar(categories: ["a", "b", "c"], values: [1, .nan, .infinity]),
        "2 values are not finite and without a bar"
      ),
      (try .scatter(x: [1, 2, .nan], y: [1, 2, 3]), "1 point is not finite and not shown"),
      (
        try .contour(x: [0, 1], y: [0, 1]) { x, _ in x.map { _ in .nan } },
        "no contour lines: no value is finite"
      ),
    ]
    for (figure, note) in notes {
      #expect(ParsedSVG(figure.svg()).words.map(\.text).contains(note))
      #expect(figure.text().contains(note))
    }
  }

  @Test func optionsThatALogAxisCantTakeAreNoted() throws {
    let limits = Figure.line(y: [1, 2]).with(
      FigureOptions(ylim: AxisLimits(-1, 3), yscale: .log))
    #expect(limits.text().contains("ylim −1 has no place on a log axis"))
    let bars = try Figure.bar(categories: ["a"], values: [1]).with(FigureOptions(xscale: .log))
    #expect(bars.text().contains("names stand at equal distances: xscale has no effect"))
    // Empty bins are no values.
    let counts = Figure.histogram([1, 1, 9], bins: 4).with(FigureOptions(yscale: .log))
    #expect(!counts.text().contains("log axis"))
  }

  /// The bar's ticks have more digits where it is high.
  @Test func numbersBesideAColorbarAreNotCut() throws {
    let parsed = ParsedSVG(try Figure.heatmap([1, .nan, .infinity, 4], rows: 2, columns: 2).svg())
    let labels = parsed.words.filter { $0.text.contains(".") }
    #expect(!labels.isEmpty)
    for label in labels {
      #expect(label.x + TextMetrics.width(label.text, size: 13) <= parsed.size.width)
    }
  }

  /// 2⁶² × 4 is more than an Int holds.
  @Test(arguments: [(1 << 62, 4), (1 << 40, 1 << 40), (0, 4), (4, -1), (.max, .max)])
  func gridsOfNoSize(rows: Int, columns: Int) {
    #expect(throws: PlotError.self) {
      try Figure.grid(rows: rows, columns: columns, [.line(y: [1])])
    }
  }

  @Test func emptyDataSaysSo() {
    for figure in [Figure.line(y: []), .line(y: [.nan]), .histogram([])] {
      #expect(ParsedSVG(figure.svg()).words.map(\.text).contains("no data"))
      #expect(figure.text().contains("no data"))
    }
  }

  @Test func aPointBetweenGapsIsSeen() {
    let parsed = ParsedSVG(Figure.line(y: [.nan, 5, .nan]).svg())
    #expect(parsed.elements.count { $0.name == "circle" } == 1)
  }

  @Test func theFirstNaNOfARunIsFlagged() {
    let figure = Figure.lossCurve(runs: [("", [1, 0.5, .nan, .nan])])
    #expect(ParsedSVG(figure.svg()).words.map(\.text).contains("NaN at 3"))
    #expect(figure.text().contains("NaN at 3"))
    #expect(figure.description.contains("NaN at step 3"))
  }

  @Test func aThousandCategories() throws {
    let names = (1...1000).map { "category \($0)" }
    check(try .bar(categories: names, values: names.indices.map(Double.init)), "1000 categories")
    let labels = try Figure.scatter(
      x: names.indices.map(Double.init), y: names.indices.map(Double.init), labels: names)
    check(labels, "1000 groups", bytes: 70_000)
    let words = ParsedSVG(labels.svg()).words.map(\.text)
    #expect(words.contains("and 989 more") && words.count { $0.hasPrefix("category") } == 11)
    #expect(labels.description.contains("and 992 more"))
  }

  static let words = [
    String(repeating: "a very long label ", count: 12), String(repeating: "x", count: 200),
    "עברית ועוד עברית", "خسارة التدريب", "損失関数の値がとても長い名前を持つ場合", "👩‍👩‍👧‍👦 e\u{301}\u{302}", "<b>&amp;",
    "a\nb\tc", "",
  ]

  @Test(arguments: words)
  func labelsOfAllKinds(word: String) throws {
    let mark = MarkOptions(label: word)
    let two = try Figure.line(y: [1, 2], options: mark) + Figure.line(y: [2, 1], options: mark)
    let bars = try Figure.bar(categories: [word, "b", word], values: [1, 2, 3])
    let heat = try Figure.heatmap([1, 2], rows: 1, columns: 2, options: mark)
    let scatter = try Figure.scatter(x: [1, 2], y: [1, 2], labels: [word, "other"])
    for figure in [two, bars, heat, scatter, try .hstack([two, bars])] {
      let named = figure.with(FigureOptions(title: word, xlabel: word, ylabel: word))
      check(named, "\(word)")
      let parsed = ParsedSVG(named.svg())
      for found in parsed.words where !found.isTurned && found.anchor == "start" {
        let end = found.x + TextMetrics.width(found.text, size: 13)
        #expect(end <= parsed.size.width + 1, "“\(found.text)”")
      }
    }
  }

  @Test func foolishSizes() {
    for side in [-5, 0, 1, 1e9, .nan, .infinity] as [Double] {
      let figure = Figure.line(y: [1, 2]).with(FigureOptions(width: side, height: side))
      let (width, height) = ParsedSVG(figure.svg()).size
      #expect(width >= 80 && width <= 6000 && height >= 80 && height <= 6000)
    }
  }

  @Test func wrongSizesAreErrors() {
    #expect(throws: PlotError.self) { try Figure.line(x: [1], y: [1, 2]) }
    #expect(throws: PlotError.self) { try Figure.scatter(x: [1], y: []) }
    #expect(throws: PlotError.self) { try Figure.bar(categories: ["a"], values: [1, 2]) }
    #expect(throws: PlotError.self) { try Figure.heatmap([1, 2, 3], rows: 2, columns: 2) }
    #expect(throws: PlotError.self) { try Figure.image([1, 2], rows: 1, columns: 1, channels: 2) }
    #expect(throws: PlotError.self) { try Figure.area(x: [1], y: [1], lower: []) }
    #expect(throws: PlotError.self) {
      try Figure.contour(x: [1, 1], y: [0, 1]) { x, _ in x }
    }
  }

  @Test func barsOnALogAxisAreSeen() throws {
    let figure = try Figure.bar(categories: ["a", "b"], values: [1, 1000])
      .with(FigureOptions(yscale: .log))
    let boxes = ParsedSVG(figure.svg()).elements.first { $0.attributes["class"] == "f-c0" }
    let heights = (boxes?.attributes["d"] ?? "").split(separator: "Z").map { path in
      path.split { "MHV".contains($0) }.compactMap { part in
        part.split(separator: " ").last.flatMap { Double($0) }
      }
    }
    #expect(heights.count == 2)
    for box in heights { #expect(box.count == 4 && box[2] - box[0] > 8) }
  }

  @Test func infinitiesBreakALine() {
    let figure = Figure.line(y: [1, .infinity, 2, 3])
    let points = ParsedSVG(figure.svg()).elements.first { $0.attributes["class"] == "s-c0" }
    #expect(points?.attributes["d"]?.count { $0 == "M" } == 1)
    #expect(points?.attributes["d"]?.count { $0 == "L" } == 1)
  }

  @Test func whatCanNotBeDrawnIsSaid() throws {
    let flat = try Figure.contour(x: [0, 1], y: [0, 1]) { x, _ in x.map { _ in 2 } }
    #expect(flat.text().contains("no contour lines: all values are 2"))
    let outside = try Figure.contour(x: [0, 1], y: [0, 1], levels: [5]) { x, _ in x }
    #expect(outside.text().contains("no level lies between 0 and 1"))
    let still = try Figure.field(x: [0, 1], y: [0, 1]) { x, y in
      (x.map { _ in 0 }, y.map { _ in 0 })
    }
    #expect(still.description.contains("no arrows"))
    let negative = Figure.line(y: [-1, -2]).with(FigureOptions(yscale: .log))
    #expect(negative.text().contains("no data"))
  }

  @Test func sequencesHaveWholeTicks() {
    let words = ParsedSVG(Figure.line(y: [5, 6, 7]).svg()).words.filter { $0.anchor == "middle" }
    #expect(words.map(\.text) == ["1", "2", "3"])
  }

  @Test func filledAreasMeetTheFrame() throws {
    let places = [0.0, 0.5, 1]
    let area = try Figure.contour(x: places, y: places, isFilled: true) { x, y in
      zip(x, y).map { $0 + $1 }
    }
    let figure = try area + Figure.scatter(x: [0.2], y: [0.7])
    let scene = figure.scene
    guard case .panel(let panel) = scene.content else { throw PlotError("not a panel") }
    #expect(panel.x.scale.lower == 0 && panel.x.scale.upper == 1)
    #expect(panel.y.scale.lower == 0 && panel.y.scale.upper == 1)
    let wider = try area + Figure.scatter(x: [2], y: [0.7])
    guard case .panel(let other) = wider.scene.content else { throw PlotError("not a panel") }
    #expect(other.x.scale.lower == 0 && other.x.scale.upper > 2)
  }
}
