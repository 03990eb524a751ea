import Tensors

// Short constructors for the common forms of a row, so that a row reads as a line of a table.

typealias Rule = @Sendable (Adjoint) -> Term

extension Derivative {
  /// One rule, for the only operand or for all of them.
  static func rule(_ rule: @escaping Rule) -> Derivative { .rules([rule]) }

  /// Elementwise rules: what the incoming gradient is multiplied by, for each operand.
  static func local(_ derivatives: Rule...) -> Derivative {
    .rules(derivatives.map { derivative in { $0.g * derivative($0) } })
  }
}

extension Operation {
  /// Applies the operation to terms: rules read as formulas.
  func callAsFunction(_ operands: Term..., with attributes: Attribute...) -> Term {
    .apply(self, operands, Attributes(list: attributes))
  }

  /// An elementwise function of one operand.
  static func unary(
    _ name: String, aliases: [String] = [], group: Entry.Group = .elementary, _ op: UnaryOp,
    _ doc: String, _ derivative: Derivative, notation: Notation = .call(latex: nil),
    domain: Domain = .reals, isSingular: Bool = false, convention: String? = nil,
    examples: [Entry.Example] = [], isInternal: Bool = false
  ) -> Operation {
    Operation(
      Entry(
        name, aliases: aliases, group: group, [Entry.Parameter("x")], doc: doc, examples: examples,
        isInternal: isInternal),
      type: TypeRules.elementwise,
      kernel: { operands, _ in op.apply(operands[0]) },
      derivative: derivative, notation: notation, domain: domain,
      isSingular: isSingular, convention: convention,
      elementwise: .unary(op))
  }

  /// An elementwise function of two operands, broadcasting. The undotted operators of the language
  /// check that no broadcasting happens before they come here.
  static func binary(
    _ name: String, group: Entry.Group = .arithmetic, _ op: BinaryOp, _ doc: String,
    _ derivative: Derivative, notation: Notation = .call(latex: nil), domain: Domain = .reals,
    isSingular: Bool = false, convention: String? = nil,
    parameters: (String, String) = ("a", "b"),
    examples: [Entry.Example] = [], isInternal: Bool = false
  ) -> Operation {
    Operation(
      Entry(
        name, group: group, [Entry.Parameter(parameters.0), Entry.Parameter(parameters.1)],
        doc: doc, examples: examples, isInternal: isInternal),
      type: TypeRules.broadcasting(name),
      kernel: { operands, _ in try op.apply(operands[0], operands[1]) },
      derivative: derivative, notation: notation, domain: domain,
      isSingular: isSingular, convention: convention,
      elementwise: .binary(op))
  }
}
