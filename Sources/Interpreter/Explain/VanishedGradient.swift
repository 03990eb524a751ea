import Diagnostics
import Graphs

/// Says what made a gradient zero, tiny, huge or undefined: the factor, its equation and its line.
struct VanishedGradient {
  private let chain: ChainGraph
  private let machine: Machine
  /// ∂target/∂name of every quantity.
  private let sizes: [Double]

  private static let tiny = 1e-6
  private static let huge = 1e6

  private enum Fate {
    case zero, tiny, huge, undefined

    var words: String {
      switch self {
      case .zero: "the derivative is 0 because of"
      case .tiny: "the derivative is tiny because of"
      case .huge: "the derivative is huge because of"
      case .undefined: "the derivative is not finite because of"
      }
    }
  }

  init(_ chain: ChainGraph, deltas: [Value], _ machine: Machine) {
    self.chain = chain
    self.machine = machine
    sizes = deltas.map(machine.norm)
  }

  /// nil when the gradient is of an ordinary size.
  func line(_ context: ExplainContext) throws -> Derivation.Line? {
    guard let variable = chain.variables.max(by: { sizes[$0] < sizes[$1] }),
      let fate = fate(sizes[variable])
    else { return nil }
    guard let (from, step, gain) = culprit(fate, variable) else { return nil }
    let node = chain.nodes[from]
    let isScalar = node.type.isNumber && chain.nodes[step.to].type.isNumber
    let factor = try machine.factorText(chain, from, step)
    let number = isScalar ? factor.value : gain
    let size =
      isScalar
      ? " = \(context.number(number))"
      : ", which changes the norm by a factor \(context.number(gain)),"
    let place = node.place.map {
      ", \($0.file.name) line \($0.file.position(at: $0.span.start).line)"
    }
    return .words(
      "why: \(fate.words) \(factor.name) = \(factor.formula)\(size)"
        + " in \(node.name) := \(node.written ?? "")\(place ?? "")")
  }

  private func fate(_ size: Double) -> Fate? {
    if !size.isFinite { return .undefined }
    if size == 0 { return .zero }
    if size > VanishedGradient.huge { return .huge }
    // Relative to the largest δ on the way.
    let largest = sizes.filter(\.isFinite).max() ?? 1
    return size < VanishedGradient.tiny * largest ? .tiny : nil
  }

  /// Along the way with the largest δs from the variable up to the target, the step that did it.
  private func culprit(
    _ fate: Fate, _ variable: Int
  ) -> (from: Int, step: ChainGraph.Step, gain: Double)? {
    var way: [(from: Int, step: ChainGraph.Step, gain: Double)] = []
    var users = [[(user: Int, step: ChainGraph.Step)]](repeating: [], count: chain.nodes.count)
    for (user, node) in chain.nodes.enumerated() {
      for step in node.steps { users[step.to].append((user, step)) }
    }
    var index = variable
    while index != 0 {
      guard let next = users[index].max(by: { rank(sizes[$0.user]) < rank(sizes[$1.user]) }) else {
        break
      }
      way.append((next.user, next.step, sizes[index] / sizes[next.user]))
      index = next.user
    }
    way.reverse()
    switch fate {
    case .zero: return way.first { $0.gain == 0 }
    case .undefined: return way.first { !$0.gain.isFinite }
    case .tiny: return way.min { $0.gain < $1.gain }
    case .huge: return way.max { $0.gain < $1.gain }
    }
  }

  /// A δ that is not finite explains more than any other.
  private func rank(_ size: Double) -> Double { size.isFinite ? size : .infinity }
}

extension Machine {
  /// The factor of a step, or with tensors what it does to the gradient from above.
  fileprivate func factorText(
    _ chain: ChainGraph, _ from: Int, _ step: ChainGraph.Step
  ) throws -> Factor {
    let (above, below) = (chain.nodes[from], chain.nodes[step.to])
    if above.type.isNumber, below.type.isNumber { return try factor(chain, from, step) }
    let seed = above.type.isNumber && from == 0 ? nil : "δ_\(above.name)"
    let term = try adjoint(chain, from, step, seed: seed)
    return Factor(
      equation: above.name, variable: below.name, heldFixed: step.heldFixed, formula: term.text,
      latexFormula: term.latex, value: .nan, override: "δ_\(below.name)")
  }
}
