import Diagnostics
import Graphs
import Tensors

// All derivatives of several outputs by several inputs: `jacobian` and `hessian`, and the traces of
// those matrices, `divergence` and `laplacian`.
extension Machine {
  func jacobian(
    of function: Function, by selection: Derived.Selection, at arguments: [Value]
  ) throws -> Value {
    try recording(of: function, by: selection, at: arguments) { record in
      try jacobian(
        Blocks(
          record: record, graph: record.graph, known: record.known, result: record.result,
          outputs: record.outputs))
    }
  }

  func hessian(
    of function: Function, by selection: Derived.Selection, at arguments: [Value]
  ) throws -> Value {
    try recording(of: function, by: selection, at: arguments) { record in
      try jacobian(try gradientBlocks(record))
    }
  }

  /// Σ ∂²f/∂xᵢ²
  func laplacian(of function: Function, at arguments: [Value]) throws -> Value {
    try recording(of: function, at: arguments) { record in
      try trace(of: try gradientBlocks(record))
    }
  }

  /// Σ ∂fᵢ/∂xᵢ
  func divergence(of function: Function, at arguments: [Value]) throws -> Value {
    try recording(of: function, at: arguments) { record in
      let (from, to) = (record.point.leaves, record.result.leaves)
      guard from.map(\.shape) == to.map(\.shape) else {
        throw Diagnostic.divergenceShape(function, record.point, record.result)
      }
      return try trace(
        of: Blocks(
          record: record, graph: record.graph, known: record.known, result: record.result,
          outputs: record.outputs))
    }
  }

  /// The gradient as the function whose Jacobian is wanted.
  private func gradientBlocks(_ record: Recording) throws -> Blocks {
    guard let output = try record.number() else {
      return Blocks(
        record: record, graph: record.graph, known: record.known, result: record.point,
        outputs: record.inputs.map { _ in nil })
    }
    let (graph, gradients) = try record.graph.reverse(of: output, wrt: record.inputs)
    return Blocks(
      record: record, graph: graph, known: record.known, result: record.point, outputs: gradients)
  }

  // MARK: Blocks

  /// A block for each leaf of the result and each leaf of the point, in the structure of both.
  private func jacobian(_ blocks: Blocks) throws -> Value {
    let rows = try blocks.isWide ? columnwise(blocks) : rowwise(blocks)
    var remaining = rows[...]
    return blocks.result.replacingLeaves { _ in
      var row = (remaining.popFirst() ?? [])[...]
      return blocks.record.point.replacingLeaves { row.popFirst() ?? $0 }
    }
  }

  /// Reverse mode, once for each element of the result.
  private func rowwise(_ blocks: Blocks) throws -> [[Value]] {
    try zip(blocks.result.leaves, blocks.outputs).map { leaf, output in
      guard let output, let shape = leaf.shape, shape.count > 0 else {
        return try blocks.inputLeaves.map { try blocks.zero(leaf, $0) }
      }
      var graph = blocks.graph
      let seed = graph.addInput(graph[output].type)
      let (reverse, gradients) = try graph.reverse(
        of: output, wrt: blocks.record.inputs, seed: seed)
      var sweep = try Sweep(
        self, reverse, known: blocks.known, seeds: [seed], outputs: gradients.compactMap { $0 })
      var rows: [[Value]] = []
      for index in 0..<shape.count { rows.append(try sweep([unit(index, shape)])) }
      var found = -1
      return try zip(blocks.inputLeaves, gradients).map { input, gradient in
        guard gradient != nil, let size = input.shape else { return try blocks.zero(leaf, input) }
        found += 1
        let block = try stack(rows.map { $0[found] })
        return try self.block(block, shape.sizes + size.sizes)
      }
    }
  }

