import Diagnostics
import Graphs
import Syntax
import Tensors

// `∂L/∂W` in all its forms (LANGUAGE.md, section 7).
extension Machine {
  /// - Parameter isExplained: what is shown says itself that the target does not depend on a variable.
  func partial(
    _ info: Code.PartialInfo, _ file: SourceFile, isExplained: Bool = false
  ) throws -> Value {
    try rejectFunction(info)
    let system = try system(for: info.target)
    guard system.target.count == 1 else {
      throw Diagnostic.partialOfStructure(info.targetText)
    }
    if let missing = info.variables.first(where: { system.nodes[$0.slot] == nil }) {
      return try independent(missing, info, isExplained ? nil : file)
    }
    return try evaluatePartial(info, system)
  }

  /// The value of a name that something is differentiated by.
  func value(of variable: Code.PartialInfo.Variable, _ info: Code.PartialInfo) throws -> Value {
    if case .undefined = globals[variable.slot] {
      var diagnostic = unknownName(variable.slot)
      diagnostic.primary = Diagnostic.Label(Place(info.target.file, variable.span))
      diagnostic.hint = diagnostic.hint ?? "\(variable.name) = 1 gives it a value to start from"
      throw diagnostic
    }
    return try readPlain(variable.slot)
  }

  /// Whether the target is a name that `=` gave a value, which keeps no formula.
  func isPlainName(_ info: Code.PartialInfo) -> Bool {
    guard let slot = info.targetSlot else { return false }
    if case .equation = globals[slot] { return false }
    return true
  }

  private func rejectFunction(_ info: Code.PartialInfo) throws {
    guard let slot = info.targetSlot else { return }
    if case .function(let function) = globals[slot] {
      throw Diagnostic.partialOfFunction(
        info.targetText, info.variables[0].name, function.parameterNames)
    }
  }

  /// `L` does not depend on `x`: zero of its shape, with a note in the file.
  private func independent(
    _ variable: Code.PartialInfo.Variable, _ info: Code.PartialInfo, _ file: SourceFile?
  ) throws -> Value {
    let value = try self.value(of: variable, info)
    guard value.isNumeric || value.isStructure else {
      throw Diagnostic.partialByValue(variable.name, value)
    }
    if let file {
      output.note(
        .doesNotDepend(
          info.targetText, variable.name, isNumber: isPlainName(info),
          at: Place(file, variable.span)))
    }
    return zero(like: value)
  }

  private func evaluatePartial(
    _ info: Code.PartialInfo, _ system: EquationSystem
  ) throws -> Value {
    let fixed = Set(info.heldFixed.flatMap { system.nodes[$0.slot] ?? [] })
    let order = info.variables.reduce(0) { $0 + $1.order }
    if order > 1 { return try higher(info, system, fixed) }
    let variable = info.variables[0]
    let key = "\(variable.slot)|" + info.heldFixed.map { "\($0.slot)" }.joined(separator: ",")
    let inputs = try values(of: system.inputs)
    guard system.graph[system.target[0]].type.isNumber else {
      return try jacobian(system, variable, fixed, inputs)
    }
    let program = try system.programs[key] ?? gradient(system, variable, fixed)
    system.programs[key] = program
    var leaves = try program.evaluate(inputs, self)[...]
    return try readPlain(variable.slot).replacingLeaves { leaf in
      try inPrecision(of: leaf, leaves.popFirst() ?? .nothing)
    }
  }

  /// The current values of a system's variables.
  func values(of inputs: [EquationSystem.Input]) throws -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(inputs.count)
    for input in inputs {
      if let value = input.value {
        result.append(value)
        continue
      }
      let value = try readPlain(input.slot)
      result.append(value.isStructure ? value.leaves[input.leaf].asFloating : value.asFloating)
    }
    return result
  }

  private func gradient(
    _ system: EquationSystem, _ variable: Code.PartialInfo.Variable, _ fixed: Set<NodeID>
  ) throws -> GradientProgram {
    let wrt = system.nodes[variable.slot] ?? []
    var (graph, gradients) = try system.graph.reverse(
      of: system.target[0], wrt: wrt, fixed: fixed.subtracting(wrt))
    graph.outputs = zip(wrt, gradients).map { node, gradient in
      gradient ?? graph.addZero(graph[node].type)
    }
    return GradientProgram(graph: graph)
  }

  /// `∂²L/∂x²`, `∂²L/∂x∂y`: one derivative after the other, all but the last by numbers.
  private func higher(
    _ info: Code.PartialInfo, _ system: EquationSystem, _ fixed: Set<NodeID>
  ) throws -> Value {
    var graph = system.graph
    var node = system.target[0]
    let steps = info.variables.flatMap { variable in
      [Code.PartialInfo.Variable](repeating: variable, count: variable.order)
    }
    for variable in steps {
      guard let wrt = system.nodes[variable.slot], wrt.count == 1, graph[wrt[0]].type.isNumber,
        graph[node].type.isNumber
      else { throw Diagnostic.higherPartialByTensor(variable.name) }
      let (extended, gradients) = try graph.reverse(
        of: node, wrt: wrt, fixed: fixed.subtracting(wrt))
      graph = extended
      node = gradients[0] ?? graph.addZero(.number)
    }
    graph.outputs = [node]
    return try GradientProgram(graph: graph).evaluate(values(of: system.inputs), self)[0]
  }

  /// The Jacobian of a tensor target: the target's axes, then the variable's.
  private func jacobian(
    _ system: EquationSystem, _ variable: Code.PartialInfo.Variable, _ fixed: Set<NodeID>,
    _ inputs: [Value]
  ) throws -> Value {
    let target = system.target[0]
    let wrt = system.nodes[variable.slot] ?? []
    guard wrt.count == 1 else { throw Diagnostic.jacobianByStructure(variable.name) }
    var graph = system.graph
    let shape = graph[target].type.shape
    let seed = graph.addInput(graph[target].type)
    let (extended, gradients) = try graph.reverse(
      of: target, wrt: wrt, seed: seed, fixed: fixed.subtracting(wrt))
    graph = extended
    graph.outputs = [gradients[0] ?? graph.addZero(graph[wrt[0]].type)]
    let program = GradientProgram(graph: graph)
    let rows = try (0..<shape.count).map { index -> Value in
      var unit = [Double](repeating: 0, count: shape.count)
      unit[index] = 1
      return try program.evaluate(inputs + [.tensor(Tensor(unit, shape: shape))], self)[0]
    }
    let full = Shape(shape.sizes + graph[wrt[0]].type.shape.sizes)
    let result = try apply(Catalogue.reshape, [try stack(rows)], Attributes(.shape(full)))
    return try inPrecision(of: readPlain(variable.slot), result)
  }
}

extension Graph {
  /// A constant 0 of a type.
  mutating func addZero(_ type: NodeType) -> NodeID {
    type.isNumber
      ? addConstant(.number(0)) : addConstant(.tensor(Tensor(repeating: 0, shape: type.shape)))
  }
}
