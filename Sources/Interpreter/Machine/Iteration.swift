import Tensors

/// A `for` under way over anything but a range: over a vector of numbers without boxing, or over what can be
/// indexed by position. Of a range the machine keeps four numbers in registers instead.
final class Iteration: Machinery {
  private enum Source {
    case vector(Tensor)
    case values([Value])
    case slices(Value)
  }

  /// The registers that an iteration takes.
  static let registers = 4

  private let source: Source
  let count: Int
  private var position = 0

  private init(_ source: Source, count: Int) {
    self.source = source
    self.count = count
  }

  static func values(_ values: [Value]) -> Iteration {
    Iteration(.values(values), count: values.count)
  }
  /// Along the first axis of a tensor (which may be traced).
  static func slices(_ value: Value, count: Int) -> Iteration {
    if case .tensor(let tensor) = value, tensor.rank == 1, tensor.dtype != .bool {
      return Iteration(.vector(tensor), count: count)
    }
    return Iteration(.slices(value), count: count)
  }

  /// The next element; nil at the end.
  func next(_ machine: Machine) throws -> Value? {
    guard position < count else { return nil }
    position += 1
    switch source {
    case .vector(let tensor): return .number(tensor[flat: position - 1])
    case .values(let values): return values[position - 1]
    case .slices(let value): return try machine.element(of: value, at: position - 1)
    }
  }
}

/// The items of a comprehension so far.
final class ListBuilder: Machinery {
  var items: [Value] = []
}
