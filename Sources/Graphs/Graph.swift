import Tensors

/// The index of a node within its graph. Operands always have smaller indices than their users.
public typealias NodeID = Int

/// Operations applied to earlier nodes: the one data structure that the chain rule works on.
///
/// An equation is lowered to a graph, a function is traced to one; `grad` and `∂` are functions from
/// graph to graph; the simplifier rewrites graphs and the typesetter prints them.
public struct Graph {
  /// 1.5 is shown as 3/2: its user wrote no decimals, so they come from rules.
  public var prefersFractions = false
  public struct Node {
    public enum Kind {
      /// Given from outside. Inputs are counted in the order in which they were made.
      case input(Int)
      case constant(Quantity)
      case operation(Operation, [NodeID], Attributes)
    }
    public var kind: Kind
    /// A graph of a long program has millions of nodes, most of them numbers: they share one type.
    private var sharedType: SharedType
    /// The user's name for this value: a variable, or the equation that it is the value of.
    public var name: String?

    public var type: NodeType {
      get { sharedType.type }
      set { sharedType = .of(newValue) }
    }

    init(kind: Kind, type: NodeType, name: String?) {
      self.kind = kind
      self.name = name
      sharedType = .of(type)
    }

    public var operands: [NodeID] {
      if case .operation(_, let operands, _) = kind { operands } else { [] }
    }
    public var operation: Operation? {
      if case .operation(let operation, _, _) = kind { operation } else { nil }
    }
    public var constant: Quantity? {
      if case .constant(let quantity) = kind { quantity } else { nil }
    }
  }

  public internal(set) var nodes: [Node] = []
  /// The nodes that are inputs, by their number.
  public internal(set) var inputs: [NodeID] = []
  public var outputs: [NodeID] = []

  public init() {}

  public subscript(id: NodeID) -> Node { nodes[id] }

  // MARK: Building

  @discardableResult
  public mutating func addInput(_ type: NodeType, name: String? = nil) -> NodeID {
    nodes.append(Node(kind: .input(inputs.count), type: type, name: name))
    inputs.append(nodes.count - 1)
    return nodes.count - 1
  }

  @discardableResult
  public mutating func addConstant(_ value: Quantity) -> NodeID {
    let type = NodeType(value.dtype, value.shape)
    nodes.append(Node(kind: .constant(value), type: type, name: nil))
    return nodes.count - 1
  }

  /// Adds an operation whose type is known already, because its value is (tracing).
  @discardableResult
  public mutating func add(
    _ operation: Operation, _ operands: [NodeID], _ attributes: Attributes = .none, type: NodeType
  ) -> NodeID {
    nodes.append(Node(kind: .operation(operation, operands, attributes), type: type, name: nil))
    return nodes.count - 1
  }

  /// Adds an operation, deriving its type by the row's rule.
  @discardableResult
  public mutating func add(
    _ operation: Operation, _ operands: [NodeID], _ attributes: Attributes = .none
  ) throws -> NodeID {
    let type = try operation.type(operands.map { nodes[$0].type }, attributes)
    return add(operation, operands, attributes, type: type)
  }

  public mutating func setName(_ name: String?, of id: NodeID) { nodes[id].name = name }

  // MARK: Walking

  /// For each node whether the outputs depend on it.
  public func reachable(from roots: [NodeID]) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for root in roots { isNeeded[root] = true }
    for id in stride(from: nodes.count - 1, through: 0, by: -1) where isNeeded[id] {
      for operand in nodes[id].operands { isNeeded[operand] = true }
    }
    return isNeeded
  }

  /// For each node whether it depends on one of `sources`.
  public func dependents(on sources: [NodeID]) -> [Bool] {
    var depends = [Bool](repeating: false, count: nodes.count)
    for source in sources { depends[source] = true }
    for id in nodes.indices where !depends[id] {
      depends[id] = nodes[id].operands.contains { depends[$0] }
    }
    return depends
  }

  /// Copies the nodes of another graph behind this one's, with `inputs` standing for its inputs.
  /// Returns where each of its nodes is now.
  public mutating func splice(_ other: Graph, inputs arguments: [NodeID]) -> [NodeID] {
    var map: [NodeID] = []
    map.reserveCapacity(other.nodes.count)
    for node in other.nodes {
      switch node.kind {
      case .input(let number): map.append(arguments[number])
      case .constant(let value):
        let id = addConstant(value)
        nodes[id].name = node.name
        map.append(id)
      case .operation(let operation, let operands, let attributes):
        let id = add(operation, operands.map { map[$0] }, attributes, type: node.type)
        nodes[id].name = node.name
        map.append(id)
      }
    }
    return map
  }
}

/// A type behind a reference.
private final class SharedType: Sendable {
  let type: NodeType
  private init(_ type: NodeType) { self.type = type }

  private static let number = SharedType(.number)
  private static let bool = SharedType(NodeType(.bool, .scalar))

  static func of(_ type: NodeType) -> SharedType {
    if type == number.type { return number }
    return type == bool.type ? bool : SharedType(type)
  }
}
