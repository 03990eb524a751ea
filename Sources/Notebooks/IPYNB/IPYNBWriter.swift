import Diagnostics
import Interpreter

/// Writes a run as a Jupyter notebook (nbformat 4.5).
///
/// What Markdown says and a Jupyter notebook can't (how long a fence is, how a cell is indented, how
/// many blank lines there are) goes into the cells' metadata under `gradus`, where it is not the usual,
/// so that reading the file gives the Markdown back.
public struct IPYNBWriter {
  private let run: NotebookRun
  private var cells: [JSON] = []
  private var ids: Set<String> = []
  private var executions = 0
  /// What stands between the last cell and the next one.
  private var prose = ""

  public static func render(_ run: NotebookRun) -> String {
    var writer = IPYNBWriter(run: run)
    return writer.notebook().pretty() + "\n"
  }

  private init(run: NotebookRun) {
    self.run = run
    ids = Set(run.notebook.cells.map { Self.id($0.id) })
  }

  private mutating func notebook() -> JSON {
    let notebook = run.notebook
    var position = 0
    for piece in notebook.pieces where piece.range.lowerBound >= position {
      prose += notebook.file.bytes[position..<piece.range.lowerBound].text
      position = piece.range.upperBound
      switch piece.kind {
      case .frontMatter: addRaw(notebook.file.bytes[piece.range].text)
      case .cell(let index): addCode(notebook.cells[index], run.cells[index])
      case .value(let index): prose += InPlace.inline(notebook.values[index], run.values[index])
      case .earlierOutput: break
      case .math, .reference: prose += notebook.file.bytes[piece.range].text
      }
    }
    prose += notebook.file.bytes[position...].text
    addProse(isLast: true)
    return Self.document(cells)
  }

  private static func document(_ cells: [JSON]) -> JSON {
    .object([
      ("cells", .array(cells)),
      (
        "metadata",
        .object([
          (
            "kernelspec",
            .object([
              ("display_name", .string("Gradus")), ("language", .string("gradus")),
              ("name", .string("gradus")),
            ])
          ),
          (
            "language_info",
            .object([("file_extension", .string(".gradus")), ("name", .string("gradus"))])
          ),
        ])
      ),
      ("nbformat", .number(4)), ("nbformat_minor", .number(5)),
    ])
  }

  // MARK: Prose

  private mutating func addRaw(_ text: String) {
    cells.append(
      .object([
        ("cell_type", .string("raw")), ("id", .string(unique("front-matter"))),
        ("metadata", .object([])), ("source", Self.lines(text)),
      ]))
  }

  /// Makes a cell of the prose that has come together. What is left is the gap before the next cell,
  /// where it is not the usual one.
  @discardableResult
  private mutating func addProse(isLast: Bool = false) -> String? {
    defer { prose = "" }
    let usual = IPYNBGap(isFirst: cells.isEmpty, isLast: isLast)
    let before = String(prose.prefix { $0.isNewline })
    guard before.count < prose.count else { return prose == usual.between ? nil : prose }
    let body = prose.dropFirst(before.count)
    let after = String(body.reversed().prefix { $0.isWhitespace }.reversed())
    var extra: [(String, JSON)] = []
    if before != usual.before { extra.append(("before", .string(before))) }
    if after != usual.after { extra.append(("after", .string(after))) }
    cells.append(
      .object([
        ("cell_type", .string("markdown")), ("id", .string(unique("text-\(cells.count + 1)"))),
        ("metadata", Self.metadata(extra)),
        ("source", Self.lines(String(body.dropLast(after.count)))),
      ]))
    return nil
  }

  // MARK: Code

  private mutating func addCode(_ cell: Cell, _ result: CellRun) {
    let gap = addProse()
    let source =
      cell.source.text.hasSuffix("\n") ? String(cell.source.text.dropLast()) : cell.source.text
    let shape = IPYNBFence(of: cell, in: run.notebook)
    var extra = shape.metadata(for: source)
    if let gap { extra.append(("gap", .string(gap))) }
    let hasRun = result.status == .ran || result.status == .failed
    if hasRun { executions += 1 }
    cells.append(
      .object([
        ("cell_type", .string("code")),
        ("execution_count", hasRun ? .number(Double(executions)) : .null),
        ("id", .string(Self.id(cell.id))),
        ("metadata", Self.metadata(extra)),
        ("outputs", .array(IPYNBOutputs.json(cell, result))),
        ("source", Self.lines(source)),
      ]))
  }

  private static func metadata(_ extra: [(String, JSON)]) -> JSON {
    extra.isEmpty ? .object([]) : .object([("gradus", .object(extra))])
  }

  // MARK: Ids and lines

  /// nbformat's ids have at most 64 of these characters.
  private static func id(_ text: String) -> String {
    String(
      text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }.prefix(64))
  }

  private mutating func unique(_ id: String) -> String {
    var candidate = id
    var number = 1
    while !ids.insert(candidate).inserted {
      number += 1
      candidate = "\(id)-\(number)"
    }
    return candidate
  }

  /// A text as nbformat wants it: lines with their line breaks.
  static func lines(_ text: String) -> JSON {
    var result: [JSON] = []
    var line: [UInt8] = []
    for byte in text.utf8 {
      line.append(byte)
      if byte == UInt8(ascii: "\n") {
        result.append(.string(line[...].text))
        line = []
      }
    }
    if !line.isEmpty { result.append(.string(line[...].text)) }
    return .array(result)
  }
}
