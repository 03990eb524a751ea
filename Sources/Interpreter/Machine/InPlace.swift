import CMachine
import Graphs
import Syntax
import Tensors

// `a .* b .+ c` makes one tensor: the sum is written over the product, which only a temporary register holds.
extension Machine {
  /// An operator of two registers, of which `Code.temporaries` tells whether they are read just once.
  @inline(__always)
  func arithmetic(_ op: BinaryOperator, _ i: Instruction, _ temporaries: UInt8, _ r: Registers)
    throws -> Value
  {
    if temporaries != 0, !debugsNumbers, let result = inPlace(op, i, temporaries, r) {
      return result
    }
    return try binary(op, r[i.rb], r[i.rc])
  }

  private func inPlace(
    _ op: BinaryOperator, _ i: Instruction, _ temporaries: UInt8, _ r: Registers
  ) -> Value? {
    let (left, right) = (r + i.rb, r + i.rc)
    if temporaries & Code.leftIsTemporary != 0, let other = right.pointee.numberOrTensor,
      let elementwise = op.elementwise(withNumberOnRight: other.asNumber != nil),
      let result = take(left, { elementwise.applyInPlace(&$0, isLeft: true, other) })
    {
      return result
    }
    guard temporaries & Code.rightIsTemporary != 0, let other = left.pointee.numberOrTensor,
      let elementwise = op.elementwise(withNumberOnLeft: other.asNumber != nil)
    else { return nil }
    return take(right, { elementwise.applyInPlace(&$0, isLeft: false, other) })
  }

  /// The tensor of a register, if `change` could change it; the register has no value then.
  func take(_ register: Registers, _ change: (inout Tensor) -> Bool) -> Value? {
    guard case .tensor(var tensor) = register.pointee else { return nil }
    register.pointee = .undefined
    if change(&tensor) { return .tensor(tensor) }
    register.pointee = .tensor(tensor)
    return nil
  }
}

extension BinaryOperator {
  private var dotted: BinaryOp? {
    switch self {
    case .dottedPlus: .add
    case .dottedMinus: .subtract
    case .dottedTimes: .multiply
    case .dottedDivide: .divide
    default: nil
    }
  }

  /// What the operator does element by element to a tensor on its left; nil where it is something else.
  fileprivate func elementwise(withNumberOnRight isNumber: Bool) -> BinaryOp? {
    switch self {
    case .divide where isNumber: .divide
    default: elementwise(withNumberOnLeft: isNumber)
    }
  }

  /// The same for a tensor on its right.
  fileprivate func elementwise(withNumberOnLeft isNumber: Bool) -> BinaryOp? {
    switch self {
    case .plus: .add
    case .minus: .subtract
    case .times where isNumber: .multiply
    default: dotted
    }
  }
}
