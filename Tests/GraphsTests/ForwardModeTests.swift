import Tensors
import Testing

@testable import Graphs

/// Modes that are combined, held values, several outputs: against derivatives taken by hand.
@Suite struct ForwardModeTests {
  /// z = x·y, y = x + x²: ∂z/∂x is y + x·(1 + 2x) in all, and y with y held.
  @Test func heldValues() throws {
    var graph = Graph()
    let x = graph.addInput(.number)
    let square = try graph.add(Catalogue.square, [x])
    let y = try graph.add(Catalogue.add, [x, square])
    let z = try graph.add(Catalogue.multiply, [y, x])
    #expect(try numbers(graph.reverse(of: z, wrt: [x]), at: 3) == [12 + 3 * 7])
    #expect(try numbers(graph.reverse(of: z, wrt: [x], fixed: [y]), at: 3) == [12])
    #expect(try numbers(graph.reverse(of: z, wrt: [y, x]), at: 3) == [3, 33])
    var moving = graph
    let one = moving.addConstant(.number(1))
    let held = try moving.forward(outputs: [z], wrt: [x], tangents: [one], fixed: [y])
    #expect(try numbers(held, at: 3) == [12])
  }

  /// Two outputs along one direction: d(x², sin x)/dx·5 at 2.
  @Test func severalOutputs() throws {
    var graph = Graph()
    let x = graph.addInput(.number)
    let square = try graph.add(Catalogue.square, [x])
    let sine = try graph.add(Catalogue.sin, [x])
    let constant = graph.addConstant(.number(7))
    let five = graph.addConstant(.number(5))
    let result = try graph.forward(outputs: [square, constant, sine], wrt: [x], tangents: [five])
    #expect(result.tangents[1] == nil)
    #expect(result.graph.inputs == graph.inputs)
    #expect(try numbers(result, at: 2) == [20, 5 * UnaryOp.cos.apply(2.0)])
  }

  /// A quadratic form xᵀAx has the Hessian A + Aᵀ; forward over reverse gives its product with v.
  @Test func hessianTimesVector() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([2])))
    let a = graph.addConstant(.make([1, 2, 3, 4], Shape([2, 2])))
    let ax = try graph.add(Catalogue.matmul, [a, x])
    let form = try graph.add(Catalogue.dot, [x, ax])
    var (reversed, gradients) = try graph.reverse(of: form, wrt: [x])
    let gradient = try #require(gradients[0])
    let v = reversed.addConstant(.vector([1, -2]))
    var (result, tangents) = try reversed.forward(outputs: [gradient], wrt: [x], tangents: [v])
    result.outputs = [try #require(tangents[0])]
    let value = try result.evaluate([.vector([0.3, 0.7])])[0]
    #expect(value.elements == [2 - 10, 5 - 16])
  }

  /// The n-th derivatives of exp(2x) at 0 are 2ⁿ: reverse and forward by turns.
  @Test func turns() throws {
    var graph = Graph()
    let x = graph.addInput(.number)
    let twice = try graph.add(Catalogue.multiply, [x, graph.addConstant(.number(2))])
    var node = try graph.add(Catalogue.exp, [twice])
    for order in 1...6 {
      if order % 2 == 0 {
        let one = graph.addConstant(.number(1))
        let (next, tangents) = try graph.forward(outputs: [node], wrt: [x], tangents: [one])
        (graph, node) = (next, try #require(tangents[0]))
      } else {
        let (next, gradients) = try graph.reverse(of: node, wrt: [x])
        (graph, node) = (next, try #require(gradients[0]))
      }
      graph.outputs = [node]
      let value = try graph.evaluate([.number(0)])[0].asNumber
      #expect(value == Double(1 << order))
    }
  }

  /// A path through an operation without a derivative is refused with its reason.
  @Test func noDerivative() throws {
    let row = Graphs.Operation(
      Entry("opaque", group: .data, [.init("x")], doc: "x."), type: TypeRules.same,
      kernel: { operands, _ in operands[0] }, derivative: .none("it is opaque"))
    var graph = Graph()
    let x = graph.addInput(.number)
    let y = try graph.add(row, [x])
    #expect(throws: DifferentiationFault.self) { try graph.reverse(of: y, wrt: [x]) }
    let z = try graph.add(Catalogue.stopGradient, [y])
    #expect(try graph.reverse(of: z, wrt: [x]).gradients == [nil])
  }

  private func numbers(_ derivative: (Graph, [NodeID?]), at x: Double) throws -> [Double] {
    var graph = derivative.0
    graph.outputs = derivative.1.compactMap { $0 }
    return try graph.evaluate([.number(x)]).compactMap(\.asNumber)
  }
}
