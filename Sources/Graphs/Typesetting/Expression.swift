/// What is written on paper: the tree that both writers walk. It says which signs stand where, but not
/// how they look.
indirect enum Expression {
  /// Not negative.
  case number(Double)
  case name(String)
  /// Text that stands for itself: a constant tensor, `true`.
  case literal(String)
  /// LaTeX that stands for itself.
  case raw(String)
  case negative(Expression)
  case sum([Term])
  /// At least two factors.
  case product([Factor])
  case quotient(Expression, Expression, isElementwise: Bool)
  case power(Expression, Expression, isElementwise: Bool)
  case call(Call)
  case infix(Infix)
  case prefix(text: String, latex: String, level: Int, Expression)
  case postfix(text: String, latex: String, Expression)

  struct Term {
    let isNegative: Bool
    /// The sign is dotted: shapes differ.
    let isDotted: Bool
    let value: Expression
  }

  struct Factor {
    /// The sign in front of it is ⊙: it and what stands before it are tensors.
    let isElementwise: Bool
    let value: Expression
  }

  struct Call {
    let name: String
    /// The macro, from the catalogue.
    let latex: String?
    let arguments: [Expression]
    /// `dim=1`
    var keywords: [(name: String, value: String)] = []
  }

  struct Infix {
    let text: String
    let latex: String
    let level: Int
    let left: Expression
    let right: Expression
  }

  /// How tightly the outermost sign binds: the levels of LANGUAGE.md, section 4, 1 the tightest.
  var level: Int {
    switch self {
    case .number, .name, .literal, .raw, .call, .postfix: 1
    case .power: 2
    case .negative(let value): max(3, value.level)
    case .product, .quotient: 4
    case .sum: 5
    case .infix(let infix): infix.level
    case .prefix(_, _, let level, _): level
    }
  }

  /// Multiplied element by element somewhere on its top level.
  var isElementwiseProduct: Bool {
    switch self {
    case .product(let factors): factors.contains(where: \.isElementwise)
    case .quotient(let above, _, let isElementwise): isElementwise || above.isElementwiseProduct
    case .negative(let value): value.isElementwiseProduct
    default: false
    }
  }
}
