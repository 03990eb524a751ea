import Diagnostics
import Graphs

/// An optimizer of the prelude (or one of the user's own: any record with `start` and `update`), with
/// its state for each leaf of the parameters.
struct Optimizer {
  private let start: Function
  private let update: Function
  private var states: [Value]?
  private var step = 0

  init(_ value: Value, _ machine: Machine) throws {
    guard case .record(let record) = value, case .function(let start)? = record["start"],
      case .function(let update)? = record["update"]
    else { throw Diagnostic.notOptimizer(value) }
    self.start = start
    self.update = update
  }

  /// The parameters after one step against their gradients.
  mutating func apply(
    _ parameters: [Value], _ gradients: [Value], _ machine: Machine
  ) throws -> [Value] {
    step += 1
    var states = try self.states ?? parameters.map { try machine.call(start, [$0]) }
    var updated: [Value] = []
    for (index, parameter) in parameters.enumerated() {
      let result = try machine.call(
        update, [parameter, gradients[index], states[index], .number(Double(step))])
      guard case .tuple(let pair) = result, pair.items.count == 2 else {
        throw Diagnostic.optimizerResult(result)
      }
      updated.append(pair.items[0])
      states[index] = pair.items[1]
    }
    self.states = states
    return updated
  }
}
