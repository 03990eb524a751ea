import Graphs
import Tensors

/// The same derivative by a central difference, along one direction in the variable.
struct CrossCheck {
  let direction: Value
  /// The slope of the target along the direction.
  let slope: Double
  /// The slopes on either side, where the target has a kink.
  var sides: (left: Double, right: Double)?
}

extension Machine {
  /// The target's system is evaluated at x ± h·d, with the step h = ε^(1/3)·max(1, |x|) that balances
  /// truncation and rounding (Press et al., *Numerical Recipes*, section 5.7). The direction d is 1 for
  /// a number; for more it is random, the same every time.
  func crossCheck(
    _ info: Code.PartialInfo, _ variable: Code.PartialInfo.Variable
  ) throws -> CrossCheck? {
    let system = try system(for: info.target)
    guard let wrt = system.nodes[variable.slot] else { return nil }
    let fixed = info.heldFixed.flatMap { system.nodes[$0.slot] ?? [] }
    var graph = system.graph
    let cut = wrt + fixed
    graph.outputs = system.target + cut
    let inputs = try values(of: system.inputs)
    let now = try graph.evaluate(inputs: inputs, constant: { Value($0) }) {
      try apply($0, $1, $2)
    }
    let point = Array(now[system.target.count...].prefix(wrt.count)).map(concrete)
    let held = Array(now.dropFirst(system.target.count + wrt.count))
    let direction = try self.direction(like: point)
    let largest = point.compactMap(\.quantity).flatMap(elements).map(abs).max() ?? 0
    let step = 6.055454452393343e-06 * max(1, largest)
    func target(_ factor: Double) throws -> Double {
      let moved = try zip(point, direction).map { x, d in
        try binary(.plus, x, binary(.times, .number(factor), d))
      }
      let value = try graph.evaluate(inputs, cutting: cut, to: moved + held, self)
      return elements(value.quantity ?? .number(.nan)).reduce(0, +)
    }
    var result = CrossCheck(
      direction: .tuple(Tuple(direction)), slope: try DifferenceQuotient.central(step, target))
    guard point.count == 1, point[0].plainNumber != nil else { return result }
    if largest > 0, largest < 0.01 {
      // Near a pole at 0 the usual step leads too far.
      result = CrossCheck(
        direction: result.direction,
        slope: try DifferenceQuotient.steadier(step, step * largest, target))
    } else {
      result.sides = try DifferenceQuotient.kink(step, target)
    }
    return result
  }

  /// 1 for one number, else a random direction of length 1.
  private func direction(like point: [Value]) throws -> [Value] {
    if point.count == 1, point[0].plainNumber != nil { return [.number(1)] }
    var stream = RandomStream(seed: 1)
    let parts = try point.map { part -> Value in
      guard let shape = part.shape, shape.rank > 0 else { return .number(stream.normal()) }
      return Value(try stream.normal(shape: shape))
    }
    let length = norm(.tuple(Tuple(parts)))
    return try parts.map { try binary(.times, .number(1 / length), $0) }
  }

  /// ⟨gradient, direction⟩, summed over all leaves.
  func slope(_ gradient: [Value], along direction: Value) -> Double {
    zip(gradient, direction.leaves).reduce(0.0) { sum, pair in
      guard let g = concrete(pair.0).quantity, let d = pair.1.quantity else { return sum }
      return sum + zip(elements(g), elements(d)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

/// Differences of a function of how far one goes along a direction.
private enum DifferenceQuotient {
  static func central(_ step: Double, _ f: (Double) throws -> Double) rethrows -> Double {
    (try f(step) - f(-step)) / (2 * step)
  }

  /// Of two steps the quotient that changes less when its step is halved.
  static func steadier(
    _ a: Double, _ b: Double, _ f: (Double) throws -> Double
  ) rethrows -> Double {
    let (slopeA, slopeB) = (try central(a, f), try central(b, f))
    let changeA = abs(slopeA - (try central(a / 2, f)))
    let changeB = abs(slopeB - (try central(b / 2, f)))
    return changeB * abs(slopeA) < changeA * abs(slopeB) || !changeA.isFinite ? slopeB : slopeA
  }

  /// The slopes from the left and from the right where they differ, and go on differing for a smaller
  /// step: what comes of curvature shrinks with it.
  static func kink(
    _ step: Double, _ f: (Double) throws -> Double
  ) rethrows -> (left: Double, right: Double)? {
    let middle = try f(0)
    func sides(_ step: Double) throws -> (left: Double, right: Double) {
      ((middle - (try f(-step))) / step, (try f(step) - middle) / step)
    }
    let wide = try sides(step)
    let gap = abs(wide.right - wide.left)
    guard gap.isFinite, gap > 1e-3 * (abs(wide.left) + abs(wide.right)) else { return nil }
    let near = try sides(step / 10)
    return abs(near.right - near.left) > gap / 2 ? near : nil
  }
}

extension Graph {
  /// The first output, with some nodes cut off from what they depend on and set to values.
  fileprivate func evaluate(
    _ inputs: [Value], cutting cut: [NodeID], to replacements: [Value], _ machine: Machine
  ) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for id in nodes.indices {
      if let position = cut.firstIndex(of: id) {
        values.append(replacements[position])
        continue
      }
      switch nodes[id].kind {
      case .input(let number): values.append(inputs[number])
      case .constant(let quantity): values.append(Value(quantity))
      case .operation(let operation, let operands, let attributes):
        values.append(try machine.apply(operation, operands.map { values[$0] }, attributes))
      }
    }
    return values[outputs[0]]
  }
}