  /// Forward mode, once for each element of the point: cheaper where the result is larger.
  private func columnwise(_ blocks: Blocks) throws -> [[Value]] {
    let results = blocks.result.leaves
    let columns = try zip(blocks.inputLeaves, blocks.record.inputs).map { input, node in
      var graph = blocks.graph
      let tangent = graph.addInput(graph[node].type)
      let (forward, derivatives) = try graph.forward(
        outputs: blocks.outputs.compactMap { $0 }, wrt: [node], tangents: [tangent])
      var sweep = try Sweep(
        self, forward, known: blocks.known, seeds: [tangent],
        outputs: derivatives.compactMap { $0 })
      let shape = input.shape ?? .scalar
      var parts: [[Value]] = []
      for index in 0..<shape.count { parts.append(try sweep([unit(index, shape)])) }
      var active = derivatives[...]
      var found = -1
      return try zip(results, blocks.outputs).map { leaf, output in
        guard output != nil, let derivative = active.popFirst(), derivative != nil,
          shape.count > 0
        else { return try blocks.zero(leaf, input) }
        found += 1
        return try column(parts.map { $0[found] }, leaf.shape ?? .scalar, shape)
      }
    }
    return results.indices.map { row in columns.map { $0[row] } }
  }

  /// Derivatives of one output by each element of an input, with the output's axes first.
  private func column(_ parts: [Value], _ output: Shape, _ input: Shape) throws -> Value {
    var stacked = try stack(parts)
    if output.rank > 0 {
      let order = Array(1...output.rank) + [0]
      stacked = try apply(Catalogue.permute, [stacked], Attributes(.wholes(order)))
    }
    return try block(stacked, output.sizes + input.sizes)
  }

  private func block(_ elements: Value, _ sizes: [Int]) throws -> Value {
    guard let shape = Shape(checking: sizes) else { throw TensorFault.tooManyAxes(sizes.count) }
    return try apply(Catalogue.reshape, [elements], Attributes(.shape(shape)))
  }

  private func unit(_ index: Int, _ shape: Shape) -> Value {
    if shape.rank == 0 { return .number(1) }
    var elements = [Double](repeating: 0, count: shape.count)
    elements[index] = 1
    return .tensor(Tensor(elements, shape: shape))
  }

  // MARK: Traces

  /// The sum of the derivatives of each element by the element at its own place.
  private func trace(of blocks: Blocks) throws -> Value {
    var total = Value.number(0)
    for (position, output) in blocks.outputs.enumerated() {
      guard let output, let shape = blocks.result.leaves[position].shape else { continue }
      var graph = blocks.graph
      let seed = graph.addInput(graph[output].type)
      let (reverse, gradients) = try graph.reverse(
        of: output, wrt: [blocks.record.inputs[position]], seed: seed)
      guard let gradient = gradients[0] else { continue }
      var sweep = try Sweep(
        self, reverse, known: blocks.known, seeds: [seed], outputs: [gradient])
      for index in 0..<shape.count {
        let row = try sweep([unit(index, shape)])[0]
        let flat = try block(row, [shape.count])
        let own = try apply(Catalogue.take, [flat], Attributes(.selection([.at(index)])))
        total = try apply(Catalogue.add, [total, own])
      }
    }
    return total
  }
}

/// What a Jacobian is of and by.
private struct Blocks {
  let record: Recording
  /// The recording's graph, perhaps extended.
  let graph: Graph
  let known: [Value]
  /// The structure and the shapes of what is differentiated.
  let result: Value
  let outputs: [NodeID?]

  var inputLeaves: [Value] { record.point.leaves }

  /// More outputs than inputs: forward mode takes fewer passes.
  var isWide: Bool { count(result) > count(record.point) }

  private func count(_ value: Value) -> Int {
    value.leaves.reduce(0) { $0 + ($1.shape?.count ?? 0) }
  }

  func zero(_ output: Value, _ input: Value) throws -> Value {
    let sizes = (output.shape?.sizes ?? []) + (input.shape?.sizes ?? [])
    guard let shape = Shape(checking: sizes) else { throw TensorFault.tooManyAxes(sizes.count) }
    return shape.rank == 0 ? .number(0) : .tensor(try Tensor.filled(0, shape: shape))
  }
}
