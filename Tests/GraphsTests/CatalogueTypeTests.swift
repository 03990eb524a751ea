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

  @Test func namesAreUnique() {
    let names = Catalogue.all.flatMap { [$0.name] + $0.entry.aliases }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: Catalogue.all)
  func isDocumented(row: Graphs.Operation) {
    #expect(row.entry.doc.hasSuffix("."))
    #expect(row.entry.isInternal || !row.entry.examples.isEmpty)
    let operands = row.entry.parameters.prefix {
      if case .attribute = $0.kind { false } else { true }
    }
    #expect(
      row.entry.parameters.dropFirst(operands.count).allSatisfy {
        if case .attribute = $0.kind { true } else { false }
      }, "operands come before attributes")
  }

  @Test(arguments: Catalogue.losses)
  func lossesDoNotBroadcast(row: Graphs.Operation) {
    for (a, b) in [([3], [3, 1]), ([2, 3], [3]), ([1, 3], [2, 3]), ([3], [1])] {
      let types = [NodeType(.f64, Shape(a)), NodeType(.f64, Shape(b))]
      #expect(throws: TensorFault.self) { try row.type(types, .none) }
    }
  }
}
