import CKernels

/// The index for one axis. Positions count from 0.
public enum AxisIndex: Hashable, Sendable {
  /// One position; the axis goes away.
  case at(Int)
  /// `start`, `start + step`, … ; `step` may be negative.
  case slice(start: Int, step: Int, count: Int)
  case all
  /// Any positions in any order, also repeated.
  case list([Int])
}

extension Tensor {
  /// The selected elements: one index per axis, each applied to its own axis.
  /// - Returns: a number or bool if every index is `.at`.
  /// - Throws: `indexCount`, `index`, `tooLarge`.
  public func take(_ indexes: [AxisIndex]) throws -> Quantity {
    let selection = try Selection(indexes, of: shape)
    try TensorBudget.check(selection.shape, dtype)
    let result = Tensor(uninitialized: selection.shape, dtype)
    let width = dtype.width
    storage.raw { from in
      result.storage.raw { to in
        selection.forEachBlock { offset, start, rank, sizes, steps in
          ck_gather(Int32(width), rank, sizes, from + offset * width, steps, to + start * width)
        }
      }
    }
    try TensorBudget.checkDone(result.count)
    return Quantity(collapsing: result)
  }

  /// A copy with the selected elements replaced; where a position is selected twice, the later
  /// value stays.
  /// - Parameter value: of the selection's shape, or a number for all. Numbers make a bool
  ///   tensor f64.
  /// - Throws: `indexCount`, `index`, `shapes`.
  public func replacing(_ indexes: [AxisIndex], with value: Quantity) throws -> Tensor {
    var copy = self
    try copy.replace(indexes, with: value)
    return copy
  }

  /// As `replacing`, in place when this is the only reference. On a fault nothing changes.
  public mutating func replace(_ indexes: [AxisIndex], with value: Quantity) throws {
    let selection = try Selection(indexes, of: shape)
    guard value.shape == selection.shape || value.asNumber != nil else {
      throw TensorFault.shapes(
        operation: "assignment", selection.shape, value.shape, canBroadcast: false)
    }
    if dtype == .bool, value.dtype != .bool { self = asDoubles }
    makeUnique()
    let source = try Kernels.broadcast(value, to: selection.shape).expanded
    let values =
      switch dtype {
      case .bool: source
      case .f32: source.asSingles
      case .f64: source.asDoubles
      }
    let width = dtype.width
    values.storage.raw { from in
      storage.raw { to in
        selection.forEachBlock { offset, start, rank, sizes, steps in
          ck_scatter(Int32(width), rank, sizes, from + start * width, to + offset * width, steps)
        }
      }
    }
  }

  /// The adjoint of `take`: zeros, to which the values are added at the selected positions, in
  /// order.
  /// - Throws: `indexCount`, `index`, `shapes`, `tooLarge`.
  public static func scatterAdd(
    into shape: Shape, _ indexes: [AxisIndex], _ values: Quantity
  ) throws -> Tensor {
    let selection = try Selection(indexes, of: shape)
    let source = try Kernels.broadcast(values, to: selection.shape).expanded.asDoubles
    let result = try Tensor.filled(0, shape: shape)
    source.storage.doubles { from in
      result.storage.doubles { to in
        selection.forEachBlock { offset, start, rank, sizes, steps in
          ck_scatter_add(rank, sizes, from + start, to + offset, steps)
        }
      }
    }
    try TensorBudget.checkDone(source.count)
    return result
  }

  /// An element by one position per axis, counted from 0.
  /// - Throws: `indexCount`, `index`.
  public func element(at positions: Int...) throws -> Double {
    self[flat: try flatIndex(positions)]
  }

  /// Replaces one element, in place when this is the only reference. A bool tensor becomes f64.
  /// - Throws: `indexCount`, `index`.
  public mutating func setElement(at positions: Int..., to value: Double) throws {
    let index = try flatIndex(positions)
    if dtype == .bool { self = asDoubles }
    makeUnique()
    storage.doubles { $0[index] = value }
  }

