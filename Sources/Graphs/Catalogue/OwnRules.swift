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
    derivative: .rules([statedDerivative, { $0.g }, { $0.constant(0) }]),
    notation: .special, domain: .skipped("its derivative is what the user says"))

  private static let statedDerivative: Rule = { adjoint in
    let (x, y, d) = (adjoint.a.shape, adjoint.b.shape, adjoint.c)
    guard isJacobian(d.shape, of: y, by: x) else { return adjoint.g * d }
    let rows = adjoint.g.reshaped(to: Shape([y.count]))
    return matmul(rows, d.reshaped(to: Shape([y.count, x.count]))).reshaped(to: x)
  }

  /// Whether a stated derivative is one: either it acts element by element, as a number, in the shape of
  /// the argument or in that of the value; or it is a Jacobian.
  public static func isRuleShape(_ d: Shape, of y: Shape, by x: Shape) -> Bool {
    if isJacobian(d, of: y, by: x) { return true }
    let isKnown = d.rank == 0 || d == x || d == y
    return isKnown && (y.rank == 0 || Shape.broadcast(x, y) == y)
  }

  /// The axes of the value, then those of the argument.
  private static func isJacobian(_ d: Shape, of y: Shape, by x: Shape) -> Bool {
    x.rank > 0 && y.rank > 0 && d.sizes == y.sizes + x.sizes
  }

  /// The argument as the body of such a function sees it.
  public static let held = Operation(
    Entry(
      "held", group: .derivatives, [.init("x")], doc: "x, constant to a function's body.",
      isInternal: true),
    type: TypeRules.same, kernel: { operands, _ in operands[0] },
    derivative: .zero("the rule of the function says what the derivative is"),
    notation: .invisible, domain: .skipped("its derivative is what the user says"))
}
