import Diagnostics
import Graphs
import Tensors

extension Machine {
  /// Σ f⁽ᵏ⁾(a)/k!·(x − a)ᵏ as a function of x, which keeps the derivatives by whatever f and a depend on.
  func taylorPolynomial(of function: Function, around a: Value, degree: Int) throws -> Value {
    guard (0...100).contains(degree) else { throw Diagnostic.taylorDegree(degree) }
    guard a.shape?.rank == 0 else {
      throw Diagnostic.argumentKind("a", "taylor", "a number", a)
    }
    var slopes: [Value] = [try call(function, [a])]
    guard slopes[0].shape?.rank == 0 else {
      throw Diagnostic.derivativeResult(function, slopes[0])
    }
    for k in 1..<Swift.max(degree + 1, 1) {
      slopes.append(try derivative(of: function, order: k, at: a))
    }
    let op = Derived.Operator.polynomial(slopes: slopes, around: a)
    return .function(Function(.derived(Derived(base: function, op: op)), name: nil))
  }

  /// The sum is also the formula that is shown: terms with slope 0 are left out, and k! stays a divisor,
  /// so that e^x has x^4/24 and not a decimal fraction.
  func polynomial(_ slopes: [Value], around a: Value, at x: Value) throws -> Value {
    let isShifted = concrete(a).plainNumber != 0 || !a.isPlain
    let way = isShifted ? try binary(.dottedMinus, x, a) : x
    var sum: Value?
    var factorial = 1.0
    for (k, slope) in slopes.enumerated() {
      factorial *= Double(Swift.max(k, 1))
      if case .number(0) = slope { continue }
      var part = slope
      if k > 0 {
        let power = k == 1 ? way : try binary(.dottedPower, way, .number(Double(k)))
        part = try binary(.times, slope, power)
      }
      if k > 1 { part = try binary(.divide, part, .number(factorial)) }
      sum = try sum.map { try binary(.dottedPlus, $0, part) } ?? part
    }
    return try sum ?? binary(.times, .number(0), x)
  }
}

extension Value {
  /// Nothing follows it.
  fileprivate var isPlain: Bool { if case .traced = self { false } else { true } }
}
