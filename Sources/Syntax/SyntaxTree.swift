import Diagnostics

// The tree that the parser makes. Every node has the span of the text that it came from.

/// A name with its place. Names are in NFC with look-alikes folded (LANGUAGE.md, section 1).
public struct Identifier: Hashable, Sendable {
  public let name: String
  public let span: Span

  public init(_ name: String, _ span: Span) {
    self.name = name
    self.span = span
  }
}

public struct Expression: Sendable {
  public let kind: Kind
  public let span: Span
  /// 1 for a leaf. The parser keeps it within `SyntaxLimits.depth`, so that whoever walks a tree may
  /// recurse.
  public let height: Int

  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
    height = kind.childHeight + 1
  }

  public indirect enum Kind: Sendable {
    case number(Double)
    case string([StringPiece])
    case boolean(Bool)
    case nothing
    case name(String)
    /// `:` alone as an index: the whole axis.
    case wholeAxis
    /// `..` as an index: all leading axes.
    case leadingAxes
    /// `end` within an index: the size of its axis.
    case axisEnd
    case tuple([Expression])
    case record([RecordField])
    /// `[1, 2]` has one row; `[1, 2; 3, 4]` two. `isMatrix` tells that there was a `;`.
    case array(rows: [[Expression]], isMatrix: Bool)
    case comprehension(Expression, generators: [Generator], condition: Expression?)
    case range(Expression, step: Expression?, Expression)
    case unary(UnaryOperator, Expression)
    /// `operatorSpan` is where the caret of an error goes.
    case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
    /// `0 < x <= 1`: n + 1 operands, n undotted operators.
    case comparison([Expression], [ComparisonOperator])
    case and(Expression, Expression)
    case or(Expression, Expression)
    case not(Expression)
    /// `f(x)`, or `f.(x)` when `isDotted`.
    case call(Expression, [Argument], isDotted: Bool)
    case index(Expression, [Expression])
    case field(Expression, Identifier)
    /// `Aᵀ` or `A.T`.
    case transpose(Expression)
    /// `f'`, `f''`: the order is the number of marks.
    case derivative(Expression, order: Int)
    /// `∇f`.
    case gradient(Expression)
    case partial(PartialDerivative)
    case lambda([Parameter], Expression)
    case conditional(Expression, then: Expression, otherwise: Expression)
    /// `explain e`; the operand may be a `minimize`.
    case explain(Expression)
    case minimize(Minimization)
    /// Stands where the parser could not make sense of the text; a diagnostic was given.
    case invalid
  }
}

public enum StringPiece: Sendable {
  case text(String)
  /// `{expression}` or `{expression:format}`.
  case hole(Expression, format: Format?)

  /// `[width][.precision][f|e|g|%]`.
  public struct Format: Hashable, Sendable {
    public enum Style: Character, Sendable {
      case fixed = "f"
      case exponent = "e"
      case general = "g"
      case percent = "%"
    }
    public let width: Int?
    public let precision: Int?
    public let style: Style?

    public init(width: Int?, precision: Int?, style: Style?) {
      self.width = width
      self.precision = precision
      self.style = style
    }
  }
}

public struct RecordField: Sendable {
  public let name: Identifier
  public let value: Expression

  public init(name: Identifier, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// `for i in xs` within a comprehension.
public struct Generator: Sendable {
  public let pattern: Pattern
  public let source: Expression

  public init(pattern: Pattern, source: Expression) {
    self.pattern = pattern
    self.source = source
  }
}

/// An argument of a call; with a label when given by name (`dim=1`).
public struct Argument: Sendable {
  public let label: Identifier?
  public let value: Expression

  public init(label: Identifier?, value: Expression) {
    self.label = label
    self.value = value
  }
}

public enum UnaryOperator: String, Sendable {
  case minus = "-"
  case plus = "+"
  case squareRoot = "√"
}

public enum BinaryOperator: String, Sendable, CaseIterable {
  case power = "^"
  case dottedPower = ".^"
  case times = "*"
  case divide = "/"
  case matmul = "@"
  case solve = "\\"
  case dottedTimes = ".*"
  case dottedDivide = "./"
  case dot = "⋅"
  case outer = "⊗"
  case plus = "+"
  case minus = "-"
  case dottedPlus = ".+"
  case dottedMinus = ".-"
  case dottedEqual = ".=="
  case dottedNotEqual = ".!="
  case dottedLess = ".<"
  case dottedLessEqual = ".<="
  case dottedGreater = ".>"
  case dottedGreaterEqual = ".>="
  case pipe = "|>"
}

/// The undotted comparisons, which may be chained. Each gives one bool.
public enum ComparisonOperator: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case approximately = "≈"
  case elementOf = "in"
}

/// `∂²L/∂x∂y | (a, b)`.
public struct PartialDerivative: Sendable {
  public struct Variable: Sendable {
    public let name: Identifier
    public let order: Int

