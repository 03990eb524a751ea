import Tensors

extension Formula {
  /// The formula of a node, in terms of the names in its graph. The node itself is written out also
  /// when it has a name; a named node below stands as its name.
  ///
  /// - Parameters:
  ///   - expandNamed: write out named operations below, too, down to the inputs.
  ///   - primal: how many nodes the user wrote; those from there on were made by differentiation, and
  ///     their sums are put into the order that a person would choose. When nil, the nodes up
  ///     to the last of `graph.outputs` count as the user's.
  ///   - limit: the size from which on a formula is no longer readable.
  /// - Returns: nil when the formula would exceed the limit; a graph shares what a formula repeats.
  public init?(
    of node: NodeID, in graph: Graph, expandNamed: Bool = false, primal: Int? = nil,
    limit: Int = 1500
  ) {
    guard graph.nodes.indices.contains(node) else { return nil }
    var builder = FormulaBuilder(graph, expandsNames: expandNamed, primal: primal, limit: limit)
    guard let formula = builder.formula(of: node) else { return nil }
    self = formula
  }
}

/// Translates a graph into formulas, each node once.
struct FormulaBuilder {
  private let graph: Graph
  private let expandsNames: Bool
  private let limit: Int
  private let isPrimal: [Bool]
  private let ranks: [Int]
  /// Sums are still open here: more terms may be added to them.
  private var memo: [Formula?]
  private var settledMemo: [Formula?]
  /// A named node that is the sigmoid of an operand, by the operand; and the same for tanh.
  private var namedSigmoids: [NodeID: NodeID] = [:]
  private var namedTangents: [NodeID: NodeID] = [:]

  /// Deeper formulas can't be read, and every walk over them would need as much stack.
  private static let depthLimit = 150

  init(_ graph: Graph, expandsNames: Bool, primal: Int?, limit: Int) {
    self.graph = graph
    self.expandsNames = expandsNames
    self.limit = limit
    isPrimal = Self.primal(graph, primal)
    ranks = graph.appearanceRanks(isPrimal: isPrimal)
    memo = [Formula?](repeating: nil, count: graph.nodes.count)
    settledMemo = memo
    guard !expandsNames else { return }
    for id in graph.nodes.indices where graph[id].name != nil {
      if graph[id].operation?.name == "sigmoid" { namedSigmoids[graph[id].operands[0]] = id }
      if graph[id].operation === Catalogue.tanh { namedTangents[graph[id].operands[0]] = id }
    }
  }

  private static func primal(_ graph: Graph, _ count: Int?) -> [Bool] {
    let end = count ?? graph.outputs.max().map { $0 + 1 } ?? graph.nodes.count
    return graph.nodes.indices.map { $0 < end }
  }

  /// The formula of a node, with the node itself written out.
  mutating func formula(of root: NodeID) -> Formula? {
    let isNeeded = needed(for: root)
    for id in 0...root where isNeeded[id] && (memo[id] == nil || id == root) {
      let formula = id == root ? expanded(id) : translated(id)
      guard let formula, formula.size <= limit, formula.depth <= Self.depthLimit else { return nil }
      if id == root {
        let whole = settled(formula, of: id)
        return indicator(isPrimal[id] ? whole : Polish.polished(whole), graph[id].type)
      }
      memo[id] = formula
    }
    return nil
  }

  /// A condition that counts as 1 or 0, where it is all that there is.
  private func indicator(_ formula: Formula, _ type: NodeType) -> Formula {
    guard formula.dtype == .bool, type.dtype == .f64 else { return formula }
    let choice = Formula.Application(
      operation: Catalogue.select, operands: [formula, .one, .zero], attributes: .none)
    return Formula(.apply(choice), shape: formula.shape)
  }

