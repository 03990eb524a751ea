import Tensors
import Testing

@testable import Graphs

/// Odd operands and attributes: whatever a program hands to a row ends in a value or in a thrown fault.
@Suite struct CatalogueEdgeTests {
  @Test(arguments: Catalogue.all)
  func oddOperands(row: Graphs.Operation) {
    for operands in operandLists(row) {
      for attributes in attributeLists(row) {
        let types = operands.map { NodeType($0.dtype, $0.shape) }
        guard let type = try? row.type(types, attributes) else { continue }
        // Sizes beyond the budget are refused by the kernel; huge ones within it would take long.
        guard type.shape.count < 1000 else { continue }
        if let value = try? row.kernel(operands, attributes) {
          #expect(
            NodeType(value.dtype, value.shape) == type,
            "\(row.name)(\(operands.map(\.shape))) \(attributes.values.map(\.sourceText))")
        }
        differentiate(row, types, attributes)
      }
    }
  }

  /// Rules build graphs for whatever the type rule accepts; that some refuse is fine.
  private func differentiate(
    _ row: Graphs.Operation, _ types: [NodeType], _ attributes: Attributes
  ) {
    var graph = Graph()
    let inputs = types.map { graph.addInput($0) }
    guard let result = try? graph.add(row, inputs, attributes) else { return }
    let seed = graph.addInput(graph[result].type)
    _ = try? graph.reverse(of: result, wrt: inputs, seed: seed)
  }

  private func operandLists(_ row: Graphs.Operation) -> [[Quantity]] {
    let odd = [
      Quantity.number(.nan), .bool(true), .vector([]), .vector([.infinity]),
      .make([], Shape([0, 3])), .make([], Shape([3, 0])), .make([1, .nan], Shape([2, 1])),
      .make([-3, 0.5], Shape(Array(repeating: 1, count: 7) + [2])),
      .tensor(Tensor(bools: [true, false], shape: Shape([2]))),
    ]
    let count = row.entry.parameters.filter {
      switch $0.kind {
      case .operand, .operands: true
      default: false
      }
    }.count
    switch count {
    case 1: return odd.map { [$0] }
    case 2: return odd.flatMap { a in odd.map { [a, $0] } }
    default: return odd.flatMap { a in odd.map { [a, $0, $0] } }
    }
  }

  private func attributeLists(_ row: Graphs.Operation) -> [Attributes] {
    let lists = row.entry.parameters.reduce([[Attribute]]([[]])) { lists, parameter in
      guard case .attribute(let kind) = parameter.kind else { return lists }
      return lists.flatMap { list in odd(kind).map { list + [$0] } }
    }
    return lists.map { Attributes(list: $0) }
  }

  /// Values of the right kind: the interpreter sees to that, but not to their ranges.
  private func odd(_ kind: Attribute.Kind) -> [Attribute] {
    let wholes: [Attribute] = [.whole(0), .whole(-1), .whole(1), .whole(.max), .whole(.min)]
    switch kind {
    case .axis, .newAxis, .whole: return [.absent] + wholes
    case .axes:
      return [.absent, .wholes([]), .wholes([0, 0]), .wholes([1, 0]), .wholes([.max, .min])]
        + wholes
    case .wholes: return [.wholes([]), .wholes([-1]), .wholes([.max, .max]), .wholes([0, 1])]
    case .flag: return [.flag(true), .flag(false)]
    case .number:
      return [.absent, .number(.nan), .number(-.infinity), .number(.infinity), .number(0)]
    case .shape: return [[], [0], [.max, 2], [1, 1, 1, 1, 1, 1, 1, 2]].map { .shape(Shape($0)) }
    case .text:
      return [
        .selection([]), .selection([.all]), .selection([.list([5]), .at(-1)]),
        .selection([.slice(start: 1, step: .min, count: .max)]), .selection([.list([0, 0])]),
      ]
    }
  }
}
