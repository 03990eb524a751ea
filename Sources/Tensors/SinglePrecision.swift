// 32-bit numbers. They stand in memory as doubles whose values are all 32-bit numbers: an operation computes
// in 64 bits and its result is rounded once. For + − × ÷ and √ that is exactly what IEEE single precision
// gives (a double has more than twice the digits, plus two: S. Figueroa, *When is double rounding innocuous?*,
// 1995); for other functions it is closer than they are elsewhere.
extension Tensor {
  /// Every element rounded to the nearest 32-bit number; bools become numbers.
  public var asSingles: Tensor {
    if dtype == .f32 { return self }
    let source = asDoubles
    let result = Tensor(uninitializedLike: self, .f32)
    let count = self.count
    source.storage.doubles { from in
      result.storage.doubles { to in
        for index in 0..<count { to[index] = from[index].roundedToSingle }
      }
    }
    return result
  }

  /// The same numbers as 64-bit ones.
  public var asWide: Tensor {
    guard dtype == .f32 else { return asDoubles }
    let result = Tensor(uninitialized: shape)
    result.copyElements(of: self, to: 0)
    return result
  }
}

extension Double {
  public var roundedToSingle: Double { Double(Float(self)) }
}

extension Quantity {
  /// Operands as an operation takes them: numbers beside 32-bit tensors become 32-bit numbers.
  public static func inOnePrecision(_ operands: [Quantity]) -> [Quantity] {
    guard isSingle(operands) else { return operands }
    return operands.map { operand in
      if case .number(let number) = operand { .number(number.roundedToSingle) } else { operand }
    }
  }

  /// 32 bits, where a tensor of such numbers takes part and none of 64 bits; numbers have no say.
  private static func isSingle(_ operands: [Quantity]) -> Bool {
    var isSingle = false
    for case .tensor(let operand) in operands {
      if operand.dtype == .f64 { return false }
      if operand.dtype == .f32 { isSingle = true }
    }
    return isSingle
  }

  /// The result of an operation in the precision of its operands.
  public func inPrecision(of operands: [Quantity]) -> Quantity {
    guard case .tensor(let tensor) = self, tensor.dtype != .bool else { return self }
    if Quantity.isSingle(operands) { return .tensor(tensor.asSingles) }
    return tensor.dtype == .f32 ? .tensor(tensor.asWide) : self
  }
}
