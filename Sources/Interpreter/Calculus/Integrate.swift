import Diagnostics
import Graphs
import Tensors

/// Adaptive Gauss–Kronrod quadrature with 7 and 15 points: the interval with the largest error is halved
/// until the errors together are small enough (R. Piessens et al., *QUADPACK*, 1983).
///
/// The points are numbers; what flows into the integral are the integrand's values, so a derivative by
/// anything that the integrand uses is the same quadrature of the integrand's derivative. The limits come
/// in separately: see `edge`.
extension Machine {
  func integral(
    of function: Function, _ a: Value, _ b: Value, _ tolerance: Double
  ) throws -> Value {
    let (start, end) = (try plain(a, "a", "integrate"), try plain(b, "b", "integrate"))
    if start.isNaN || end.isNaN { return .number(.nan) }
    let quadrature = Quadrature(machine: self, function, from: start, to: end)
    var total = try quadrature.run(tolerance)
    if case .traced = b, end.isFinite { total = try sum(total, edge(function, b, end), 1) }
    if case .traced = a, start.isFinite { total = try sum(total, edge(function, a, start), -1) }
    return total
  }

  /// The integral from a limit's value to the limit itself: 0, but with the derivatives of an integral by
  /// its limit. (b − b₀)·∫₀¹ f(b₀ + u·(b − b₀)) du with four Gauss points, which is exact for the first eight
  /// derivatives, and the first one is f(b): Leibniz's rule.
  private func edge(_ function: Function, _ limit: Value, _ value: Double) throws -> Value {
    let way = try apply(Catalogue.subtract, [limit, .number(value)])
    var mean: Value?
    for (point, weight) in Quadrature.gauss4 {
      let x = try apply(
        Catalogue.add, [.number(value), apply(Catalogue.multiply, [.number(point), way])])
      let y = try integrand(call(function, [x]), function)
      let part = try binary(.times, .number(weight), y)
      mean = try mean.map { try binary(.plus, $0, part) } ?? part
    }
    // 0·Inf is 0 here: where f has a pole the value of the integral stays.
    return try apply(Catalogue.zeroMultiply, [mean ?? .number(0), way])
  }

  private func sum(_ a: Value, _ b: Value, _ sign: Double) throws -> Value {
    try binary(sign > 0 ? .plus : .minus, a, b)
  }

  fileprivate func integrand(_ value: Value, _ function: Function) throws -> Value {
    guard value.isNumeric else { throw Diagnostic.integrand(function, value) }
    return value
  }
}

private struct Quadrature {
  /// A part of the interval with its integral and an estimate of the error.
  private struct Part {
    let start: Double
    let end: Double
    let integral: Value
    /// The estimate is that of the seven points, so the true error is far smaller.
    let error: Double
    /// The integral of |f|: what errors are compared with, so that parts which cancel do no harm.
    let size: Double
  }

  private let machine: Machine
  private let function: Function
  private let from: Double
  private let to: Double
  private static let limit = 2000
  /// Relative errors below this are rounding.
  private static let finest = 1e-14
  private static let moreForDerivatives = 40

  init(machine: Machine, _ function: Function, from: Double, to: Double) {
    self.machine = machine
    self.function = function
    self.from = from
    self.to = to
  }

  func run(_ tolerance: Double) throws -> Value {
    // Even an empty interval asks the integrand once: for its shape, and for its errors.
    let (start, end) = range
    var parts = [try part(start, end)]
    while error(parts) > Swift.max(tolerance, Quadrature.finest) * size(parts) {
      guard parts.count < Quadrature.limit, try halveWorst(&parts) else {
        throw Diagnostic.integralDiverges(error: error(parts), of: size(parts))
      }
    }
    // A kink costs the integral little, and its derivative, which jumps there, far more.
    if case .traced = parts[0].integral {
      var more = Quadrature.moreForDerivatives
      while more > 0, error(parts) > Quadrature.finest * size(parts), try halveWorst(&parts) {
        more -= 1
      }
    }
    let result = try total(parts)
    // Parts that grow without end have no error that could be compared.
    if magnitude(result) == .infinity { throw Diagnostic.integralIsInfinite() }
    return result
  }

  private func error(_ parts: [Part]) -> Double { parts.reduce(0) { $0 + $1.error } }
  private func size(_ parts: [Part]) -> Double { parts.reduce(0) { $0 + $1.size } }

  /// False where nothing lies between the ends any more.
  private func halveWorst(_ parts: inout [Part]) throws -> Bool {
    guard let worst = parts.indices.max(by: { parts[$0].error < parts[$1].error }) else {
      return false
    }
    let old = parts[worst]
    let middle = old.start / 2 + old.end / 2
    guard old.start < middle, middle < old.end else { return false }
    parts[worst] = try part(old.start, middle)
    parts.append(try part(middle, old.end))
    return true
  }

