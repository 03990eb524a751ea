import Tensors

extension Graph {
  /// This graph with every output in the normal form of formulas, for display.
  ///
  /// Inputs keep their order and names. A named operation stays a node of its own with its name, and
  /// nothing is moved across it. Where a formula would get too long the graph comes back as it was.
  ///
  /// - Parameter primal: how many nodes the user wrote, as in `Formula.init(of:in:)`.
  public func simplified(primal: Int? = nil) -> Graph {
    var result = Graph()
    result.prefersFractions = prefersFractions
    var writer = FormulaWriter()
    for id in inputs { writer.map[id] = result.addInput(nodes[id].type, name: nodes[id].name) }
    var builder = FormulaBuilder(self, expandsNames: false, primal: primal, limit: 1500)
    let isNeeded = reachable(from: outputs)
    let isOutput = Set(outputs)
    for id in nodes.indices where isNeeded[id] && nodes[id].operation != nil {
      guard nodes[id].name != nil || isOutput.contains(id) else { continue }
      guard let formula = builder.formula(of: id),
        let written = writer.write(formula, nodes[id].type, isNamed: nodes[id].name != nil, &result)
      else { return self }
      if let name = nodes[id].name { result.setName(name, of: written) }
      writer.map[id] = written
    }
    for id in isOutput.sorted() where nodes[id].constant != nil {
      writer.map[id] = writer.constantNode(self, id, &result)
    }
    let mapped = outputs.compactMap { writer.map[$0] }
    guard mapped.count == outputs.count else { return self }
    result.outputs = mapped
    return result
  }
}

extension Formula {
  /// The value of the formula for given values of the nodes that its names stand for.
  public func evaluate(_ bindings: [NodeID: Quantity]) throws -> Quantity {
    var graph = Graph()
    var writer = FormulaWriter()
    for (node, value) in bindings.sorted(by: { $0.key < $1.key }) {
      writer.map[node] = graph.addConstant(value)
    }
    let type = NodeType(dtype, shape)
    guard let output = writer.write(self, type, isNamed: false, &graph) else {
      throw FormulaFault.unboundName
    }
    graph.outputs = [output]
    return try graph.evaluate([])[0]
  }
}

/// Why a formula has no value.
public enum FormulaFault: Error {
  /// A name in the formula was given no value, or one of another shape.
  case unboundName
}

/// Writes formulas into a graph, common parts once.
struct FormulaWriter {
  /// Where the nodes are that names stand for.
  var map: [NodeID: NodeID] = [:]
  private var written: [Formula: NodeID] = [:]

  /// Nil when a name has no node, or an operation refuses its operands.
  mutating func write(
    _ formula: Formula, _ type: NodeType, isNamed: Bool, _ graph: inout Graph
  ) -> NodeID? {
    do {
      var id = try node(formula, &graph)
      // A name needs a node of its own; what is a bool or of another shape becomes what it was.
      let isShared = id < graph.nodes.count - 1 || graph[id].name != nil
      if graph[id].type.dtype != type.dtype || (isNamed && isShared) {
        id = try graph.add(Catalogue.multiply, [id, graph.addConstant(.number(1))])
      }
      if graph[id].type.shape != type.shape {
        id = try graph.add(Catalogue.broadcastTo, [id], Attributes(.shape(type.shape)))
      }
      return id
    } catch {
      return nil
    }
  }

  func constantNode(_ source: Graph, _ id: NodeID, _ graph: inout Graph) -> NodeID? {
    guard let value = source[id].constant else { return nil }
    let constant = graph.addConstant(value)
    graph.setName(source[id].name, of: constant)
    return constant
  }

  private mutating func node(_ formula: Formula, _ graph: inout Graph) throws -> NodeID {
    if let known = written[formula] { return known }
    let id = try newNode(formula, &graph)
    written[formula] = id
    return id
  }

  private mutating func newNode(_ formula: Formula, _ graph: inout Graph) throws -> NodeID {
    switch formula.kind {
    case .number(let value): return number(value.value, &graph)
    case .real(let value): return number(value, &graph)
    case .symbol(let symbol): return try symbolNode(symbol, &graph)
    case .sum(let terms): return try sum(terms, &graph)
    case .product(let coefficient, let factors): return try product(coefficient, factors, &graph)
    case .apply(let application):
      let operands = try application.operands.map { try node($0, &graph) }
      return try graph.add(application.operation, operands, application.attributes)
    case .broadcast(let inner):
      let operand = try node(inner, &graph)
      return try graph.add(
        Catalogue.broadcastTo, [operand], Attributes(.shape(formula.shape)))
    }
  }

  private func number(_ value: Double, _ graph: inout Graph) -> NodeID {
    graph.addConstant(.number(value))
  }

  private mutating func symbolNode(_ symbol: Formula.Symbol, _ graph: inout Graph) throws -> NodeID
  {
    if let node = map[symbol.node] { return node }
    guard let constant = symbol.constant else { throw FormulaFault.unboundName }
    let id = graph.addConstant(constant)
    graph.setName(symbol.name, of: id)
    map[symbol.node] = id
    return id
  }

  private mutating func sum(_ terms: [Formula], _ graph: inout Graph) throws -> NodeID {
    var result = try node(terms[0], &graph)
    for term in terms.dropFirst() {
      let operation = term.isNegative ? Catalogue.subtract : Catalogue.add
      let operand = try node(term.isNegative ? .negative(term) : term, &graph)
      result = try graph.add(operation, [result, operand])
    }
    return result
  }

  /// (c·a·b) / (d·e), the shape in which the typesetter shows it.
  private mutating func product(
    _ coefficient: Rational, _ factors: [Formula.Factor], _ graph: inout Graph
  ) throws -> NodeID {
    let scale = coefficient.magnitude
    var above: [NodeID] = []
    var below: [NodeID] = []
    if scale.isDecimal {
      above.append(number(scale.value, &graph))
    } else {
      if scale.numerator != 1 { above.append(number(Double(scale.numerator), &graph)) }
      if scale.denominator != 1 { below.append(number(Double(scale.denominator), &graph)) }
    }
    for factor in factors {
      let isBelow = factor.exponent.rational?.isNegative == true
      let power = try power(isBelow ? factor.inverted : factor, &graph)
      if isBelow { below.append(power) } else { above.append(power) }
    }
    var result = try chain(above, &graph) ?? number(1, &graph)
    if let divisor = try chain(below, &graph) {
      result = try graph.add(Catalogue.divide, [result, divisor])
    }
    return coefficient.isNegative ? try graph.add(Catalogue.negate, [result]) : result
  }

  private func chain(_ factors: [NodeID], _ graph: inout Graph) throws -> NodeID? {
    guard var result = factors.first else { return nil }
    for factor in factors.dropFirst() {
      result = try graph.add(Catalogue.multiply, [result, factor])
    }
    return result
  }

  private mutating func power(_ factor: Formula.Factor, _ graph: inout Graph) throws -> NodeID {
    let base = try node(factor.base, &graph)
    if factor.exponent.isOne { return base }
    if factor.exponent.rational == .half { return try graph.add(Catalogue.sqrt, [base]) }
    return try graph.add(Catalogue.power, [base, node(factor.exponent, &graph)])
  }
}

extension Formula.Factor {
  var inverted: Formula.Factor { .init(base: base, exponent: .negative(exponent)) }
}
