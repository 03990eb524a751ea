import Testing

@testable import Tensors

/// What happens at ±0, ±Inf and NaN: as NumPy 2.4 and SciPy 1.17 do.
@Suite struct EdgeValuesTests {
  @Test(arguments: UnaryOp.allCases) func unary(_ op: UnaryOp) {
    let arguments = [0, -0.0, 1, -1, .infinity, -.infinity, .nan]
    for row in rows(unaryEdges) where row[0] == "\(op)" {
      for (x, expected) in zip(arguments, numbers(row, from: 1)) {
        let value = op.apply(x)
        #expect(same(value, expected) || nearlySame(value, expected), "\(op)(\(x)) = \(value)")
      }
    }
  }

  @Test(arguments: BinaryOp.allCases) func binary(_ op: BinaryOp) {
    let arguments = [0, -0.0, 1, -2.5, .infinity, -.infinity, .nan]
    for row in rows(binaryEdges) where row[0] == "\(op)" {
      let all = numbers(row, from: 1)
      for (b, expected) in zip(arguments, all.dropFirst()) {
        let value = op.apply(all[0], b)
        #expect(
          same(value, expected) || nearlySame(value, expected), "\(op)(\(all[0]), \(b)) = \(value)")
      }
    }
  }

  /// ψ(1) is a difference of two numbers five times as large.
  private func nearlySame(_ a: Double, _ b: Double) -> Bool {
    a.isFinite && a != 0 && ulpDistance(a, b) <= (b == -0.5772156649015329 ? 8 : 1)
  }

  @Test func signKeepsZeroAndNaN() {
    #expect(same(UnaryOp.sign.apply(-0.0), -0.0))
    #expect(UnaryOp.sign.apply(.nan).isNaN)
    #expect(UnaryOp.sign.apply(-3) == -1)
  }

  @Test func stepAndReluAtTheKink() {
    #expect(UnaryOp.step.apply(0) == 0)
    #expect(UnaryOp.step.apply(.nan) == 0)
    #expect(UnaryOp.step.apply(.leastNonzeroMagnitude) == 1)
    #expect(UnaryOp.relu.apply(.nan).isNaN)
    #expect(same(UnaryOp.relu.apply(-0.0), 0))
  }

  @Test func halvesRoundToEven() {
    let halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]
    #expect(halves.map { UnaryOp.round.apply($0) } == [-2, -2, 0, 0, 2, 2])
  }

  @Test func extremaPropagateNaNAndOrderZeros() {
    for op in [BinaryOp.max, .min] {
      #expect(op.apply(.nan, 1).isNaN)
      #expect(op.apply(1, .nan).isNaN)
    }
    #expect(same(BinaryOp.max.apply(-0.0, 0), 0))
    #expect(same(BinaryOp.max.apply(0, -0.0), 0))
    #expect(same(BinaryOp.min.apply(-0.0, 0), -0.0))
    #expect(same(BinaryOp.min.apply(0, -0.0), -0.0))
    #expect(BinaryOp.max.apply(-.infinity, .infinity) == .infinity)
  }

  @Test func productsWithZero() {
    #expect(BinaryOp.xlogy.apply(0, 0) == 0)
    #expect(BinaryOp.xlogy.apply(0, .infinity) == 0)
    #expect(BinaryOp.xlogy.apply(0, .nan).isNaN)
    #expect(BinaryOp.zeroMultiply.apply(0, .infinity) == 0)
    #expect(BinaryOp.zeroMultiply.apply(.nan, 0) == 0)
    #expect(BinaryOp.zeroMultiply.apply(2, 3) == 6)
  }

  /// Large quotients, where a − ⌊a/b⌋·b in one step would be wrong. From Python's exact `%`.
  @Test func modOfLargeQuotients() {
    #expect(BinaryOp.mod.apply(1e300, 7) == 1)
    #expect(BinaryOp.mod.apply(-1e22, 3) == 2)
    #expect(BinaryOp.mod.apply(1e18, 0.7) == 0.041315692866092046)
    #expect(BinaryOp.mod.apply(5.5, -2) == -0.5)
    #expect(BinaryOp.mod.apply(-1, 3) == 2)
  }

  @Test(arguments: CompareOp.allCases) func nanIsUnordered(_ op: CompareOp) {
    #expect(op.apply(.nan, .nan) == (op == .notEqual))
    #expect(op.apply(.nan, 1) == (op == .notEqual))
    #expect(op.apply(0.0, -0.0) == [.equal, .lessEqual, .greaterEqual].contains(op))
  }
}

