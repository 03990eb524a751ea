import Graphs
import Tensors

/// A graph that is evaluated again and again at new values: a derivative of an equation system above
/// all. From the second time on it runs as a plan.
final class GradientProgram {
  let graph: Graph
  private var state = State.new

  private enum State {
    case new
    /// Evaluated once; a second time makes a plan worth its while.
    case seen
    case planned(Plan)
    case unplannable
  }

  init(graph: Graph) { self.graph = graph }

  /// The outputs for values of the graph's inputs.
  func evaluate(_ inputs: [Value], _ machine: Machine) throws -> [Value] {
    guard let quantities = plainQuantities(inputs) else {
      return try graph.evaluate(inputs: inputs, constant: { Value($0) }) {
        try machine.apply($0, $1, $2)
      }
    }
    return try evaluate(quantities, machine).map { Value($0) }
  }

  private func evaluate(_ inputs: [Quantity], _ machine: Machine) throws -> [Quantity] {
    if machine.usesPlans, let plan = plan() {
      do {
        return try plan.run(inputs)
      } catch is PlanFault {
        state = .unplannable
      }
    }
    return try graph.evaluate(inputs)
  }

  private func plan() -> Plan? {
    switch state {
    case .planned(let plan): return plan
    case .unplannable: return nil
    case .new:
      state = .seen
      return nil
    case .seen:
      // A plan that is too large is not made: one by one the operations may still fit.
      guard let plan = try? Plan(graph) else {
        state = .unplannable
        return nil
      }
      state = .planned(plan)
      return plan
    }
  }

  /// nil where a value is followed by a trace: then each operation is recorded.
  private func plainQuantities(_ values: [Value]) -> [Quantity]? {
    var quantities: [Quantity] = []
    quantities.reserveCapacity(values.count)
    for value in values {
      switch value {
      case .number(let number): quantities.append(.number(number))
      case .bool(let bool): quantities.append(.bool(bool))
      case .tensor(let tensor): quantities.append(.tensor(tensor))
      default: return nil
      }
    }
    return quantities
  }
}
