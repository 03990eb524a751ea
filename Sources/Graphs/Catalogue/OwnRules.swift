import Tensors

extension Catalogue {
  static let ownRules: [Operation] = [withRule, held]

  /// What a call of a function with a rule of its own, `f'(x) = …`, is recorded as: the value is `y`,
  /// which does not depend on x in a way that derivatives see, and the derivative by `x` is `d`. Since `d`
  /// is a value like any other, second derivatives come out of it by themselves.
  public static let withRule = Operation(
    Entry(
      "with_rule", group: .derivatives, [.init("x"), .init("y"), .init("d")],
      doc: "y, with d as its derivative by x.", isInternal: true),
    type: { types, _ in types[1] },
    kernel: { operands, _ in operands[1] },
    derivative: .rules([{ $0.g * $0.c }, { $0.g }, { $0.constant(0) }]),
    notation: .special, domain: .skipped("its derivative is what the user says"))

  /// The argument as the body of such a function sees it.
  public static let held = Operation(
    Entry(
      "held", group: .derivatives, [.init("x")], doc: "x, constant to a function's body.",
      isInternal: true),
    type: TypeRules.same, kernel: { operands, _ in operands[0] },
    derivative: .zero("the rule of the function says what the derivative is"),
    notation: .invisible, domain: .skipped("its derivative is what the user says"))
}
