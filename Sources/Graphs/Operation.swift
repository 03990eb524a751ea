import Tensors

/// One row of the catalogue: everything that Gradus knows of one differentiable (or at least numeric)
/// operation. Help, completion, the reference, typesetting, differentiation and the generated tests
/// are all derived from rows; there is no other place where an operation is described.
public final class Operation: Sendable {
  /// Name, signature and documentation.
  public let entry: Entry
  /// The type of the result from the types of the operands, without computing it.
  public let type: TypeRule
  /// Computes the result.
  public let kernel: Kernel
  /// What the operation does to each element, where it is elementwise: for fast paths and plans.
  public let elementwise: Elementwise?
  /// The reverse-mode rule, or the reason why there is none. There is no default.
  public let derivative: Derivative
  /// How the operation is written in formulas.
  public let notation: Notation
  /// Where the generated tests probe it.
  public let domain: Domain
  /// The local derivative can be infinite or undefined at points where the operation is not, or an
  /// incoming gradient of 0 means that there is no dependence. Products of the chain rule at this
  /// operation and below it are then 0 wherever a factor is 0: see `Term.absorbing`.
  public let isSingular: Bool
  /// What the derivative is taken to be at kinks and edges, as a sentence for the docs.
  public let convention: String?

  public enum Elementwise: Sendable {
    case unary(UnaryOp)
    case binary(BinaryOp)
  }

  public typealias TypeRule = @Sendable ([NodeType], Attributes) throws -> NodeType
  public typealias Kernel = @Sendable ([Quantity], Attributes) throws -> Quantity

  public init(
    _ entry: Entry, type: @escaping TypeRule, kernel: @escaping Kernel, derivative: Derivative,
    notation: Notation = .call(latex: nil), domain: Domain = .reals, isSingular: Bool = false,
    convention: String? = nil, elementwise: Elementwise? = nil
  ) {
    self.entry = entry
    self.type = type
    self.kernel = kernel
    self.derivative = derivative
    self.notation = notation
    self.domain = domain
    self.isSingular = isSingular
    self.convention = convention
    self.elementwise = elementwise
  }

  public var name: String { entry.name }
}

/// What help and the reference say of a builtin, differentiable or not.
public struct Entry: Sendable {
  /// A parameter of the builtin as its callers see it.
  public struct Parameter: Sendable {
    public enum Kind: Sendable {
      /// A number or tensor that the graph carries and derivatives flow through.
      case operand
      /// All remaining positional arguments, or the elements of one tuple, are operands.
      case operands
      /// Part of the operation, not of the graph.
      case attribute(Attribute.Kind)
      /// Any value (functions, strings, …): only for builtins that are not graph operations.
      case value
      /// All remaining positional arguments.
      case values
    }
    public let name: String
    public let kind: Kind
    /// nil: required. `.none` in the attribute sense is written `.some(.absent)`.
    public let defaultValue: Attribute?
    /// The argument must be given by name.
    public let isKeyword: Bool

    public init(
      _ name: String, _ kind: Kind = .operand, default defaultValue: Attribute? = nil,
      isKeyword: Bool = false
    ) {
      self.name = name
      self.kind = kind
      self.defaultValue = defaultValue
      self.isKeyword = isKeyword
    }
  }

  /// A line of Gradus with what it shows; run as a test.
  public struct Example: Sendable {
    public let code: String
    public let result: String

    public init(_ code: String, _ result: String) {
      self.code = code
      self.result = result
    }
  }

  public enum Group: String, Sendable, CaseIterable {
    case arithmetic, elementary, comparison, reductions, shape, making, random
    case linearAlgebra = "linear algebra"
    case networks, losses, calculus, derivatives
    case higherOrder = "higher-order"
    case data, display, optimizers, plots
  }

  public let name: String
  public let aliases: [String]
  public let group: Group
  public let parameters: [Parameter]
  /// One line.
  public let doc: String
  public let examples: [Example]
  /// Not visible by name in the language: only derivatives and operators make it.
  public let isInternal: Bool

  public init(
    _ name: String, aliases: [String] = [], group: Group, _ parameters: [Parameter], doc: String,
    examples: [Example] = [], isInternal: Bool = false
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.parameters = parameters
    self.doc = doc
    self.examples = examples
    self.isInternal = isInternal
  }

  /// `sum(x, dim=nothing, keep=false)`
  public var signature: String {
    let list = parameters.map { parameter in
      switch parameter.kind {
      case .operands, .values: return parameter.name + "…"
      default:
        guard let value = parameter.defaultValue else { return parameter.name }
        return "\(parameter.name)=\(value.sourceText)"
      }
    }
    return "\(name)(\(list.joined(separator: ", ")))"
  }
}

/// The type of what flows along an edge: an element type and a shape; a number has the scalar shape.
public struct NodeType: Hashable, Sendable {
  public let dtype: DType
  public let shape: Shape