  /// What the root's formula is made of: not what lies below a name.
  private func needed(for root: NodeID) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: root + 1)
    isNeeded[root] = true
    for id in stride(from: root, through: 0, by: -1) where isNeeded[id] {
      if id != root && isAtom(id) { continue }
      for operand in graph[id].operands { isNeeded[operand] = true }
    }
    return isNeeded
  }

  private func isAtom(_ id: NodeID) -> Bool {
    graph[id].name != nil && (!expandsNames || graph[id].operation == nil)
  }

  private mutating func translated(_ id: NodeID) -> Formula? {
    isAtom(id) ? symbol(id) : expanded(id)
  }

  private mutating func expanded(_ id: NodeID) -> Formula? {
    switch graph[id].kind {
    case .input: return symbol(id)
    case .constant(let quantity): return constant(quantity, id)
    case .operation(let operation, let operands, let attributes):
      return translated(operation, operands, attributes, id)
    }
  }

  // MARK: Leaves

  private func symbol(_ id: NodeID) -> Formula {
    let node = graph[id]
    let symbol = Formula.Symbol(
      name: node.name ?? inputName(id), node: id, rank: ranks[id], constant: node.constant)
    return Formula(.symbol(symbol), shape: node.type.shape, dtype: node.type.dtype)
  }

  private func inputName(_ id: NodeID) -> String {
    guard case .input(let number) = graph[id].kind else { return "c" }
    return graph.inputs.count == 1 ? "x" : "x\(number + 1)"
  }

  private func constant(_ quantity: Quantity, _ id: NodeID) -> Formula {
    if graph[id].name != nil { return symbol(id) }
    switch quantity {
    case .number(let value):
      return graph.prefersFractions ? Formula.number(value).asFraction : .number(value)
    case .bool(let value): return named("\(value)", id)
    case .tensor(let tensor):
      if let value = tensor.uniformValue {
        return Formula(.broadcast(.number(value)), shape: tensor.shape)
      }
      return named(tensor.shortText, id)
    }
  }

  private func named(_ name: String, _ id: NodeID) -> Formula {
    let symbol = Formula.Symbol(name: name, node: id, rank: ranks[id], constant: graph[id].constant)
    return Formula(.symbol(symbol), shape: graph[id].type.shape, dtype: graph[id].type.dtype)
  }

  // MARK: Operations

  private mutating func translated(
    _ operation: Operation, _ operands: [NodeID], _ attributes: Attributes, _ id: NodeID
  ) -> Formula? {
    let shape = graph[id].type.shape
    if operation === Catalogue.add { return sum(operands, id)?.fitted(to: shape) }
    var parts: [Formula] = []
    for operand in operands {
      guard let part = settledOperand(operand) else { return nil }
      parts.append(part)
    }
    if let result = arithmetic(operation, operands, parts) { return result.fitted(to: shape) }
    if let complement = namedComplement(operation, operands) { return complement }
    let application = Formula.Application(
      operation: operation, operands: parts, attributes: attributes)
    if operation.elementwise != nil { return elementwise(application, id) }
    return application.applied(to: parts, shape, dtype: graph[id].type.dtype)
  }

  /// f(a repeated) = f(a) repeated.
  private func elementwise(_ application: Formula.Application, _ id: NodeID) -> Formula {
    let operands = application.operands.map(\.unbroadcast)
    let shape = Formula.broadcastShape(of: operands)
    let type = graph[id].type
    return application.applied(to: operands, shape, dtype: type.dtype).fitted(to: type.shape)
  }

  /// The operations that sums, products and powers stand for.
  private func arithmetic(
    _ operation: Operation, _ operands: [NodeID], _ parts: [Formula]
  ) -> Formula? {
    switch operation.name {
    case "subtract": .difference(memo[operands[0]] ?? parts[0], memo[operands[1]] ?? parts[1])
    case "multiply", "zero_multiply": .product(parts)
    case "divide", "zero_divide": .quotient(parts[0], parts[1])
    case "power": .power(parts[0], parts[1])
    case "negate": .negative(memo[operands[0]] ?? parts[0])
    case "square": .power(parts[0], .number(Rational(2)))
    case "sqrt": .power(parts[0], .number(.half))
    case Catalogue.oneMinusSquare.name: .oneMinusSquare(parts[0])
    case Catalogue.sechSquared.name: .oneMinusSquare(tangent(operands[0], parts[0]))
    case Catalogue.broadcastTo.name: parts[0]
    default: nil
    }
  }

  /// tanh(z), by its name where it has one.
  private func tangent(_ id: NodeID, _ operand: Formula) -> Formula {
    if let named = namedTangents[id] { return symbol(named) }
    let application = Formula.Application(
      operation: Catalogue.tanh, operands: [operand], attributes: .none)
    return application.applied(to: [operand], operand.shape)
  }

  /// A sum of contributions that reverse mode has found last to first is turned around. A rule's own
  /// sum, 1 + x², has a constant that was made for it.
  private func sum(_ operands: [NodeID], _ id: NodeID) -> Formula? {
    guard let a = memo[operands[0]], let b = memo[operands[1]] else { return nil }
    return isAccumulation(id) ? .sum([b, a]) : .sum([a, b])
  }

  private func isAccumulation(_ id: NodeID) -> Bool {
    guard !isPrimal[id], graph[id].operation === Catalogue.add else { return false }
    return !graph[id].operands.contains { graph[$0].constant != nil && $0 >= id - 2 }
  }

  private mutating func settledOperand(_ id: NodeID) -> Formula? {
    if let known = settledMemo[id] { return known }
    guard let open = memo[id] else { return nil }
    let formula = settled(open, of: id)
    settledMemo[id] = formula
    return formula
  }

  /// A sum that differentiation made, as it is read: by falling powers, common factors taken out.
  /// It is left open while further terms may come.
  private func settled(_ formula: Formula, of id: NodeID) -> Formula {
    let open = formula.unbroadcast
    guard !isPrimal[id], case .sum = open.split.core.kind else { return formula }
    let ordered = isAccumulation(id) ? TermOrder.byFallingDegree(open) : open
    return CommonFactors.collected(ordered).fitted(to: formula.shape)
  }

  /// σ(−z) = 1 − O where O is the name of σ(z).
  private func namedComplement(_ operation: Operation, _ operands: [NodeID]) -> Formula? {
    guard operation.name == "sigmoid", let inner = graph[operands[0]].operation,
      inner === Catalogue.negate, let named = namedSigmoids[graph[operands[0]].operands[0]]
    else { return nil }
    return .difference(.one, symbol(named))
  }
}
