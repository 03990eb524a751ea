import Tensors

/// A `for` under way: over a range or vector of numbers without boxing, or over anything that can be
/// indexed by position.
final class Iteration: Machinery {
  private enum Source {
    case range(Range)
    case vector(Tensor)
    case values([Value])
    case slices(Value)
  }

  private let source: Source
  let count: Int
  private var position = 0
  /// A range's start and step, where the source is one.
  private let isRange: Bool
  private let start: Double
  private let step: Double

  private init(_ source: Source, count: Int) {
    self.source = source
    self.count = count
    if case .range(let range) = source {
      (isRange, start, step) = (true, range.start, range.step)
    } else {
      (isRange, start, step) = (false, 0, 0)
    }
  }

  static func range(_ range: Range) -> Iteration { Iteration(.range(range), count: range.count) }
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

  /// The next element when it is a plain number; nil at the end and for other elements.
  @inline(__always)
  func nextNumber() -> Double? {
    guard position < count else { return nil }
    if isRange {
      position &+= 1
      return start + Double(position &- 1) * step
    }
    return nextInVector()
  }

  private func nextInVector() -> Double? {
    guard case .vector(let tensor) = source else { return nil }
    position += 1
    return tensor[flat: position - 1]
  }

  func nextValue(_ machine: Machine) throws -> Value? {
    guard position < count else { return nil }
    position += 1
    switch source {
    case .values(let values): return values[position - 1]
    case .slices(let value): return try machine.element(of: value, at: position - 1)
    case .range, .vector: return nil
    }
  }
}

/// The items of a comprehension so far.
final class ListBuilder: Machinery {
  var items: [Value] = []
}
