import Tensors

extension Catalogue {
  static let ownRules: [Operation] = [withRule]

  /// What a call of a function with a rule of its own, `f'(x) = …`, is recorded as: the value is `y`,
  /// and the derivative by `x` is `d`. Since `d` is a value like any other, second derivatives come out
  /// of it by themselves.
  public static let withRule = Operation(
    Entry(
      "with_rule", group: .derivatives, [.init("x"), .init("y"), .init("d")],
      doc: "y, with d as its derivative by x.", isInternal: true),
    type: { types, _ in types[1] },
    kernel: { operands, _ in operands[1] },
    derivative: .rules([{ $0.g * $0.c }, { $0.constant(0) }, { $0.constant(0) }]),
    domain: .skipped("its derivative is what the user says"))
}
