import Diagnostics
import Graphs
import Tensors

extension Library {
  static let shapeRows: [Builtin] = [
    Builtin(
      "size", .shape, [.init("A", .value), .init("dim", .value, default: .absent)],
      "The shape of A as a tuple, or the size of one axis.",
      examples: [
        .init("size([1, 2; 3, 4])", "(2, 2)"), .init("size([1, 2, 3], 1)", "3"),
      ]
    ) { machine, arguments in
      guard let shape = arguments[0].shape else {
        throw Diagnostic.notNumeric("size", arguments[0])
      }
      if arguments[1].isNothing {
        return .tuple(Tuple(shape.sizes.map { .number(Double($0)) }))
      }
      let axis = try machine.wholeNumber(arguments[1], "dim")
      let index = axis < 0 ? shape.rank + axis : axis - 1
      guard index >= 0, index < shape.rank else { throw TensorFault.axis(axis, rank: shape.rank) }
      return .number(Double(shape[index]))
    },
    Builtin(
      "length", .shape, [.init("x", .value)],
      "The number of elements of a tensor, tuple or record, or of characters of a string.",
      examples: [.init("length([1, 2; 3, 4])", "4"), .init("length(\"∂L\")", "2")]
    ) { _, arguments in
      switch arguments[0] {
      case .tuple(let tuple): return .number(Double(tuple.items.count))
      case .record(let record): return .number(Double(record.values.count))
      case .string(let text): return .number(Double(text.string.count))
      default:
        guard let shape = arguments[0].shape else {
          throw Diagnostic.notNumeric("length", arguments[0])
        }
        return .number(Double(shape.count))
      }
    },
    Builtin(
      "ndims", .shape, [.init("x", .value)], "The number of axes; 0 for a number.",
      examples: [.init("ndims([1, 2; 3, 4])", "2")]
    ) { _, arguments in
      guard let shape = arguments[0].shape else {
        throw Diagnostic.notNumeric("ndims", arguments[0])
      }
      return .number(Double(shape.rank))
    },
    Builtin(
      "append", .shape, [.init("xs", .value), .init("x", .value)],
      "xs with one more element: a longer vector or tuple.",
      examples: [.init("append([1, 2], 3)", "[1, 2, 3]")]
    ) { machine, arguments in try machine.append(arguments[0], arguments[1]) },
    Builtin(
      "isapprox", .comparison,
      [.init("a", .value), .init("b", .value), .init("tol", .value, default: .number(1e-8))],
      "Whether a and b agree within the relative tolerance tol (or 1e-12 absolutely).",
      examples: [.init("isapprox(1, 1.001, tol=0.01)", "true")]
    ) { machine, arguments in
      guard let tolerance = machine.concrete(arguments[2]).plainNumber else {
        throw Diagnostic.argumentKind("tol", "isapprox", "a number", arguments[2])
      }
      return .bool(
        try machine.approximately(
          machine.concrete(arguments[0]), machine.concrete(arguments[1]), relative: tolerance,
          absolute: 1e-12))
    },
  ]
}

extension Machine {
  fileprivate func append(_ collection: Value, _ element: Value) throws -> Value {
    switch collection {
    case .tuple(let tuple): return .tuple(Tuple(tuple.items + [element]))
    case .tensor(var tensor):
      if tensor.rank == 1, case .number(let number) = element {
        tensor.append(number)
        return .tensor(tensor)
      }
      fallthrough
    default:
      guard let shape = collection.shape, shape.rank > 0, let part = element.shape else {
        throw Diagnostic.notIterable(collection)
      }
      let row = try apply(
        Catalogue.reshape, [element], Attributes(.shape(Shape([1] + part.sizes))))
      return try apply(Catalogue.cat, [collection, row], Attributes(.whole(0)))
    }
  }
}
