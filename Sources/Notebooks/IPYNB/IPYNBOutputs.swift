import Diagnostics
import Interpreter

/// A cell's outputs as nbformat has them: each value in all of its forms, and Jupyter takes the best.
enum IPYNBOutputs {
  static func json(_ cell: Cell, _ run: CellRun) -> [JSON] {
    guard cell.options.include else { return [] }
    if cell.options.output == .asis, !run.markdown.isEmpty {
      let data: [(String, JSON)] = [
        ("text/markdown", IPYNBWriter.lines(run.markdown)),
        ("text/plain", IPYNBWriter.lines(run.markdown)),
      ]
      return [display(data)] + run.errors.map(json)
    }
    var result: [JSON] = []
    var printed = ""
    for (output, name) in zip(run.shown, cell.figureNames(for: run.shown)) {
      switch output {
      case .printed(let text): printed += text
      case .value(let value):
        if !printed.isEmpty { result.append(stream(printed)) }
        printed = ""
        result.append(display(forms(of: value.sized(for: cell), name: name)))
      }
    }
    if !printed.isEmpty { result.append(stream(printed)) }
    return result + run.errors.map(json)
  }

  private static func stream(_ text: String) -> JSON {
    .object([
      ("name", .string("stdout")), ("output_type", .string("stream")),
      ("text", IPYNBWriter.lines(text)),
    ])
  }

  private static func display(_ data: [(String, JSON)]) -> JSON {
    .object([
      ("data", .object(data)), ("metadata", .object([])), ("output_type", .string("display_data")),
    ])
  }

  private static func forms(of value: Presentation, name: String) -> [(String, JSON)] {
    var result: [(String, JSON)] = []
    if let figure = value.figure {
      result.append(("image/svg+xml", IPYNBWriter.lines(figure.svg(idPrefix: name))))
      result.append(("text/plain", IPYNBWriter.lines(figure.description)))
      return result
    }
    if let blocks = value.blocks {
      let text = blocks.flatMap(MarkdownOutput.markdown).joined(separator: "\n\n")
      result.append(("text/markdown", IPYNBWriter.lines(text)))
    } else if let latex = value.latex {
      result.append(("text/latex", IPYNBWriter.lines("$\\displaystyle \(latex.oneLine)$")))
    }
    result.append(("text/plain", IPYNBWriter.lines(value.text)))
    return result
  }

  private static func json(_ error: Diagnostic) -> JSON {
    let lines = error.plainText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return .object([
      ("ename", .string(error.code)), ("evalue", .string(error.message)),
      ("output_type", .string("error")), ("traceback", .array(lines.map { .string(String($0)) })),
    ])
  }
}
