import CKernels

/// Functions of one number, applied to every element. Numbered as the rows of `operations.h`.
public enum UnaryOp: UInt8, CaseIterable, Sendable {
  case negate, abs, sign, floor, ceil
  /// Half to even.
  case round
  case trunc, sqrt, cbrt, square, reciprocal
  case exp, exp2, exp10, expm1, log, log2, log10, log1p
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case erf, erfc, erfinv
  /// Φ⁻¹, the quantile of the standard normal distribution.
  case normalQuantile
  case gamma, lgamma, digamma, trigamma
  case sigmoid, softplus, logSigmoid, relu
  /// 1 where x > 0, else 0 (also for NaN).
  case step
  case isnan, isinf, isfinite
}

extension UnaryOp {
  /// `isnan`, `isinf` and `isfinite` give bools.
  public var givesBool: Bool { self == .isnan || self == .isinf || self == .isfinite }

  /// The same bits as the tensor form gives for an element.
  public func apply(_ x: Double) -> Double { ck_unary_scalar(Int32(rawValue), x) }

  public func apply(_ x: Quantity) -> Quantity {
    guard case .tensor(let tensor) = x else {
      let value = apply(x.asNumber ?? .nan)
      return givesBool ? .bool(value != 0) : .number(value)
    }
    return .tensor(apply(tensor))
  }

  public func apply(_ x: Tensor) -> Tensor {
    let source = x.asDoubles
    let result = Tensor(uninitializedLike: x)
    let count = x.count
    source.storage.doubles { from in
      result.storage.doubles { ck_unary(Int32(rawValue), from, $0, count) }
    }
    return givesBool ? result.asBools : result
  }

  /// For planned code: `count` numbers from `x` to `y`, which may be the same place.
  @inline(__always)
  public func apply(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    ck_unary(Int32(rawValue), x, y, count)
  }
}
