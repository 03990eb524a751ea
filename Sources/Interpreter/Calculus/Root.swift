import Diagnostics
import Graphs
import Tensors

// `root`: found on plain numbers, then made differentiable. Where f follows a trace, a few Newton steps are
// taken from the root in traced arithmetic. They don't move it, but each doubles the number of derivatives
// that are right: the first one gives −f_θ/f_x, the implicit function theorem (J. Gilbert, *Automatic
// differentiation and iterative processes*, 1992).
extension Machine {
  func root(of function: Function, from start: Value) throws -> Value {
    let found = try startOfRoot(start)
    let plain: Value
    switch found {
    case .tuple(let ends):
      guard let a = ends.items[0].plainNumber, let b = ends.items[1].plainNumber else {
        throw Diagnostic.argumentKind("x0", "root", "a number, a vector or a pair (a, b)", start)
      }
      plain = .number(try bracketed(function, a, b))
    case .number(let x): plain = .number(try scalarRoot(function, x))
    default: plain = try vectorRoot(function, found)
    }
    guard case .traced = try call(function, [plain]) else { return plain }
    return try (0..<3).reduce(plain) { x, _ in try newtonStep(function, x) }
  }

  private func startOfRoot(_ value: Value) throws -> Value {
    let plain = concrete(value)
    switch plain {
    case .number: return plain
    case .tensor(let tensor) where tensor.rank == 1: return .tensor(tensor.asDoubles)
    case .tuple(let pair) where pair.items.count == 2:
      return .tuple(Tuple(pair.items.map(concrete)))
    default:
      throw Diagnostic.argumentKind("x0", "root", "a number, a vector or a pair (a, b)", value)
    }
  }

  /// x − f(x)/f′(x), or with the Jacobian.
  private func newtonStep(_ function: Function, _ x: Value) throws -> Value {
    let y = try call(function, [x])
    if x.shape?.rank == 0 {
      let slope = try derivative(of: function, order: 1, at: x)
      if concrete(slope).plainNumber == 0 { throw Diagnostic.rootWithoutDerivative() }
      return try apply(Catalogue.subtract, [x, apply(Catalogue.divide, [y, slope])])
    }
    let slopes = try jacobian(of: function, by: .first, at: [x])
    return try apply(Catalogue.subtract, [x, apply(Catalogue.solve, [slopes, y])])
  }

  // MARK: One unknown

  private func value(_ function: Function, _ x: Double) throws -> Double {
    if Interrupt.isRequested { throw Diagnostic.stopped() }
    let y = concrete(try call(function, [.number(x)]))
    guard let number = y.plainNumber else { throw Diagnostic.rootResult(function, y) }
    return number
  }

  private func slope(_ function: Function, _ x: Double) throws -> Double {
    concrete(try derivative(of: function, order: 1, at: .number(x))).plainNumber ?? .nan
  }

  /// Newton's method with steps that are halved until |f| falls; where that does not get anywhere, an
  /// interval with a change of sign is looked for.
  private func scalarRoot(_ function: Function, _ start: Double) throws -> Double {
    var x = start
    var y = try value(function, x)
    for _ in 0..<100 {
      if y == 0 { return x }
      var step = y / (try slope(function, x))
      guard step.isFinite else { break }
      var next = x - step
      var there = try value(function, next)
      var halvings = 0
      while !(there.magnitude < y.magnitude), halvings < 40 {
        step /= 2
        next = x - step
        there = try value(function, next)
        halvings += 1
      }
      // Rounding is all that is left.
      if !(there.magnitude < y.magnitude) || next == x {
        if (x - next).magnitude <= 4 * x.ulp || isSettled(function, x, y) { return x }
        break
      }
      (x, y) = (next, there)
    }
    if y == 0 { return x }
    let (a, b) = try bracket(function, around: start)
    return try bracketed(function, a, b)
  }

  /// A Newton step from here would not leave the last digits.
  private func isSettled(_ function: Function, _ x: Double, _ y: Double) -> Bool {
    guard let slope = try? slope(function, x), slope != 0 else { return false }
    return (y / slope).magnitude <= 1e-12 * Swift.max(x.magnitude, 1e-12)
  }

  private func bracket(_ function: Function, around x: Double) throws -> (Double, Double) {
    var width = Swift.max(x.magnitude * 0.1, 0.1)
    for _ in 0..<60 {
      let (low, high) = (try value(function, x - width), try value(function, x + width))
      if low * high <= 0 { return (x - width, x + width) }
      width *= 1.6
    }
    throw Diagnostic.noRoot(from: x)
  }

  /// Halving and secants in turn (the Illinois variant of regula falsi, with bisection as its safeguard).
  private func bracketed(_ function: Function, _ first: Double, _ second: Double) throws -> Double {
    var (a, b) = (Swift.min(first, second), Swift.max(first, second))
    var (fa, fb) = (try value(function, a), try value(function, b))
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard fa * fb < 0 || (fa < 0) != (fb < 0), !fa.isNaN, !fb.isNaN else {
      throw Diagnostic.noChangeOfSign(a, b)
    }
    for turn in 0..<400 {
      var x = turn % 3 == 2 ? a / 2 + b / 2 : b - fb * ((b - a) / (fb - fa))
      if !(x > a && x < b) { x = a / 2 + b / 2 }
      guard x > a, x < b else { break }
      let y = try value(function, x)
      if y == 0 { return x }
      if y.isNaN { throw Diagnostic.noChangeOfSign(a, b) }
      if (y < 0) == (fa < 0) { (a, fa) = (x, y) } else { (b, fb) = (x, y) }
    }
    return fa.magnitude < fb.magnitude ? a : b
  }

  // MARK: Several unknowns

  private func vectorRoot(_ function: Function, _ start: Value) throws -> Value {
    func residual(_ x: Value) throws -> (Value, Double) {
      if Interrupt.isRequested { throw Diagnostic.stopped() }
      let y = concrete(try call(function, [x]))
      guard y.shape == x.shape else { throw Diagnostic.rootResult(function, y) }
      return (y, concrete(try callLibrary("norm", [y])).plainNumber ?? .nan)
    }
    var x = start
    var (y, size) = try residual(x)
    for _ in 0..<200 where size > 0 {
      let slopes = concrete(try jacobian(of: function, by: .first, at: [x]))
      var step = try apply(Catalogue.solve, [slopes, y])
      var halvings = 0
      var next = try apply(Catalogue.subtract, [x, step])
      var (there, smaller) = try residual(next)
      while !(smaller < size), halvings < 40 {
        step = try apply(Catalogue.multiply, [.number(0.5), step])
        next = try apply(Catalogue.subtract, [x, step])
        (there, smaller) = try residual(next)
        halvings += 1
      }
      if !(smaller < size) {
        // No step leads further down: the root, if what is left is rounding.
        let scale = concrete(try callLibrary("norm", [x])).plainNumber ?? 0
        guard size <= 1e-10 * Swift.max(1, scale) else { throw Diagnostic.noRoot(from: nil) }
        return x
      }
      (x, y, size) = (next, there, smaller)
    }
    guard size <= 1e-8 else { throw Diagnostic.noRoot(from: nil) }
    return x
  }
}
