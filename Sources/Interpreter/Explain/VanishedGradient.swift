import Diagnostics
import Graphs
import Tensors

/// Says what made a gradient zero, tiny, huge or undefined: the factor, its equation and its line.
struct VanishedGradient {
  private let chain: ChainGraph
  private let machine: Machine
  private let sweep: ChainSweep
  /// The sizes of ∂target/∂name of every quantity.
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

  init(_ chain: ChainGraph, _ sweep: ChainSweep, _ machine: Machine) {
    self.chain = chain
    self.machine = machine
    self.sweep = sweep
    // Squares of tiny numbers vanish: the size of a number is taken as it is.
    sizes = sweep.deltas.map { VanishedGradient.size($0, machine) }
  }

  /// nil when the gradient is of an ordinary size.
  func line(_ context: ExplainContext) throws -> Derivation.Line? {
    guard let variable = chain.variables.max(by: { sizes[$0] < sizes[$1] }),
      let fate = fate(sizes[variable])
    else { return nil }
    let way = way(to: variable)
    if let line = manyFactors(fate, way, context) { return line }
    guard let (from, step, gain) = culprit(fate, way) else { return nil }
    let node = chain.nodes[from]
    let isScalar = node.type.isNumber && chain.nodes[step.to].type.isNumber
    let factor = try machine.factorText(chain, from, step)
    let number = isScalar ? factor.value : gain
    let text = context.number(number)
    let size =
      isScalar
      ? (factor.formula == text ? "" : " = \(text)")
      : ", which changes the norm by a factor \(context.number(gain)),"
    let place = node.place.flatMap(Self.name)
    return .words(
      "why: \(fate.words) \(factor.name) = \(factor.formula)\(size)"
        + " in \(node.name) := \(node.written ?? "")\(place ?? "")")
  }

  /// Where an equation of a script stands. In a notebook its text has to do: this is part of an output,
  /// and what is written above a cell, outputs too, moves its lines.
  private static func name(_ place: Place) -> String? {
    let file = place.file
    return file.firstLine == 1
      ? ", \(file.name) line \(file.position(at: place.span.start).line)" : nil
  }

  private func fate(_ size: Double) -> Fate? {
    if !size.isFinite { return .undefined }
    if size == 0 { return .zero }
    if size > VanishedGradient.huge { return .huge }
    // Relative to the largest δ on the way.
    let largest = sizes.filter(\.isFinite).max() ?? 1
    return size < VanishedGradient.tiny * largest ? .tiny : nil
  }

  /// A step of the chain rule and what it does to the size of δ.
  private typealias Link = (from: Int, step: ChainGraph.Step, gain: Double)

  /// The way that contributes most, from the target down to the variable.
  private func way(to variable: Int) -> [Link] {
    var way: [Link] = []
    var index = variable
    while index != 0, let user = mainUser(of: index),
      let step = chain.nodes[user].steps.first(where: { $0.to == index })
    {
      way.append((user, step, sizes[index] / sizes[user]))
      index = user
    }
    return way.reversed()
  }

  /// The step that did it.
  private func culprit(_ fate: Fate, _ way: [Link]) -> Link? {
    switch fate {
    case .zero: way.first { $0.gain == 0 }
    case .undefined: way.first { !$0.gain.isFinite }
    case .tiny: way.min { $0.gain < $1.gain }
    case .huge: way.max { $0.gain < $1.gain }
    }
  }

  /// Many factors of ordinary size: none of them is to blame, their number is.
  private func manyFactors(
    _ fate: Fate, _ way: [Link], _ context: ExplainContext
  ) -> Derivation.Line? {
    guard way.count >= 8 else { return nil }
    let gains = way.map(\.gain).filter { $0 > 0 && $0.isFinite }
    let logarithms = gains.map { UnaryOp.log.apply($0) }
    let total = logarithms.reduce(0, +)
    let largest = logarithms.map(abs).max() ?? 0
    let isOverflow = fate == .undefined && sizes.contains { $0 > 1e300 && $0.isFinite }
    let isUnderflow = fate == .zero && sizes.contains { $0 > 0 && $0 < 1e-300 }
    guard fate == .tiny || fate == .huge || isOverflow || isUnderflow, largest < 0.4 * abs(total)
    else { return nil }
    let mean = UnaryOp.exp.apply(total / Double(gains.count))
    return .words(
      "why: \(fate.words) the number of factors: \(way.count) of them, each changes the size"
        + " by \(context.number(mean)) on average (geometric mean)")
  }

  /// The quantity through which most of a δ comes; of those that give nothing, that with the largest δ.
  private func mainUser(of index: Int) -> Int? {
    sweep.terms[index].max { a, b in
      let (x, y) = (rank(size(a.value)), rank(size(b.value)))
      return x == y ? rank(sizes[a.user]) < rank(sizes[b.user]) : x < y
    }?.user
  }

  private func size(_ value: Value) -> Double { VanishedGradient.size(value, machine) }

  private static func size(_ value: Value, _ machine: Machine) -> Double {
    machine.concrete(value).plainNumber.map(abs) ?? machine.norm(value)
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
