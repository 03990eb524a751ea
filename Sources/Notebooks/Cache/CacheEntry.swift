import Interpreter
import Plotting

/// What one cell gave and what it changed, as it is kept for later runs.
struct CacheEntry {
  struct FileRead: Equatable {
    let path: String
    let hash: String
  }

  let outputs: [CellOutput]
  /// As `Session.changes` wrote it.
  let changes: [UInt8]
  let files: [FileRead]
  /// The cell whose name is in the drawings, where there are some.
  var figureOwner: String?

  /// With a checksum in front: a file that somebody has touched is as good as none.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.write(outputs.count)
    for output in outputs { writer.write(output) }
    writer.write(changes)
    writer.write(files.count)
    for file in files {
      writer.write(file.path)
      writer.write(file.hash)
    }
    writer.write(optional: figureOwner) { $0.write($1) }
    return SHA256.digest(writer.bytes) + writer.bytes
  }
}

extension CacheEntry {
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 32, SHA256.digest(bytes[32...]) == Array(bytes[..<32]) else { return nil }
    var reader = ByteReader(Array(bytes[32...]))
    do {
      outputs = try (0..<reader.count()).map { _ in try reader.output() }
      changes = try reader.block()
      files = try (0..<reader.count()).map { _ in
        FileRead(path: try reader.text(), hash: try reader.text())
      }
      figureOwner = try reader.flag() ? try reader.text() : nil
    } catch {
      return nil
    }
  }
}

// MARK: - Outputs

extension ByteWriter {
  fileprivate mutating func write(_ output: CellOutput) {
    switch output {
    case .printed(let text):
      write(byte: 0)
      write(text)
    case .value(let value):
      write(byte: 1)
      write(value.text)
      write(optional: value.latex) { $0.write($1) }
      write(optional: value.blocks) { $0.write(blocks: $1) }
      write(optional: value.figure?.drawing) { $0.write($1) }
    }
  }

  fileprivate mutating func write<Part>(
    optional part: Part?, _ body: (inout ByteWriter, Part) -> Void
  ) {
    write(part != nil)
    if let part { body(&self, part) }
  }

  private mutating func write(_ drawing: FigureDrawing) {
    for text in [drawing.svg, drawing.html, drawing.text, drawing.description] { write(text) }
  }

  private mutating func write(blocks: [Presentation.Block]) {
    write(blocks.count)
    for block in blocks {
      switch block {
      case .paragraph(let inlines):
        write(byte: 0)
        write(inlines: inlines)
      case .math(let latex):
        write(byte: 1)
        write(latex)
      case .table(let header, let rows):
        write(byte: 2)
        write(rows.count + 1)
        for row in [header] + rows {
          write(row.count)
          for cell in row { write(inlines: cell) }
        }
      case .details(let summary, let inner):
        write(byte: 3)
        write(inlines: summary)
        write(blocks: inner)
      }
    }
  }

  private mutating func write(inlines: [Presentation.Inline]) {
    write(inlines.count)
    for inline in inlines {
      let (kind, text): (UInt8, String) =
        switch inline {
        case .text(let text): (0, text)
        case .code(let text): (1, text)
        case .math(let text): (2, text)
        }
      write(byte: kind)
      write(text)
    }
  }
}

extension ByteReader {
  fileprivate mutating func output() throws -> CellOutput {
    if try byte() == 0 { return .printed(try text()) }
    var value = Presentation(text: try text())
    if try flag() { value.latex = try text() }
    if try flag() { value.blocks = try blocks(depth: 0) }
    if try flag() {
      value.figure = Figure(
        drawing: FigureDrawing(
          svg: try text(), html: try text(), text: try text(), description: try text()))
    }
    return .value(value)
  }

  private mutating func blocks(depth: Int) throws -> [Presentation.Block] {
    guard depth < 100 else { throw Failure() }
    return try (0..<count()).map { _ in
      switch try byte() {
      case 0: return .paragraph(try inlines())
      case 1: return .math(try text())
      case 2:
        let rows = try (0..<count()).map { _ in try (0..<count()).map { _ in try inlines() } }
        guard let header = rows.first else { throw Failure() }
        return .table(header: header, rows: Array(rows.dropFirst()))
      default: return .details(summary: try inlines(), try blocks(depth: depth + 1))
      }
    }
  }

  private mutating func inlines() throws -> [Presentation.Inline] {
    try (0..<count()).map { _ in
      switch try byte() {
      case 0: .text(try text())
      case 1: .code(try text())
      default: .math(try text())
      }
    }
  }
}
