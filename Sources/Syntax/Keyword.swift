/// The words that can't be names. `over`, `using`, `until` and `as` are words only where they stand
/// in a `minimize` or an `import`.
public enum Keyword: String, Sendable, CaseIterable {
  case function, `if`, `elseif`, `else`, then, end, `for`, `in`, `while`, `break`, `continue`
  case `return`, and, or, not, `true`, `false`, nothing, check, explain, minimize
  case `import`

  /// Words that begin a statement and can't stand within an expression: where one of them begins a
  /// line, the parser takes it that an unfinished bracket above was a mistake.
  var beginsStatementOnly: Bool {
    switch self {
    case .function, .while, .break, .continue, .return, .check, .import: true
    default: false
    }
  }
}
