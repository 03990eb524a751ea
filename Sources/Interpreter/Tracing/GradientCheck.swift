import Diagnostics
import Tensors

// `check_grad`: the gradient against central differences.
extension Machine {
  /// The worst relative error along five directions that are the same every time.
  func checkGradient(_ function: Function, _ arguments: [Value]) throws -> Value {
    let point = arguments[0].replacingLeaves(\.asFloating)
    let rest = Array(arguments.dropFirst())
    let (_, gradients) = try gradients(of: function, [0], at: [point] + rest)
    var stream = RandomStream(seed: 1)
    var worst = 0.0
    for _ in 0..<5 {
      let direction = try point.replacingLeaves { leaf in
        guard let shape = leaf.shape else { return leaf }
        return shape.rank == 0
          ? .number(stream.normal()) : Value(try stream.normal(shape: shape))
      }
      worst = max(worst, try directionalError(function, point, rest, gradients[0], direction))
    }
    return .number(worst)
  }

  /// Both sides draw the same random numbers, and are seen as they are now by outer derivatives.
  private func directionalError(
    _ function: Function, _ point: Value, _ rest: [Value], _ gradient: Value, _ direction: Value
  ) throws -> Double {
    let draws = random
    func value(_ step: Double) throws -> Double {
      random = draws
      let moved = try binary(.plus, point, binary(.times, .number(step), direction))
      return concrete(try call(function, [moved] + rest)).plainNumber ?? .nan
    }
    // Four points: the error is about h⁴/30·f⁽⁵⁾ + 10⁻¹⁶·f/h, least near h = 10⁻³.
    let h = 1e-3
    let near = try value(h) - value(-h)
    let far = try value(2 * h) - value(-2 * h)
    let difference = (8 * near - far) / (12 * h)
    let exact = zip(gradient.leaves, direction.leaves).reduce(0.0) { sum, pair in
      guard let g = pair.0.quantity, let d = pair.1.quantity else { return sum }
      return sum + zip(elements(g), elements(d)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return abs(exact - difference) / max(1, abs(exact), abs(difference))
  }
}
