/// What a notebook's block structure holds that matters for its pieces.
struct BlockOutline {
  /// A fenced code block.
  struct Fence {
    let info: String
    let length: Int
    let character: UInt8
    /// The line of the opening fence, from 0, and where its first backtick is.
    let line: Int
    let start: Int
    /// The content as Markdown sees it, line by line.
    let content: [String]
  }

  /// A paragraph, a heading or a row of a table: text with inline markup.
  struct Leaf {
    let lines: ClosedRange<Int>
    /// Where the first line's content begins.
    let start: Int
    let isInTable: Bool
    /// A line of raw HTML: only values of an earlier run are looked for in it.
    var isHTML = false
  }

  /// `<!-- nb:output LABEL -->` … `<!-- nb:end -->`, lines from 0.
  struct Output {
    let label: String
    let lines: ClosedRange<Int>
    let isClosed: Bool
  }

  private(set) var fences: [Fence] = []
  private(set) var leaves: [Leaf] = []
  private(set) var outputs: [Output] = []

  init(_ lines: TextLines, masked: [UInt8]) {
    guard let tree = MarkdownTree(masked) else { return }
    for node in tree.root.all {
      let first = node.startLine - 1
      guard lines.ranges.indices.contains(first) || node.kind == .document else { continue }
      switch node.kind {
      case .htmlBlock: addHTML(node, lines)
      case .codeBlock: addFence(node, lines)
      case .paragraph, .heading: addLeaf(node, lines, isInTable: false)
      case .tableHeader, .tableRow: addLeaf(node, lines, isInTable: true)
      default: break
      }
    }
  }

  /// The last line of the output that was found last: what it holds is no piece.
  private var lastOutputLine: Int { outputs.last?.lines.upperBound ?? -1 }

  private mutating func addFence(_ node: MarkdownNode, _ lines: TextLines) {
    guard let fence = node.fence, node.startLine - 1 > lastOutputLine else { return }
    var content = node.literal.split(separator: "\n", omittingEmptySubsequences: false)
    // The literal ends with a line break, which is not the start of one more line.
    if content.last?.isEmpty == true { content.removeLast() }
    let line = node.startLine - 1
    fences.append(
      Fence(
        info: node.info.trimmed, length: fence.length, character: fence.character, line: line,
        start: lines.ranges[line].lowerBound + node.startColumn - 1,
        content: content.map(String.init)
      ))
  }

  private mutating func addLeaf(_ node: MarkdownNode, _ lines: TextLines, isInTable: Bool) {
    let first = node.startLine - 1
    let last = min(max(first, node.endLine - 1), lines.ranges.count - 1)
    guard first > lastOutputLine else { return }
    let start = lines.ranges[first].lowerBound + max(node.startColumn - 1, 0)
    leaves.append(
      Leaf(
        lines: first...last, start: min(start, lines.ranges[first].upperBound),
        isInTable: isInTable))
  }

  private mutating func addHTML(_ node: MarkdownNode, _ lines: TextLines) {
    let first = node.startLine - 1
    guard first > lastOutputLine else { return }
    let text = node.literal
    guard let label = Self.outputLabel(text.trimmed) else {
      let count = max(1, text.split(separator: "\n", omittingEmptySubsequences: false).count - 1)
      let last = min(first + count - 1, lines.ranges.count - 1)
      for line in first...last {
        leaves.append(
          Leaf(
            lines: line...line, start: lines.ranges[line].lowerBound, isInTable: false, isHTML: true
          ))
      }
      return
    }
    var sibling = node.next
    while let block = sibling {
      if block.kind == .htmlBlock, block.literal.trimmed == "<!-- nb:end -->" {
        outputs.append(Output(label: label, lines: first...(block.startLine - 1), isClosed: true))
        return
      }
      sibling = block.next
    }
    outputs.append(Output(label: label, lines: first...first, isClosed: false))
  }

  /// The label in `<!-- nb:output loss -->`.
  static func outputLabel(_ comment: String) -> String? {
    let opening = "<!-- nb:output "
    guard comment.hasPrefix(opening), comment.hasSuffix(" -->"), comment.count > opening.count + 4
    else { return nil }
    return comment.dropFirst(opening.count).dropLast(4).trimmed
  }
}
