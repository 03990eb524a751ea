import Foundation
import Testing

@testable import Plotting

@Suite struct TextTests {
  @Test(arguments: Samples.all, [20, 40, 72, 120])
  func fitsTheTerminal(sample: Samples.Sample, columns: Int) {
    for charset in [Charset.braille, .ascii] {
      let lines = sample.figure.text(columns: columns, charset: charset)
        .split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines {
        #expect(DisplayWidth.columns(String(line)) <= columns)
        #expect(line.last != " ")
        if case .ascii = charset { #expect(line.allSatisfy { $0.isASCII }) }
      }
      #expect(lines.count > 2 && lines.count < 130)
    }
  }

  @Test(arguments: Samples.all)
  func colourTakesNoColumns(sample: Samples.Sample) {
    let plain = sample.figure.text(columns: 60)
    #expect(!plain.contains("\u{1b}"))
    let coloured = sample.figure.text(columns: 60, color: true)
    let stripped = coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    for line in stripped.split(separator: "\n") {
      #expect(DisplayWidth.columns(String(line)) <= 60)
    }
    // After the last escape of each line the terminal has its own colours again.
    for line in coloured.split(separator: "\n") {
      let last = line.split(separator: "\u{1b}", omittingEmptySubsequences: false).last ?? ""
      #expect(!line.contains("\u{1b}") || last.hasPrefix("[0m"))
    }
  }

  /// A rising line lights the dots of a diagonal: at each dot column the height grows and no column
  /// is left out.
  @Test func aDiagonalIsADiagonal() {
    let figure = Figure.line(y: [0, 1]).with(
      FigureOptions(xlim: AxisLimits(1, 2), ylim: AxisLimits(0, 1)))
    let heights = lit(figure.text(columns: 40))
    #expect(heights.keys.sorted() == Array(heights.keys.min()!...heights.keys.max()!))
    var lowest = Int.max
    for column in heights.keys.sorted() {
      let rows = heights[column, default: []]
      #expect(rows.max()! <= lowest, "rows are counted from above")
      lowest = rows.min()! + 1
    }
    let all = heights.values.flatMap { $0 }
    let size = figure.text(columns: 40).split(separator: "\n").count
    #expect(all.min() == 0 && all.max()! >= (size - 2) * 4 - 5)
  }

  @Test func aLevelLineIsLevel() {
    let heights = lit(Figure.line(y: [5, 5, 5]).text(columns: 50))
    #expect(Set(heights.values.flatMap { $0 }).count == 1)
    #expect(heights.count > 70)
  }

  /// The dots of a text plot: for each dot column the rows that are lit.
  private func lit(_ text: String) -> [Int: Set<Int>] {
    var result: [Int: Set<Int>] = [:]
    for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for (column, character) in line.enumerated() {
        for dot in dots(character) {
          result[column * 2 + dot[0], default: []].insert(row * 4 + dot[1])
        }
      }
    }
    return result
  }

