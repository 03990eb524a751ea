import Diagnostics
import Graphs
import Tensors

/// Explicit Runge–Kutta steps of order 5 with an error estimate of order 4 (J. Dormand & P. Prince, *A
/// family of embedded Runge-Kutta formulae*, 1980).
///
/// How long steps are is decided on plain numbers; what is computed on the way is ordinary arithmetic on
/// values, followed by traces. So derivatives, by anything and to any order, are those of the steps taken. A
/// step's length is a fixed fraction of the way from one given time to the next, so the times may be
/// followed too.
extension Machine {
  func solution(
    of function: Function, from start: Value, at times: Value, _ tolerance: Double
  ) throws -> Value {
    guard let shape = times.shape, shape.rank == 1, shape.count > 0 else {
      throw Diagnostic.argumentKind("ts", "ode", "a vector of times", times)
    }
    let plain = try elements(of: concrete(times))
    guard plain.allSatisfy(\.isFinite) else { throw Diagnostic.odeTimes() }
    let isUp = (plain.last ?? 0) >= plain[0]
    for (a, b) in zip(plain, plain.dropFirst()) where isUp ? b < a : b > a {
      throw Diagnostic.odeTimes()
    }
    var solver = ODESolver(machine: self, function, tolerance)
    var states = [start]
    for index in 1..<Swift.max(plain.count, 1) {
      let (from, to) = (try take(times, [.at(index - 1)]), try take(times, [.at(index)]))
      states.append(
        try solver.advance(states[index - 1], from, to, plain[index] - plain[index - 1]))
    }
    return start.isNumeric ? try stack(states) : .tuple(Tuple(states))
  }

  fileprivate func elements(of value: Value) throws -> [Double] {
    guard let quantity = value.quantity else {
      if Interrupt.isRequested { throw Diagnostic.stopped() }
      return []
    }
    if case .tensor(let tensor) = quantity { return tensor.doubles }
    return [quantity.asNumber ?? .nan]
  }
}

private struct ODESolver {
  private let machine: Machine
  private let function: Function
  private let tolerance: Double
  /// The length of the last step that was good.
  private var step: Double?
  private var stepsTaken = 0

  init(machine: Machine, _ function: Function, _ tolerance: Double) {
    self.machine = machine
    self.function = function
    self.tolerance = Swift.max(tolerance, 1e-13)
  }

  /// From one time to another, `length` apart.
  mutating func advance(
    _ state: Value, _ from: Value, _ to: Value, _ length: Double
  ) throws -> Value {
    let way = try machine.binary(.minus, to, from)
    var y = state
    var slope = try rate(from, y)
    if length == 0 { return try reached(y, way, slope) }
    // How much of the way lies behind.
    var done = 0.0
    var part = try Swift.min(1, (step ?? firstStep(y, slope)) / length.magnitude)
    while done < 1 {
      stepsTaken += 1
      if Interrupt.isRequested { throw Diagnostic.stopped() }
      guard stepsTaken < 1_000_000, done + part > done else {
        throw Diagnostic.odeStuck(at: start(from, done, length))
      }
      if done + part > 1 - 1e-12 { part = 1 - done }
      let attempt = try stages(y, from, way, done, part, slope)
      let growth =
        attempt.error == 0 ? 5 : 0.9 * UnaryOp.exp.apply(-0.2 * UnaryOp.log.apply(attempt.error))
      if attempt.error <= 1 {
        done = part == 1 - done ? 1 : done + part
        (y, slope) = (attempt.state, attempt.slope)
        step = part * length.magnitude
      }
      part *= growth.isFinite ? Swift.min(5, Swift.max(0.2, growth)) : 0.2
    }
    if let taken = step { step = Swift.max(taken, Swift.min(part, 1) * length.magnitude) }
    return y
  }

  /// Where two times coincide the state is the same, but moves with them.
  private func reached(_ state: Value, _ way: Value, _ slope: Value) throws -> Value {
    guard case .traced = way else { return state }
    return try combined(state, way, [(1, slope)])
  }

