import Diagnostics
import Graphs

// Steps, roundings and positions have the derivative 0 wherever they have one. That is right, and seldom
// what was meant: a note says so, and where.
extension Machine {
  /// - Parameters:
  ///   - gradients: what reverse mode found for `inputs`.
  func noteDiscretePaths(
    _ trace: Trace, from inputs: [NodeID], to output: NodeID, _ gradients: [NodeID?]
  ) {
    let graph = trace.graph
    let isZero = gradients.allSatisfy { $0 == nil }
    // A function with a rule of its own has said what its derivative is.
    if graph.nodes.contains(where: { $0.operation === Catalogue.withRule }) { return }
    let candidates = graph.nodes.indices.filter { id in
      guard let operation = graph[id].operation, operation.isDiscrete else { return false }
      return isZero || Machine.roundings.contains(operation.name)
    }
    guard !candidates.isEmpty else { return }
    let depends = graph.dependents(on: inputs)
    let isUsed = graph.reachable(from: [output])
    guard let first = candidates.first(where: { depends[$0] && isUsed[$0] }),
      let operation = graph[first].operation, case .zero(let reason) = operation.derivative
    else { return }
    self.output.note(
      .discretePath(
        operation.name, reason, isOnly: isZero, at: currentPlace, trace.discretePlaces[first]))
  }

  /// Those that nobody puts between a parameter and a loss on purpose. Comparisons, masks and signs are
  /// at home there.
  private static let roundings: Set<String> = [
    "floor", "ceil", "round", "trunc", "argmax", "argmin", "count", "one_hot",
  ]
}

extension Graphs.Operation {
  /// Its derivative is 0, and nobody has asked for that.
  var isDiscrete: Bool {
    guard case .zero = derivative else { return false }
    return self !== Catalogue.stopGradient && self !== Catalogue.held
  }
}
