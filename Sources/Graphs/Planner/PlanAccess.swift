import Tensors

/// How a fused program reads an operand.
enum PlanAccess: Hashable {
  case whole(PlanValue)
  case number(PlanValue)
  case pattern(PlanValue, repeat: Int, period: Int)

  /// The value that the operand is a view of, which has memory or is computed by a step.
  var base: PlanValue {
    switch self {
    case .whole(let value), .number(let value), .pattern(let value, _, _): value
    }
  }
}

extension [PlanNode] {
  /// How to read `value` element by element while walking `shape`, looking through views; nil where it
  /// repeats in a way that is no pattern.
  func access(to value: PlanValue, from shape: Shape) -> PlanAccess? {
    var base = value
    var seen = self[value].type.shape
    var isReshaped = false
    while true {
      if case .expand(let source) = self[base].kind,
        !isReshaped || self[source].count == 1
      {
        base = source
        if !isReshaped { seen = self[source].type.shape }
        if self[source].count == 1 { seen = .scalar }
      } else if case .view(let source) = self[base].kind {
        isReshaped = isReshaped || self[source].type.shape != self[base].type.shape
        base = source
      } else {
        break
      }
    }
    if case .expand = self[base].kind { return nil }
    if self[base].count == 1 { return .number(base) }
    if seen.count == shape.count { return .whole(base) }
    return seen.pattern(in: shape).map { .pattern(base, repeat: $0.times, period: $0.period) }
  }
}

extension Shape {
  /// The positions of this shape's elements where it is repeated as `result`: element i of the result is
  /// element (i / times) mod period. nil where no such numbers exist.
  fileprivate func pattern(in result: Shape) -> (times: Int, period: Int)? {
    var (times, period) = (1, 1)
    var state = 0  // 0: behind the kept axes, 1: among them, 2: before them
    for axis in stride(from: result.rank - 1, through: 0, by: -1) where result[axis] != 1 {
      let own = axis - (result.rank - rank)
      let isKept = own >= 0 && self[own] == result[axis]
      if isKept {
        if state == 2 { return nil }
        state = 1
        period *= result[axis]
      } else if state == 0 {
        times *= result[axis]
      } else {
        state = 2
      }
    }
    return (times, period)
  }

  /// The steps, in elements of this shape, of a walk over `result`, to which it broadcasts.
  func steps(repeatedTo result: Shape) -> Shape {
    var own = [Int](repeating: 0, count: rank)
    var step = 1
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      if self[axis] != 1 { own[axis] = step }
      step *= self[axis]
    }
    return Shape([Int](repeating: 0, count: result.rank - rank) + own)
  }
}
