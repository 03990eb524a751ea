/// Every operator and punctuation mark, by its canonical spelling.
///
/// The marks of other languages are here too: read as one token, they can be named in the message
/// that says what Gradus writes instead.
public enum Symbol: String, Sendable, CaseIterable {
  case leftParen = "("
  case rightParen = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case dots = ".."
  case arrow = "->"
  case bar = "|"

  case assign = "="
  case define = ":="
  case plusAssign = "+="
  case minusAssign = "-="
  case timesAssign = "*="
  case divideAssign = "/="
  case powerAssign = "^="

  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case power = "^"
  case matmul = "@"
  case solve = "\\"
  case dotProduct = "⋅"
  case outer = "⊗"
  case dottedPlus = ".+"
  case dottedMinus = ".-"
  case dottedTimes = ".*"
  case dottedDivide = "./"
  case dottedPower = ".^"
  case pipe = "|>"

  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case approximately = "≈"
  case dottedEqual = ".=="
  case dottedNotEqual = ".!="
  case dottedLess = ".<"
  case dottedLessEqual = ".<="
  case dottedGreater = ".>"
  case dottedGreaterEqual = ".>="

  case prime = "'"
  case transpose = "ᵀ"
  case squareRoot = "√"
  case nabla = "∇"
  case differential = "∂"

  // Other languages' marks.
  case doubleStar = "**"
  case doubleSlash = "//"
  case percent = "%"
  case doubleAmpersand = "&&"
  case ampersand = "&"
  case doubleBar = "||"
  case exclamation = "!"
  case tilde = "~"
  case tildeEqual = "~="
  case tripleEqual = "==="
  case angles = "<>"
  case fatArrow = "=>"
  case question = "?"
  case doubleColon = "::"
  case ellipsis = "..."
  case dottedPrime = ".'"
  case dottedAssign = ".="
  case elementOf = "∈"
  case notElementOf = "∉"
  case logicalAnd = "∧"
  case logicalOr = "∨"
  case logicalNot = "¬"
  case longArrow = "→"
  case leftArrow = "←"
  case division = "÷"
  case infinity = "∞"
  case sumSign = "∑"
  case productSign = "∏"
  case integralSign = "∫"
  case curlyPrime = "′"
  case approximatelyEqual = "≅"

  /// Look-alikes that are folded when read (LANGUAGE.md, section 1), and `⊙`, which is `.*`.
  static let lookAlikes: [(String, Symbol)] = [
    ("−", .minus), ("×", .times), ("·", .dotProduct), ("\u{387}", .dotProduct), ("⊙", .dottedTimes),
    ("≤", .lessEqual), ("≥", .greaterEqual), ("≠", .notEqual),
    (".≤", .dottedLessEqual), (".≥", .dottedGreaterEqual), (".≠", .dottedNotEqual),
    (".−", .dottedMinus), (".×", .dottedTimes), ("−=", .minusAssign), ("×=", .timesAssign),
  ]

  /// Every spelling with its symbol, by first byte, longest first: the lexer takes the first that fits.
  static let spellings: [[(bytes: [UInt8], symbol: Symbol)]] = {
    var table = [[(bytes: [UInt8], symbol: Symbol)]](repeating: [], count: 256)
    for (text, symbol) in Symbol.allCases.map({ ($0.rawValue, $0) }) + lookAlikes {
      let bytes = Array(text.utf8)
      table[Int(bytes[0])].append((bytes, symbol))
    }
    for index in table.indices {
      table[index].sort { $0.bytes.count > $1.bytes.count }
    }
    return table
  }()

  /// The symbol that closes this opening bracket.
  var closer: Symbol? {
    switch self {
    case .leftParen: .rightParen
    case .leftBracket: .rightBracket
    case .leftBrace: .rightBrace
    default: nil
    }
  }

  /// The arithmetic of `+=` and its like.
  var updateOperator: BinaryOperator? {
    switch self {
    case .plusAssign: .plus
    case .minusAssign: .minus
    case .timesAssign: .times
    case .divideAssign: .divide
    case .powerAssign: .power
    default: nil
    }
  }
}