    public init(name: Identifier, order: Int) {
      self.name = name
      self.order = order
    }
  }
  public let target: Expression
  public let variables: [Variable]
  public let heldFixed: [Identifier]

  public init(target: Expression, variables: [Variable], heldFixed: [Identifier]) {
    self.target = target
    self.variables = variables
    self.heldFixed = heldFixed
  }
}

/// `minimize L over W1, b1 using adam(0.05) for 500 until L < 1e-3`.
public struct Minimization: Sendable {
  public let target: Expression
  public let variables: [Identifier]
  public let optimizer: Expression?
  public let steps: Expression?
  public let until: Expression?

  public init(
    target: Expression, variables: [Identifier], optimizer: Expression?, steps: Expression?,
    until: Expression?
  ) {
    self.target = target
    self.variables = variables
    self.optimizer = optimizer
    self.steps = steps
    self.until = until
  }
}

public struct Parameter: Sendable {
  public let name: Identifier
  /// `x: [n, d]`
  public let shape: [ShapeSize]?
  public let defaultValue: Expression?

  public init(name: Identifier, shape: [ShapeSize]?, defaultValue: Expression?) {
    self.name = name
    self.shape = shape
    self.defaultValue = defaultValue
  }
}

/// One axis of a shape annotation: a named size, a fixed one, or `_`.
public enum ShapeSize: Sendable {
  case named(Identifier)
  case fixed(Int, Span)
  case any(Span)
}

/// What the left side of an assignment, or the variable of a `for`, takes apart.
public indirect enum Pattern: Sendable {
  case name(Identifier)
  /// `_`
  case discard(Span)
  case tuple([Pattern], Span)

  public var span: Span {
    switch self {
    case .name(let identifier): identifier.span
    case .discard(let span), .tuple(_, let span): span
    }
  }
}

/// A place that can be assigned to: `x`, `A[i, :]`, `p.layers[2].W`, `(a, (b, _))`.
public indirect enum Target: Sendable {
  case pattern(Pattern)
  /// The root name, then the way from it to the part that changes.
  case path(Identifier, [PathStep], Span)

  public enum PathStep: Sendable {
    case index([Expression], Span)
    case field(Identifier)
  }

  public var span: Span {
    switch self {
    case .pattern(let pattern): pattern.span
    case .path(_, _, let span): span
    }
  }
}

public struct Statement: Sendable {
  public let kind: Kind
  public let span: Span
  /// A `;` stood behind it: its value is not shown.
  public let isSilenced: Bool

  public init(_ kind: Kind, _ span: Span, isSilenced: Bool = false) {
    self.kind = kind
    self.span = span
    self.isSilenced = isSilenced
  }

  public indirect enum Kind: Sendable {
    case expression(Expression)
    /// `a = v`, `(a, b) = v`, `A[1] = v`; `a, b = x, y` has two targets' pattern and a tuple.
    case assign(Target, Expression)
    /// `a, A[1] = x, y`: several targets of which one is a path; values are a tuple of that size.
    case assignEach([Target], Expression)
    /// `x += 1`: the operator is the arithmetic one.
    case update(BinaryOperator, Target, Expression)
    /// `L := (y - O2)^2`
    case equation(Identifier, Expression)
    case function(FunctionDefinition)
    /// `f'(x) = expr`: the derivative rule of one's own `f`.
    case derivativeRule(FunctionDefinition)
    case conditional([Branch], otherwise: [Statement]?)
    case forLoop(Pattern, in: Expression, body: [Statement])
    case whileLoop(Expression, body: [Statement])
    case breakLoop
    case continueLoop
    case returnValue(Expression?)
    case check(Expression, message: Expression?)
    /// `import "utils.gradus" as u`
    case importScript(path: String, pathSpan: Span, alias: Identifier)
    case invalid
  }

  public struct Branch: Sendable {
    public let condition: Expression
    public let body: [Statement]

    public init(condition: Expression, body: [Statement]) {
      self.condition = condition
      self.body = body
    }
  }
}

public struct FunctionDefinition: Sendable {
  public let name: Identifier
  public let parameters: [Parameter]
  public let body: Body

  public enum Body: Sendable {
    /// `f(x) = x^2`
    case expression(Expression)
    /// `function f(x) … end`
    case block([Statement])
  }

  public init(name: Identifier, parameters: [Parameter], body: Body) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// What `Parser.parse` gives: always a tree, with what was wrong beside it.
public struct ParsedSource: Sendable {
  public let file: SourceFile
  public let statements: [Statement]
  public let diagnostics: [Diagnostic]
  /// The text ends within an open block or bracket: a REPL reads another line.
  public let isIncomplete: Bool

  public init(
    file: SourceFile, statements: [Statement], diagnostics: [Diagnostic], isIncomplete: Bool
  ) {
    self.file = file
    self.statements = statements
    self.diagnostics = diagnostics
    self.isIncomplete = isIncomplete
  }
}