/// Name, then the values at 0, −0, 1, −1, Inf, −Inf, NaN.
private let unaryEdges = """
  negate -0.0 0.0 -1.0 1.0 -inf inf nan
  abs 0.0 0.0 1.0 1.0 inf inf nan
  floor 0.0 -0.0 1.0 -1.0 inf -inf nan
  ceil 0.0 -0.0 1.0 -1.0 inf -inf nan
  round 0.0 -0.0 1.0 -1.0 inf -inf nan
  trunc 0.0 -0.0 1.0 -1.0 inf -inf nan
  sqrt 0.0 -0.0 1.0 nan inf nan nan
  cbrt 0.0 -0.0 1.0 -1.0 inf -inf nan
  square 0.0 0.0 1.0 1.0 inf inf nan
  reciprocal inf -inf 1.0 -1.0 0.0 -0.0 nan
  exp 1.0 1.0 2.718281828459045 0.36787944117144233 inf 0.0 nan
  exp2 1.0 1.0 2.0 0.5 inf 0.0 nan
  expm1 0.0 -0.0 1.7182818284590453 -0.6321205588285577 inf -1.0 nan
  log -inf -inf 0.0 nan inf nan nan
  log2 -inf -inf 0.0 nan inf nan nan
  log10 -inf -inf 0.0 nan inf nan nan
  log1p 0.0 -0.0 0.6931471805599453 -inf inf nan nan
  sin 0.0 -0.0 0.8414709848078965 -0.8414709848078965 nan nan nan
  cos 1.0 1.0 0.5403023058681398 0.5403023058681398 nan nan nan
  tan 0.0 -0.0 1.5574077246549023 -1.5574077246549023 nan nan nan
  asin 0.0 -0.0 1.5707963267948966 -1.5707963267948966 nan nan nan
  acos 1.5707963267948966 1.5707963267948966 0.0 3.141592653589793 nan nan nan
  atan 0.0 -0.0 0.7853981633974483 -0.7853981633974483 1.5707963267948966 -1.5707963267948966 nan
  sinh 0.0 -0.0 1.1752011936438014 -1.1752011936438014 inf -inf nan
  cosh 1.0 1.0 1.5430806348152437 1.5430806348152437 inf inf nan
  tanh 0.0 -0.0 0.7615941559557649 -0.7615941559557649 1.0 -1.0 nan
  asinh 0.0 -0.0 0.881373587019543 -0.881373587019543 inf -inf nan
  acosh nan nan 0.0 nan inf nan nan
  atanh 0.0 -0.0 inf -inf nan nan nan
  erf 0.0 -0.0 0.8427007929497148 -0.8427007929497148 1.0 -1.0 nan
  erfc 1.0 1.0 0.15729920705028516 1.8427007929497148 0.0 2.0 nan
  erfinv 0.0 -0.0 inf -inf nan nan nan
  normalQuantile -inf -inf inf nan nan nan nan
  gamma inf -inf 1.0 nan inf nan nan
  lgamma inf inf 0.0 inf inf inf nan
  digamma -inf inf -0.5772156649015329 nan inf nan nan
  sigmoid 0.5 0.5 0.7310585786300049 0.2689414213699951 1.0 0.0 nan
  softplus 0.6931471805599453 0.6931471805599453 1.3132616875182228 0.31326168751822286 inf 0.0 nan
  isnan 0.0 0.0 0.0 0.0 0.0 0.0 1.0
  isinf 0.0 0.0 0.0 0.0 1.0 1.0 0.0
  isfinite 1.0 1.0 1.0 1.0 0.0 0.0 0.0
  """