  private func flatIndex(_ positions: [Int]) throws -> Int {
    let shape = self.shape
    guard positions.count == shape.rank else {
      throw TensorFault.indexCount(given: positions.count, rank: shape.rank)
    }
    var index = 0
    for axis in 0..<shape.rank {
      try checkPosition(positions[axis], axis: axis, size: shape[axis])
      index = index * shape[axis] + positions[axis]
    }
    return index
  }
}

private func checkPosition(_ position: Int, axis: Int, size: Int) throws {
  guard position >= 0, position < size else {
    throw TensorFault.index(position &+ 1, axis: axis + 1, size: size)
  }
}

/// Checked indexes, ready for the strided kernels.
private struct Selection {
  /// The shape of what is selected.
  private(set) var shape: Shape
  /// The flat position of the first element, apart from what the lists add.
  private var offset = 0
  /// For each axis of `shape`, the step between its neighbours; unused for lists.
  private var steps = Steps()
  /// For the axes of `shape` up to the last that is a list, the offsets of a list's positions.
  private var lists: [[Int]?] = []

  init(_ indexes: [AxisIndex], of source: Shape) throws {
    guard indexes.count == source.rank else {
      throw TensorFault.indexCount(given: indexes.count, rank: source.rank)
    }
    let own = source.steps
    shape = .scalar
    for (axis, index) in indexes.enumerated() {
      try add(index, axis: axis, size: source[axis], step: own[axis])
    }
  }

  private mutating func add(_ index: AxisIndex, axis: Int, size: Int, step: Int) throws {
    switch index {
    case .at(let position):
      try checkPosition(position, axis: axis, size: size)
      offset += position * step
    case .all:
      steps[shape.rank] = step
      shape.append(size)
    case .slice(let start, let by, let count):
      try Selection.check(start: start, step: by, count: count, axis: axis, size: size)
      if count > 0 { offset += start * step }
      // The step of a single element is never taken and may be anything.
      steps[shape.rank] = count > 1 ? by * step : 0
      shape.append(Swift.max(0, count))
    case .list(let positions):
      for position in positions { try checkPosition(position, axis: axis, size: size) }
      lists += Array(repeating: nil, count: shape.rank - lists.count)
      lists.append(positions.map { $0 * step })
      shape.append(positions.count)
    }
  }

  private static func check(start: Int, step: Int, count: Int, axis: Int, size: Int) throws {
    guard count > 0 else { return }
    try checkPosition(start, axis: axis, size: size)
    let (reach, overflow) = step.multipliedReportingOverflow(by: count - 1)
    let (last, overflow2) = start.addingReportingOverflow(reach)
    try checkPosition(overflow || overflow2 ? Int.max : last, axis: axis, size: size)
  }

  /// Calls for each block that steps alone describe: its flat position in the tensor, its start
  /// among the selected elements, and its rank, sizes and steps.
  func forEachBlock(_ body: (Int, Int, Int32, UnsafePointer<Int>, UnsafePointer<Int>) -> Void) {
    // Axes up to the last list are walked here, those behind it by the kernel.
    let outer = lists.count
    if outer == 0 {
      shape.withSizes { sizes in
        steps.withPointer { body(offset, 0, Int32(shape.rank), sizes, $0) }
      }
      return
    }
    let rest = Int32(shape.rank - outer)
    let block = shape.product(outer..<shape.rank)
    var start = 0
    shape.withSizes { sizes in
      steps.withPointer { steps in
        walk(axis: 0, outer, offset) { at in
          body(at, start, rest, sizes + outer, steps + outer)
          start += block
        }
      }
    }
  }

  private func walk(axis: Int, _ end: Int, _ at: Int, _ body: (Int) -> Void) {
    if axis == end { return body(at) }
    if let list = lists[axis] {
      for offset in list { walk(axis: axis + 1, end, at + offset, body) }
    } else {
      for i in 0..<shape[axis] { walk(axis: axis + 1, end, at + i * steps[axis], body) }
    }
  }
}
