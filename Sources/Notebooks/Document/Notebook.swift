import Diagnostics

/// A notebook as it stands in its file: the text, and the pieces in it that are more than prose.
///
/// Everything that is not a piece is prose and is never printed anew: each writer takes the source
/// and puts something in the place of some pieces.
public struct Notebook: Sendable {
  /// The whole text under the name that the user knows it by.
  public let file: SourceFile
  public let frontMatter: FrontMatter
  /// In the order of the text, none within another.
  public let pieces: [Piece]
  public let cells: [Cell]
  public let values: [InlineValue]
  /// Not empty when the text is not a notebook (an unknown option, an unclosed fence…).
  public let errors: [Diagnostic]

  /// Does the text hold outputs of an earlier run?
  public var hasCommittedOutputs: Bool {
    cells.contains { $0.committed != nil } || values.contains { $0.committed != nil }
  }

  /// Nothing in it runs.
  var isProse: Bool { cells.isEmpty && values.isEmpty }

  /// Text that ends its lines with CR LF gets such outputs, too.
  public var newline: String { file.text.utf8.contains(UInt8(ascii: "\r")) ? "\r\n" : "\n" }
}

/// A stretch of the text that is more than prose.
public struct Piece: Sendable {
  public enum Kind: Sendable {
    case frontMatter
    /// By its index in `Notebook.cells`. The range is the fence, from its first backtick.
    case cell(Int)
    /// By its index in `Notebook.values`.
    case value(Int)
    /// LaTeX without the dollar signs.
    case math(String, isDisplay: Bool)
    /// `@fig-loss`
    case reference(String)
    /// What an earlier run wrote after a cell, or what is left of it when its cell is gone. It
    /// takes the line break before it along.
    case earlierOutput
  }

  /// UTF-8 offsets in `Notebook.file`.
  public let range: Range<Int>
  public let kind: Kind
}

/// A fence ```` ```{gradus} ````.
public struct Cell: Sendable {
  /// What an earlier run wrote after the cell.
  public struct Committed: Sendable {
    /// From the end of the cell's last line to the end of the line with `nb:end`.
    public let range: Range<Int>
    public let label: String
  }

  /// Its label, or `cell-3`: names its figures and its committed output.
  public let id: String
  /// The text between the fences, with its place in the notebook.
  public let source: SourceFile
  public let options: CellOptions
  /// The lines of `source` that are options.
  public let optionLines: Int
  /// The fence itself.
  public let range: Range<Int>
  /// What each further line of the enclosing list or quotation starts with.
  public let prefix: String
  public let committed: Committed?
  /// The prose folds it already: it stands between `<details>` and `</details>`.
  public let isInDetails: Bool

  /// The first line of its code.
  public var firstLine: String {
    code.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  /// The text without its options.
  public var code: String {
    var lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.removeFirst(min(optionLines, lines.count))
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.map { $0.hasSuffix("\r") ? String($0.dropLast()) : String($0) }
      .joined(separator: "\n")
  }
}

/// A value in the prose: `` `{gradus} L` ``, or the same as an earlier run wrote it.
public struct InlineValue: Sendable {
  /// The expression, with its place in the notebook.
  public let source: SourceFile
  public let range: Range<Int>
  /// The value that an earlier run wrote.
  public let committed: String?
  /// Nothing but marks of lists and quotations stands before it on its line.
  public let startsLine: Bool
  public let isInTable: Bool
}
