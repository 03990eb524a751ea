import Diagnostics
import Tensors

// E03: indexes and fields.
extension Diagnostic {
  static func indexOutOfRange(_ index: Int, axis: Int, size: Int) -> Diagnostic {
    Diagnostic(
      "E0301", "index \(index) is out of range: axis \(axis) has size \(size)",
      hint: indexHint(index))
  }

  /// The same for an object that the program names.
  static func indexOutOfRange(_ index: Int, axis: Int, of object: Value) -> OperandFault {
    let shape = object.shape ?? .scalar
    let count: String
    switch object {
    case .tuple(let tuple): count = "has \(tuple.items.count) parts"
    case .string(let text): count = "has \(text.string.count) characters"
    default: count = "has \(shape.rank == 0 ? 0 : shape[0]) elements"
    }
    return OperandFault { texts in
      let why =
        shape.rank > 1
        ? "axis \(axis) of \(texts.left) has size \(shape[axis - 1]) (\(texts.left) is \(shape))"
        : "\(texts.left) \(count)"
      return Diagnostic(
        "E0301", "index \(index) is out of range: \(why)", hint: indexHint(index))
    }
  }

  private static func indexHint(_ index: Int) -> String? {
    if index == 0 { return "indexes are counted from 1, as in the formula" }
    if index < 0 { return "end\(index + 1 == 0 ? "" : " - \(-index - 1)") counts from the end" }
    return nil
  }

  static func indexCount(given: Int, rank: Int) -> Diagnostic {
    let isRow = given == 1 && rank == 2
    return Diagnostic(
      "E0302",
      "\(given) \(given == 1 ? "index" : "indexes") for a tensor with \(rank) \(rank == 1 ? "axis" : "axes")",
      hint: isRow
        ? "A[i, :] is row i, A[:, j] column j" : "one index for each axis; `:` takes all of it")
  }

  static func indexNotWhole(_ number: Double) -> Diagnostic {
    Diagnostic("E0303", "an index must be a whole number, not \(Display(digits: 6).number(number))")
  }

  static func indexKind(_ value: Value) -> Diagnostic {
    Diagnostic(
      "E0304",
      "an index is a number, a range, a vector of numbers, a mask or `:`, not \(value.phrase)"
    )
  }

  static func notIndexable(_ value: Value) -> OperandFault {
    let phrase = value.phrase
    let isFunction = value.isFunction
    return OperandFault { texts in
      Diagnostic(
        "E0305", "\(texts.left) is \(phrase) and has no parts to index",
        hint: isFunction ? "\(texts.left)(\(texts.right)) calls it" : nil)
    }
  }

  static func leadingAxesFirst() -> Diagnostic {
    Diagnostic("E0307", "`..` stands for all axes that are not named, so it comes once")
  }

  static func maskShape(_ mask: Shape, _ wanted: Shape) -> Diagnostic {
    Diagnostic("E0308", "a mask has the shape of what it selects from: \(wanted), not \(mask)")
  }

  static func noField(_ name: String, _ names: [String]) -> Diagnostic {
    let near = Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
    return Diagnostic(
      "E0309", "there is no field \(name)",
      hint: near ?? (names.isEmpty ? nil : "the fields are \(names.joined(separator: ", "))"))
  }

  static func fieldOfValue(_ name: String, _ value: Value) -> OperandFault {
    let phrase = value.phrase
    let isTensor = value.isNumeric
    return OperandFault { texts in
      let methods = ["shape": "size(\(texts.left))", "len": "length(\(texts.left))"]
      return Diagnostic(
        "E0310", "\(texts.left) is \(phrase) and has no field \(name)",
        hint: isTensor ? methods[name] ?? "functions are called: \(name)(\(texts.left))" : nil)
    }
  }

  static func updateOfString() -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0313", "\(texts.left) is a string; the characters of a string can't be replaced",
        hint: "make a new one: \"{\(texts.left)[1:2]}x\"")
    }
  }

  static func assignedShape(_ part: Shape, _ value: Shape) -> Diagnostic {
    let takes = part.rank == 0 ? "one number" : "a number or \(part)"
    return Diagnostic("E0314", "the part that is assigned takes \(takes), the value is \(value)")
  }

  static func updateOfEquation(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0311", "\(name) is an equation; its parts can't be assigned",
      hint: "assign what it depends on, or \(name) = … to replace it")
  }

  static func negativeSize(_ size: Int) -> Diagnostic {
    Diagnostic("E0312", "a size can't be negative, got \(size)")
  }
}