/// Name, first argument, then the values with the second argument 0, −0, 1, −2.5, Inf, −Inf, NaN.
private let binaryEdges = """
  add 0.0 0.0 0.0 1.0 -2.5 inf -inf nan
  add -0.0 0.0 -0.0 1.0 -2.5 inf -inf nan
  add 1.0 1.0 1.0 2.0 -1.5 inf -inf nan
  add -2.5 -2.5 -2.5 -1.5 -5.0 inf -inf nan
  add inf inf inf inf inf inf nan nan
  add -inf -inf -inf -inf -inf nan -inf nan
  add nan nan nan nan nan nan nan nan
  subtract 0.0 0.0 0.0 -1.0 2.5 -inf inf nan
  subtract -0.0 -0.0 0.0 -1.0 2.5 -inf inf nan
  subtract 1.0 1.0 1.0 0.0 3.5 -inf inf nan
  subtract -2.5 -2.5 -2.5 -3.5 0.0 -inf inf nan
  subtract inf inf inf inf inf nan inf nan
  subtract -inf -inf -inf -inf -inf -inf nan nan
  subtract nan nan nan nan nan nan nan nan
  multiply 0.0 0.0 -0.0 0.0 -0.0 nan nan nan
  multiply -0.0 -0.0 0.0 -0.0 0.0 nan nan nan
  multiply 1.0 0.0 -0.0 1.0 -2.5 inf -inf nan
  multiply -2.5 -0.0 0.0 -2.5 6.25 -inf inf nan
  multiply inf nan nan inf -inf inf -inf nan
  multiply -inf nan nan -inf inf -inf inf nan
  multiply nan nan nan nan nan nan nan nan
  divide 0.0 nan nan 0.0 -0.0 0.0 -0.0 nan
  divide -0.0 nan nan -0.0 0.0 -0.0 0.0 nan
  divide 1.0 inf -inf 1.0 -0.4 0.0 -0.0 nan
  divide -2.5 -inf inf -2.5 1.0 -0.0 0.0 nan
  divide inf inf -inf inf -inf nan nan nan
  divide -inf -inf inf -inf inf nan nan nan
  divide nan nan nan nan nan nan nan nan
  power 0.0 1.0 1.0 0.0 inf 0.0 inf nan
  power -0.0 1.0 1.0 -0.0 inf 0.0 inf nan
  power 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0
  power -2.5 1.0 1.0 -2.5 nan inf 0.0 nan
  power inf 1.0 1.0 inf 0.0 inf 0.0 nan
  power -inf 1.0 1.0 -inf 0.0 inf 0.0 nan
  power nan 1.0 1.0 nan nan nan nan nan
  mod 0.0 nan nan 0.0 -0.0 0.0 -0.0 nan
  mod -0.0 nan nan 0.0 -0.0 0.0 -0.0 nan
  mod 1.0 nan nan 0.0 -1.5 1.0 -inf nan
  mod -2.5 nan nan 0.5 -0.0 inf -2.5 nan
  mod inf nan nan nan nan nan nan nan
  mod -inf nan nan nan nan nan nan nan
  mod nan nan nan nan nan nan nan nan
  floorDivide 0.0 nan nan 0.0 -0.0 0.0 -0.0 nan
  floorDivide -0.0 nan nan -0.0 0.0 -0.0 0.0 nan
  floorDivide 1.0 inf -inf 1.0 -1.0 0.0 -1.0 nan
  floorDivide -2.5 -inf inf -3.0 1.0 -1.0 0.0 nan
  floorDivide inf inf -inf nan nan nan nan nan
  floorDivide -inf -inf inf nan nan nan nan nan
  floorDivide nan nan nan nan nan nan nan nan
  atan2 0.0 0.0 3.141592653589793 0.0 3.141592653589793 0.0 3.141592653589793 nan
  atan2 -0.0 -0.0 -3.141592653589793 -0.0 -3.141592653589793 -0.0 -3.141592653589793 nan
  atan2 1.0 1.5707963267948966 1.5707963267948966 0.7853981633974483 2.761086276477428 0.0 3.141592653589793 nan
  atan2 -2.5 -1.5707963267948966 -1.5707963267948966 -1.1902899496825317 -2.356194490192345 -0.0 -3.141592653589793 nan
  atan2 inf 1.5707963267948966 1.5707963267948966 1.5707963267948966 1.5707963267948966 0.7853981633974483 2.356194490192345 nan
  atan2 -inf -1.5707963267948966 -1.5707963267948966 -1.5707963267948966 -1.5707963267948966 -0.7853981633974483 -2.356194490192345 nan
  atan2 nan nan nan nan nan nan nan nan
  hypot 0.0 0.0 0.0 1.0 2.5 inf inf nan
  hypot -0.0 0.0 0.0 1.0 2.5 inf inf nan
  hypot 1.0 1.0 1.0 1.4142135623730951 2.692582403567252 inf inf nan
  hypot -2.5 2.5 2.5 2.692582403567252 3.5355339059327378 inf inf nan
  hypot inf inf inf inf inf inf inf inf
  hypot -inf inf inf inf inf inf inf inf
  hypot nan nan nan nan nan inf inf nan
  copysign 0.0 0.0 -0.0 0.0 -0.0 0.0 -0.0 0.0
  copysign -0.0 0.0 -0.0 0.0 -0.0 0.0 -0.0 0.0
  copysign 1.0 1.0 -1.0 1.0 -1.0 1.0 -1.0 1.0
  copysign -2.5 2.5 -2.5 2.5 -2.5 2.5 -2.5 2.5
  copysign inf inf -inf inf -inf inf -inf inf
  copysign -inf inf -inf inf -inf inf -inf inf
  copysign nan nan nan nan nan nan nan nan
  logaddexp 0.0 0.6931471805599453 0.6931471805599453 1.3132616875182228 0.07888973429254963 inf 0.0 nan
  logaddexp -0.0 0.6931471805599453 0.6931471805599453 1.3132616875182228 0.07888973429254963 inf 0.0 nan
  logaddexp 1.0 1.3132616875182228 1.3132616875182228 1.6931471805599454 1.0297504182726205 inf 1.0 nan
  logaddexp -2.5 0.07888973429254963 0.07888973429254963 1.0297504182726205 -1.8068528194400546 inf -2.5 nan
  logaddexp inf inf inf inf inf inf inf nan
  logaddexp -inf 0.0 0.0 1.0 -2.5 inf -inf nan
  logaddexp nan nan nan nan nan nan nan nan
  """
