import Diagnostics
import Graphs

// Steps, roundings and positions have the derivative 0 wherever they have one. That is right, and seldom
// what was meant: a note says so.
extension Machine {
  /// - Parameters:
  ///   - gradients: what reverse mode found for `inputs`.
  func noteDiscretePaths(
    _ graph: Graph, from inputs: [NodeID], to output: NodeID, _ gradients: [NodeID?]
  ) {
    let isZero = gradients.allSatisfy { $0 == nil }
    func isDiscrete(_ operation: Graphs.Operation) -> Bool {
      guard case .zero = operation.derivative, operation !== Catalogue.stopGradient,
        operation !== Catalogue.held
      else { return false }
      return isZero || Machine.roundings.contains(operation.name)
    }
    // A function with a rule of its own has said what its derivative is.
    if graph.nodes.contains(where: { $0.operation === Catalogue.withRule }) { return }
    let candidates = graph.nodes.indices.filter { graph[$0].operation.map(isDiscrete) == true }
    guard !candidates.isEmpty else { return }
    let depends = graph.dependents(on: inputs)
    let isUsed = graph.reachable(from: [output])
    guard let first = candidates.first(where: { depends[$0] && isUsed[$0] }),
      let operation = graph[first].operation, case .zero(let reason) = operation.derivative
    else { return }
    self.output.note(
      .discretePath(operation.name, reason, isOnly: isZero, at: currentPlace))
  }

  /// Those that nobody puts between a parameter and a loss on purpose. Comparisons, masks and signs are
  /// at home there.
  private static let roundings: Set<String> = [
    "floor", "ceil", "round", "trunc", "argmax", "argmin", "count", "one_hot",
  ]
}
