import Foundation

@testable import Plotting

/// One figure of each kind, small enough to read.
enum Samples {
  struct Sample: Sendable, CustomStringConvertible {
    var name: String
    var figure: Figure
    var description: String { name }
  }

  static let all: [Sample] = (try? make()) ?? []

  private static func make() throws -> [Sample] {
    let xs = (0...40).map { Double($0) / 10 }
    let places = (0...12).map { Double($0) / 3 - 2 }
    var noise = Noise(11)
    let losses = (0..<200).map { exp(-Double($0) / 40) + 0.02 * noise.next() }
    let values = (0..<300).map { _ in noise.next() + noise.next() + noise.next() }
    let line = try Figure.line(x: xs, y: xs.map(sin), options: MarkOptions(label: "sin"))
    let other = try Figure.line(x: xs, y: xs.map(cos), options: MarkOptions(label: "cos"))
    let bowl = try Figure.contour(x: places, y: places) { x, y in zip(x, y).map { $0 * $0 + $1 } }
    let path = try Figure.path(x: [1.5, 0.5, 0.1, 0], y: [1.5, 1, 0.4, 0.1])
    return [
      Sample(name: "line", figure: line),
      Sample(name: "two lines", figure: try line + other),
      Sample(name: "function", figure: try .function(from: -3, to: 3) { $0.map { 1 / $0 } }),
      Sample(
        name: "loss", figure: .lossCurve(runs: [("a", losses), ("b", losses.map { $0 * 2 })])),
      Sample(
        name: "smooth",
        figure: .lossCurve(runs: [("", losses)], options: MarkOptions(smooth: 0.9))),
      Sample(
        name: "scatter",
        figure: try .scatter(
          x: [1, 2, 3, 4], y: [4, 1, 3, 2], labels: ["one", "two", "one", "two"])),
      Sample(name: "bar", figure: try .bar(categories: ["a", "b", "c"], values: [3, -1, 2])),
      Sample(
        name: "bars",
        figure: try .bar(
          categories: ["a", "b"], series: [("left", [1, 2]), ("right", [2, 1])])),
      Sample(name: "histogram", figure: .histogram(values)),
      Sample(
        name: "error bars",
        figure: try .errorBars(x: [1, 2, 3], y: [2, 3, 2.5], error: [0.2, 0.5, 0.1])),
      Sample(name: "area", figure: try .area(x: xs, y: xs.map { $0 * $0 })),
      Sample(
        name: "heatmap", figure: try .heatmap([1, -2, 3, 4, 5, 6], rows: 2, columns: 3)),
      Sample(name: "contour", figure: bowl),
      Sample(
        name: "filled contour",
        figure: try .contour(x: places, y: places, levels: [0], isFilled: true) { x, y in
          zip(x, y).map { $0 - $1 * $1 }
        }),
      Sample(
        name: "field",
        figure: try .field(x: places, y: places) { x, y in (y.map { -$0 }, x) }),
      Sample(name: "path", figure: path),
      Sample(name: "path on contours", figure: try bowl + path),
      Sample(
        name: "image", figure: try .image((0..<64).map(Double.init), rows: 8, columns: 8)),
      Sample(
        name: "labels", figure: try .labels(x: [0, 1], y: [0, 1], texts: ["here", "there"])),
      Sample(name: "grid", figure: try .grid(rows: 2, columns: 2, [line, other, bowl])),
    ]
  }
}
