import Diagnostics

/// The spaces between the tokens of a line.
struct Spacing {
  private let lexed: LexedSource
  private var tokens: [Token] { lexed.tokens }

  init(_ lexed: LexedSource) { self.lexed = lexed }

  /// The text of a line's tokens.
  func text(_ range: Swift.Range<Int>) -> String {
    var result = ""
    var index = range.lowerBound
    while index < range.upperBound {
      // A string with all of its holes stays as it is.
      let last = tokens[index].kind == .stringStart ? stringEnd(index) : index
      if index > range.lowerBound, needsSpace(before: index) { result += " " }
      result += lexed.file.text(in: tokens[index].span.union(tokens[last].span))
      index = last + 1
    }
    return result
  }

  /// The `=` or `:=` of a line, outside brackets; it says in which column it stands, and whether it was
  /// put apart from what is before it.
  func assignment(
    _ range: Swift.Range<Int>
  ) -> (token: Int, column: Int, isApart: Bool)? {
    guard range.count > 1 else { return nil }
    for index in range.dropFirst() {
      guard [.symbol(.assign), .symbol(.define)].contains(tokens[index].kind) else { continue }
      guard !isInBrackets(index) else { continue }
      let gap = tokens[index].span.start - tokens[index - 1].span.end
      let column = lexed.file.position(at: tokens[index].span.start).column
      return (index, column, gap > 1)
    }
    return nil
  }

  private func stringEnd(_ start: Int) -> Int {
    var depth = 0
    for index in start..<tokens.count {
      if tokens[index].kind == .stringStart { depth += 1 }
      if tokens[index].kind == .stringEnd { depth -= 1 }
      if depth == 0 { return index }
    }
    return tokens.count - 1
  }

  private func needsSpace(before index: Int) -> Bool {
    let (left, right) = (tokens[index - 1], tokens[index])
    let touched = left.span.end == right.span.start
    switch right.kind {
    // Two of them stay two: x² ¹⁰ is (x^2)^10.
    case .superscript: return left.kind == .superscript
    case .symbol(let symbol):
      if let decided = spaceBefore(symbol, index, touched: touched) { return decided }
    default: break
    }
    switch left.kind {
    case .symbol(let symbol): return spaceAfter(symbol, index - 1, touched: touched)
    default: return right.kind == .symbol(.differential) ? !touched : true
    }
  }

  /// Whether the sign is parted from what stands before it; nil when that one decides.
  private func spaceBefore(_ symbol: Symbol, _ index: Int, touched: Bool) -> Bool? {
    let afterOperand = endsValue(index - 1)
    switch symbol {
    case .comma, .semicolon, .rightParen, .rightBracket, .rightBrace: return false
    case .dot, .prime, .curlyPrime: return false
    case .transpose: return false
    case .leftParen, .leftBracket: return afterOperand ? !touched : nil
    case .power, .dottedPower, .doubleColon: return false
    case .colon: return tokens[index - 1].kind == .symbol(.comma) ? true : false
    case .assign: return !isInBrackets(index)
    case .plus, .minus:
      if !afterOperand { return nil }
      return isSpacedSum(index)
    case .times, .divide: return isSpaced(index)
    case .squareRoot, .nabla, .leftBrace: return nil
    case .differential: return afterOperand ? !touched : nil
    case .dots: return nil
    default: return true
    }
  }

  private func spaceAfter(_ symbol: Symbol, _ index: Int, touched: Bool) -> Bool {
    switch symbol {
    case .leftParen, .leftBracket, .leftBrace, .dot, .squareRoot, .nabla, .differential:
      return false
    case .power, .dottedPower: return false
    case .colon: return isLabel(index)
    case .assign: return !isInBrackets(index)
    case .plus, .minus:
      if index == 0 || !endsValue(index - 1) { return false }
      return isSpacedSum(index)
    case .times, .divide: return isSpaced(index)
    case .rightParen, .rightBracket, .rightBrace, .prime, .transpose: return true
    default: return true
    }
  }

  /// The token ends something that an operator can follow.
  private func endsValue(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .name, .number, .discard, .superscript, .stringEnd, .quotedText: return true
    case .keyword(let word): return [.true, .false, .nothing, .end, .minimize].contains(word)
    case .symbol(let symbol):
      return [.rightParen, .rightBracket, .rightBrace, .prime, .transpose, .curlyPrime].contains(
        symbol)
    default: return false
    }
  }

  private func touches(_ index: Int) -> (before: Bool, after: Bool) {
    let token = tokens[index]
    let before = index > 0 && tokens[index - 1].span.end == token.span.start
    let after = index + 1 < tokens.count && tokens[index + 1].span.start == token.span.end
    return (before, after)
  }

  /// A product keeps the spaces that it had, on both sides or none.
  private func isSpaced(_ index: Int) -> Bool {
    let (before, after) = touches(index)
    return !(before && after)
  }

  /// A sum has spaces around its sign, but within an index or a range it may stand close.
  private func isSpacedSum(_ index: Int) -> Bool {
    let (before, after) = touches(index)
    guard before, after else { return true }
    return !(isInIndex(index) || isInRange(index))
  }

  // MARK: Brackets

  /// The innermost bracket around a token; looks no further than a screen of text.
  private func bracket(around index: Int) -> Int? {
    var position = index - 1
    while position >= 0, index - position < Spacing.reach {
      if Int(tokens[position].partner) > index { return position }
      position -= 1
    }
    return nil
  }

  private static let reach = 4000

  private func isInBrackets(_ index: Int) -> Bool { bracket(around: index) != nil }

  private func isInIndex(_ index: Int) -> Bool {
    guard let opener = bracket(around: index), tokens[opener].kind == .symbol(.leftBracket),
      opener > 0
    else { return false }
    return endsValue(opener - 1) && touches(opener).before
  }

  /// A `:` behind a field's or a parameter's name.
  private func isLabel(_ index: Int) -> Bool {
    guard index >= 2, tokens[index - 1].kind == .name, let opener = bracket(around: index) else {
      return false
    }
    let before = tokens[index - 2].kind
    guard before == .symbol(.comma) || index - 2 == opener else { return false }
    if tokens[opener].kind == .symbol(.leftBrace) { return true }
    return tokens[opener].kind == .symbol(.leftParen)
      && tokens[index + 1].kind == .symbol(.leftBracket)
  }

  /// A `:` of a range stands within the same brackets, before the next comma on either side.
  private func isInRange(_ index: Int) -> Bool {
    scan(from: index, by: 1) || scan(from: index, by: -1)
  }

  private func scan(from start: Int, by step: Int) -> Bool {
    var index = start + step
    var depth = 0
    while tokens.indices.contains(index), abs(index - start) < 200 {
      switch tokens[index].kind {
      case .symbol(.leftParen), .symbol(.leftBracket), .symbol(.leftBrace):
        depth += step
      case .symbol(.rightParen), .symbol(.rightBracket), .symbol(.rightBrace):
        depth -= step
      case .symbol(.colon) where depth == 0 && !isLabel(index): return true
      case .symbol(.comma) where depth == 0, .symbol(.semicolon) where depth == 0,
        .symbol(.assign) where depth == 0, .keyword where depth == 0, .endOfText:
        return false
      default: break
      }
      if depth < 0 || (tokens[index].isFirstOnLine && step > 0 && depth == 0) { return false }
      index += step
    }
    return false
  }
}
