import Diagnostics
import Tensors

// `check_grad`: the gradient against central differences.
extension Machine {
  /// The worst relative error along five directions that are the same every time, through all arguments
  /// that are numbers, tensors or made of them. Where it is bad, a note names the entry that is worst.
  func checkGradient(_ function: Function, _ arguments: [Value]) throws -> Value {
    let positions = arguments.indices.filter { position in
      let leaves = arguments[position].leaves
      return !leaves.isEmpty && leaves.allSatisfy { $0.isNumeric && !$0.isTruth }
    }
    // Of something that can't be differentiated, the gradient says why.
    let draws = random
    let chosen = positions.isEmpty ? [0] : positions
    let point = arguments.enumerated().map { position, argument in
      positions.contains(position) ? argument.replacingLeaves(\.asFloating) : argument
    }
    let (_, gradients) = try gradients(of: function, chosen, at: point)
    let check = GradientCheck(
      machine: self, function: function, point: point, positions: positions, draws: draws)
    let slopes = gradients.map { $0.leaves.map { concrete($0) } }
    var stream = RandomStream(seed: 1)
    var worst = 0.0
    for _ in 0..<5 {
      let direction = try positions.map { position in
        try point[position].leaves.map { leaf in try stream.normal(like: leaf) }
      }
      let exact = zip(slopes, direction).reduce(0) { $0 + inner($1.0, $1.1) }
      worst = Swift.max(worst, try check.error(exact, along: direction))
    }
    // A NaN is the worst of all.
    if !(worst <= GradientCheck.suspicious) { try check.noteWorst(slopes, total: worst) }
    return .number(worst)
  }

  private func inner(_ a: [Value], _ b: [Value]) -> Double {
    zip(a, b).reduce(0) { sum, pair in
      guard let x = pair.0.quantity, let y = pair.1.quantity else { return sum }
      return sum + zip(elements(x), elements(y)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

private struct GradientCheck {
  let machine: Machine
  let function: Function
  let point: [Value]
  /// Which arguments are checked.
  let positions: [Int]
  /// Both sides draw the same random numbers.
  let draws: RandomStream

  /// Differences of a smooth function agree far better; of one that has a kink nearby, far worse.
  static let suspicious = 1e-5
  /// So many entries are looked at one by one.
  private static let mostEntries = 4096

  /// The relative error of a slope against differences along a direction. Four points: the error of those is
  /// about h⁴/30·f⁽⁵⁾ + 10⁻¹⁶·f/h, least near h = 10⁻³.
  func error(_ exact: Double, along direction: [[Value]]) throws -> Double {
    let measured = try difference(along: direction)
    // Where both are infinite or NaN the error is NaN, and says so.
    return abs(exact - measured) / Swift.max(1, abs(exact), abs(measured))
  }

  private func difference(along direction: [[Value]]) throws -> Double {
    let h = 1e-3
    let near = try value(h, direction) - value(-h, direction)
    let far = try value(2 * h, direction) - value(-2 * h, direction)
    return (8 * near - far) / (12 * h)
  }

  /// The function's value some way along the direction, as outer derivatives see it now.
  private func value(_ step: Double, _ direction: [[Value]]) throws -> Double {
    machine.random = draws
    var moved = point
    for (position, leaves) in zip(positions, direction) {
      var remaining = leaves[...]
      moved[position] = try point[position].replacingLeaves { leaf in
        guard let move = remaining.popFirst() else { return leaf }
        return try machine.binary(.plus, leaf, machine.binary(.times, .number(step), move))
      }
    }
    return machine.concrete(try machine.call(function, moved)).plainNumber ?? .nan
  }

  /// Finds the entry whose derivative differs most from differences, and notes it.
  func noteWorst(_ slopes: [[Value]], total: Double) throws {
    let counts = slopes.map { $0.map { $0.shape?.count ?? 0 } }
    guard counts.joined().reduce(0, +) <= Self.mostEntries else { return }
    var worst: (error: Double, name: String, exact: Double, measured: Double)?
    for (place, position) in positions.enumerated() {
      let names = function.parameterNames
      let name = names.indices.contains(position) ? names[position] : "argument \(position + 1)"
      let leaves = point[position].namedLeaves(name)
      for (leaf, slope) in slopes[place].enumerated() {
        guard let quantity = slope.quantity else { continue }
        for (index, exact) in machine.elements(quantity).enumerated() {
          let measured = try difference(along: unit(place, leaf, index))
          let error = abs(exact - measured) / Swift.max(1, abs(exact), abs(measured))
          if let worst, !(error > worst.error || (error.isNaN && !worst.error.isNaN)) { continue }
          let entry = leaves[leaf].path + subscriptText(index, quantity.shape)
          worst = (error, entry, exact, measured)
        }
      }
    }
    guard let worst else { return }
    machine.output.note(
      .gradientDiffers(
        function, worst.name, derivative: worst.exact, difference: worst.measured,
        at: machine.currentPlace))
  }

  /// Zero everywhere but at one element.
  private func unit(_ place: Int, _ leaf: Int, _ index: Int) -> [[Value]] {
    positions.enumerated().map { number, position in
      point[position].leaves.enumerated().map { other, value in
        let shape = value.shape ?? .scalar
        let isHere = number == place && other == leaf
        if shape.rank == 0 { return .number(isHere ? 1 : 0) }
        var elements = [Double](repeating: 0, count: shape.count)
        if isHere { elements[index] = 1 }
        return .tensor(Tensor(elements, shape: shape))
      }
    }
  }

  /// `[2, 1]`
  private func subscriptText(_ index: Int, _ shape: Shape) -> String {
    if shape.rank == 0 { return "" }
    var (rest, places) = (index, [Int]())
    for size in shape.sizes.reversed() {
      places.insert(rest % size + 1, at: 0)
      rest /= size
    }
    return "[" + places.map(String.init).joined(separator: ", ") + "]"
  }
}

extension RandomStream {
  /// Normally distributed, of a value's shape.
  fileprivate mutating func normal(like leaf: Value) throws -> Value {
    guard let shape = leaf.shape, shape.rank > 0 else { return .number(normal()) }
    return Value(try normal(shape: shape))
  }
}
