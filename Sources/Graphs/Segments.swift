import Tensors

extension Graph {
  /// A run of nodes as a graph of its own, so that a long graph can be differentiated piece by piece: its
  /// adjoint never exists as a whole.
  public struct Segment {
    public let graph: Graph
    /// The nodes before the run that it reads. They are the first nodes of the segment's graph, and
    /// inputs unless they are constant.
    public let outside: [NodeID]
    public let nodes: Range<NodeID>

    /// Where a node of the run is in the segment's graph.
    public func local(_ id: NodeID) -> NodeID { outside.count + id - nodes.lowerBound }
  }

  public func segment(_ run: Range<NodeID>) -> Segment {
    var positions: [NodeID: NodeID] = [:]
    var outside: [NodeID] = []
    var part = Graph()
    for id in run {
      for operand in nodes[id].operands where operand < run.lowerBound {
        guard positions[operand] == nil else { continue }
        positions[operand] = outside.count
        outside.append(operand)
        if let constant = nodes[operand].constant {
          part.addConstant(constant)
        } else {
          part.addInput(nodes[operand].type)
        }
      }
    }
    for id in run {
      switch nodes[id].kind {
      case .input: part.addInput(nodes[id].type)
      case .constant(let value): part.addConstant(value)
      case .operation(let operation, let operands, let attributes):
        let local = operands.map { positions[$0] ?? outside.count + $0 - run.lowerBound }
        part.add(operation, local, attributes, type: nodes[id].type)
      }
    }
    return Segment(graph: part, outside: outside, nodes: run)
  }
}
