import Diagnostics

/// How deep each line of a program stands: two spaces for each block around it, and more where a
/// statement goes on.
struct Indents {
  /// A statement with what its lines need to know of it.
  private struct Entry {
    let span: Span
    let depth: Int
    let isBlock: Bool
  }

  /// In the order of their starts; a statement comes before those within it.
  private var entries: [Entry] = []
  private let lexed: LexedSource

  init(_ statements: [Statement], _ lexed: LexedSource) {
    self.lexed = lexed
    collect(statements, depth: 0)
  }

  private mutating func collect(_ statements: [Statement], depth: Int) {
    for statement in statements {
      let bodies = statement.bodies
      entries.append(Entry(span: statement.span, depth: depth, isBlock: bodies != nil))
      for body in bodies ?? [] { collect(body, depth: depth + 1) }
    }
  }

  func level(of line: SourceLine) -> Int {
    let innermost = innermost(at: line.offset)
    guard let tokens = line.tokens else {
      return innermost.map { $0.depth + 1 } ?? 0
    }
    guard let innermost else { return 0 }
    let first = lexed.tokens[tokens.lowerBound]
    if innermost.span.start == first.span.start { return innermost.depth }
    if innermost.isBlock, endsBody(first.kind), !isInBrackets(tokens.lowerBound, innermost.span) {
      return innermost.depth
    }
    return innermost.depth + continuation(tokens.lowerBound, innermost.span)
  }

  private func endsBody(_ kind: Token.Kind) -> Bool {
    [.keyword(.end), .keyword(.else), .keyword(.elseif)].contains(kind)
  }

  private func innermost(at offset: Int) -> Entry? {
    // Statements nest, so the last that begins before the offset and ends behind it is the innermost.
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].span.start <= offset { low = middle + 1 } else { high = middle }
    }
    var index = low - 1
    while index >= 0 {
      if entries[index].span.end > offset { return entries[index] }
      if entries[index].depth == 0 { return nil }
      index -= 1
    }
    return nil
  }

  private func isInBrackets(_ token: Int, _ span: Span) -> Bool {
    openBrackets(before: token, span).isEmpty == false
  }

  /// The brackets of the statement that are open before a token.
  private func openBrackets(before token: Int, _ span: Span) -> [Int] {
    var open: [Int] = []
    var index = token - 1
    while index >= 0, lexed.tokens[index].span.start >= span.start {
      let partner = Int(lexed.tokens[index].partner)
      if partner >= token { open.append(index) }
      index -= 1
    }
    return open.reversed()
  }

  /// A level for each line that opened brackets, but for those that this line begins by closing; one
  /// level where the statement goes on without brackets.
  private func continuation(_ token: Int, _ span: Span) -> Int {
    var open = openBrackets(before: token, span)
    guard !open.isEmpty else { return 1 }
    var closing = token
    while let last = open.last, Int(lexed.tokens[last].partner) == closing {
      open.removeLast()
      closing += 1
    }
    let lines = Set(open.map { lexed.file.position(at: lexed.tokens[$0].span.start).lineIndex })
    return lines.count
  }
}

extension Statement {
  /// The statements within a block; nil for what is no block.
  fileprivate var bodies: [[Statement]]? {
    switch kind {
    case .conditional(let branches, let otherwise):
      branches.map(\.body) + (otherwise.map { [$0] } ?? [])
    case .forLoop(_, _, let body), .whileLoop(_, let body): [body]
    case .function(let definition), .derivativeRule(let definition):
      if case .block(let body) = definition.body { [body] } else { nil }
    default: nil
    }
  }
}
