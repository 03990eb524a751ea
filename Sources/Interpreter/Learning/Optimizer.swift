import Diagnostics
import Graphs
import Tensors

/// An optimizer of the prelude (or one of the user's own: any record with `start` and `update`), with
/// its state for each leaf of the parameters.
struct Optimizer {
  let record: Record
  private let start: Function
  let update: Function
  /// What is done to the gradients, all as one vector, before they are used: the outermost first.
  private let clips: [(function: Function, record: Record)]
  /// The parameters are updated all as one vector.
  private let isJoint: Bool
  private(set) var states: [Value]?
  private(set) var step = 0

  init(_ value: Value, _ machine: Machine) throws {
    var clips: [(function: Function, record: Record)] = []
    var current = value
    while case .record(let record) = current, case .function(let clip)? = record["clip"],
      let inner = record["optimizer"]
    {
      clips.append((clip, record))
      current = inner
    }
    guard case .record(let record) = current, case .function(let start)? = record["start"],
      case .function(let update)? = record["update"]
    else { throw Diagnostic.notOptimizer(value) }
    self.record = record
    self.start = start
    self.update = update
    self.clips = clips
    if case .bool(true)? = record["together"] { isJoint = true } else { isJoint = false }
  }

  /// Each leaf is updated by itself, from its own gradient.
  var isSeparable: Bool { clips.isEmpty && !isJoint }

  /// For `start` and `step`, which know of one parameter at a time.
  func stepwise() throws -> Optimizer {
    if isJoint { throw Diagnostic.notStepwise() }
    return self
  }

  mutating func restore(_ states: [Value], step: Int) {
    self.states = states
    self.step = step
  }

  /// The parameters after one step against their gradients.
  mutating func apply(
    _ parameters: [Value], _ gradients: [Value], _ machine: Machine
  ) throws -> [Value] {
    step += 1
    let gradients = try clipped(gradients, machine)
    guard isJoint else { return try eachUpdated(parameters, gradients, machine) }
    let vectors = try [joined(parameters, machine), joined(gradients, machine)]
    let updated = try eachUpdated([vectors[0]], [vectors[1]], machine)
    return split(updated[0], like: parameters, machine)
  }

  private mutating func eachUpdated(
    _ parameters: [Value], _ gradients: [Value], _ machine: Machine
  ) throws -> [Value] {
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

  /// The gradients as the update sees them.
  func clipped(_ gradients: [Value], _ machine: Machine) throws -> [Value] {
    guard !clips.isEmpty else { return gradients }
    var vector = try joined(gradients, machine)
    for clip in clips { vector = try machine.call(clip.function, [vector]) }
    return split(vector, like: gradients, machine)
  }

  /// As above, clip by clip.
  func clippings(_ gradients: [Value], _ machine: Machine) throws -> [Clipping] {
    guard !clips.isEmpty else { return [] }
    var vector = try joined(gradients, machine)
    return try clips.map { clip in
      let before = vector
      vector = try machine.call(clip.function, [before])
      return Clipping(
        card: OptimizerCard(clip.record), before: before.quantity.map(machine.elements) ?? [],
        after: vector.quantity.map(machine.elements) ?? [],
        gradients: split(vector, like: gradients, machine))
    }
  }

  /// All elements of all leaves as one vector.
  private func joined(_ leaves: [Value], _ machine: Machine) throws -> Value {
    .tensor(Tensor(leaves.compactMap { machine.concrete($0).quantity }.flatMap(machine.elements)))
  }

  private func split(_ vector: Value, like leaves: [Value], _ machine: Machine) -> [Value] {
    var rest = (vector.quantity.map(machine.elements) ?? [])[...]
    return leaves.map { leaf in
      guard let shape = leaf.shape, shape.rank > 0 else {
        return .number(rest.popFirst() ?? .nan)
      }
      let part = Array(rest.prefix(shape.count))
      rest = rest.dropFirst(part.count)
      return .tensor(Tensor(part, shape: shape))
    }
  }

  /// The state that a parameter has before the first step.
  func initialState(_ parameter: Value, _ machine: Machine) throws -> Value {
    try machine.call(start, [parameter])
  }
}

extension Function {
  /// `cosine` of what the library's `cosine(0.1, 100)` gives.
  fileprivate var scheduleName: String? {
    guard case .closure(let code, _) = kind, code.file.name == Prelude.fileName else { return nil }
    return Prelude.schedule(in: code.file)
  }
}

/// What an optimizer says of itself.
struct OptimizerCard {
  let name: String
  let parameters: Record
  let equations: [(left: String, right: String)]
  /// The optimizer that this one works for, as clipping does.
  let inner: Value?

  init?(_ record: Record) {
    guard case .string(let name)? = record["name"], case .tuple(let lines)? = record["equations"],
      case .record(let parameters)? = record["parameters"]
    else { return nil }
    self.name = name.string
    self.parameters = parameters
    equations = lines.items.compactMap { line in
      guard case .string(let text) = line else { return nil }
      let parts = text.string.split(separator: " ← ", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    inner = record["optimizer"]
  }

  /// - Parameter rates: what schedules give at a step, by the parameters that they are.
  func title(_ display: Display, rates: [String: Value] = [:], step: Int = 1) -> String {
    let values = zip(parameters.names, parameters.values).map { name, value in
      guard case .function(let function) = value else {
        return "\(name) = \(display.inline(value))"
      }
      let schedule = function.scheduleName ?? "a schedule"
      guard let rate = rates[name] else { return "\(name) \(schedule)" }
      return "\(name) = \(display.inline(rate)) (\(schedule) at step \(step))"
    }
    return values.isEmpty ? name : "\(name): \(values.joined(separator: ", "))"
  }

  var latex: String {
    let rows = equations.map { left, right in
      "\(LatexName.latex(left)) &\\leftarrow \(OptimizerCard.latex(right))"
    }
    return "\\begin{aligned} \(rows.joined(separator: " \\\\ ")) \\end{aligned}"
  }

  func presentation(_ display: Display) -> Presentation {
    var text = [title(display)] + equations.map { "  \($0.left) ← \($0.right)" }
    var blocks: [Presentation.Block] = [
      .paragraph([.text(title(display))]),
      .math(latex),
    ]
    if case .record(let record)? = inner, let card = OptimizerCard(record) {
      let rest = card.presentation(display)
      text.append("then " + rest.text)
      blocks += [.paragraph([.text("then")])] + (rest.blocks ?? [])
    }
    return Presentation(text: text.joined(separator: "\n"), blocks: blocks)
  }

  /// Words where the right side is not a formula.
  static func latex(_ right: String) -> String {
    WrittenFormula.latex(right) ?? "\\text{\(right.escapedForLatexText)}"
  }
}