  public init(_ dtype: DType = .f64, _ shape: Shape) {
    self.dtype = dtype
    self.shape = shape
  }

  public static let number = NodeType(.f64, .scalar)
  public var isNumber: Bool { shape.rank == 0 }
}

/// A part of an operation that is not an operand: an axis, a flag, a shape, a selection.
public enum Attribute: Hashable, Sendable {
  case absent
  case whole(Int)
  case wholes([Int])
  case flag(Bool)
  case number(Double)
  case shape(Shape)
  case selection([AxisIndex])
  case text(String)

  public enum Kind: Sendable {
    /// An axis as its user writes it: counted from 1, -1 the last. Handed to kernels from 0 as `.whole`.
    case axis
    /// Like `axis`, of the result, which has one axis more than the operands.
    case newAxis
    /// Like `axis`, or a tuple of axes; `.wholes` from 0, or `.absent` for all.
    case axes
    case whole, wholes, flag, number, shape, text
  }

  /// As it would be written in Gradus.
  public var sourceText: String {
    switch self {
    case .absent: "nothing"
    case .whole(let value): "\(value)"
    case .wholes(let values): "(" + values.map(String.init).joined(separator: ", ") + ")"
    case .flag(let value): "\(value)"
    case .number(let value): Attribute.text(of: value)
    case .shape(let shape): shape.description
    case .selection: "…"
    case .text(let text): "\"\(text)\""
    }
  }

  private static func text(of value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
    return value.isNaN ? "NaN" : Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

/// The attributes of one node, in the order of the row's attribute parameters.
public struct Attributes: Hashable, Sendable {
  public let values: [Attribute]

  public init(_ values: Attribute...) { self.values = values }
  public init(list: [Attribute]) { self.values = list }
  public static let none = Attributes()

  public subscript(position: Int) -> Attribute {
    position < values.count ? values[position] : .absent
  }
  public func whole(_ position: Int, default value: Int = 0) -> Int {
    if case .whole(let number) = self[position] { number } else { value }
  }
  public func wholes(_ position: Int) -> [Int]? {
    switch self[position] {
    case .whole(let number): [number]
    case .wholes(let numbers): numbers
    default: nil
    }
  }
  public func flag(_ position: Int) -> Bool { self[position] == .flag(true) }
  public func number(_ position: Int, default value: Double = 0) -> Double {
    switch self[position] {
    case .number(let number): number
    case .whole(let number): Double(number)
    default: value
    }
  }
  public func shape(_ position: Int) -> Shape {
    if case .shape(let shape) = self[position] { shape } else { .scalar }
  }
  public func selection(_ position: Int) -> [AxisIndex] {
    if case .selection(let indexes) = self[position] { indexes } else { [] }
  }
}

/// The reverse-mode rule of a row.
public enum Derivative: Sendable {
  /// One rule for each operand (the last one serves all further operands): what the incoming
  /// gradient `g` contributes to that operand. A contribution of another shape than the operand's is
  /// summed or broadcast to it, so elementwise rules are written as if everything were a number.
  case rules([@Sendable (Adjoint) -> Term])
  /// Piecewise constant: the derivative is 0 wherever it exists. The text says why.
  case zero(String)
  /// Not differentiable; the text is the reason that the error gives.
  case none(String)
}

/// What a derivative rule sees.
public struct Adjoint {
  /// The operands.
  public let inputs: [Term]
  /// The node's own value.
  public let y: Term
  /// The gradient that comes in: ∂(final output)/∂y, of y's shape.
  public let g: Term
  public let attributes: Attributes
  /// The operand whose contribution is asked for.
  public let position: Int

  public var a: Term { inputs[0] }
  public var b: Term { inputs[1] }
  public var c: Term { inputs[2] }
  /// The operand whose contribution is asked for.
  public var x: Term { inputs[position] }
}

/// How a formula writes an operation. Levels of binding are those of LANGUAGE.md, section 4.
public enum Notation: Sendable {
  /// `name(a, b)`; LaTeX `\name(a, b)` where `latex` gives the macro, else `\operatorname{name}`.
  case call(latex: String?)
  /// `a + b`; text and LaTeX of the sign.
  case infix(String, latex: String, level: Int)
  case prefix(String, latex: String, level: Int)
  /// `aᵀ`, `x²`.
  case postfix(String, latex: String)
  /// Drawn in a way of its own by the typesetter (fractions, powers, roots, sums, norms, indexing).
  case special
  /// Not drawn: its operand stands for it (broadcasting, sums that undo a broadcast).
  case invisible
}

/// Where tests take their points, so that every row is probed where it is smooth.
public enum Domain: Sendable {
  case reals
  case positive
  case between(Double, Double)
  case greaterThan(Double)
  /// Each operand has a domain of its own.
  case each([Domain])
  /// Matrices: square and well conditioned, or symmetric positive definite.
  case wellConditioned
  case positiveDefinite
  /// Not probed by the generated tests; the reason.
  case skipped(String)
}