  private func start(_ from: Value, _ done: Double, _ length: Double) -> Double {
    (machine.concrete(from).plainNumber ?? .nan) + done * length
  }

  private func rate(_ t: Value, _ y: Value) throws -> Value {
    let slope = try machine.call(function, [t, y])
    guard slope.leaves.map(\.shape) == y.leaves.map(\.shape) else {
      throw Diagnostic.odeResult(function, slope, y)
    }
    return slope
  }

  /// One step of the given part of the way; an error of 1 is just good enough.
  private func stages(
    _ y: Value, _ from: Value, _ way: Value, _ done: Double, _ part: Double, _ first: Value
  ) throws -> (state: Value, slope: Value, error: Double) {
    let h = try machine.binary(.times, .number(part), way)
    var slopes = [first]
    for row in ODESolver.rows {
      let place = try machine.binary(.times, .number(done + row.time * part), way)
      let t = try machine.binary(.plus, from, place)
      slopes.append(try rate(t, combined(y, h, zip(row.weights, slopes).map { ($0, $1) })))
    }
    let state = try combined(y, h, zip(ODESolver.weights, slopes).map { ($0, $1) })
    // The last stage stands at the new state: it is the first of the next step.
    let t = try machine.binary(
      .plus, from, machine.binary(.times, .number(done + part), way))
    let next = try rate(t, state)
    let error = try errorNorm(y, state, slopes + [next], h)
    return (state, next, error)
  }

  /// y + h·Σ wᵢ·kᵢ
  private func combined(
    _ y: Value, _ h: Value, _ terms: [(Double, Value)]
  ) throws -> Value {
    var sum: Value?
    for (weight, slope) in terms where weight != 0 {
      let part = weight == 1 ? slope : try machine.binary(.times, .number(weight), slope)
      sum = try sum.map { try machine.binary(.plus, $0, part) } ?? part
    }
    guard let sum else { return y }
    return try machine.binary(.plus, y, machine.binary(.times, h, sum))
  }

  private func errorNorm(
    _ old: Value, _ new: Value, _ slopes: [Value], _ h: Value
  ) throws -> Double {
    let step = machine.concrete(h).plainNumber ?? .nan
    let columns = try slopes.map(numbers)
    let (before, after) = (try numbers(old), try numbers(new))
    var worst = 0.0
    for index in before.indices {
      var error = 0.0
      for (weight, column) in zip(ODESolver.errorWeights, columns) {
        error += weight * column[index]
      }
      let scale = tolerance * (1 + Swift.max(before[index].magnitude, after[index].magnitude))
      let ratio = (step * error).magnitude / scale
      if ratio.isNaN { return .infinity }
      worst = Swift.max(worst, ratio)
    }
    return worst
  }

  private func firstStep(_ y: Value, _ slope: Value) throws -> Double {
    let (values, rates) = (try numbers(y), try numbers(slope))
    var step = Double.infinity
    for (value, rate) in zip(values, rates) where rate != 0 {
      step = Swift.min(step, 0.01 * (value.magnitude + 0.01) / rate.magnitude)
    }
    return step
  }

  private func numbers(_ value: Value) throws -> [Double] {
    try value.leaves.flatMap { try machine.elements(of: machine.concrete($0)) }
  }

  // MARK: Coefficients

  private struct Row {
    let time: Double
    let weights: [Double]
  }

  private static let rows: [Row] = [
    Row(time: 1 / 5, weights: [1 / 5]),
    Row(time: 3 / 10, weights: [3 / 40, 9 / 40]),
    Row(time: 4 / 5, weights: [44 / 45, -56 / 15, 32 / 9]),
    Row(
      time: 8 / 9, weights: [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729]),
    Row(
      time: 1, weights: [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656]),
  ]
  private static let weights: [Double] = [
    35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84,
  ]
  /// Order 5 less order 4.
  private static let errorWeights: [Double] = [
    71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40,
  ]
}
