import Diagnostics
import Graphs
import Tensors

// E02: operators, operands and shapes.
extension Diagnostic {
  static func unequalShapes(_ op: String, _ a: Shape, _ b: Shape) -> OperandFault {
    let canBroadcast = Shape.broadcast(a, b) != nil
    return OperandFault { texts in
      let hint =
        canBroadcast
        ? "\(texts.left) .\(op) \(texts.right) broadcasts the smaller to the larger"
        : nil
      return Diagnostic(
        "E0201", "`\(op)` needs equal shapes: \(texts.left) is \(a), \(texts.right) is \(b)",
        secondary: [
          Diagnostic.Label(texts.leftPlace, "\(a)"), Diagnostic.Label(texts.rightPlace, "\(b)"),
        ],
        hint: op == "+" || op == "-" ? hint : nil)
    }
  }

  static func cannotBroadcast(_ op: String, _ a: Shape, _ b: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0202",
        "`\(op)` can't broadcast: \(texts.left) is \(a), \(texts.right) is \(b)",
        secondary: [
          Diagnostic.Label(texts.leftPlace, "\(a)"), Diagnostic.Label(texts.rightPlace, "\(b)"),
        ], hint: "counted from the right, sizes must be equal or 1")
    }
  }

  static func vectorProduct(_ a: Shape, _ b: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0203", "the product of two vectors can mean three things",
        secondary: [
          Diagnostic.Label(texts.leftPlace, "\(a)"), Diagnostic.Label(texts.rightPlace, "\(b)"),
        ],
        hint:
          "dot(\(texts.left), \(texts.right)), \(texts.left) .* \(texts.right) or outer(\(texts.left), \(texts.right))"
      )
    }
  }

  /// Two operands whose inner sizes differ: the rule, in the operands' own names.
  static func innerSizes(_ op: String, _ a: Shape, _ b: Shape) -> OperandFault {
    let inner = a[a.rank - 1]
    let outer = b.rank == 1 ? b[0] : b[b.rank - 2]
    return OperandFault { texts in
      let columns =
        a.rank == 1
        ? count(inner, "element") + " of \(texts.left)"
        : count(inner, "column") + " of \(texts.left)"
      let rows =
        b.rank == 1
        ? count(outer, "element") + " of \(texts.right)"
        : count(outer, "row") + " of \(texts.right)"
      return Diagnostic(
        "E0216",
        "`\(op)`: \(texts.left) is \(a), \(texts.right) is \(b): the \(columns) meet the \(rows)",
        secondary: [
          Diagnostic.Label(texts.leftPlace, "\(a)"), Diagnostic.Label(texts.rightPlace, "\(b)"),
        ], hint: fitting(op, a, b, texts))
    }
  }

  /// The transposed operand that would fit, if one would.
  private static func fitting(
    _ op: String, _ a: Shape, _ b: Shape, _ texts: OperandTexts
  ) -> String? {
    let rows = b.rank == 1 ? b[0] : b[b.rank - 2]
    if a.rank == 2, a[0] == rows { return "\(texts.left)ᵀ\(op)\(texts.right) would fit" }
    if b.rank == 2, b[1] == a[a.rank - 1] { return "\(texts.left)\(op)\(texts.right)ᵀ would fit" }
    return "these two numbers must be equal"
  }

  private static func count(_ size: Int, _ word: String) -> String {
    "\(size) \(word)\(size == 1 ? "" : "s")"
  }

  static func rankProduct(_ a: Shape, _ b: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0204", "`*` multiplies numbers, vectors and matrices; these are \(a) and \(b)",
        hint: "\(texts.left) @ \(texts.right) multiplies stacks of matrices")
    }
  }

  static func divisionByTensor(_ b: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0205", "`/` divides by a number; \(texts.right) is \(b)",
        hint: "\(texts.left) ./ \(texts.right) divides element by element; A \\ b solves")
    }
  }

  static func tensorPower(_ base: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0206", "`^` is the power of a number or of a square matrix; \(texts.left) is \(base)",
        hint: "\(texts.left).^\(texts.right) takes the power of each element")
    }
  }

  static func notSquare(_ op: String, _ shape: Shape) -> OperandFault {
    OperandFault { texts in
      Diagnostic("E0207", "`\(op)` needs a square matrix; \(texts.left) is \(shape)")
    }
  }

  static func negativeMatrixPower(_ exponent: Int) -> Diagnostic {
    Diagnostic(
      "E0208", "a matrix power needs an exponent of 0 or more, got \(exponent)",
      hint: exponent == -1 ? "inv(A); A \\ b solves" : "inv(A)^\(exponent.magnitude)")
  }

  static func operandKinds(_ op: String, _ a: Value, _ b: Value) -> OperandFault {
    let (left, right) = (a.phrase, b.phrase)
    let isText = a.kindName == "string" || b.kindName == "string"
    let isFunction = a.isFunction || b.isFunction
    return OperandFault { texts in
      var hint = isText && op == "+" ? "\"{\(texts.left)}{\(texts.right)}\" joins texts" : nil
      if isFunction { hint = "combine the values of functions: x -> f(x) \(op) g(x)" }
      return Diagnostic(
        "E0209", "`\(op)` does not work on \(left) and \(right)",
        secondary: [
          Diagnostic.Label(texts.leftPlace, left), Diagnostic.Label(texts.rightPlace, right),
        ], hint: hint)
    }
  }

  static func operandKind(_ op: String, _ a: Value) -> OperandFault {
    let phrase = a.phrase
    return OperandFault { texts in
      Diagnostic("E0209", "`\(op)` does not work on \(texts.left), which is \(phrase)")
    }
  }

  static func notBool(_ op: String, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0213", "`\(op)` combines bools, not \(value.phrase)",
      hint: value.isNumeric ? "compare first: x > 0 \(op == "not" ? "" : op + " …")" : nil)
  }

  static func notCondition(_ value: Value) -> Diagnostic {
    let isMask = value.nodeType?.dtype == .bool
    return Diagnostic(
      "E0217", "a condition must be true or false, not \(value.phrase)",
      hint: isMask
        ? "all(…) or any(…) makes one bool of many" : "compare it: x != 0, s != \"\"")
  }

  static func notOrdered(_ op: String, _ a: Value, _ b: Value) -> Diagnostic {
    let isTensor = (a.shape?.rank ?? 0) > 0 || (b.shape?.rank ?? 0) > 0
    return Diagnostic(
      "E0218", "`\(op)` compares two numbers, not \(a.phrase) and \(b.phrase)",
      hint: isTensor ? ".\(op) compares element by element" : nil)
  }

  static func unequalStructures(_ a: Value, _ b: Value) -> Diagnostic {
    Diagnostic(
      "E0219", "\(structure(a)) and \(structure(b)) don't have the same structure",
      hint: "tuples and records combine leaf by leaf when their parts correspond")
  }

  /// A tuple by its size, a record by its fields.
  private static func structure(_ value: Value) -> String {
    guard case .record(let record) = value else { return value.phrase }
    return "a record {\(record.names.joined(separator: ", "))}"
  }

  static func notNumeric(_ operation: String, _ value: Value) -> Diagnostic {
    Diagnostic("E0220", "\(operation) works on numbers and tensors, not on \(value.phrase)")
  }

  // Building tensors.

  static func elementKinds(_ items: [Value]) -> Diagnostic {
    let odd = items.first { !$0.isNumeric } ?? .nothing
    return Diagnostic(
      "E0221", "brackets make a tensor of numbers; one element is \(odd.phrase)",
      hint: "a tuple holds anything: (a, b)")
  }

  static func elementShapes(_ a: Shape, _ b: Shape) -> Diagnostic {
    Diagnostic(
      "E0222", "the elements of a tensor have one shape; these have \(name(a)) and \(name(b))",
      hint: "a tuple holds parts of different shape: (a, b)")
  }

  private static func name(_ shape: Shape) -> String {
    shape.rank == 0 ? "none (a number)" : "\(shape)"
  }

  static func elementKind(_ value: Value) -> Diagnostic {
    Diagnostic("E0223", "an element of a tensor must be a number, not \(value.phrase)")
  }

  static func raggedRows(first: Int, row: Int, count: Int) -> Diagnostic {
    Diagnostic(
      "E0224",
      "the rows of a matrix have equal length: row 1 has \(first) elements, row \(row) has \(count)"
    )
  }

  static func blockShape(_ value: Value) -> Diagnostic {
    Diagnostic(
      "E0225", "with `;` the parts are numbers or matrices, not \(value.phrase)",
      hint: "[u, v] of two vectors is a matrix with rows u and v; reshape(v, (n, 1)) is a column")
  }

  static func raggedComprehension() -> Diagnostic {
    Diagnostic(
      "E0226", "a comprehension with two variables makes a matrix: the inner range must not change",
      hint: "add `if true` for a plain vector of all values")
  }

  static func rangeBounds(_ a: Value, _ step: Value, _ b: Value) -> Diagnostic {
    Diagnostic("E0227", "a range goes from number to number, not from \(a.phrase) to \(b.phrase)")
  }

  static func rangeStep(_ a: Double, _ step: Double, _ b: Double) -> Diagnostic {
    let display = Display(digits: 6)
    return Diagnostic(
      "E0228",
      "a range needs finite bounds and a step other than 0, got \(display.number(a)):\(display.number(step)):\(display.number(b))"
    )
  }

  static func rangeTooLong(_ count: Double) -> Diagnostic {
    Diagnostic("E0229", "this range has \(Display(digits: 3).number(count)) elements; at most 2^53")
  }

  static func notIterable(_ value: Value) -> Diagnostic {
    Diagnostic(
      "E0230", "`for` goes through a range, a tensor, a tuple or a string, not \(value.phrase)",
      hint: value.shape?.rank == 0 ? "for i in 1:n" : nil)
  }
}