  private func total(_ parts: [Part]) throws -> Value {
    let ordered = parts.sorted { $0.start < $1.start }
    var sum = ordered[0].integral
    for part in ordered.dropFirst() { sum = try machine.binary(.plus, sum, part.integral) }
    return sum
  }

  // MARK: Infinite ends

  /// An infinite interval is mapped to a finite one: x = t/(1 − t²), or x = a + t/(1 − t) for one end.
  private var range: (Double, Double) {
    switch (from.isFinite, to.isFinite) {
    case (true, true): (Swift.min(from, to), Swift.max(from, to))
    case (true, false), (false, true): (0, 1)
    case (false, false): (-1, 1)
    }
  }

  /// The point x for t, and dx/dt with the sign of the direction.
  private func point(_ t: Double) -> (x: Double, weight: Double) {
    switch (from.isFinite, to.isFinite) {
    case (true, true): return (t, from <= to ? 1 : -1)
    case (true, false):
      let sign: Double = to > 0 ? 1 : -1
      return (from + sign * t / (1 - t), sign / ((1 - t) * (1 - t)))
    case (false, true):
      let sign: Double = from > 0 ? 1 : -1
      return (to + sign * t / (1 - t), -sign / ((1 - t) * (1 - t)))
    case (false, false):
      let rest = 1 - t * t
      let sign: Double = from == to ? 0 : from < to ? 1 : -1
      return (t / rest, sign * (1 + t * t) / (rest * rest))
    }
  }

  // MARK: One part

  private func part(_ start: Double, _ end: Double) throws -> Part {
    let (middle, half) = (start / 2 + end / 2, end / 2 - start / 2)
    var fine: Value?
    var coarse: Value?
    var size = 0.0
    for (node, kronrod, gauss) in Quadrature.nodes {
      for side in node == 0 ? [0.0] : [-1, 1] {
        let (x, weight) = point(middle + side * node * half)
        let y = try value(at: x)
        let scaled = half * weight
        size += (scaled * kronrod).magnitude * magnitude(y)
        fine = try add(fine, y, scaled * kronrod)
        if gauss != 0 { coarse = try add(coarse, y, scaled * gauss) }
      }
    }
    let (a, b) = (fine ?? .number(0), coarse ?? .number(0))
    let difference = try machine.binary(.minus, machine.concrete(a), machine.concrete(b))
    return Part(
      start: start, end: end, integral: a, error: magnitude(difference), size: size)
  }

  private func value(at x: Double) throws -> Value {
    if Interrupt.isRequested { throw Diagnostic.stopped() }
    // The halvings have come so close to an infinite end that nothing lies between.
    guard x.isFinite else { throw Diagnostic.integralIsInfinite() }
    return try machine.integrand(machine.call(function, [.number(x)]), function)
  }

  private func add(_ sum: Value?, _ y: Value, _ weight: Double) throws -> Value {
    // Far out the integrand is 0 and the weight of an infinite interval infinite.
    let part =
      weight.isFinite
      ? try machine.binary(.times, .number(weight), y)
      : try machine.apply(Catalogue.zeroMultiply, [y, .number(weight)])
    return try sum.map { try machine.binary(.plus, $0, part) } ?? part
  }

  private func magnitude(_ value: Value) -> Double {
    guard let quantity = machine.concrete(value).quantity else { return .nan }
    if case .tensor(let tensor) = quantity {
      return tensor.doubles.reduce(0) { Swift.max($0, $1.magnitude) }
    }
    return (quantity.asNumber ?? .nan).magnitude
  }

  // MARK: Points and weights

  /// Node (of one side), weight of the 15 points, weight of the 7 points, as QUADPACK and SciPy have them.
  fileprivate static let nodes: [(Double, Double, Double)] = [
    (0, 0.20948214108472783, 0.4179591836734694),
    (0.2077849550078985, 0.20443294007529889, 0),
    (0.4058451513773972, 0.19035057806478541, 0.3818300505051189),
    (0.5860872354676911, 0.1690047266392679, 0),
    (0.7415311855993945, 0.14065325971552592, 0.27970539148927664),
    (0.8648644233597691, 0.10479001032225019, 0),
    (0.9491079123427585, 0.06309209262997856, 0.1294849661688697),
    (0.9914553711208126, 0.022935322010529224, 0),
  ]

  /// Gauss–Legendre on [0, 1].
  fileprivate static let gauss4: [(Double, Double)] = [
    (0.06943184420297371, 0.17392742256872692), (0.33000947820757187, 0.3260725774312731),
    (0.6699905217924281, 0.3260725774312731), (0.9305681557970263, 0.17392742256872692),
  ]
}
