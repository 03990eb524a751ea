import Diagnostics
import Graphs
import Plotting
import Tensors

extension Library {
  /// Builtins that take figures.
  static let figureRows: [Builtin] = [
    panelRow(
      "grid", [.init("rows", .value), .init("columns", .value), .init("figures", .values)],
      "Panels in rows and columns with aligned axes: grid(2, 2, a, b, c, d).",
      examples: [.init("typeof(grid(1, 2, plot([1, 2]), plot([2, 1])))", "\"figure\"")]
    ) { machine, arguments in
      try Figure.grid(
        rows: try machine.wholeNumber(arguments[0], "the number of rows"),
        columns: try machine.wholeNumber(arguments[1], "the number of columns"),
        try machine.figures(arguments[2], "grid"))
    },
    panelRow(
      "hstack", [.init("figures", .values)], "Panels side by side: hstack(a, b).",
      examples: [.init("typeof(hstack(plot([1, 2]), plot([2, 1])))", "\"figure\"")]
    ) { machine, arguments in try Figure.hstack(try machine.figures(arguments[0], "hstack")) },
    panelRow(
      "vstack", [.init("figures", .values)], "Panels one under the other: vstack(a, b).",
      examples: [.init("typeof(vstack(plot([1, 2]), plot([2, 1])))", "\"figure\"")]
    ) { machine, arguments in try Figure.vstack(try machine.figures(arguments[0], "vstack")) },
    Builtin(
      "text", .plots,
      [
        .init("fig", .value), .init("columns", .value, default: .whole(72)),
        keyword("charset"),
      ],
      "A figure as a string of braille dots, for print; charset=\"ascii\" keeps to ASCII.",
      examples: [.init("typeof(text(plot([1, 2])))", "\"string\"")]
    ) { machine, arguments in
      guard case .figure(let box) = arguments[0] else {
        throw Diagnostic.argumentKind("fig", "text", "a figure", arguments[0])
      }
      let columns = try machine.wholeNumber(arguments[1], "the number of columns")
      let charset = try machine.charset(arguments[2])
      return .text(box.figure.text(columns: columns, charset: charset))
    },
  ]

  /// A row that arranges figures; `title`, `width`, `height` and `alt` are those of the whole.
  private static func panelRow(
    _ name: String, _ own: [Entry.Parameter], _ doc: String, examples: [Entry.Example],
    _ body: @escaping @Sendable (Machine, [Value]) throws -> Figure
  ) -> Builtin {
    let names = ["title", "width", "height", "alt"]
    return Builtin(name, .plots, own + names.map(keyword), doc, examples: examples) {
      machine, arguments in
      // The reader of options wants a value for each option that plots have.
      let given = Dictionary(uniqueKeysWithValues: zip(names, arguments[own.count...]))
      let values = PlotArguments.parameters.map { given[$0.name] ?? .nothing }
      let options = try PlotArguments(values[...], machine, name)
      let figure = try body(machine, Array(arguments[..<own.count]))
      return .figure(FigureBox(figure.with(options.figure)))
    }
  }
}

extension Machine {
  /// `fig1 + fig2`
  func layers(_ below: FigureBox, _ above: FigureBox) throws -> Value {
    .figure(FigureBox(try below.figure + above.figure))
  }

  /// Figures given one by one, or as one tuple of them.
  fileprivate func figures(_ value: Value, _ function: String) throws -> [Figure] {
    var items = value.rest
    if items.count == 1, case .tuple(let inner) = items[0] { items = inner.items }
    return try items.map { item in
      guard case .figure(let box) = item else {
        throw Diagnostic.argumentKind("each panel", function, "a figure", item)
      }
      return box.figure
    }
  }

  fileprivate func charset(_ value: Value) throws -> Charset {
    switch value {
    case .nothing: return .braille
    case .string(let text):
      switch text.string {
      case "braille": return .braille
      case "ascii": return .ascii
      default:
        throw Diagnostic.plotChoice("charset", "text", text.string, among: ["ascii", "braille"])
      }
    default: throw Diagnostic.argumentKind("charset", "text", "\"braille\" or \"ascii\"", value)
    }
  }
}
