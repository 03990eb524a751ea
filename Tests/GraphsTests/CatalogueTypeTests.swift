import Tensors
import Testing

@testable import Graphs

/// Rows as data: types, names, documentation.
@Suite struct CatalogueTypeTests {
  @Test(arguments: Catalogue.all)
  func typeRuleForeseesTheResult(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row, limit: 40) where row.isProbed {
      let type = try row.type(probe.types, probe.attributes)
      let value = try row.kernel(probe.operands, probe.attributes)
      #expect(NodeType(value.dtype, value.shape) == type, "\(probe.testDescription)")
    }
  }

  /// Gradients are typed as they come out, node by node.
  @Test(arguments: Catalogue.all.filter(\.isSmooth))
  func typesWithinDerivatives(row: Graphs.Operation) throws {
    for probe in Probe.all(for: row, limit: 6) {
      let problem = try Problem(probe)
      var (graph, gradients) = try problem.gradient(problem.weighted)
      let needed = graph.reachable(from: gradients.compactMap { $0 })
      graph.outputs = graph.nodes.indices.filter { needed[$0] }
      for (id, value) in zip(graph.outputs, try graph.evaluate(probe.operands)) {
        let name = graph[id].operation?.name ?? "input"
        #expect(
          NodeType(value.dtype, value.shape) == graph[id].type, "\(probe.testDescription): \(name)")
      }
    }
  }

  @Test func namesAreUnique() {
    let names = Catalogue.all.flatMap { [$0.name] + $0.entry.aliases }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: Catalogue.all)
  func isDocumented(row: Graphs.Operation) {
    #expect(row.entry.doc.hasSuffix("."))
    #expect(row.entry.isInternal || !row.entry.examples.isEmpty)
  }

  @Test(arguments: Catalogue.losses)
  func lossesDoNotBroadcast(row: Graphs.Operation) {
    for (a, b) in [([3], [3, 1]), ([2, 3], [3]), ([1, 3], [2, 3]), ([3], [1])] {
      let types = [NodeType(.f64, Shape(a)), NodeType(.f64, Shape(b))]
      #expect(throws: TensorFault.self) { try row.type(types, .none) }
    }
  }
}