  /// Bars of 1, 2, 3 and 4 are in that proportion, counted in eighths of a character.
  @Test func barsAreInProportion() throws {
    let figure = try Figure.bar(categories: ["a", "b", "c", "d"], values: [1, 2, 3, 4])
    let lines = figure.text(columns: 60).split(separator: "\n").map(Array.init)
    let eighths: [Character: Int] = [
      "▁": 1, "▂": 2, "▃": 3, "▄": 4, "▅": 5, "▆": 6, "▇": 7, "█": 8,
    ]
    let width = lines.map(\.count).max() ?? 0
    let heights = (0..<width).map { column in
      lines.reduce(0) { $0 + (column < $1.count ? eighths[$1[column]] ?? 0 : 0) }
    }.filter { $0 > 0 }
    var levels: [Int] = []
    for height in heights where height != levels.last { levels.append(height) }
    #expect(levels.count == 4)
    for (index, level) in levels.enumerated() {
      #expect(abs(Double(level) - Double(levels[3]) * Double(index + 1) / 4) <= 1)
    }
    for name in ["a", "b", "c", "d"] { #expect(figure.text(columns: 60).contains(name)) }
  }

  @Test func axesAreLabelled() {
    let figure = Figure.line(y: [0, 10]).with(
      FigureOptions(title: "Title", xlabel: "step", ylabel: "loss"))
    let text = figure.text(columns: 60)
    for word in ["Title", "step", "loss", "0", "10", "│", "└", "┤", "┬"] {
      #expect(text.contains(word))
    }
    let ascii = figure.text(columns: 60, charset: .ascii)
    #expect(ascii.contains("step") && ascii.allSatisfy { $0.isASCII })
  }

  @Test func theLegendTellsLinesApartWithoutColour() throws {
    let two = try #require(Samples.all.first { $0.name == "two lines" }).figure
    let head = two.text(columns: 60).split(separator: "\n").first ?? ""
    #expect(head.contains("sin") && head.contains("cos"))
    let samples = head.split(separator: " ").filter { $0 != "sin" && $0 != "cos" }
    #expect(Set(samples).count == 2)
    for sample in samples {
      let shape = sample.first { !"⠒".contains($0) }
      #expect(two.text(columns: 60).count { $0 == shape } > 2, "the mark is on the line too")
    }
  }

  @Test func smallMatricesShowTheirNumbers() throws {
    let text = try Figure.heatmap([1, -2, 3, 4, 5, 6], rows: 2, columns: 3).text(columns: 60)
    for number in ["1", "−2", "3", "4", "5", "6"] { #expect(text.contains(" \(number) ")) }
  }
}

@Suite struct DescriptionTests {
  private func described(_ y: [Double], _ options: FigureOptions = FigureOptions()) -> String {
    Figure.line(y: y).with(options).description
  }

  @Test func aLossCurveInWords() {
    let losses = (0..<500).map { 0.29 * pow(0.0012 / 0.29, Double($0) / 499) }
    let figure = Figure.lossCurve(runs: [("", losses)])
    #expect(figure.description == "loss, log scale: falls from 0.29 to 0.0012 in 500 steps.")
  }

  @Test func shapesInWords() {
    #expect(described([1, 2, 3]).contains("rises from 1 to 3 for x from 1 to 3"))
    #expect(described([2, 2]).contains("constant at 2"))
    #expect(described([0, 5, 0]).contains("greatest 5 at 2"))
    #expect(described([7]).contains("one point, 7 at 1"))
    #expect(described([]).contains("no finite value"))
    #expect(described([1, .nan, 3]).contains("NaN at x 2"))
  }

  @Test func otherKindsInWords() throws {
    for sample in Samples.all {
      let text = sample.figure.description
      #expect(text.hasSuffix(".") && text.count > 15, "\(sample.name): \(text)")
    }
    let bars = try Figure.bar(categories: ["a", "b"], values: [1, 2])
    #expect(bars.description.contains("a 1, b 2"))
    let alt = bars.with(FigureOptions(alt: "my words"))
    #expect(alt.description == "my words")
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-1.5, "−1.5"), (0.29, "0.29"), (0.0012, "0.0012"), (1234.5, "1230"),
    (123_456, "123456"), (1e6, "1×10⁶"), (-2.5e-7, "−2.5×10⁻⁷"), (0.1 + 0.2, "0.3"),
    (Double.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"), (.leastNonzeroMagnitude, "5×10⁻³²⁴"),
    (0.9996, "1"), (9.996, "10"), (1.7976931348623157e308, "1.8×10³⁰⁸"),
  ])
  func shortAndReadable(value: Double, text: String) {
    #expect(NumberText.format(value) == text)
  }

  @Test func asciiForms() {
    #expect(NumberText.ascii("−1.5×10⁻⁶") == "-1.5e-6")
    #expect(NumberText.ascii("10³") == "1e3")
    #expect(NumberText.ascii("η → ∞") == "? ? inf")
  }
}
