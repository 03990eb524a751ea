import Diagnostics
import Interpreter

// What a program gives may hold control characters: a terminal would obey them, and in a file they
// would end a line or make it no text. They are shown by their pictures: `␛`.

extension CellOutput {
  var visible: CellOutput {
    switch self {
    case .printed(let text): .printed(text.visible)
    case .value(let value): .value(value.visible)
    }
  }
}

extension Presentation {
  var visible: Presentation {
    var result = self
    result.text = text.visible
    result.latex = latex?.visible
    result.blocks = blocks?.map(Self.visible)
    return result
  }

  private static func visible(_ block: Block) -> Block {
    switch block {
    case .paragraph(let inlines): .paragraph(inlines.map(visible))
    case .math(let latex): .math(latex.visible)
    case .table(let header, let rows):
      .table(
        header: header.map { $0.map(visible) }, rows: rows.map { $0.map { $0.map(visible) } })
    case .details(let summary, let blocks):
      .details(summary: summary.map(visible), blocks.map(visible))
    }
  }

  private static func visible(_ inline: Inline) -> Inline {
    switch inline {
    case .text(let text): .text(text.visible)
    case .code(let text): .code(text.visible)
    case .math(let latex): .math(latex.visible)
    }
  }
}

extension Diagnostic {
  var visible: Diagnostic {
    var result = self
    result.message = message.visible
    result.hint = hint?.visible
    return result
  }
}
