import Tensors

// Comparisons and logic, element by element: results are bools, derivatives are 0.
extension Catalogue {
  static let comparisons: [Operation] = [
    equal, notEqual, less, lessEqual, greater, greaterEqual, logicalNot, logicalAnd, logicalOr,
  ]

  public static let equal = comparison("equal", .equal, "==", latex: "=")
  public static let notEqual = comparison("not_equal", .notEqual, "!=", latex: "\\ne")
  public static let less = comparison("less", .less, "<", latex: "<")
  public static let lessEqual = comparison("less_equal", .lessEqual, "<=", latex: "\\le")
  public static let greater = comparison("greater", .greater, ">", latex: ">")
  public static let greaterEqual = comparison("greater_equal", .greaterEqual, ">=", latex: "\\ge")

  public static let logicalAnd = logic("logical_and", .and, "and", latex: "\\land", level: 9)
  public static let logicalOr = logic("logical_or", .or, "or", latex: "\\lor", level: 10)

  public static let logicalNot: Operation = .init(
    Entry(
      "logical_not", group: .comparison, [.init("x")], doc: "true where x is false.",
      isInternal: true),
    type: { types, _ in
      guard types[0].dtype == .bool else { throw TensorFault.notBool(operation: "not") }
      return types[0]
    },
    kernel: { operands, _ in try operands[0].not() },
    derivative: .zero("bools are constant"), notation: .prefix("not ", latex: "\\lnot", level: 8))

  private static func comparison(
    _ name: String, _ op: CompareOp, _ sign: String, latex: String
  ) -> Operation {
    Operation(
      Entry(
        name, group: .comparison, [.init("a"), .init("b")],
        doc: "Whether a \(sign) b, element by element.", isInternal: true),
      type: { types, _ in NodeType(.bool, try broadcastShape(name, types[0].shape, types[1].shape))
      },
      kernel: { operands, _ in try op.apply(operands[0], operands[1]) },
      derivative: .zero("a comparison is constant on either side of equality"),
      notation: .infix(sign, latex: latex, level: 7))
  }

  private static func logic(
    _ name: String, _ op: LogicalOp, _ sign: String, latex: String, level: Int
  ) -> Operation {
    Operation(
      Entry(
        name, group: .comparison, [.init("a"), .init("b")],
        doc: "a \(sign) b for bools, element by element.", isInternal: true),
      type: { types, _ in
        guard types.allSatisfy({ $0.dtype == .bool }) else {
          throw TensorFault.notBool(operation: sign)
        }
        return NodeType(.bool, try broadcastShape(name, types[0].shape, types[1].shape))
      },
      kernel: { operands, _ in try op.apply(operands[0], operands[1]) },
      derivative: .zero("bools are constant"), notation: .infix(sign, latex: latex, level: level))
  }
}
