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
    var coefficients: [Value] = [try call(function, [a])]
    guard coefficients[0].shape?.rank == 0 else {
      throw Diagnostic.derivativeResult(function, coefficients[0])
    }
    var factorial = 1.0
    for k in 1..<Swift.max(degree + 1, 1) {
      factorial *= Double(k)
      let slope = try derivative(of: function, order: k, at: a)
      coefficients.append(try apply(Catalogue.divide, [slope, .number(factorial)]))
    }
    let op = Derived.Operator.polynomial(coefficients: coefficients, around: a)
    return .function(Function(.derived(Derived(base: function, op: op)), name: nil))
  }

  /// Terms with coefficient 0 are left out: the sum is also the formula that is shown.
  func polynomial(_ coefficients: [Value], around a: Value, at x: Value) throws -> Value {
    let isShifted = concrete(a).plainNumber != 0 || !a.isPlain
    let way = isShifted ? try binary(.dottedMinus, x, a) : x
    var sum: Value?
    for (k, coefficient) in coefficients.enumerated() {
      if case .number(0) = coefficient { continue }
      var part = coefficient
      if k > 0 {
        let power = k == 1 ? way : try binary(.dottedPower, way, .number(Double(k)))
        part = try binary(.times, coefficient, power)
      }
      sum = try sum.map { try binary(.dottedPlus, $0, part) } ?? part
    }
    return try sum ?? binary(.times, .number(0), x)
  }
}

extension Value {
  /// Nothing follows it.
  fileprivate var isPlain: Bool { if case .traced = self { false } else { true } }
}
